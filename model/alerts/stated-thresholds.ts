import { decide, type Decision } from '../decision';
import type { ServiceFile } from '../language/load-estate';
import { entryOf, type Stated } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import { oneOf, type Problem } from '../problem';
import type { Alert, AlertFacts, AlertUnit, Gap, Level, Possible } from './alert';
import type { AlertName } from './alert-names';
import { thresholdText } from './threshold-text';
import { TOLD, type Severity, type ToldSeverity } from './severity';

/** What the services of an instance state of its alerts. */
export interface StatedOfInstance {
  readonly environment: string;
  /** Of several services the one that is told first. */
  readonly of: (alert: Alert, severity: Severity) => Stated<number> | undefined;
  readonly all: (alert: Alert, severity: Severity) => readonly Stated<number>[];
  /** Refuses what is stated of an alert that the instance does not have. */
  readonly refuseUnwatched: (alert: Alert, gap: Gap, problems: Problem[]) => void;
  /** Refuses a severity that an alert does not have. */
  readonly refuseUnknownLevels: (alert: Alert, facts: AlertFacts, problems: Problem[]) => void;
}

/** Collects what all services of an instance state for an environment. */
export function statedThresholds(
  { services }: PlacedInstance,
  environment: string,
): StatedOfInstance {
  const all = (name: AlertName, severity: ToldSeverity): readonly Stated<number>[] =>
    services.flatMap((service) => statedBy(service, environment, name, severity) ?? []);
  return {
    environment,
    all: ({ name }, severity) => (severity === 'info' ? [] : all(name, severity)),
    of: ({ name, side }, severity) => {
      const values = severity === 'info' ? [] : all(name, severity);
      return values.reduce<Stated<number> | undefined>(
        (first, next) =>
          first && (side === 'above' ? first.value <= next.value : first.value >= next.value)
            ? first
            : next,
        undefined,
      );
    },
    refuseUnwatched: ({ name, title }, { why }, problems) => {
      for (const { place } of TOLD.flatMap((severity) => all(name, severity))) {
        problems.push({
          place,
          required: `a threshold may be stated only of what is watched in ${environment}`,
          got: `${name} (${title}), and ${why}`,
          cure: 'Take it out; what only other environments have, state below their `overrides`.',
        });
      }
    },
    refuseUnknownLevels: (alert, facts, problems) => {
      const has = alert.levels(facts).map(({ severity }) => severity);
      for (const severity of TOLD.filter((each) => !has.includes(each))) {
        for (const { place } of all(alert.name, severity)) {
          problems.push({
            place,
            required: `${alert.name} must have a ${oneOf(has)} alone`,
            got: `a ${severity}`,
            cure: `State the ${oneOf(has)}, or take it out.`,
          });
        }
      }
    },
  };
}

/** What a service states of one severity of an alert: what its override of the environment says, else its own line. */
function statedBy(
  { statement, file, at }: ServiceFile,
  environment: string,
  name: AlertName,
  severity: ToldSeverity,
): Stated<number> | undefined {
  const override = entryOf(statement.overrides, environment)?.alerts?.[name]?.[severity];
  if (override !== undefined) {
    const place = at('overrides', environment, 'alerts', name, severity);
    return { value: override, place: place ?? file };
  }
  const own = statement.alerts?.[name]?.[severity];
  return own === undefined
    ? undefined
    : { value: own, place: at('alerts', name, severity) ?? file };
}

/** The threshold of one level: the catalogue’s, or what is stated in its place, which must be able to ring and to be silent. */
export function thresholdOf(
  alert: Alert,
  level: Level,
  facts: AlertFacts,
  all: StatedOfInstance,
  problems: Problem[],
): Decision<number> {
  const own = all.of(alert, level.severity);
  if (!own) return decide(level.threshold, level.because, 'alert catalogue');
  for (const { value, place } of all.all(alert, level.severity)) {
    const problem =
      impossible(alert, facts, value) ??
      (place === own.place ? outOfOrder(alert, level, facts, all) : undefined);
    if (problem) {
      const required = `${problem.required} in ${all.environment}`;
      problems.push({ place, ...problem, required });
    }
  }
  return decide(own.value, 'the service says so', own.place);
}

type Words = Omit<Problem, 'place'>;

/** What a threshold may be: none of a count is below zero anyway. */
export function rangeText(
  { unit, side }: Pick<Alert, 'unit' | 'side'>,
  { always, never }: Possible,
): string {
  const ends = thresholdText(unit, never.at);
  if (side === 'below') return `below ${thresholdText(unit, always.at)} and above ${ends}`;
  return always.at < 0 ? `below ${ends}` : `${aboveText(unit, always.at)} and below ${ends}`;
}

/** `above 1d`; what ends a second before a whole minute is said from that minute on: `at least 10m`. */
function aboveText(unit: AlertUnit, at: number): string {
  return unit === 'seconds' && (at + 1) % 60 === 0
    ? `at least ${thresholdText(unit, at + 1)}`
    : `above ${thresholdText(unit, at)}`;
}

/** Why a threshold could never ring, or would ring without end: the arithmetic is in the message. */
export function impossible(
  { name, side, unit, possible }: Alert,
  facts: AlertFacts,
  value: number,
): Words | undefined {
  if (!possible) return undefined;
  const { always, never } = possible(facts);
  const beyond = (limit: number): boolean => (side === 'above' ? value >= limit : value <= limit);
  const within = (limit: number): boolean => (side === 'above' ? value <= limit : value >= limit);
  const say = (limit: number): string => thresholdText(unit, limit);
  const range = rangeText({ unit, side }, { always, never });
  if (beyond(never.at)) {
    return {
      required: `the threshold of ${name} must be ${range}`,
      got: `${say(value)}, which can never ring: ${never.why}`,
      cure: 'Write one in between, or leave it out.',
    };
  }
  if (within(always.at)) {
    return {
      required: `the threshold of ${name} must be ${range}`,
      got: `${say(value)}, which rings without end: ${always.why}`,
      cure: 'Write one in between, or leave it out.',
    };
  }
  return undefined;
}

/** A warning comes before the page. */
function outOfOrder(
  alert: Alert,
  { severity, threshold }: Level,
  facts: AlertFacts,
  all: StatedOfInstance,
): Words | undefined {
  const other = severity === 'warning' ? 'critical' : 'warning';
  const level = alert.levels(facts).find((each) => each.severity === other);
  if (!level) return undefined;
  const stated = all.of(alert, other);
  // Where both are stated it is said of the warning.
  if (stated && severity === 'critical') return undefined;
  const own = all.of(alert, severity)?.value ?? threshold;
  const limit = stated?.value ?? level.threshold;
  const [warning, critical] = severity === 'warning' ? [own, limit] : [limit, own];
  if (alert.side === 'above' ? warning < critical : warning > critical) return undefined;
  const say = (value: number): string => thresholdText(alert.unit, value);
  return {
    required: `the warning of ${alert.name} must come before what is critical`,
    got: `a warning at ${say(warning)} and critical at ${say(critical)}`,
    cure: `State both, the warning ${alert.side === 'above' ? 'lower' : 'higher'}.`,
  };
}
