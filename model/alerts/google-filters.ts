import { GOOGLE_METRICS } from '../tables/google-metrics';
import type { AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import type { Matcher, SignalOf, ThresholdCondition } from './google-conditions';

const MINUTE = 60;
/** A sample is taken every minute and seen up to 165 seconds later: in less than five minutes there may be one alone. */
const SHORTEST = 5 * MINUTE;

export function ofMetric(
  { project }: AlertHome,
  { alert: { side, missing }, value, minutes, tellsSilence }: AlertGroup,
  signal: SignalOf<'metric'>,
  matcher: Matcher,
): ThresholdCondition {
  const seconds = Math.max(SHORTEST, minutes * MINUTE);
  const counts = signal.aligner === 'ALIGN_DELTA';
  const { reducer } = signal;
  return {
    kind: 'threshold',
    filter: metricFilter(signal, project, matcher),
    ...{ side, value },
    ...(counts ? { period: seconds, duration: 0 } : { period: MINUTE, duration: seconds }),
    ...{ aligner: signal.aligner, by: 'database_id' },
    ...(reducer === undefined ? {} : { reducer }),
    // A condition without a duration takes no word on missing data.
    missing: counts || missing === 'as before' ? null : tellsSilence ? 'ACTIVE' : 'INACTIVE',
  };
}

/** Of a metric of Cloud SQL’s the series of databases that are named so. */
export function metricFilter(
  { metric, labels = {} }: Pick<SignalOf<'metric'>, 'metric' | 'labels'>,
  project: string,
  { pattern, but }: Matcher,
): string {
  const id = 'resource.labels.database_id';
  const named = (names: string): string => `monitoring.regex.full_match("${project}:${names}")`;
  return [
    `resource.type="${GOOGLE_METRICS[metric].resource}"`,
    `metric.type="${metric}"`,
    ...Object.entries(labels).map(([label, value]) => `metric.labels.${label}="${value}"`),
    `${id}=${named(pattern)}`,
    ...(but === null ? [] : [`${id}!=${named(but)}`]),
  ].join(' AND ');
}
