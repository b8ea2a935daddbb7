import {
  changes,
  makes,
  named,
  on,
  passes,
  reads,
  through,
  type ArnOf,
  type Place,
  type Request,
} from './aws-request';
import type { Json } from './synth';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

type Need = (args: Json, arn: ArnOf, place: Place) => Request[];

/** A vault by its name, which policies and locks refer to. */
const vaultOf = (arn: ArnOf, name: unknown): string =>
  arn('backup', `backup-vault:${text(name).startsWith('$') ? 'suzumina-prod' : text(name)}`);
const planOf = (arn: ArnOf): string =>
  arn('backup', 'backup-plan:00000000-0000-4000-8000-000000000001');
/** AWS puts an id behind the name. */
const testOf = (arn: ArnOf, name: unknown): string =>
  arn(
    'backup',
    `restore-testing-plan:${text(name).startsWith('$') ? 'suzumina_prod_order' : text(name)}-00000000`,
  );
const ruleOf = (arn: ArnOf, name: unknown): string =>
  arn('events', `rule/${text(name).startsWith('$') ? 'suzumina-prod-copies-failed' : text(name)}`);

/** AWS Backup’s own role in an account’s first use. */
const firstUse = (arn: ArnOf, service: string, role: string): Request[] =>
  on(
    arn('iam', `role/aws-service-role/${service}/${role}`),
    { 'iam:AWSServiceName': service },
    'iam:CreateServiceLinkedRole',
  );

/**
 * What an instance takes that is not made from nothing: a replica of the other region’s, or one that is restored. Resources are those of
 * "Actions defined by Amazon RDS" (Service Authorization Reference, read 2026-11).
 */
export function restores(
  {
    identifier,
    option_group_name: options,
    parameter_group_name: group,
    replicate_source_db: source,
    restore_to_point_in_time: time,
    snapshot_identifier: snapshot,
  }: Json,
  arn: ArnOf,
): Request[] {
  const replicated = text(source).startsWith('arn:')
    ? named(text(source), 'rds:CreateDBInstanceReadReplica')
    : [];
  const action = time
    ? 'rds:RestoreDBInstanceToPointInTime'
    : snapshot === undefined
      ? undefined
      : 'rds:RestoreDBInstanceFromDBSnapshot';
  if (action === undefined) return replicated;
  const from = time
    ? ['db:suzumina-prod-order', 'auto-backup:ab-1']
    : [
        'snapshot:rds:suzumina-prod-order-2026-11-20-17-00',
        'snapshot:awsbackup:job-1',
        'snapshot:suzumina-prod-order-final',
      ];
  const into = [
    `db:${text(identifier)}`,
    `pg:${text(group).startsWith('$') ? 'suzumina-prod-order-postgres17' : text(group)}`,
    `og:${text(options ?? 'default:postgres-17')}`,
    ...['subgrp:suzumina-prod', 'subgrp:suzumina-prod-recovery'],
  ];
  return [...into, ...from].flatMap((rest) => named(arn('rds', rest), action));
}

/** What copies in vaults, their tests and what is heard of both need, and backups that are replicated. */
export const RECOVERY_NEEDS: Readonly<Record<string, Need>> = {
  aws_backup_plan: (_, arn) => [
    ...makes(planOf(arn), 'backup:CreateBackupPlan', 'backup:TagResource'),
    ...named(planOf(arn), 'backup:GetBackupPlan', 'backup:ListTags'),
    ...changes(
      planOf(arn),
      ...['backup:UpdateBackupPlan', 'backup:DeleteBackupPlan', 'backup:UntagResource'],
    ),
  ],
  aws_backup_restore_testing_plan: ({ name }, arn) => [
    ...named(
      testOf(arn, name),
      ...['backup:CreateRestoreTestingPlan', 'backup:GetRestoreTestingPlan'],
      ...['backup:UpdateRestoreTestingPlan', 'backup:DeleteRestoreTestingPlan'],
      ...['backup:TagResource', 'backup:UntagResource', 'backup:ListTags'],
    ),
    ...firstUse(
      arn,
      'restore-testing.backup.amazonaws.com',
      'AWSServiceRoleForBackupRestoreTesting',
    ),
  ],
  // The service it is passed to: "API operations defined by AWS Backup" (Service Authorization Reference, read 2026-11).
  aws_backup_restore_testing_selection: ({ restore_testing_plan_name: plan }, arn) => [
    ...named(
      testOf(arn, plan),
      ...['backup:CreateRestoreTestingSelection', 'backup:GetRestoreTestingSelection'],
      ...['backup:UpdateRestoreTestingSelection', 'backup:DeleteRestoreTestingSelection'],
    ),
    ...passes(arn, 'suzumina-prod-recovery-restores', 'restore-testing.backup.amazonaws.com'),
  ],
  aws_backup_selection: (_, arn) => [
    ...named(planOf(arn), 'backup:GetBackupSelection'),
    ...changes(planOf(arn), 'backup:CreateBackupSelection', 'backup:DeleteBackupSelection'),
    ...passes(arn, 'suzumina-prod-backups', 'backup.amazonaws.com'),
    ...firstUse(arn, 'backup.amazonaws.com', 'AWSServiceRoleForBackup'),
  ],
  // Terraform is never to delete one.
  aws_backup_vault: ({ name }, arn, place) => [
    ...named(
      vaultOf(arn, name),
      ...['backup:CreateBackupVault', 'backup:DescribeBackupVault'],
      ...['backup:TagResource', 'backup:UntagResource', 'backup:ListTags'],
    ),
    ...reads('backup-storage:MountCapsule'),
    // "Backup vault creation", AWS Backup developer guide (read 2026-11).
    ...through(
      ...([arn, place, 'backup', 'kms:CreateGrant', 'kms:RetireGrant'] as const),
      ...['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    ),
  ],
  // It is set and, but for an administrator, never taken off.
  aws_backup_vault_lock_configuration: ({ backup_vault_name: vault, changeable_for_days }, arn) => [
    ...on(
      vaultOf(arn, vault),
      typeof changeable_for_days === 'number'
        ? { 'backup:ChangeableForDays': String(changeable_for_days) }
        : {},
      'backup:PutBackupVaultLockConfiguration',
    ),
    ...named(vaultOf(arn, vault), 'backup:DescribeBackupVault'),
  ],
  aws_backup_vault_policy: ({ backup_vault_name: vault }, arn) =>
    named(
      vaultOf(arn, vault),
      ...['backup:PutBackupVaultAccessPolicy', 'backup:GetBackupVaultAccessPolicy'],
    ),
  aws_cloudwatch_event_rule: ({ name }, arn) =>
    named(
      ruleOf(arn, name),
      ...['events:PutRule', 'events:DescribeRule', 'events:DeleteRule'],
      ...['events:TagResource', 'events:UntagResource', 'events:ListTagsForResource'],
    ),
  aws_cloudwatch_event_target: ({ rule, arn: target, role_arn: role }, arn) => [
    ...(role === undefined ? [] : passes(arn, 'suzumina-prod-events', 'events.amazonaws.com')),
    ...on(
      ruleOf(arn, rule),
      {
        'events:TargetArn': text(target).startsWith('arn:')
          ? text(target)
          : arn('sns', 'suzumina-prod-critical'),
      },
      'events:PutTargets',
    ),
    ...named(ruleOf(arn, rule), 'events:ListTargetsByRule', 'events:RemoveTargets'),
  ],
  // rds/instance_automated_backups_replication.go: destroying it asks for the source in its own region.
  aws_db_instance_automated_backups_replication: (
    { source_db_instance_arn: source },
    arn,
    place,
  ) => [
    ...[text(source), arn('rds', 'auto-backup:ab-1')].flatMap((each) =>
      named(each, ...['rds:StartDBInstanceAutomatedBackupsReplication', 'rds:AddTagsToResource']),
    ),
    ...named(text(source), 'rds:StopDBInstanceAutomatedBackupsReplication'),
    ...reads('rds:DescribeDBInstanceAutomatedBackups', 'rds:DescribeDBInstances'),
    ...through(arn, place, 'rds', 'kms:CreateGrant', 'kms:DescribeKey'),
  ],
};
