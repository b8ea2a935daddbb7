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

/**
 * A replica in the recovery region, under a key of its own, with its primary’s protection and size. Terraform makes it and never
 * promotes it, nor turns it back: once promoted it follows nothing, and the provider would take it for one that is to follow again
 * (`replicate_source_db`, `aws_db_instance`, provider 6.25.0). It has its days of backups from the first, so that no silence of the
 * lock ever shortens those of one that was promoted; once it serves, which the lock remembers, it has a standby too.
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
      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      deletionProtection: settings.deletionProtection,
      // RDS takes a final snapshot of no replica, and refuses to delete one that is asked for it: that is skipped only where the
      // deletion of one that never served is approved.
      ...(promoted || settings.deletionProtection
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
