import type { TerraformStack } from 'cdktf';
import { BackupPlan } from '../constructs/aws/backup-plan';
import { BackupRole } from '../constructs/aws/backup-role';
import type { EventName } from '../constructs/aws/database-events';
import { createCopyFailures, type FailureEventsWiring } from '../constructs/aws/failure-events';
import { Vault, vaultArn } from '../constructs/aws/vault';
import type { AwsTarget, AwsVaultPlan } from '../model/deployment/aws-deployment';
import { recoveryPrefix } from '../model/recovery/recovery-prefix';

export interface AwsVaultChoice {
  readonly address: string;
  /** The vault’s name, and how those of all that fills it begin: an environment’s prefix, or an isolated instance’s identifier. */
  readonly name: string;
  readonly target: AwsTarget;
  readonly plan: AwsVaultPlan;
  readonly recoveryRegion: string;
  /** The databases whose snapshots and copies are heard of when they fail; none where another stack hears of them. */
  readonly databases: readonly EventName[];
}

export interface AwsVaultWiring extends FailureEventsWiring {
  readonly key: { readonly arn: string };
}

/** A vault of its own region’s snapshots, and what fills it and the one in the recovery region every day. */
export function createAwsVault(
  stack: TerraformStack,
  { address, name, target, plan, recoveryRegion, databases }: AwsVaultChoice,
  { key, ...failures }: AwsVaultWiring,
): void {
  const { account, region, deployRoleArn } = target;
  const { retentionDays, startsAt } = plan;
  const vault = new Vault(stack, 'vault', { address, name, retentionDays, deployRoleArn }, { key });
  const role = new BackupRole(stack, 'backup-role', { address, prefix: name, work: 'backups' });
  const copyTo = vaultArn(recoveryRegion, account, recoveryPrefix(name));
  new BackupPlan(
    stack,
    'backup-plan',
    { address, vault: name, account, region, startsAt, retentionDays, copyTo },
    { vault, role },
  );
  if (databases.length === 0) return;
  createCopyFailures(stack, { address, vault: name, account, region, databases }, failures);
}

/** The vault that copies come to from the primary’s region. */
export function createAwsRecoveryVault(
  stack: TerraformStack,
  { address, name, target, plan }: Omit<AwsVaultChoice, 'recoveryRegion' | 'databases'>,
  { key }: Pick<AwsVaultWiring, 'key'>,
): void {
  const { retentionDays } = plan;
  const { deployRoleArn } = target;
  new Vault(stack, 'vault', { address, name, retentionDays, deployRoleArn }, { key });
}
