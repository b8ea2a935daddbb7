import type { Cloud } from '../access/identity';
import { decide, type Decision } from '../decision';
import { statedByAll } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import {
  candidatesFor,
  chooseMechanisms,
  demands,
  type Candidate,
  type Choice,
  type Evidence,
  type Unmet,
} from './choose-mechanisms';
import {
  DRILLED_MECHANISMS,
  MECHANISMS,
  type Bound,
  type Bounds,
  type MechanismName,
} from './mechanisms';
import { FAILURES, stricter, type Failure, type Objective } from './objectives';
import type { Drill, Recovery } from './recovery';
import { objectivesOf, resolveObjectives, type DecidedObjectives } from './resolve-objectives';
import { boundsText, demandText } from './say-recovery';

export interface RecoveryFacts {
  readonly cloud: Cloud;
  readonly environment: string;
  readonly preset: Preset;
  /** GiB. */
  readonly storage: number;
}

/** What an instance must meet and what meets it, or what cannot be met and the nearest that can. */
export function resolveRecovery(
  placed: PlacedInstance,
  { cloud, environment, preset, storage }: RecoveryFacts,
  problems: Problem[],
): Recovery {
  const objectives = resolveObjectives(placed, environment, preset, problems);
  const candidates = candidatesFor(MECHANISMS[cloud], { storage }, measuredBy(placed, environment));
  const floor = preset.floor[cloud];
  problems.push(...strangersAmongMeasured(placed, environment, cloud));
  const chosen = chooseMechanisms(candidates, objectivesOf(objectives), floor);
  if ('unmet' in chosen) {
    problems.push(
      ...chosen.unmet.map((unmet) => sayUnmet(placed, objectives, unmet, { cloud, environment })),
    );
    return { objectives, mechanisms: [], evidence: NOTHING, drills: [] };
  }
  return {
    objectives,
    mechanisms: chosen.mechanisms.map((name) => reasonOf(name, chosen, objectives, preset, cloud)),
    evidence: chosen.evidence,
    drills: drillsOf(chosen, objectives),
  };
}

const NOTHING: Recovery['evidence'] = { mistake: null, zone: null, region: null };

/** A drill's figure in the place of the table's: of several services here, the worst. */
function measuredBy({ services }: PlacedInstance, environment: string) {
  const stated = statedByAll(services, environment, 'measured');
  return (name: MechanismName, bounds: Bounds): Bounds => {
    const results = stated.flatMap(({ value, place }) => {
      const result = Object.hasOwn(value, name) ? value[name] : undefined;
      return result ? [{ ...result, place }] : [];
    });
    const worst = (key: 'rpo' | 'rto'): Bound =>
      results.reduce<Bound | undefined>((worstYet, { [key]: milliseconds, on, place }) => {
        if (milliseconds === undefined) return worstYet;
        if (worstYet && worstYet.milliseconds >= milliseconds) return worstYet;
        return { milliseconds, firmness: 'measured', source: `a drill on ${on} (${place})` };
      }, undefined) ?? bounds[key];
    return { rpo: worst('rpo'), rto: worst('rto') };
  };
}

/** Results of drills that cannot have been: the cloud has no such mechanism. */
function strangersAmongMeasured(
  { services }: PlacedInstance,
  environment: string,
  cloud: Cloud,
): Problem[] {
  const known = DRILLED_MECHANISMS.filter((name) =>
    MECHANISMS[cloud].some((each) => each.name === name),
  );
  return statedByAll(services, environment, 'measured').flatMap(({ value, place }) =>
    DRILLED_MECHANISMS.filter((name) => Object.hasOwn(value, name) && !known.includes(name)).map(
      (name) => ({
        place,
        required: `measured must name mechanisms that ${cloud} has (${known.join(', ')})`,
        got: quote(name),
        cure: 'Take it out.',
      }),
    ),
  );
}

function reasonOf(
  name: MechanismName,
  { evidence }: Choice,
  objectives: DecidedObjectives,
  preset: Preset,
  cloud: Cloud,
): Decision<MechanismName> {
  const failure = FAILURES.find(
    (each) => evidence[each]?.mechanism === name && demands(objectives[each].value),
  );
  if (failure === undefined || preset.floor[cloud].includes(name)) {
    return decide(name, 'the preset has it whatever the objectives are', `preset ${preset.name}`);
  }
  const { value, place } = objectives[failure];
  return decide(name, `the cheapest that meets ${demandText(value)} after ${LOSS[failure]}`, place);
}

/** As messages say it. */
const LOSS: Readonly<Record<Failure, string>> = {
  mistake: 'a mistake',
  zone: 'the loss of a zone',
  region: 'the loss of a region',
};

/** A drill for each mechanism that can be rehearsed and of which a bound that somebody counts on is not the vendor's. */
function drillsOf(
  { mechanisms, evidence }: Choice,
  objectives: DecidedObjectives,
): readonly Drill[] {
  return DRILLED_MECHANISMS.filter((name) => mechanisms.includes(name)).flatMap((mechanism) => {
    const counted = FAILURES.filter((failure) => {
      const met = evidence[failure];
      return met?.mechanism === mechanism && needsDrill(met, objectives[failure].value);
    });
    if (counted.length === 0) return [];
    const limits = counted.map((failure) => objectives[failure].value).reduce(stricter);
    const region = counted.includes('region') ? 'recovery' : 'primary';
    return [{ mechanism, region, ...limits }];
  });
}

function needsDrill({ rpo, rto }: Evidence, objective: Objective): boolean {
  return (
    (objective.rpo !== null && rpo.firmness !== 'published') ||
    (objective.rto !== null && rto.firmness !== 'published')
  );
}

function sayUnmet(
  { services: [first] }: PlacedInstance,
  objectives: DecidedObjectives,
  { failure, objective, candidates }: Unmet,
  { cloud, environment }: Pick<RecoveryFacts, 'cloud' | 'environment'>,
): Problem {
  const { place } = objectives[failure];
  const nearest = nearestTo(candidates, objective);
  return {
    place: place.includes(':') ? place : (first.at('service') ?? first.file),
    required: `in ${environment}, after ${LOSS[failure]}, an objective must be one that a mechanism meets (${candidates.map(({ name, bounds }) => `${name}: ${boundsText(bounds)}`).join('; ') || `there is none on ${cloud}`})`,
    got: `${demandText(objective)}${place.includes(':') ? '' : `, as ${place} demands`}`,
    cure: nearest
      ? `The nearest is ${demandText(nearest.objective)}, by ${nearest.name}: write \`overrides: { ${environment}: { objectives: { ${failure}: { ${statedText(nearest.objective)} } } } }\`. ${takes(nearest, objective)}`
      : 'Leave it out.',
  };
}

/** The least that must be given up: the mechanism whose excess over the objective is the smallest in proportion. */
function nearestTo(candidates: readonly Candidate[], { rpo, rto }: Objective) {
  const ranked = candidates.map(({ name, bounds, failures }) => ({
    name,
    failures,
    bounds,
    excess: over(bounds.rpo, rpo) + over(bounds.rto, rto),
    objective: { rpo: within(bounds.rpo, rpo), rto: within(bounds.rto, rto) },
  }));
  return ranked.sort((a, b) => a.excess - b.excess)[0];
}

const over = ({ milliseconds }: Bound, demanded: number | null): number =>
  demanded === null ? 0 : Math.max(0, Math.log((milliseconds + 1) / (demanded + 1)));

const within = ({ milliseconds }: Bound, demanded: number | null): number | null =>
  demanded === null ? null : Math.max(milliseconds, demanded);

const statedText = (objective: Objective): string =>
  demandText(objective).replaceAll('RPO ', 'rpo: ').replaceAll('RTO ', 'rto: ');

/** What would make a bound smaller that is over the objective. */
function takes(
  { name, bounds: { rpo, rto } }: Pick<Candidate, 'name' | 'bounds'>,
  objective: Objective,
): string {
  const excessive = [
    ...(over(rpo, objective.rpo) > 0 ? [rpo] : []),
    ...(over(rto, objective.rto) > 0 ? [rto] : []),
  ];
  return excessive.every(({ firmness }) => firmness === 'published')
    ? 'Less than the vendor states can only be measured.'
    : `Where a drill shows that ${name} takes less here, write its result as \`measured\`.`;
}
