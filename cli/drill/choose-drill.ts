import type { Instance } from '../../model/deployment/deployment';
import { oneOf, quote, type Problem } from '../../model/problem';
import { isDrilled } from '../../model/recovery/declare-drill';
import type { DrilledMechanism } from '../../model/recovery/drill-order';
import type { MechanismName } from '../../model/recovery/mechanisms';
import type { Drill } from '../../model/recovery/recovery';
import { servesIn } from '../../model/recovery/serving';

/** A drill that the runner of one region runs. */
export interface ChosenDrill extends Drill {
  readonly mechanism: DrilledMechanism;
  /** Where its runner is. */
  readonly runsIn: 'primary' | 'recovery';
}

export const DRILLED = [
  'point-in-time-recovery',
  'replicated-backups',
  'recovery-replica',
] as const satisfies readonly DrilledMechanism[];

/**
 * What the runners of an instance rehearse. Where the recovery region serves RDS, only what serves there is rehearsed: what it was
 * recovered by has happened.
 */
export function drillsOf(instance: Instance): readonly ChosenDrill[] {
  const away = instance.cloud === 'aws' && servesIn(instance) === 'recovery';
  return instance.recovery.drills
    .filter(isDrilled)
    .filter(({ mechanism }) => !away || mechanism === 'point-in-time-recovery')
    .map((drill) => ({ ...drill, runsIn: away ? 'recovery' : drill.region }));
}

/** The drill that is meant, or why there is none. */
export function chooseDrill(
  instance: Instance,
  mechanism: DrilledMechanism | undefined,
  place: string,
): ChosenDrill | Problem {
  const drills = drillsOf(instance);
  const name = `${instance.environment}/${instance.id}`;
  const names = drills.map((each) => each.mechanism);
  const [first] = drills;
  if (!first)
    return { place, required: `${name} must have a drill`, got: 'none', cure: why(instance) };
  const meant = drills.filter((each) => mechanism === undefined || each.mechanism === mechanism);
  const [drill] = meant;
  if (drill && meant.length === 1) return drill;
  return drill
    ? {
        ...{ place, required: `one mechanism must be meant: ${name} rehearses ${oneOf(names)}` },
        ...{ got: 'no --mechanism', cure: `Add --mechanism ${first.mechanism}.` },
      }
    : {
        ...{
          place: '--mechanism',
          required: `it must be one that ${name} rehearses (${names.join(', ')})`,
        },
        ...{ got: quote(mechanism), cure: 'Choose one of these.' },
      };
}

/** By itself AWS Backup rehearses a vault’s copy, and a standby takes over with every maintenance. */
function why({ recovery: { mechanisms, drills } }: Instance): string {
  const has = (name: MechanismName): boolean => drills.some((each) => each.mechanism === name);
  if (has('vault-copy')) {
    return 'AWS Backup’s restore testing rehearses the vault’s copy by itself, and nothing else that counts is assumed.';
  }
  const first = mechanisms[0]?.value ?? 'point-in-time-recovery';
  return `Nothing demanded of it rests on what nobody publishes: state an objective, as \`objectives: { mistake: { rto: 4h } }\`, and deploy, and ${first} is rehearsed every month.`;
}
