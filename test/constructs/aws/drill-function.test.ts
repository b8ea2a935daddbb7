import { DrillFunction } from '../../../constructs/aws/drill-function';
import { TRAIL } from '../../support/aws-deployment';
import { addressesOf, policyOf, resource, synthOf, type Config } from '../../support/synth';

const drillOf = (databases: readonly string[], warning = ['arn:warning']): Config =>
  synthOf(
    (stack) =>
      new DrillFunction(
        stack,
        'drill',
        {
          address: 'shared',
          prefix: 'acme-prod',
          stack: 'prod-aws-foundation',
          account: '333333333333',
          region: 'ap-northeast-1',
          databases,
          code: { file: 'assets/runner-0123456789abcdef.zip', hash: 'c2hh' },
          logRetentionDays: 365,
          actions: { warning, critical: ['arn:critical'] },
        },
        {
          key: { arn: 'arn:key' },
          trail: TRAIL,
          network: { subnetIds: ['subnet-a', 'subnet-c'], subnetGroupName: 'acme-prod' },
          securityGroupId: 'sg-drill',
        },
      ),
  );

const config = drillOf(['acme-prod-*']);
const statementsOf = (of: Config) =>
  policyOf(resource(of, 'aws_iam_role_policy', 'shared_drill')).Statement;
const statements = statementsOf(config);
const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);
const RDS = 'arn:aws:rds:ap-northeast-1:333333333333';

test('what rehearses is these resources', () => {
  expect(addressesOf(config)).toEqual([
    'aws_cloudwatch_log_group.shared_drill',
    'aws_cloudwatch_log_subscription_filter.shared_drill',
    'aws_cloudwatch_metric_alarm.shared_drill_broken',
    'aws_iam_role.shared_drill',
    'aws_iam_role_policy.shared_drill',
    'aws_lambda_function.shared_drill',
    'aws_lambda_function_event_invoke_config.shared_drill',
  ]);
});

test('it runs the runner’s program in its own group, and knows no database', () => {
  expect(resource(config, 'aws_lambda_function', 'shared_drill')).toMatchObject({
    function_name: 'acme-prod-drill',
    handler: 'runner.handler',
    timeout: 900,
    filename: 'assets/runner-0123456789abcdef.zip',
    kms_key_arn: 'arn:key',
    vpc_config: { subnet_ids: ['subnet-a', 'subnet-c'], security_group_ids: ['sg-drill'] },
    environment: {
      variables: { KURA_REGION: 'ap-northeast-1', KURA_STACK: 'prod-aws-foundation' },
    },
  });
  const { environment } = resource(config, 'aws_lambda_function', 'shared_drill');
  expect(JSON.stringify(environment)).not.toContain('KURA_HOST');
});

test('it writes a log of its own, keyed and kept', () => {
  expect(resource(config, 'aws_cloudwatch_log_group', 'shared_drill')).toEqual({
    name: '/aws/lambda/acme-prod-drill',
    kms_key_id: 'arn:key',
    retention_in_days: 365,
  });
});

describe('its role', () => {
  test('changes and deletes what is called a copy and is marked, and nothing else', () => {
    const changing = statements.filter(({ Action }) =>
      /rds:(?:Delete|Modify|Promote|Reboot|Stop)/.test(JSON.stringify(Action)),
    );
    expect(changing).toMatchObject([
      {
        Resource: [`${RDS}:db:acme-prod-*-drill`],
        Condition: { Null: { 'aws:ResourceTag/kura-drill': 'false' } },
      },
    ]);
  });

  test('makes nothing that is not marked', () => {
    const making = statements.filter(({ Action }) =>
      /rds:(?:Create|Restore)/.test(JSON.stringify(Action)),
    );
    expect(making).toMatchObject([
      { Condition: { Null: { 'aws:RequestTag/kura-drill': 'false' } } },
    ]);
    expect(making[0]?.Resource).toEqual(
      expect.arrayContaining([`${RDS}:db:acme-prod-*`, `${RDS}:subgrp:acme-prod`]),
    );
    expect(JSON.stringify(statement('MarkCopies')?.Resource)).toBe(
      JSON.stringify([`${RDS}:db:acme-prod-*-drill`]),
    );
  });

  test('looks at everything nowhere but in a list of backups', () => {
    const everywhere = statements.filter(({ Resource }) => JSON.stringify(Resource) === '["*"]');
    expect(everywhere.map(({ Sid }) => Sid)).toEqual([
      'FindReplicatedBackups',
      'LambdaAttaches',
      'CodeDoesNot',
    ]);
  });

  test('uses keys through RDS alone', () => {
    const keyed = statements.filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
    expect(keyed).toHaveLength(2);
    for (const { Condition } of keyed) {
      expect(Condition).toMatchObject({
        StringEquals: { 'kms:ViaService': 'rds.ap-northeast-1.amazonaws.com' },
      });
    }
  });

  test('logs in as PostgreSQL’s administrator, and as nobody else', () => {
    const logging = statements.filter(({ Action }) => JSON.stringify(Action).includes('rds-db:'));
    expect(logging.map(({ Resource }) => Resource)).toEqual([
      ['arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:*/kura_admin'],
    ]);
  });
});

test('of an isolated instance it makes copies of that one and of what is beside it', () => {
  const own = statementsOf(drillOf(['acme-prod-payment', 'acme-prod-payment-*']));
  expect(own.find(({ Sid }) => Sid === 'See')?.Resource).toEqual([
    `${RDS}:db:acme-prod-payment`,
    `${RDS}:db:acme-prod-payment-*`,
  ]);
  expect(own.find(({ Sid }) => Sid === 'ChangeMarkedCopies')?.Resource).toEqual([
    `${RDS}:db:acme-prod-payment-drill`,
    `${RDS}:db:acme-prod-payment-*-drill`,
  ]);
});

test('a call that broke off is heard of', () => {
  expect(resource(config, 'aws_cloudwatch_metric_alarm', 'shared_drill_broken')).toMatchObject({
    alarm_name: 'acme-prod-drill-broken',
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    dimensions: { FunctionName: 'acme-prod-drill' },
    threshold: 1,
    alarm_actions: ['arn:warning'],
  });
});

test('where nobody is told of warnings, there is no alarm', () => {
  const untold = addressesOf(drillOf(['acme-prod-*'], []));
  expect(untold.filter((each) => each.includes('alarm'))).toEqual([]);
});
