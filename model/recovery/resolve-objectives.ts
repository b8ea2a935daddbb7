import { decide, type Decision } from '../decision';
import type { ServiceFile } from '../language/load-estate';
import { stated } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import type { Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { demands } from './choose-mechanisms';
import { FAILURES, stricter, type Failure, type Objective, type Objectives } from './objectives';
import { demandText } from './say-recovery';

export type DecidedObjectives = Readonly<Record<Failure, Decision<Objective>>>;

/**
 * What an instance must meet: the strictest that its services demand. In production they must demand the same, since each pays for
 * what the strictest needs, and is restored whenever another is.
 */
export function resolveObjectives(
  { id, services }: PlacedInstance,
  environment: string,
  preset: Preset,
  problems: Problem[],
): DecidedObjectives {
  const [first, ...others] = services.map((service) => ({
    service,
    demanded: demandedBy(service, environment, preset),
  }));
  if (!first) throw new Error(`${id.value} holds no service`);
  if (preset.name === 'production') {
    problems.push(
      ...others.flatMap(({ service, demanded }) =>
        FAILURES.filter((failure) => !same(demanded[failure].value, first.demanded[failure].value))
          .slice(0, 1)
          .map((failure) => ({
            place: service.at('objectives') ?? service.at('service') ?? service.file,
            required: `the services on ${environment}/${id.value} must have the same objectives in production (${first.service.statement.service} for a ${failure}: ${demandText(first.demanded[failure].value)})`,
            got: demandText(demanded[failure].value),
            cure: 'Agree on one, or place the service on an instance of its own.',
          })),
      ),
    );
  }
  return others.reduce<DecidedObjectives>(
    (strictest, { demanded }) =>
      eachFailure((failure) => both(strictest[failure], demanded[failure])),
    first.demanded,
  );
}

/** The objectives alone. */
export function objectivesOf(decided: DecidedObjectives): Objectives {
  return eachFailure((failure) => decided[failure].value);
}

function demandedBy(service: ServiceFile, environment: string, preset: Preset): DecidedObjectives {
  const own = stated(service, environment, 'objectives');
  return eachFailure((failure) => {
    const usual = preset.objectives[failure];
    const byPreset = decide(
      usual,
      demands(usual) ? 'the preset’s (seed 002 §7.2)' : 'the preset counts on nothing',
      `preset ${preset.name}`,
    );
    if (!own) return byPreset;
    const named = own.value[failure];
    // The short form takes the place of the preset's figures, where it has any.
    const figure = (key: keyof Objective): number | null =>
      named?.[key] ?? (usual[key] === null ? null : (own.value[key] ?? usual[key]));
    const value: Objective = { rpo: figure('rpo'), rto: figure('rto') };
    if (!named && same(value, usual)) return byPreset;
    return decide(value, 'the service says so', own.place);
  });
}

function both(a: Decision<Objective>, b: Decision<Objective>): Decision<Objective> {
  const value = stricter(a.value, b.value);
  if (same(value, a.value)) return a;
  if (same(value, b.value)) return b;
  return decide(value, 'the strictest that a service here demands', b.place);
}

const same = (a: Objective, b: Objective): boolean => a.rpo === b.rpo && a.rto === b.rto;

function eachFailure<Value>(
  valueOf: (failure: Failure) => Value,
): Readonly<Record<Failure, Value>> {
  return { mistake: valueOf('mistake'), zone: valueOf('zone'), region: valueOf('region') };
}
