import type { Instance } from '../../model/deployment/deployment';
import { oneOf, quote, type Problem } from '../../model/problem';
import type { DrilledMechanism } from '../../model/recovery/mechanisms';
import type { Drill } from '../../model/recovery/recovery';
import { rehearsedIn } from '../../model/recovery/rehearsals';

/** A drill that the runner of one region runs. */
export interface ChosenDrill extends Drill {
  /** Where its runner is. */
  readonly runsIn: 'primary' | 'recovery';
}

/** What the runners of an instance rehearse, in each of its regions. */
export function drillsOf(instance: Instance): readonly ChosenDrill[] {
  return (['primary', 'recovery'] as const).flatMap((runsIn) =>
    rehearsedIn(instance, runsIn).map((drill) => ({ ...drill, runsIn })),
  );
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

function why({ recovery: { mechanisms } }: Instance): string {
  const first = mechanisms[0]?.value ?? 'point-in-time-recovery';
  return `Nothing demanded of it rests on what nobody publishes: state an objective, as \`objectives: { mistake: { rto: 4h } }\`, and deploy, and ${first} is rehearsed every month.`;
}
