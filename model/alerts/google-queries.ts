import type { AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import type { AlertName } from './alert-names';
import type { Matcher, PromqlCondition, SignalOf, ThresholdCondition } from './google-conditions';
import { kuraMetricType } from '../tables/kura-metrics';
import { HOURLY_METRICS, watchName } from './watch-order';

const MINUTE = 60;
/** A sample is taken every minute and seen up to 165 seconds later: in less than five minutes there may be one alone. */
const SHORTEST = 5 * MINUTE;

export function ofQuery(
  { project }: AlertHome,
  { alert, value, minutes }: AlertGroup,
  { query }: SignalOf<'promql'>,
  matcher: Matcher,
): PromqlCondition {
  return {
    kind: 'promql',
    query: compared(queryOf(query, project, matcher), alert.side, value),
    ...{ duration: Math.max(SHORTEST, minutes * MINUTE), interval: MINUTE },
    by: /(\w+)=~"\{databases\}"/.exec(query)?.[1] ?? 'database_id',
  };
}

/** An expression of databases that are named so. PromQL’s patterns match whole. */
export function queryOf(query: string, project: string, { pattern, but }: Matcher): string {
  const id = (names: string): string => `${project}:${names}`;
  return query.replaceAll(/(\w+)=~"\{databases\}"/g, (_, label: string) =>
    [`${label}=~"${id(pattern)}"`, ...(but === null ? [] : [`${label}!~"${id(but)}"`])].join(', '),
  );
}

/** An expression on its wrong side. */
export const compared = (query: string, side: 'above' | 'below', value: number): string =>
  `${query} ${side === 'above' ? '>' : '<'} ${String(value)}`;

/** What of a metric that the watch writes was newest in a time. It is written of a `generic_node`. */
export function newest(
  { metric }: SignalOf<'emitted'>,
  side: 'above' | 'below',
  { pattern, but }: Matcher,
  within = lookback(metric),
): string {
  const nodes = [`node_id=~"${pattern}"`, ...(but === null ? [] : [`node_id!~"${but}"`])].join(
    ', ',
  );
  const series = `{"${kuraMetricType(metric)}", monitored_resource="generic_node", ${nodes}}`;
  return `${side === 'above' ? 'max' : 'min'} by (node_id) (last_over_time(${series}[${within}]))`;
}

/** Three of its values: one that is missing once is no silence. */
function lookback(metric: SignalOf<'emitted'>['metric']): string {
  return HOURLY_METRICS.some((each) => each === metric) ? '3h' : '15m';
}

/**
 * Nobody hears of a database of which there was never a value: then the watch fails, or it has no backups yet. One that had some within a
 * day and has none is silent.
 */
export function ofEmitted(
  { alert: { side }, value, minutes, tellsSilence }: AlertGroup,
  signal: SignalOf<'emitted'>,
  matcher: Matcher,
): PromqlCondition {
  const now = newest(signal, side, matcher);
  const before = newest(signal, side, matcher, '1d');
  return {
    kind: 'promql',
    query: tellsSilence
      ? `(${compared(now, side, value)}) or (${before} unless ${now})`
      : compared(now, side, value),
    ...{ duration: Math.max(SHORTEST, minutes * MINUTE), interval: SHORTEST, by: 'node_id' },
  };
}

/** What policies tell of a home itself, of its watch and its trail, beside its databases. */
export const isOfHome = (alert: AlertName): boolean => OF_HOME.includes(alert);

const OF_HOME: readonly AlertName[] = [
  'watch-failed',
  'watch-silent',
  'trail-late',
  'trail-silent',
];

/** What is told of a home’s watch. */
export function ofWatch(
  { name }: AlertHome,
  { alert }: AlertGroup,
): PromqlCondition | ThresholdCondition {
  if (alert.name === 'watch-silent') return ofSilence(name);
  if (alert.name === 'watch-failed') return ofUnreadable(name);
  throw new Error(`${alert.name}: it is not told of the watch`);
}

/**
 * Something that was refused in each of the last two hours: some things are read once an hour, and what is throttled is read again. Or
 * runs that failed in each: one that measures nothing writes nothing, and `watch-silent` wants a first success.
 */
function ofUnreadable(name: string): PromqlCondition {
  const unreadable = `{"${kuraMetricType('Unreadable')}", monitored_resource="generic_node", node_id="${name}"}`;
  const failed = `{"run.googleapis.com/job/completed_execution_count", monitored_resource="cloud_run_job", job_name="${watchName(name)}", result="failed"}`;
  const inBoth = (of: (offset: string) => string): string =>
    `(${of('')} > 0) and (${of(' offset 1h')} > 0)`;
  const refused = inBoth(
    (offset) => `max by (node_id) (max_over_time(${unreadable}[1h]${offset}))`,
  );
  const broken = inBoth(
    (offset) =>
      `max by (node_id) (label_replace(increase(${failed}[1h]${offset}), "node_id", "${name}", "job_name", ".*"))`,
  );
  return {
    ...{ kind: 'promql', query: `(${refused}) or (${broken})`, by: 'node_id' },
    ...{ duration: SHORTEST, interval: MINUTE },
  };
}

/**
 * No run that succeeded in five minutes, for 25 on end: it measured nothing, or was not started. No data counts as none, and goes on to do
 * so; but not of one that never succeeded, of which there is no series: it fails until the first `kura sql apply` brings what it runs.
 */
function ofSilence(name: string): ThresholdCondition {
  return {
    kind: 'threshold',
    filter: [
      'resource.type="cloud_run_job"',
      'metric.type="run.googleapis.com/job/completed_execution_count"',
      'metric.labels.result="succeeded"',
      `resource.labels.job_name=monitoring.regex.full_match("${watchName(name)}")`,
    ].join(' AND '),
    ...{ side: 'below', value: 1, period: SHORTEST, duration: 25 * MINUTE },
    ...{ aligner: 'ALIGN_DELTA', reducer: 'REDUCE_SUM', by: 'job_name', missing: 'ACTIVE' },
  };
}
