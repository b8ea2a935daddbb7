import type { AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import type { AlertName } from './alert-names';
import type { Matcher, PromqlCondition, SignalOf } from './google-conditions';
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

/** What is told of a home’s watch, by the runs of its job. */
const OF_WATCH: Partial<Record<AlertName, (counted: Counted) => string>> = {
  'watch-failed': failedTwice,
  'watch-silent': silent,
};

export const isOfWatch = (alert: AlertName): boolean => alert in OF_WATCH;

/** How often the job ended so in a time. */
type Counted = (result: 'failed' | 'succeeded', time: string, offset?: string) => string;

export function ofWatch({ name }: AlertHome, { alert }: AlertGroup): PromqlCondition {
  const counted: Counted = (result, time, offset = '') => {
    const series = `{"run.googleapis.com/job/completed_execution_count", monitored_resource="cloud_run_job", job_name="${watchName(name)}", result="${result}"}`;
    return `sum by (job_name) (increase(${series}[${time}]${offset})) > 0`;
  };
  const query = OF_WATCH[alert.name];
  if (!query) throw new Error(`${alert.name}: it is not told of the watch`);
  return {
    ...{ kind: 'promql', query: query(counted), by: 'job_name' },
    ...{ duration: SHORTEST, interval: MINUTE },
  };
}

/** A run that failed in each of the last two hours: some things are read once an hour, and what is throttled once is read again. */
function failedTwice(counted: Counted): string {
  return `(${counted('failed', '1h')}) and (${counted('failed', '1h', ' offset 1h')})`;
}

/**
 * No run that succeeded in 25 minutes, for five on end, where one did in the last day: one that fails, or is not started. Not of one that
 * never did: it fails until the first `kura sql apply` brings what it runs, and nobody is to be woken for that.
 */
function silent(counted: Counted): string {
  return `(${counted('succeeded', '1d')}) unless (${counted('succeeded', '25m')})`;
}
