import type { AlertGroup, Selection } from './alert-groups';
import type { AlertHome } from './alert-home';
import { countsRuns, ofCounter, ofDrift, ofLog } from './google-entries';
import { ofMetric } from './google-filters';
import { ofEmitted, ofQuery, ofWatch } from './google-queries';
import { ofSilentTrail, ofSinks } from './google-trail';
import { namePattern, namePatterns } from './name-patterns';
import type { GoogleAligner, GoogleSignal } from './signal';

/** A condition of a policy, in Cloud Monitoring’s own words. */
export type AlertCondition = ThresholdCondition | PromqlCondition | LogCondition;

export interface ThresholdCondition {
  readonly kind: 'threshold';
  readonly filter: string;
  readonly side: 'above' | 'below';
  readonly value: number;
  /** Seconds of which samples are one value, and for which those must be on that side. */
  readonly period: number;
  readonly duration: number;
  readonly aligner: GoogleAligner;
  readonly reducer?: 'REDUCE_SUM' | 'REDUCE_MAX' | 'REDUCE_PERCENTILE_95';
  /** By which series are told apart. */
  readonly by: string;
  /** What no data means; null where the condition then stays as it was. */
  readonly missing: 'ACTIVE' | 'INACTIVE' | null;
}

export interface PromqlCondition {
  readonly kind: 'promql';
  readonly query: string;
  /** Seconds for which it must hold, and between two looks. */
  readonly duration: number;
  readonly interval: number;
  readonly by: string;
}

export interface LogCondition {
  readonly kind: 'log';
  readonly filter: string;
  /** What of an entry a notification says. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What names match, and of those what is left out. */
export interface Matcher {
  readonly pattern: string;
  readonly but: string | null;
}

/** Signals of one kind. */
export type SignalOf<Kind extends GoogleSignal['kind']> = Extract<
  GoogleSignal,
  { readonly kind: Kind }
>;

/** Characters of a filter ("google_monitoring_alert_policy", provider 6.50.0). Nobody says it of PromQL: no longer either. */
export const LONGEST = 2048;
/** Conditions of one policy ("Quotas and limits", Cloud Monitoring). PromQL and log entries each want a policy of their own. */
const MOST_CONDITIONS = 6;

/** How many conditions of a kind one policy may have. */
export const mostOf = ({ kind }: AlertCondition): number =>
  kind === 'threshold' ? MOST_CONDITIONS : 1;

/** The conditions of a group: as many as its names take. */
export function conditionsOf(home: AlertHome, group: AlertGroup): readonly AlertCondition[] {
  const { signal, selection } = group;
  if (signal.kind === 'own') return [ofOwn(home, group)];
  if (signal.kind === 'log' && countsRuns(signal)) return [ofDrift(home, group)];
  if (signal.kind === 'counted') return countedConditions(home, group);
  return matchersOf(home, selection, (matcher) => lengthOf(conditionOf(home, group, matcher))).map(
    (matcher) => conditionOf(home, group, matcher),
  );
}

/** What is of no database: a home’s watch, or its trail. */
function ofOwn(home: AlertHome, group: AlertGroup): AlertCondition {
  switch (group.alert.name) {
    case 'trail-late':
      return ofSinks(group);
    case 'trail-silent':
      return ofSilentTrail(home, group);
    default:
      return ofWatch(home, group);
  }
}

/** One for each counter that has some of the group’s databases. */
function countedConditions(home: AlertHome, group: AlertGroup): readonly AlertCondition[] {
  const { selection, counters } = group;
  const names = selection.kind === 'names' ? selection.names : [];
  return counters.flatMap((counter) => {
    const own = names.filter((name) => counter.databases.includes(name));
    return own.length === 0
      ? []
      : matchersOf(home, { kind: 'names', names: own }, (matcher) =>
          lengthOf(ofCounter(home, group, counter, matcher)),
        ).map((matcher) => ofCounter(home, group, counter, matcher));
  });
}

const lengthOf = (condition: AlertCondition): number =>
  condition.kind === 'promql' ? condition.query.length : condition.filter.length;

function matchersOf(
  { beginning, everything }: AlertHome,
  selection: Selection,
  lengthWith: (matcher: Matcher) => number,
): readonly Matcher[] {
  if (selection.kind === 'names') {
    return namePatterns(
      selection.names,
      beginning,
      (pattern) => lengthWith({ pattern, but: null }) <= LONGEST,
    ).map((pattern) => ({ pattern, but: null }));
  }
  if (!everything) throw new Error('only an environment’s home has everything');
  const { pattern, but } = everything;
  const names = selection.but;
  return [{ pattern, but: names.length === 0 ? but : `(${but}|${namePattern(names, beginning)})` }];
}

function conditionOf(home: AlertHome, group: AlertGroup, matcher: Matcher): AlertCondition {
  const { signal } = group;
  switch (signal.kind) {
    case 'metric':
      return ofMetric(home, group, signal, matcher);
    case 'emitted':
      return ofEmitted(group, signal, matcher);
    case 'promql':
      return ofQuery(home, group, signal, matcher);
    case 'log':
      return ofLog(home, signal, matcher);
    case 'counted':
    case 'own':
      throw new Error(`${group.alert.name}: a construct of its own tells of it`);
  }
}
