import type { Instance } from '../deployment/deployment';
import type { Drill } from './recovery';
import { servesIn } from './serving';

type Region = 'primary' | 'recovery';

/** What is rehearsed in a region: recoveries into it, until the recovery region serves; from then on the restore of what serves there. */
export function rehearsedIn(
  instance: Pick<Instance, 'recovery' | 'active' | 'restores'>,
  region: Region,
): readonly Drill[] {
  const { drills } = instance.recovery;
  if (servesIn(instance) === 'primary') return drills.filter((each) => each.region === region);
  return region === 'recovery' ? drills.filter(isRestore) : [];
}

/**
 * Whether something is rehearsed in a region, or comes to be once another instance serves: what rehearses is there before, so that a
 * failover makes nothing but schedules, and its log stays.
 */
export function mayRehearseIn(
  region: Region,
): (instance: Pick<Instance, 'recovery' | 'restores'>) => boolean {
  return (instance) => {
    const { drills } = instance.recovery;
    return (
      drills.some((each) => each.region === region) ||
      (region === 'recovery' && mayServeThere(instance) && drills.some(isRestore))
    );
  };
}

/** Whether an instance may come to serve in the recovery region: by a promotion, or restored from what is kept there. */
export function mayServeThere({
  recovery: { mechanisms },
  restores,
}: Pick<Instance, 'recovery' | 'restores'>): boolean {
  return (
    restores.some(({ region }) => region === 'recovery') ||
    mechanisms.some(({ value }) => value === 'recovery-replica' || value === 'replicated-backups')
  );
}

const isRestore = ({ mechanism }: Drill): boolean => mechanism === 'point-in-time-recovery';
