import type { AlertName } from './alert-names';
import { alertOf } from './catalogue';
import type { ToldSeverity } from './severity';

/** How loud events are that tell of an alert. */
const EVENT_ALERTS = {
  failover: 'warning',
  'replication-error': 'warning',
  unhealthy: 'critical',
} as const satisfies Partial<Record<AlertName, ToldSeverity>>;

/** The ids of events of RDS that somebody is told of by severity. Both engines have the same. */
export function eventIds(severity: ToldSeverity): readonly string[] {
  const names = Object.entries(EVENT_ALERTS).flatMap(([name, each]) =>
    each === severity ? [name as keyof typeof EVENT_ALERTS] : [],
  );
  return names.flatMap((name) => {
    const signal = alertOf(name).aws.postgres;
    return 'kind' in signal && signal.kind === 'event' ? signal.ids : [];
  });
}
