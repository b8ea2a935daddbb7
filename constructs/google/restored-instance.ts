import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { RestoreSource } from '../../model/recovery/restore';
import { pin } from '../address';
import {
  policiesOf,
  type DatabaseInstance,
  type DatabaseInstanceSettings,
  type DatabaseInstanceWiring,
} from './instance';
import type { Protection, Storage } from './protection';
import type { ReadInstance } from './reader';

export interface RestoredInstanceSettings {
  /** The instance's own and the restored one's name: `order_at_before`. */
  readonly address: string;
  readonly identifier: string;
  readonly source: Exclude<RestoreSource, { readonly from: 'replicated-backup' }>;
  /** The restored instance that it is a clone of; of the primary where absent. */
  readonly of?: string;
  /** Whether it serves: not before it is there. */
  readonly serves: boolean;
  readonly deletionProtection: boolean;
  readonly preventDestroy: boolean;
}

export interface RestoredInstanceWiring extends Pick<DatabaseInstanceWiring, 'disks' | 'key'> {
  /** What it was restored from, which it never changes. */
  readonly primary: DatabaseInstance;
}

/**
 * An instance restored beside another, with all that this has: a clone as of a time, or a new one into which a backup is restored.
 * It is restored once. The provider restores a changed backup over the living instance and makes nothing of a changed time
 * (`restore_backup_context` and `clone`, provider 6.50.0: source of Update), so both are left alone, and a plan that would change
 * either stops.
 */
export class RestoredInstance extends Construct implements ReadInstance {
  readonly settings: ReadInstance['settings'];
  readonly protection: Protection;
  readonly storage: Storage;
  readonly identifier: string;
  /** Its private address. */
  readonly host: string;
  readonly diskSize: number;

  constructor(
    scope: Construct,
    id: string,
    own: RestoredInstanceSettings,
    wiring: RestoredInstanceWiring,
  ) {
    super(scope, id);
    const { primary, disks, key } = wiring;
    const { address, identifier, deletionProtection, preventDestroy } = own;
    // No replica follows it, whatever follows its primary.
    const { replica: _, ...taken } = primary.settings;
    const settings = { ...taken, address, identifier };
    this.settings = settings;
    this.protection = protectedAs(primary, deletionProtection);
    this.storage = primary.storage;
    const instance = new SqlDatabaseInstance(this, 'Resource', {
      ...this.protection,
      name: identifier,
      project: settings.project,
      region: settings.region,
      databaseVersion: settings.databaseVersion,
      ...originOf(own, primary),
      settings: {
        ...this.protection.settings,
        ...(own.source.from === 'time' ? addressedAs(this.protection) : {}),
        ...this.storage,
        // What is restored has no smaller disk than its source has grown to.
        diskSize: disks.neverBelow(settings.storage, identifier, primary.settings.identifier),
        tier: settings.machineType,
        availabilityType: settings.highAvailability ? 'REGIONAL' : 'ZONAL',
        ...policiesOf(takenBy(own, settings)),
      },
      timeouts: patienceOf(own),
      lifecycle: { preventDestroy, ...restoredOnce(own) },
      dependsOn: [key.binding],
    });
    pin(instance, address);
    this.identifier = instance.name;
    this.host = instance.privateIpAddress;
    this.diskSize = instance.settings.diskSize;
  }
}

function protectedAs({ protection }: DatabaseInstance, deletionProtection: boolean): Protection {
  const settings = { ...protection.settings, deletionProtectionEnabled: deletionProtection };
  return { ...protection, deletionProtection, settings };
}

/**
 * Cloud SQL takes a password policy of no new instance without a root password (decision 0010). A clone is there before its settings
 * are; what a backup is restored into gets the policy with the deploy by which it serves.
 */
function takenBy(
  { source, serves }: RestoredInstanceSettings,
  settings: DatabaseInstanceSettings,
): DatabaseInstanceSettings {
  return source.from === 'time' || serves ? settings : { ...settings, passwordPolicy: 'none' };
}

/** A clone’s addresses are from its source’s range, and it takes none of its own (CloneContext, Admin API, read 2026-11). */
function addressedAs({ settings: { ipConfiguration } }: Protection) {
  const { allocatedIpRange: _, ...rest } = ipConfiguration;
  return { ipConfiguration: rest };
}

function originOf({ source, of }: RestoredInstanceSettings, primary: DatabaseInstance) {
  return source.from === 'time'
    ? { clone: { sourceInstanceName: of ?? primary.identifier, pointInTime: source.time } }
    : {
        instanceType: 'CLOUD_SQL_INSTANCE',
        restoreBackupContext: {
          backupRunId: Number(source.snapshot),
          instanceId: primary.identifier,
          project: primary.settings.project,
        },
      };
}

/**
 * As long as RDS is given: nobody publishes how long a restore takes. A backup is restored once the instance is there, for which the
 * provider waits as long as for an update (`google_sql_database_instance`, provider 6.50.0: source of Create).
 */
const patienceOf = ({ source }: RestoredInstanceSettings) => ({
  create: LONG,
  update: source.from === 'snapshot' ? LONG : '3h',
  delete: '3h',
});

const LONG = '12h';

/** After its first deploy neither what it was restored from nor a clone’s range is compared; the first is asked for. */
function restoredOnce({ identifier, source }: RestoredInstanceSettings) {
  const [block, argument, stated] =
    source.from === 'time'
      ? ['clone', 'point_in_time', JSON.stringify(source.time)]
      : ['restore_backup_context', 'backup_run_id', source.snapshot];
  return {
    ignoreChanges: [
      block,
      ...(source.from === 'time' ? ['settings[0].ip_configuration[0].allocated_ip_range'] : []),
    ],
    postcondition: [
      {
        condition: Token.asString(`\${try(self.${block}[0].${argument}, ${stated}) == ${stated}}`),
        errorMessage: `${identifier} must be restored from what it was made from, got another ${argument}. Write another name below restoreFrom: an instance is restored once.`,
      },
    ],
  };
}
