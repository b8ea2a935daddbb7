import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { BackupVaultPolicy } from '@cdktf/provider-aws/lib/backup-vault-policy';
import { Construct } from 'constructs';
import { pin } from '../address';

/** The ARN of a vault: a stack derives it instead of referring to the stack that made it. */
export function vaultArn(region: string, account: string, name: string): string {
  return `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
}

export interface VaultSettings {
  readonly address: string;
  readonly name: string;
  /** How long it keeps a copy: no less and no more. */
  readonly retentionDays: number;
  /** The only role that may change the vault itself. */
  readonly deployRoleArn: string;
}

export interface VaultWiring {
  /** Of its region: AWS Backup’s own encrypts no copy of RDS ("Encryption", AWS Backup developer guide, read 2026-11). */
  readonly key: { readonly arn: string };
}

/** What deletes a copy or shortens its time. */
const SHORTEN = [
  'backup:DeleteRecoveryPoint',
  'backup:DisassociateRecoveryPoint',
  'backup:UpdateRecoveryPointLifecycle',
];

const CHANGE = [
  'backup:DeleteBackupVault',
  'backup:DeleteBackupVaultAccessPolicy',
  'backup:DeleteBackupVaultLockConfiguration',
  'backup:PutBackupVaultAccessPolicy',
  'backup:PutBackupVaultLockConfiguration',
];

/**
 * A vault of snapshots. Nobody deletes one before its time, and the lock itself, which is one of governance, comes off by the
 * deploy role alone: without `changeable_for_days` it never becomes irreversible ("AWS Backup Vault Lock", AWS Backup developer guide,
 * read 2026-11). What guards the snapshots against RDS’s own calls is RDS: those of AWS Backup are deleted by it alone.
 */
export class Vault extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, settings: VaultSettings, { key }: VaultWiring) {
    super(scope, id);
    const { address, name, retentionDays } = settings;
    const vault = new BackupVault(this, 'Resource', {
      name,
      kmsKeyArn: key.arn,
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
    });
    pin(vault, address);
    this.name = vault.name;
    this.arn = vault.arn;
    const policy = new BackupVaultPolicy(this, 'policy', {
      backupVaultName: vault.name,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: statementsOf(settings) }),
    });
    pin(policy, address);
    const lock = new BackupVaultLockConfiguration(this, 'lock', {
      backupVaultName: vault.name,
      minRetentionDays: retentionDays,
      maxRetentionDays: retentionDays,
    });
    pin(lock, address);
  }
}

/** In a vault's policy, Resource "*" means the vault and what lies in it. */
function statementsOf({ deployRoleArn }: VaultSettings): readonly object[] {
  const deny = { Effect: 'Deny', Principal: '*', Resource: '*' };
  return [
    { Sid: 'NobodyDeletesOrShortens', ...deny, Action: SHORTEN },
    {
      Sid: 'DeploysAloneChangeTheVault',
      ...deny,
      Action: CHANGE,
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': [deployRoleArn] } },
    },
  ];
}
