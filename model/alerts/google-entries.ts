import type { AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import { alertOf } from './catalogue';
import type { LogCondition, Matcher, PromqlCondition, SignalOf } from './google-conditions';
import type { Counter } from './google-counters';
import { compared } from './google-queries';

/** Each combination of these is told apart, and each at most once in the time that the policy says. */
const CHANGE = {
  database: 'EXTRACT(resource.labels.database_id)',
  method: 'EXTRACT(protoPayload.methodName)',
  who: 'EXTRACT(protoPayload.authenticationInfo.principalEmail)',
};

/** Audit entries of Admin Activity: nothing excludes them, of which such a condition would not hear. */
export function ofLog(
  { project }: AlertHome,
  { filter }: SignalOf<'log'>,
  { pattern, but }: Matcher,
): LogCondition {
  const id = (names: string): string => `"^${project}:${names}$"`;
  return {
    kind: 'log',
    filter: filter.replaceAll(/([\w.]+)=~"\{databases\}"/g, (_, label: string) =>
      [`${label}=~${id(pattern)}`, ...(but === null ? [] : [`NOT ${label}=~${id(but)}`])].join(
        ' AND ',
      ),
    ),
    labels: CHANGE,
  };
}

const JOBS = '{jobs}';
export const countsRuns = ({ filter }: SignalOf<'log'>): boolean => filter.includes(JOBS);

/** Which entries the counter of drift counts: those of a home’s runners. */
export function driftFilter({ runners }: AlertHome): string {
  const { postgres: signal } = alertOf('access-drift').google;
  if (!('kind' in signal) || signal.kind !== 'log')
    throw new Error('access-drift: no log tells of it');
  return signal.filter.replaceAll(JOBS, `^${runners}$`);
}

/**
 * What runners log is kept from the project’s own bucket, and a condition on entries does not hear of what is excluded: a counter does
 * ("Log-based metrics overview", Cloud Logging, read 2026-11). Entries may be late by minutes: it looks back five more.
 */
export function ofDrift(
  { driftMetric, runners }: AlertHome,
  { alert, value, minutes }: AlertGroup,
): PromqlCondition {
  const series = `{"${counterType(driftMetric)}", monitored_resource="cloud_run_job", job_name=~"${runners}"}`;
  const query = `sum by (job_name) (increase(${series}[${String(minutes + 5)}m]))`;
  return {
    kind: 'promql',
    query: compared(query, alert.side, value),
    ...{ duration: 0, interval: 60, by: 'job_name' },
  };
}

/** More entries than that of one database. Entries may be late by minutes, as those of runners are. */
export function ofCounter(
  { project }: AlertHome,
  { alert, value, minutes }: AlertGroup,
  { name }: Counter,
  { pattern }: Matcher,
): PromqlCondition {
  const series = `{"${counterType(name)}", monitored_resource="cloudsql_database", database_id=~"${project}:${pattern}"}`;
  const query = `sum by (database_id) (increase(${series}[${String(minutes + 5)}m]))`;
  return {
    kind: 'promql',
    query: compared(query, alert.side, value),
    ...{ duration: 0, interval: 60, by: 'database_id' },
  };
}

/** A counter of log entries as Cloud Monitoring has it. */
export const counterType = (name: string): string => `logging.googleapis.com/user/${name}`;
