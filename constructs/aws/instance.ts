import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { TerraformStack, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsInstanceSettings } from '../../model/deployment/aws-deployment';
import type { Engine } from '../../model/tables/engines';
import { pin } from '../address';
import { DatabaseLogs } from './database-logs';
import type { Trail } from './log-subscription';
import {
  protectionOf,
  storageOf,
  type Protection,
  type ProtectionWiring,
  type Storage,
} from './protection';

export interface DatabaseInstanceSettings extends AwsInstanceSettings {
  readonly address: string;
  readonly engine: Engine;
  readonly identifier: string;
  readonly port: number;
  /** What finds it by a tag: the vault that its snapshots go to. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DatabaseInstanceWiring extends ProtectionWiring {
  readonly network: { readonly subnetGroupName: string };
  /** Where its audited lines go. */
  readonly trail: Trail;
  /** What must exist before the instance, besides what it refers to. */
  readonly after: readonly ITerraformDependable[];
}

/** Who comes with every instance: of PostgreSQL it logs in by IAM, of MySQL by a password. */
export const ADMINISTRATOR = 'kura_admin';

/** RDS enrols what is made or restored in paid support unless it is told otherwise. */
export const EXTENDED_SUPPORT = 'open-source-rds-extended-support-disabled';

/** The snapshot that RDS takes before it deletes an instance. Nothing is deleted while another of this name is there. */
export function finalSnapshotName(identifier: string): string {
  return `${identifier}-final`;
}

/** The database an instance is written to. Databases, users and grants inside it are SQL's, never Terraform's. */
export class DatabaseInstance extends Construct {
  readonly settings: DatabaseInstanceSettings;
  /** What every reader takes from here. */
  readonly protection: Protection;
  readonly storage: Storage;
  readonly identifier: string;
  readonly arn: string;
  readonly host: string;
  /** `db-…`: what an IAM login policy names. */
  readonly resourceId: string;
  /** The instance exists once this does. */
  readonly resource: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: DatabaseInstanceSettings,
    wiring: DatabaseInstanceWiring,
  ) {
    super(scope, id);
    const logs = createLogs(this, settings, wiring);
    this.settings = settings;
    this.protection = protectionOf(settings.port, logs.types, settings, wiring);
    this.storage = storageOf(settings);
    const adminPassword = createThrowawayPassword(this);
    const instance = new DbInstance(this, 'Resource', {
      ...this.protection,
      ...this.storage,
      identifier: settings.identifier,
      instanceClass: settings.instanceClass,
      engine: settings.engine,
      engineVersion: settings.engineVersion,
      engineLifecycleSupport: EXTENDED_SUPPORT,
      username: ADMINISTRATOR,
      passwordWo: adminPassword,
      passwordWoVersion: 1,
      dbSubnetGroupName: wiring.network.subnetGroupName,
      // Not the readers': RDS takes no mode for a replica (CreateDBInstanceReadReplica, API reference, 2026-09).
      databaseInsightsMode: settings.insightsMode,
      multiAz: settings.highAvailability,
      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: finalSnapshotName(settings.identifier),
      ...(settings.tags ? { tags: settings.tags } : {}),
      lifecycle: { preventDestroy: settings.preventDestroy },
      dependsOn: [...logs.resources, ...wiring.after],
    });
    this.resource = pin(instance, settings.address);
    this.arn = instance.arn;
    this.identifier = instance.identifier;
    this.host = instance.address;
    this.resourceId = instance.resourceId;
  }
}

function createLogs(
  scope: Construct,
  { address, engine, identifier, logRetentionDays: retentionDays }: DatabaseInstanceSettings,
  wiring: DatabaseInstanceWiring,
): DatabaseLogs {
  return new DatabaseLogs(scope, 'logs', { address, engine, identifier, retentionDays }, wiring);
}

/**
 * A password that nobody ever knows: RDS demands one at creation, Terraform forgets it at once. The runner sets its own
 * for as long as it needs one. cdktf has no class for ephemeral resources.
 */
function createThrowawayPassword(scope: Construct): string {
  TerraformStack.of(scope).addOverride('ephemeral.aws_secretsmanager_random_password.admin', {
    password_length: 40, // MySQL takes 41 at most
    exclude_punctuation: true,
    require_each_included_type: true,
  });
  return '${ephemeral.aws_secretsmanager_random_password.admin.random_password}';
}
