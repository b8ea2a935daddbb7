import type { AwsInstance } from '../deployment/aws-deployment';
import { isDrilled, type RunnersDrill } from './declare-drill';
import { servesIn } from './serving';

type Region = 'primary' | 'recovery';

/** What is rehearsed in a region: recoveries into it, until the recovery region serves; from then on the restore of what serves there. */
export function rehearsedIn(instance: AwsInstance, region: Region): readonly RunnersDrill[] {
  const drills = instance.recovery.drills.filter(isDrilled);
  if (servesIn(instance) === 'primary') return drills.filter((each) => each.region === region);
  return region === 'recovery' ? drills.filter(isRestore) : [];
}

/**
 * Whether something is rehearsed in a region, or comes to be once another instance serves: what rehearses is there before, so that a
 * failover makes nothing but schedules, and its log stays.
 */
export function mayRehearseIn(region: Region): (instance: AwsInstance) => boolean {
  return (instance) => {
    const drills = instance.recovery.drills.filter(isDrilled);
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
}: Pick<AwsInstance, 'recovery' | 'restores'>): boolean {
  return (
    restores.some(({ region }) => region === 'recovery') ||
    mechanisms.some(({ value }) => value === 'recovery-replica' || value === 'replicated-backups')
  );
}

const isRestore = ({ mechanism }: RunnersDrill): boolean => mechanism === 'point-in-time-recovery';
