import type { KuraMetricName } from '../tables/kura-metrics';
import { fittedName } from '../values/fitted-name';

/**
 * What the runner is called with to see how old backups, passwords and certificates are; `watch` tells it from a declared state. Plain
 * data without a secret: the event of a function on AWS, the file that a job is given on Google.
 */
export interface WatchCall {
  readonly watch: WatchOrder;
}

export type WatchOrder = AwsWatchOrder | GoogleWatchOrder;

interface WatchFacts {
  readonly format: 1;
  /** The stack of what watches: an order of another is refused. */
  readonly stack: string;
  /**
   * What the databases are called or, where it ends with a hyphen, how their names begin: an environment’s `<prefix>-`; of an instance
   * with a network or a project of its own its identifier, and `<identifier>-`. A new instance needs no new order.
   */
  readonly databases: readonly string[];
  /** Whose the databases are: the prefix of the network’s names, or an instance’s identifier. */
  readonly namespace: string;
}

/** A watch of RDS, in the region of the function that it runs on (`KURA_REGION`). */
export interface AwsWatchOrder extends WatchFacts {
  readonly cloud: 'aws';
  /**
   * How the names of the secrets begin, with its last slash: `<prefix>/`, or `<prefix>/<id>/` of one instance. Null where it has none: then
   * there is no way to Secrets Manager either.
   */
  readonly secrets: string | null;
  /** Whether the backups of another region’s databases are replicated here. */
  readonly replicated: boolean;
}

/** A watch of Cloud SQL: of a project’s databases, in whichever region. */
export interface GoogleWatchOrder extends WatchFacts {
  readonly cloud: 'google';
  readonly project: string;
  /** Where it runs. */
  readonly region: string;
}

/**
 * What is read once an hour, in the run of its first five minutes: it changes by the day, and would be many calls. An alert on these looks
 * back two hours or more. The rest is read in every run.
 */
export const HOURLY_METRICS = [
  'BackupAge',
  'CertificateLifetime',
  'PendingMaintenance',
  'SecretAge',
  'VaultCopyAge',
] as const satisfies readonly KuraMetricName[];

/** What is called this way in one network or project: its function, its role, its job, its schedule. */
export function watchName(name: string): string {
  return `${name}-watch`;
}

/** Longest id of a service account ("Service accounts overview", IAM, read 2026-11). */
const LONGEST = 30;

/** The id of the service account that watches. */
export function watchAccountId(name: string): string {
  return fittedName(name, '-watch', LONGEST);
}

/** The call, as a function or a job takes it. */
export function watchText(order: WatchOrder): string {
  const call: WatchCall = { watch: order };
  return JSON.stringify(call);
}
