import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { Token, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { DatabaseLogs } from './database-logs';
import {
  EXTENDED_SUPPORT,
  finalSnapshotName,
  type DatabaseInstanceSettings,
  type DatabaseInstanceWiring,
} from './instance';
import { protectionOf, storageOf, type Protection, type Storage } from './protection';

/** From what an instance is restored, as RDS names it in the region where it comes up. */
export type RestoredFrom =
  /** An instance of the same region, at an instant in UTC. */
  | { readonly from: 'time'; readonly instance: string; readonly time: string }
  /** A snapshot’s identifier or ARN. */
  | { readonly from: 'snapshot'; readonly snapshot: string }
  /** The ARN of the backups that are replicated here; null for the latest that they have. */
  | {
      readonly from: 'replicated-backup';
      readonly backups: string;
      readonly time: string | null;
    };

export interface RestoredInstanceSettings extends DatabaseInstanceSettings {
  readonly source: RestoredFrom;
}

/**
 * A database restored beside the one it comes from, at an address of its own: a restore at the original’s would replace it. From
 * what it was restored counts at its birth alone: the provider would replace it for another source, or for none, so that both are left
 * alone from the first day, and so is the key, which is its source’s (`aws_db_instance`, provider 6.25.0: `restore_to_point_in_time`,
 * `snapshot_identifier` and `kms_key_id` force a new resource). Administrator, version and data come with it. What RDS does not take
 * while it restores, such as windows and the days of backups, the next apply sets.
 */
export class RestoredInstance extends Construct {
  readonly settings: RestoredInstanceSettings;
  /** What every reader takes from here. */
  readonly protection: Protection;
  readonly storage: Storage;
  readonly identifier: string;
  readonly arn: string;
  readonly host: string;
  /** `db-…`: an id of its own, so that login policies are issued anew. */
  readonly resourceId: string;
  /** The instance is restored once this exists. */
  readonly resource: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: RestoredInstanceSettings,
    wiring: DatabaseInstanceWiring,
  ) {
    super(scope, id);
    const { address, engine, identifier, port, logRetentionDays: retentionDays } = settings;
    const logs = new DatabaseLogs(
      this,
      'logs',
      { address, engine, identifier, retentionDays },
      wiring,
    );
    this.settings = settings;
    this.protection = protectionOf(port, logs.types, settings, wiring);
    this.storage = storageOf(settings);
    const instance = new DbInstance(this, 'Resource', {
      ...this.protection,
      ...sizeOf(this.storage, settings.source),
      ...sourceOf(settings.source),
      identifier,
      instanceClass: settings.instanceClass,
      engine,
      engineLifecycleSupport: EXTENDED_SUPPORT,
      dbSubnetGroupName: wiring.network.subnetGroupName,
      databaseInsightsMode: settings.insightsMode,
      multiAz: settings.highAvailability,
      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      deletionProtection: settings.deletionProtection,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: finalSnapshotName(identifier),
      ...(settings.tags ? { tags: settings.tags } : {}),
      // Nobody publishes how long a restore takes.
      timeouts: { create: '12h', update: '3h', delete: '3h' },
      lifecycle: {
        preventDestroy: settings.preventDestroy,
        ignoreChanges: ['restore_to_point_in_time', 'snapshot_identifier', 'kms_key_id'],
        postcondition: [restoredOnce(settings)],
      },
      dependsOn: [...logs.resources, ...wiring.after],
    });
    this.resource = pin(instance, address);
    // A snapshot's key is its own: readers have what came with the data.
    this.protection = { ...this.protection, kmsKeyId: instance.kmsKeyId };
    this.identifier = instance.identifier;
    this.arn = instance.arn;
    this.host = instance.address;
    this.resourceId = instance.resourceId;
  }
}

/** What it was restored from is not compared after its first deploy: another source is asked for, and would be no other data. */
function restoredOnce({ identifier, source }: RestoredInstanceSettings) {
  const [argument, stated] = statedOf(source);
  return {
    condition: Token.asString(`\${try(self.${argument}, ${stated}) == ${stated}}`),
    errorMessage: `${identifier} must be restored from what it was made from, got another source. Write another name below restoreFrom: an instance is restored once.`,
  };
}

function statedOf(source: RestoredFrom): readonly [argument: string, stated: string] {
  if (source.from === 'snapshot') return ['snapshot_identifier', JSON.stringify(source.snapshot)];
  return source.time === null
    ? ['restore_to_point_in_time[0].use_latest_restorable_time', 'true']
    : ['restore_to_point_in_time[0].restore_time', JSON.stringify(source.time)];
}

/**
 * A snapshot brings its disk along, which may have grown past what the estate states: the provider would ask for less at once, which
 * RDS refuses (`resourceInstanceCreate`, `aws_db_instance`, provider 6.25.0).
 */
function sizeOf(storage: Storage, { from }: RestoredFrom): Partial<Storage> {
  const { allocatedStorage, ...rest } = storage;
  return from === 'snapshot' ? rest : { allocatedStorage, ...rest };
}

function sourceOf(source: RestoredFrom): Partial<DbInstanceConfig> {
  if (source.from === 'snapshot') return { snapshotIdentifier: source.snapshot };
  if (source.from === 'time') {
    const { instance: sourceDbInstanceIdentifier, time: restoreTime } = source;
    return { restoreToPointInTime: { sourceDbInstanceIdentifier, restoreTime } };
  }
  const { backups: sourceDbInstanceAutomatedBackupsArn, time } = source;
  return {
    restoreToPointInTime: {
      sourceDbInstanceAutomatedBackupsArn,
      ...(time === null ? { useLatestRestorableTime: true } : { restoreTime: time }),
    },
  };
}
