import { RestoreTest } from '../../../constructs/aws/restore-test';
import { resource, synthOf } from '../../support/synth';

const config = synthOf(
  (stack) =>
    new RestoreTest(
      stack,
      'test',
      {
        address: 'order',
        name: 'acme_prod_order',
        ruleName: 'acme-prod-order-restore-test',
        identifier: 'acme-prod-order',
        sourceArn: 'arn:source',
        vaultArn: 'arn:vault',
        schedule: 'cron(7 3 4 * ? *)',
        instanceClass: 'db.r7g.xlarge',
      },
      {
        roleArn: 'arn:role',
        network: { subnetGroupName: 'acme-prod-recovery' },
        parameterGroup: { name: 'acme-prod-order-postgres17' },
        securityGroupIds: ['sg-1', 'sg-2'],
        topicArn: 'arn:topic',
      },
    ),
);

test('every month the newest snapshot of its own vault is restored', () => {
  expect(resource(config, 'aws_backup_restore_testing_plan', 'order_restore_test')).toMatchObject({
    name: 'acme_prod_order',
    schedule_expression: 'cron(7 3 4 * ? *)',
    schedule_expression_timezone: 'UTC',
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

test('it lands in the private network, and says nothing that RDS does not take', () => {
  expect(
    resource(config, 'aws_backup_restore_testing_selection', 'order_restore_test'),
  ).toMatchObject({
    protected_resource_type: 'RDS',
    protected_resource_arns: ['arn:source'],
    iam_role_arn: 'arn:role',
    restore_metadata_overrides: {
      dbInstanceClass: 'db.r7g.xlarge',
      dbParameterGroupName: 'acme-prod-order-postgres17',
      dbSubnetGroupName: 'acme-prod-recovery',
      multiAz: 'false',
      publiclyAccessible: 'false',
      vpcSecurityGroupIds: '["sg-1","sg-2"]',
    },
  });
});

test('a restore that failed is heard of, of this plan alone', () => {
  const { name, event_pattern: pattern } = resource(
    config,
    'aws_cloudwatch_event_rule',
    'order_restore_test',
  );
  expect(name).toBe('acme-prod-order-restore-test');
  expect(JSON.parse(String(pattern))).toEqual({
    source: ['aws.backup'],
    'detail-type': ['Restore Job State Change'],
    detail: {
      status: ['ABORTED', 'FAILED'],
      restoreTestingPlanArn: ['${aws_backup_restore_testing_plan.order_restore_test.arn}'],
    },
  });
  expect(resource(config, 'aws_cloudwatch_event_target', 'order_restore_test').arn).toBe(
    'arn:topic',
  );
});
