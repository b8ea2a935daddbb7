/** A metric that no cloud has: what emits it is in the same output as the alert on it. */
export interface KuraMetric {
  readonly name: KuraMetricName;
  readonly unit: 'seconds' | 'bytes' | 'days' | 'count';
  /** Whose value it is: a database’s, that of all that an instance has, or that of all that one watch watches, under its name. */
  readonly of: 'database' | 'instance' | 'network';
  readonly meaning: string;
  /** Where the emitter reads it on each cloud; null where that cloud gives it itself. */
  readonly aws: string | null;
  readonly google: string | null;
}

export const KURA_METRIC_NAMES = [
  'RecoveryPointAge',
  'ReplicatedBackupAge',
  'BackupAge',
  'VaultCopyAge',
  'NotServing',
  'AllocatedStorage',
  'CertificateLifetime',
  'PendingMaintenance',
  'SecretAge',
  'Unreadable',
] as const;
export type KuraMetricName = (typeof KURA_METRIC_NAMES)[number];

/** CloudWatch’s namespace of them. A metric’s dimension is `DBInstanceIdentifier`, also of what is no single database’s. */
export const KURA_NAMESPACE = 'Kura/Databases';

/** Cloud Monitoring’s: `custom.googleapis.com/kura/recovery_point_age`, of a `generic_node` whose `node_id` is the database’s name. */
const KURA_PREFIX = 'custom.googleapis.com/kura';

/** `RecoveryPointAge` as Cloud Monitoring has it: `custom.googleapis.com/kura/recovery_point_age`. */
export function kuraMetricType(name: KuraMetricName): string {
  const snake = name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return `${KURA_PREFIX}/${snake}`;
}

/** How often the emitter runs, in seconds: what is fifteen minutes old is told of before it is twenty. */
export const EMITTED_EVERY = 300;

/**
 * What the watch emits. APIs: DescribeDBInstances, DescribeDBInstanceAutomatedBackups, DescribeDBSnapshots and
 * DescribePendingMaintenanceActions (RDS API reference), ListSecrets and ListSecretVersionIds (Secrets Manager API reference); instances.list,
 * instances.getLatestRecoveryTime and backupRuns.list (Cloud SQL Admin API v1), secrets.versions.list (Secret Manager API v1); all
 * read 2026-11.
 */
export const KURA_METRICS: Readonly<Record<KuraMetricName, KuraMetric>> = {
  RecoveryPointAge: {
    name: 'RecoveryPointAge',
    unit: 'seconds',
    of: 'database',
    meaning:
      'how long ago the newest instant was that a database can be restored to; where there is none, how old it is',
    aws: 'LatestRestorableTime of the instance',
    google: 'latestRecoveryTime of the instance',
  },
  ReplicatedBackupAge: {
    name: 'ReplicatedBackupAge',
    unit: 'seconds',
    of: 'database',
    meaning: 'the same of its backups that are replicated to the recovery region',
    aws: 'RestoreWindow.LatestTime of the automated backup in the recovery region',
    google: null,
  },
  BackupAge: {
    name: 'BackupAge',
    unit: 'seconds',
    of: 'database',
    meaning:
      'how long ago its newest complete daily backup was taken; before the first, how old it is',
    aws: 'SnapshotCreateTime of the newest available automated snapshot',
    google: 'endTime of the newest successful automated backup run',
  },
  VaultCopyAge: {
    name: 'VaultCopyAge',
    unit: 'seconds',
    of: 'database',
    meaning:
      'how long ago the snapshot was taken of which the vault of the recovery region has the newest copy',
    aws: 'OriginalSnapshotCreateTime of the newest available snapshot of AWS Backup in the recovery region',
    google: null,
  },
  NotServing: {
    name: 'NotServing',
    unit: 'count',
    of: 'database',
    meaning: 'whether the cloud itself says that a database does not serve: 1, or 0',
    aws: 'DBInstanceStatus of the instance',
    google: null,
  },
  AllocatedStorage: {
    name: 'AllocatedStorage',
    unit: 'bytes',
    of: 'database',
    meaning: 'the size that its disk has grown to',
    aws: 'AllocatedStorage of the instance',
    google: null,
  },
  CertificateLifetime: {
    name: 'CertificateLifetime',
    unit: 'days',
    of: 'database',
    meaning: 'how long its server’s certificate is still valid',
    aws: 'CertificateDetails.ValidTill of the instance',
    google: 'serverCaCert.expirationTime of the instance',
  },
  PendingMaintenance: {
    name: 'PendingMaintenance',
    unit: 'count',
    of: 'database',
    meaning: 'how many maintenance actions the cloud has for it',
    aws: 'the instance’s pending maintenance actions',
    google: 'scheduledMaintenance of the instance, and newer available maintenance versions',
  },
  SecretAge: {
    name: 'SecretAge',
    unit: 'days',
    of: 'instance',
    meaning: 'how old the oldest password of its logins is',
    aws: 'CreatedDate of the current version of each of the instance’s secrets',
    google: 'createTime of the newest enabled version of each of the instance’s secrets',
  },
  Unreadable: {
    name: 'Unreadable',
    unit: 'count',
    of: 'network',
    meaning: 'how much of all this could not be read',
    aws: 'what a run of the watch was refused',
    google: 'what a run of the watch was refused',
  },
};
