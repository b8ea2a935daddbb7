import { BackupPlan } from '../../../constructs/aws/backup-plan';
import { BackupRole } from '../../../constructs/aws/backup-role';
import { policyOf, resource, synthOf } from '../../support/synth';

const config = synthOf((stack) => {
  const role = new BackupRole(stack, 'role', {
    address: 'shared',
    prefix: 'acme-prod',
    work: 'backups',
  });
  new BackupPlan(
    stack,
    'plan',
    {
      address: 'shared',
      vault: 'acme-prod',
      account: '333333333333',
      region: 'ap-northeast-1',
      startsAt: '21:30',
      retentionDays: 35,
      copyTo: 'arn:there',
    },
    { vault: { name: 'acme-prod' }, role },
  );
});

interface Rule {
  readonly start_window: number;
  readonly completion_window: number;
  readonly lifecycle: { readonly delete_after: number };
  readonly copy_action: readonly { readonly lifecycle: unknown }[];
}
const { rule } = resource(config, 'aws_backup_plan', 'shared_copies') as unknown as {
  readonly rule: readonly [Rule];
};

test('a snapshot is taken every day at its time, never continuously: RDS’s own backups stay RDS’s', () => {
  expect(rule).toMatchObject([
    {
      schedule: 'cron(30 21 * * ? *)',
      schedule_expression_timezone: 'UTC',
      enable_continuous_backup: false,
      target_vault_name: 'acme-prod',
    },
  ]);
});

test('it is copied, and the copy is kept as long', () => {
  const [{ lifecycle, copy_action: copies }] = rule;
  expect(copies).toEqual([{ destination_vault_arn: 'arn:there', lifecycle }]);
  expect(lifecycle).toEqual({ delete_after: 35 });
});

test('a job has an hour to begin and a day to end, as AWS Backup takes them', () => {
  const [{ start_window: start, completion_window: completion }] = rule;
  expect(start).toBe(60);
  expect(completion).toBeGreaterThanOrEqual(start + 60);
});

test('databases are named by kind and chosen by their tag, with a role that is there', () => {
  expect(resource(config, 'aws_backup_selection', 'shared_copies')).toEqual({
    name: 'acme-prod-databases',
    plan_id: '${aws_backup_plan.shared_copies.id}',
    iam_role_arn: '${aws_iam_role.shared_backups.arn}',
    resources: ['arn:aws:rds:ap-northeast-1:333333333333:db:*'],
    condition: [{ string_equals: [{ key: 'aws:ResourceTag/kura-vault', value: 'acme-prod' }] }],
    depends_on: ['aws_iam_role_policy_attachment.shared_backups'],
  });
});

test('AWS Backup alone takes the role, with its own policy', () => {
  const role = resource(config, 'aws_iam_role', 'shared_backups');
  expect(role.name).toBe('acme-prod-backups');
  expect(policyOf(role, 'assume_role_policy').Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'backup.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ]);
  expect(resource(config, 'aws_iam_role_policy_attachment', 'shared_backups').policy_arn).toBe(
    'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
  );
});
