import { DbInstanceAutomatedBackupsReplication } from '@cdktf/provider-aws/lib/db-instance-automated-backups-replication';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface BackupReplicationSettings {
  readonly address: string;
  /** The ARN of the instance in its own region. */
  readonly sourceArn: string;
  readonly retentionDays: number;
}

export interface BackupReplicationWiring {
  /** Of the region in which the copies lie. */
  readonly key: { readonly arn: string };
}

/**
 * Copies of an instance’s automated backups in this region, under a key that lives here, which outlive the instance. RDS keeps the
 * copies that it has when this goes ("Replicating automated backups to another AWS Region", RDS user guide, read 2026-11). Every
 * argument’s change begins them anew. Where RDS stops by itself, as when either region’s key is disabled, this is missed by
 * Terraform’s next plan.
 */
export class BackupReplication extends Construct {
  /** The ARN of the copies: what a restore names. */
  readonly backupsArn: string;
  readonly resource: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    { address, sourceArn, retentionDays }: BackupReplicationSettings,
    { key }: BackupReplicationWiring,
  ) {
    super(scope, id);
    const replication = new DbInstanceAutomatedBackupsReplication(this, 'Resource', {
      sourceDbInstanceArn: sourceArn,
      kmsKeyId: key.arn,
      retentionPeriod: retentionDays,
      timeouts: { create: '6h', delete: '2h' },
    });
    this.resource = pin(replication, address);
    this.backupsArn = replication.id;
  }
}
