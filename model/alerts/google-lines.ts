import type { DeclaredAlert } from './alert';
import type { AlertHome } from './alert-home';
import type { AlertName } from './alert-names';
import type { SignalOf } from './google-conditions';
import { counterType } from './google-entries';
import { counterName } from './google-counters';
import { metricFilter } from './google-filters';
import { queryOf } from './google-queries';
import { trailCounterName } from './google-trail';
import { kuraMetricType } from '../tables/kura-metrics';
import { namePattern } from './name-patterns';
import type { GoogleAligner, GoogleSignal } from './signal';
import { HOURLY_METRICS } from './watch-order';

/** What a chart draws, in Cloud Monitoring’s own words. */
export type ChartQuery = FilterQuery | { readonly kind: 'promql'; readonly query: string };

export interface FilterQuery {
  readonly kind: 'filter';
  readonly filter: string;
  /** Seconds of which samples are one point. */
  readonly period: number;
  readonly aligner: GoogleAligner | 'ALIGN_RATE';
  /** What becomes of series that are told apart by no label of these; none are put together where absent. */
  readonly together?: {
    readonly reducer: 'REDUCE_SUM' | 'REDUCE_MAX' | 'REDUCE_PERCENTILE_95';
    readonly by: readonly string[];
  };
}

const MINUTE = 60;
const FIVE_MINUTES = 5 * MINUTE;
export const HOUR = 60 * MINUTE;

/** The lines of an alert, one for each of what it watches; none of what is no metric, or of a job’s runs. */
export function alertLine(
  home: AlertHome,
  { alert, minutes, side }: DeclaredAlert,
  signal: GoogleSignal,
  subjects: readonly string[],
): ChartQuery | undefined {
  const matcher = { pattern: namePattern(subjects), but: null };
  switch (signal.kind) {
    case 'metric':
      return ofMetric(signal, metricFilter(signal, home.project, matcher), minutes);
    case 'emitted':
      return ofWatch(signal, side, matcher.pattern);
    case 'promql':
      return { kind: 'promql', query: queryOf(signal.query, home.project, matcher) };
    case 'log':
      return alert === 'access-drift' ? ofDrift(home, subjects) : undefined;
    case 'counted':
      return ofCounted(home, alert, matcher.pattern);
    case 'own':
      if (alert === 'not-started') return ofStarts(home);
      if (alert === 'trail-silent') return ofLines(home);
      return alert === 'watch-failed'
        ? ofWatch({ kind: 'emitted', metric: 'Unreadable' }, side, matcher.pattern)
        : undefined;
  }
}

function ofMetric(
  { aligner, reducer }: Pick<SignalOf<'metric'>, 'aligner' | 'reducer'>,
  filter: string,
  minutes: number,
): FilterQuery {
  return {
    ...{ kind: 'filter', filter, aligner },
    period: aligner === 'ALIGN_DELTA' ? Math.max(FIVE_MINUTES, minutes * MINUTE) : MINUTE,
    ...(reducer === undefined ? {} : { together: { reducer, by: ['resource.label.database_id'] } }),
  };
}

function ofWatch(
  { metric }: SignalOf<'emitted'>,
  side: 'above' | 'below',
  nodes: string,
): FilterQuery {
  return {
    kind: 'filter',
    filter: [
      'resource.type="generic_node"',
      `metric.type="${kuraMetricType(metric)}"`,
      `resource.labels.node_id=monitoring.regex.full_match("${nodes}")`,
    ].join(' AND '),
    period: HOURLY_METRICS.some((each) => each === metric) ? HOUR : FIVE_MINUTES,
    aligner: side === 'above' ? 'ALIGN_MAX' : 'ALIGN_MIN',
  };
}

/** Of all counters of an alert: which has which database changes with every other that comes. */
function ofCounted(home: AlertHome, alert: AlertName, names: string): FilterQuery {
  return {
    kind: 'filter',
    filter: [
      'resource.type="cloudsql_database"',
      `metric.type=starts_with("${counterType(counterName(home, alert))}")`,
      `resource.labels.database_id=monitoring.regex.full_match("${home.project}:${names}")`,
    ].join(' AND '),
    ...{ period: FIVE_MINUTES, aligner: 'ALIGN_DELTA' },
    together: { reducer: 'REDUCE_SUM', by: ['resource.label.database_id'] },
  };
}

function ofDrift({ driftMetric }: AlertHome, subjects: readonly string[]): FilterQuery {
  const jobs = namePattern(subjects.map((name) => `${name}-runner`));
  return {
    kind: 'filter',
    filter: [
      'resource.type="cloud_run_job"',
      `metric.type="${counterType(driftMetric)}"`,
      `resource.labels.job_name=monitoring.regex.full_match("${jobs}")`,
    ].join(' AND '),
    ...{ period: HOUR, aligner: 'ALIGN_DELTA' },
  };
}

/** All that a home’s databases log, of which its trail is a part. */
function ofLines(home: AlertHome): FilterQuery {
  return {
    kind: 'filter',
    filter: `resource.type="cloudsql_database" AND metric.type="${counterType(trailCounterName(home))}"`,
    ...{ period: HOUR, aligner: 'ALIGN_DELTA' },
    together: { reducer: 'REDUCE_SUM', by: ['resource.label.project_id'] },
  };
}

/** Attempts of Cloud Scheduler that failed, of all that it starts here. */
function ofStarts({ runners }: AlertHome): FilterQuery {
  const drills = runners.replace(/runner$/, 'drill');
  return {
    kind: 'filter',
    filter: [
      'resource.type="cloud_scheduler_job"',
      'metric.type="logging.googleapis.com/log_entry_count"',
      'metric.labels.severity="ERROR"',
      `resource.labels.job_id=monitoring.regex.full_match("${runners}|${drills}")`,
    ].join(' AND '),
    ...{ period: HOUR, aligner: 'ALIGN_DELTA' },
  };
}
