import { RestoreTest } from '../../../constructs/aws/restore-test';
import { addressesOf, resource, synthOf } from '../../support/synth';

const testOf = (critical: readonly string[]) =>
  synthOf((stack) => {
    new RestoreTest(
      stack,
      'test',
      {
        address: 'shared',
        vault: 'acme-prod-recovery',
        vaultArn: 'arn:vault',
        name: 'acme_prod_recovery',
        ruleName: 'acme-prod-recovery-restore-test',
        schedule: 'cron(7 3 4 * ? *)',
      },
      {
        roleArn: 'arn:role',
        network: { vpcId: 'vpc-1', subnetGroupName: 'acme-prod-recovery' },
        actions: { warning: ['arn:warning'], critical },
        role: undefined,
      },
    );
  });

const CHAT = 'arn:aws:sns:ap-northeast-3:333333333333:chat';
const config = testOf([CHAT]);

test('every month the newest snapshots of its own vault are restored, over a week', () => {
  expect(resource(config, 'aws_backup_restore_testing_plan', 'shared_restore_test')).toMatchObject({
    name: 'acme_prod_recovery',
    schedule_expression: 'cron(7 3 4 * ? *)',
    schedule_expression_timezone: 'UTC',
    start_window_hours: 168,
    recovery_point_selection: [
      {
        algorithm: 'LATEST_WITHIN_WINDOW',
        include_vaults: ['arn:vault'],
        recovery_point_types: ['SNAPSHOT'],
        selection_window_days: 3,
      },
    ],
  });
});

test('of every database in it, into the private network, and with nothing that differs between them', () => {
  const { restore_metadata_overrides: overrides, ...selection } = resource(
    config,
    'aws_backup_restore_testing_selection',
    'shared_restore_test',
  );
  expect(selection).toMatchObject({
    protected_resource_type: 'RDS',
    protected_resource_arns: ['*'],
    iam_role_arn: 'arn:role',
  });
  expect(overrides).toEqual({
    dbSubnetGroupName: 'acme-prod-recovery',
    multiAz: 'false',
    publiclyAccessible: 'false',
    vpcSecurityGroupIds: '["${aws_security_group.shared_restore_test.id}"]',
  });
});

test('what is restored lets nobody in', () => {
  expect(resource(config, 'aws_security_group', 'shared_restore_test')).toMatchObject({
    name: 'acme-prod-recovery-restore-test',
    vpc_id: 'vpc-1',
  });
  expect(addressesOf(config).filter((each) => each.includes('_rule.shared'))).toEqual([
    'aws_cloudwatch_event_rule.shared_restore_test',
  ]);
});

test('a restore that failed is heard of, of this plan alone', () => {
  const { name, event_pattern: pattern } = resource(
    config,
    'aws_cloudwatch_event_rule',
    'shared_restore_test',
  );
  expect(name).toBe('acme-prod-recovery-restore-test');
  expect(JSON.parse(String(pattern))).toEqual({
    source: ['aws.backup'],
    'detail-type': ['Restore Job State Change'],
    detail: {
      status: ['ABORTED', 'FAILED'],
      restoreTestingPlanArn: ['${aws_backup_restore_testing_plan.shared_restore_test.arn}'],
    },
  });
  const target = 'shared_restore_test_to_333333333333_chat';
  expect(resource(config, 'aws_cloudwatch_event_target', target).arn).toBe(CHAT);
});

test('where nobody is told of what is critical, there is no rule', () => {
  expect(addressesOf(testOf([])).filter((each) => each.includes('_event_'))).toEqual([]);
});
