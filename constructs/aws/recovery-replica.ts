import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { DatabaseLogs } from './database-logs';
import {
  finalSnapshotName,
  type DatabaseInstanceSettings,
  type DatabaseInstanceWiring,
} from './instance';
import { protectionOf, storageOf } from './protection';

export interface RecoveryReplicaSettings extends DatabaseInstanceSettings {
  /** The ARN of the primary, in its region. */
  readonly sourceArn: string;
  /** Whether somebody has promoted it: it serves, or has served. */
  readonly promoted: boolean;
}

/** Days of backups: what is promoted or copied must have some (“Working with read replicas”, RDS user guide, read 2026-11). */
const WHILE_IT_FOLLOWS = 1;

/**
 * A replica in the recovery region, under a key of its own, with its primary’s protection and size. Terraform makes it and never
 * promotes it, nor turns it back: once promoted it follows nothing, and the provider would take it for one that is to follow again
 * (`replicate_source_db`, `aws_db_instance`, provider 6.25.0). Once it serves, which the lock remembers, it
 * has a standby, its days of backups and a final snapshot for good, which RDS takes of no replica.
 */
export class RecoveryReplica extends Construct {
  readonly identifier: string;
  readonly arn: string;
  readonly host: string;
  readonly resourceId: string;
  /** The replica exists once this does. */
  readonly resource: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: RecoveryReplicaSettings,
    wiring: DatabaseInstanceWiring,
  ) {
    super(scope, id);
    const { address, engine, identifier, port, promoted, logRetentionDays } = settings;
    const logs = new DatabaseLogs(
      this,
      'logs',
      { address, engine, identifier, retentionDays: logRetentionDays },
      wiring,
    );
    const protection = protectionOf(port, logs.types, settings, wiring);
    const replica = new DbInstance(this, 'Resource', {
      ...protection,
      ...storageOf(settings),
      identifier,
      replicateSourceDb: settings.sourceArn,
      instanceClass: settings.instanceClass,
      dbSubnetGroupName: wiring.network.subnetGroupName,
      multiAz: promoted && settings.highAvailability,
      // RDS takes no insights mode for a replica, and without the advanced one keeps 7 days.
      ...(promoted ? { databaseInsightsMode: settings.insightsMode } : {}),
      ...(!promoted && protection.performanceInsightsEnabled
        ? { performanceInsightsRetentionPeriod: 7 }
        : {}),
      backupRetentionPeriod: promoted ? settings.backupRetentionDays : WHILE_IT_FOLLOWS,
      backupWindow: settings.backupWindow,
      deletionProtection: settings.deletionProtection,
      ...(promoted
        ? { skipFinalSnapshot: false, finalSnapshotIdentifier: finalSnapshotName(identifier) }
        : { skipFinalSnapshot: true }),
      // “This process can take hours” (“Creating a read replica in a different AWS Region”, RDS user guide, read 2026-11).
      timeouts: { create: '12h', update: '3h', delete: '3h' },
      lifecycle: {
        preventDestroy: settings.preventDestroy,
        ignoreChanges: ['replicate_source_db'],
      },
      dependsOn: [...logs.resources, ...wiring.after],
    });
    this.resource = pin(replica, address);
    this.identifier = replica.identifier;
    this.arn = replica.arn;
    this.host = replica.address;
    this.resourceId = replica.resourceId;
  }
}
