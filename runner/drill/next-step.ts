import type { DrillOrder, DrillPhase } from '../../model/recovery/drill-order';
import type { Copy } from './copy';

/**
 * What a drill does next. `give-up` reports that it failed and removes the copy; `refuse` leaves an instance alone that has the copy's
 * name and is not the drill's.
 */
export type Step = 'make' | 'wait' | 'promote' | 'ask' | 'remove' | 'give-up' | 'refuse' | 'rest';

/**
 * The one next step, by what is seen alone: whoever calls it again goes on where the last call stopped, and a call too many does no
 * harm. A copy is made only on `start` and only where there is none, so that there is never more than one. One that an earlier drill
 * left is older than a drill may take, so that it is given up.
 *
 * @param copy what has the target's name; null where nothing has
 * @param now milliseconds
 */
export function nextStep(
  { mechanism, longest }: Pick<DrillOrder, 'mechanism' | 'longest'>,
  phase: DrillPhase,
  copy: Copy | null,
  now: number,
): Step {
  if (copy === null) return phase === 'start' ? 'make' : 'rest';
  if (!copy.ours) return 'refuse';
  if (copy.state === 'going') return 'rest';
  const { started, answered } = copy.marks;
  if (answered) return 'remove';
  const isLate = started === null || now - started >= longest;
  if (phase === 'end' || isLate || copy.state === 'broken') return 'give-up';
  if (copy.state === 'busy') return 'wait';
  return mechanism === 'recovery-replica' && copy.replica ? 'promote' : 'ask';
}
