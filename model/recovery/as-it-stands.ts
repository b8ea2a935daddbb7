import type { InstanceState } from '../deployment/facts';
import type { Recovery } from './recovery';
import { servesIn, type ServingFacts } from './serving';

/**
 * What still meets a failure as an instance stands: the claim has a gap where nothing does, and what is demanded stays demanded.
 *
 * - One that is gone is met by nothing, and nothing of it is rehearsed.
 * - The recovery replica follows the primary and nothing else, so that while a restored instance serves the loss of the region costs
 *   all that it was given.
 * - While the recovery region serves, nothing outlives that region, a restore there is made by hand, and what is rehearsed is that of
 *   what serves there.
 */
export function asItStands(
  recovery: Recovery,
  {
    lifecycle,
    ...serving
  }: Pick<ServingFacts, 'active' | 'restores'> & { readonly lifecycle: InstanceState },
): Recovery {
  const { mistake, zone, region } = recovery.evidence;
  if (lifecycle === 'retired') {
    return { ...recovery, evidence: { mistake: null, zone: null, region: null }, drills: [] };
  }
  if (serving.active.value === 'primary') return recovery;
  if (servesIn(serving) === 'recovery') {
    const drills = recovery.drills.filter(
      ({ mechanism }) => mechanism === 'point-in-time-recovery',
    );
    return { ...recovery, evidence: { mistake: null, zone, region: null }, drills };
  }
  const outlives = region?.mechanism === 'recovery-replica' ? null : region;
  return { ...recovery, evidence: { mistake, zone, region: outlives } };
}
