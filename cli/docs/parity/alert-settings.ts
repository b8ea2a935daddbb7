import type { AlertName } from '../../../model/alerts/alert-names';
import { STATABLE } from '../../../model/language/alerts-language';
import { TOLD, type ToldSeverity } from '../../../model/alerts/severity';
import type { Plain, Setting, Statements } from './settings';

/** Thresholds that a service of staging may state on either cloud and engine, where it may state any. */
const THRESHOLDS: Readonly<Partial<Record<AlertName, Readonly<Record<ToldSeverity, Plain>>>>> = {
  cpu: { warning: '85%', critical: '95%' },
  memory: { warning: '85%', critical: '98%' },
  'storage-runway': { warning: '70%', critical: '95%' },
  'read-latency': { warning: '10ms', critical: '50ms' },
  'write-latency': { warning: '10ms', critical: '50ms' },
  'queue-depth': { warning: 50, critical: 100 },
  connections: { warning: 300, critical: 390 },
  'replica-lag': { warning: '10s', critical: '1m' },
  'transaction-age': { warning: 900_000_000, critical: 1_700_000_000 },
  'slot-lag': { warning: '1GB', critical: '6GB' },
  deadlocks: { warning: 10, critical: 100 },
  'slow-queries': { warning: 50, critical: 100 },
  'login-failures': { warning: 30, critical: 100 },
  'mass-read': { warning: 5_000, critical: 50_000 },
  'recovery-point-age': { warning: '12m', critical: '20m' },
  'backup-late': { warning: '36h', critical: '60h' },
  'certificate-expiry': { warning: '60d', critical: '10d' },
  'secret-age': { warning: '60d', critical: '80d' },
};

/** What there must be for an alert to be told of. */
const GIVEN: Readonly<Partial<Record<AlertName, Statements>>> = {
  'secret-age': { 'service.access[].via': 'secret' },
  'mass-read': {
    'service.data': 'personal',
    // MySQL has none.
    'service.personalTables': ({ engine }) => (engine === 'postgres' ? ['users'] : undefined),
  },
};

/** What a threshold that a service states becomes; one that its alert does not have is refused. */
export const ALERT_SETTINGS: readonly Setting[] = STATABLE.flatMap(({ name }) =>
  TOLD.map((severity) => ({
    path: `service.alerts.${name}.${severity}`,
    to: THRESHOLDS[name]?.[severity],
    ...(GIVEN[name] ? { given: GIVEN[name] } : {}),
  })),
);
