import type { GoogleInstance } from '../deployment/google-deployment';
import type { AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import type { LogCondition, PromqlCondition } from './google-conditions';
import type { Counter } from './google-counters';
import { counterType } from './google-entries';
import { CLOUD_SQL } from './trail-entries';

/**
 * A sink that could not write says so, once a day for each reason ("Google Cloud platform logs", Cloud Logging, read 2026-11). The entry is
 * of the project whose sink it is.
 */
export function ofSinks({ selection }: AlertGroup): LogCondition {
  if (selection.kind !== 'names') throw new Error('sinks have names');
  return {
    kind: 'log',
    filter: [
      'log_id("logging.googleapis.com/sink_error")',
      'resource.type="logging_sink"',
      `resource.labels.name=~"^(${selection.names.join('|')})$"`,
    ].join(' AND '),
    labels: {
      sink: 'EXTRACT(resource.labels.name)',
      error: 'EXTRACT(labels.error_code)',
    },
  };
}

/** How the counter of all that a home’s PostgreSQL logs is called, and what it counts. */
export function trailCounter(home: AlertHome, instances: readonly GoogleInstance[]): Counter[] {
  const logs = instances.some(({ alerts }) =>
    alerts.told.some(({ alert }) => alert === 'trail-silent'),
  );
  if (!logs) return [];
  const { project, name, everything } = home;
  const names = everything?.pattern ?? `${name}(-.+)?`;
  return [
    {
      alert: 'trail-silent',
      name: trailCounterName(home),
      description: 'Lines of databases, as long as their way to the audit trail is open',
      filter: `${CLOUD_SQL} AND log_id("cloudsql.googleapis.com/postgres.log") AND resource.labels.database_id=~"^${project}:${names}$"`,
      databases: [],
    },
  ];
}

export const trailCounterName = ({ name }: AlertHome): string => `${name}-trail-silent`;

const HOUR = 60;

/**
 * No line in an hour, for the others on end. A counter that counts nothing may say none, or nothing at all: either is silence. Of what was
 * never there it rings, too, once an instance has had the time to come. A scope of metrics may show other projects’.
 */
export function ofSilentTrail(
  home: AlertHome,
  { value, minutes }: Pick<AlertGroup, 'value' | 'minutes'>,
): PromqlCondition {
  const series = `{"${counterType(trailCounterName(home))}", monitored_resource="cloudsql_database", project_id="${home.project}"}[1h]`;
  return {
    kind: 'promql',
    query: `(sum by (project_id) (increase(${series})) < ${String(value)}) or absent_over_time(${series})`,
    ...{ duration: (minutes - HOUR) * 60, interval: 60, by: 'project_id' },
  };
}
