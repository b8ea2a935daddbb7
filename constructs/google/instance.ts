import {
  SqlDatabaseInstance,
  type SqlDatabaseInstanceSettingsBackupConfiguration,
} from '@cdktf/provider-google/lib/sql-database-instance';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { YearlyDays } from '../../model/deployment/google-deployment';
import type { Engine } from '../../model/tables/engines';
import { pin } from '../address';
import type { Disks } from './disks';
import {
  protectionOf,
  storageOf,
  TAKEN_FROM_PRIMARY,
  TURNED_BY_FAILOVER,
  type Protection,
  type ProtectionSettings,
  type ProtectionWiring,
  type Storage,
} from './protection';

export interface DatabaseInstanceSettings extends ProtectionSettings {
  readonly address: string;
  readonly engine: Engine;
  readonly identifier: string;
  readonly project: string;
  readonly region: string;
  /** Of an instance with a replica in the recovery region. */
  readonly replica?: ReplicaSettings;
}

/** What a primary is to its recovery replica. */
export interface ReplicaSettings {
  /** `PROJECT:INSTANCE` of the replica that a failover promotes; null until it exists. */
  readonly takesOver: string | null;
  /** Whether the replica serves. */
  readonly serves: boolean;
}

export interface DatabaseInstanceWiring extends ProtectionWiring {
  readonly disks: Disks;
  /** What must exist before the instance, besides what it refers to. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * The database an instance is written to. Databases, users and grants inside it are SQL's, never Terraform's. It has no
 * root password: nobody can log in as the administrator until the runner sets one.
 */
export class DatabaseInstance extends Construct {
  readonly settings: DatabaseInstanceSettings;
  /** What every reader takes from here. */
  readonly protection: Protection;
  readonly storage: Storage;
  readonly identifier: string;
  /** Its private address. */
  readonly host: string;
  /** GiB: what the disk has grown to. */
  readonly diskSize: number;

  constructor(
    scope: Construct,
    id: string,
    settings: DatabaseInstanceSettings,
    wiring: DatabaseInstanceWiring,
  ) {
    super(scope, id);
    this.settings = settings;
    this.protection = protectionOf(settings, wiring);
    this.storage = storageOf(settings);
    // The provider waits 90 minutes for each operation: enough.
    const instance = new SqlDatabaseInstance(this, 'Resource', {
      ...this.protection,
      name: settings.identifier,
      project: settings.project,
      region: settings.region,
      databaseVersion: settings.databaseVersion,
      instanceType: 'CLOUD_SQL_INSTANCE',
      ...clusterOf(settings.replica),
      settings: {
        ...this.protection.settings,
        ...this.storage,
        diskSize: wiring.disks.neverBelow(settings.storage, settings.identifier),
        tier: settings.machineType,
        availabilityType: settings.highAvailability ? 'REGIONAL' : 'ZONAL',
        ...policiesOf(settings),
      },
      lifecycle: {
        preventDestroy: settings.preventDestroy,
        ...ignoredOf(settings.replica),
      },
      dependsOn: [wiring.key.binding, ...wiring.after],
    });
    pin(instance, settings.address);
    this.identifier = instance.name;
    this.host = instance.privateIpAddress;
    this.diskSize = instance.settings.diskSize;
  }
}

/**
 * The replica that takes over is named by a literal: it refers to its primary already. The provider drops the name at the creation of
 * either (`failover_dr_replica_name`, provider 6.50.0, documentation and source), so that it comes with a later deploy.
 */
function clusterOf(replica: ReplicaSettings | undefined) {
  const name = replica?.serves === false ? replica.takesOver : null;
  return name === null ? {} : { replicationCluster: { failoverDrReplicaName: name } };
}

/** What a replica cannot have, of which this may be one while the other serves. */
const ONLY_PRIMARY = [
  'replication_cluster',
  'settings[0].backup_configuration',
  ...TAKEN_FROM_PRIMARY,
];

function ignoredOf(replica: ReplicaSettings | undefined) {
  return replica
    ? { ignoreChanges: [...TURNED_BY_FAILOVER, ...(replica.serves ? ONLY_PRIMARY : [])] }
    : {};
}

/** What an instance has that is no replica. */
export function policiesOf(settings: DatabaseInstanceSettings) {
  const { maintenanceWindow, updateTrack, denyMaintenance, passwordPolicy } = settings;
  return {
    backupConfiguration: backupsOf(settings),
    maintenanceWindow: { ...maintenanceWindow, updateTrack },
    ...(denyMaintenance === null ? {} : { denyMaintenancePeriod: everyYear(denyMaintenance) }),
    ...(passwordPolicy === 'enforced' ? { passwordValidationPolicy: PASSWORD_POLICY } : {}),
  };
}

/** Longer than PCI DSS 4.0.1 asks (8.3.6: 12), and its four last passwords (8.3.7) with one more. */
const PASSWORD_POLICY = {
  enablePasswordPolicy: true,
  minLength: 16,
  complexity: 'COMPLEXITY_DEFAULT',
  reuseInterval: 5,
  disallowUsernameSubstring: true,
};

function backupsOf(
  settings: DatabaseInstanceSettings,
): SqlDatabaseInstanceSettingsBackupConfiguration {
  return {
    enabled: true,
    startTime: settings.backupStart,
    location: settings.backupLocation,
    // Restoring to a point in time has another name on each engine; the provider refuses the other's.
    ...(settings.engine === 'postgres'
      ? { pointInTimeRecoveryEnabled: true }
      : { binaryLogEnabled: true }),
    transactionLogRetentionDays: settings.backupRetentionDays,
    backupRetentionSettings: { retainedBackups: settings.retainedBackups, retentionUnit: 'COUNT' },
  };
}

/**
 * Without a year the days come back every year, and the period ends when the time comes on its end date
 * ("DenyMaintenancePeriod", Admin API, read 2026-11).
 */
function everyYear({ from, until }: YearlyDays) {
  return { startDate: asReturned(from), endDate: asReturned(until), time: '00:00:00' };
}

/**
 * `01-05` → `0-1-5`, which Cloud SQL takes and gives back; to `01-05`, which it takes too, the provider would set it
 * again at every plan (k8s-config-connector#2908, terraform-provider-google#29169).
 */
const asReturned = (day: string): string => ['0', ...day.split('-').map(Number)].join('-');
