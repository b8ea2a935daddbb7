import { Vault, vaultArn } from '../../../constructs/aws/vault';
import { policyOf, resource, synthOf } from '../../support/synth';

const DEPLOY = 'arn:aws:iam::333333333333:role/kura-deploy';

const config = synthOf(
  (stack) =>
    new Vault(
      stack,
      'vault',
      { address: 'shared', name: 'acme-prod', retentionDays: 35, deployRoleArn: DEPLOY },
      { key: { arn: 'arn:key' } },
    ),
);

const { Statement } = policyOf(resource(config, 'aws_backup_vault_policy', 'shared'));

test('a vault is under our key, and goes only when somebody has emptied it', () => {
  expect(resource(config, 'aws_backup_vault', 'shared')).toEqual({
    name: 'acme-prod',
    kms_key_arn: 'arn:key',
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
});

test('its lock is one of governance: it never becomes irreversible', () => {
  expect(resource(config, 'aws_backup_vault_lock_configuration', 'shared')).toEqual({
    backup_vault_name: '${aws_backup_vault.shared.name}',
    min_retention_days: 35,
    max_retention_days: 35,
  });
});

test('nobody deletes a copy or shortens its time', () => {
  const [statement] = Statement;
  expect(statement).toMatchObject({
    Effect: 'Deny',
    Principal: '*',
    Action: expect.arrayContaining([
      'backup:DeleteRecoveryPoint',
      'backup:UpdateRecoveryPointLifecycle',
    ]) as unknown,
  });
  expect(statement).not.toHaveProperty('Condition');
});

test('the deploy role alone changes the vault, its policy and its lock', () => {
  expect(Statement[1]).toMatchObject({
    Effect: 'Deny',
    Principal: '*',
    Action: expect.arrayContaining([
      'backup:DeleteBackupVault',
      'backup:DeleteBackupVaultLockConfiguration',
      'backup:PutBackupVaultAccessPolicy',
    ]) as unknown,
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': [DEPLOY] } },
  });
});

test('a vault in another region is named by what is known of it', () => {
  expect(vaultArn('ap-northeast-3', '333333333333', 'acme-prod-recovery')).toBe(
    'arn:aws:backup:ap-northeast-3:333333333333:backup-vault:acme-prod-recovery',
  );
});
