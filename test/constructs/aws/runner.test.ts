import { Runner, type RunnerWiring } from '../../../constructs/aws/runner';
import { TRAIL } from '../../support/aws-deployment';
import { addressesOf, policyOf, resource, synthOf, type Config } from '../../support/synth';

const KEY = { arn: 'arn:key' };
const FUNCTION = 'arn:aws:lambda:ap-northeast-1:333333333333:function:acme-prod-core-db-runner';

const SERVER = { identifier: 'acme-prod-core-db', host: 'db.example', resourceId: 'db-PRIMARY' };

const runnerWith = (
  secrets: readonly { readonly arn: string }[],
  {
    server = SERVER,
    warning = ['arn:warning', 'arn:chat'],
  }: Partial<Pick<RunnerWiring, 'server'>> & { readonly warning?: readonly string[] } = {},
): Config =>
  synthOf(
    (stack) =>
      new Runner(
        stack,
        'runner',
        {
          address: 'core-db',
          stack: 'prod-aws-core-db',
          identifier: 'acme-prod-core-db',
          account: '333333333333',
          region: 'ap-northeast-1',
          port: 5432,
          login: 'kura_admin',
          code: { file: 'assets/runner-0123456789abcdef.zip', hash: 'c2hh' },
          logRetentionDays: 365,
          input: '{"format":1}',
          scheduleGroup: 'acme-prod-runners',
          at: { hour: 18, minute: 7 },
          actions: { warning, critical: ['arn:critical'] },
          drift: { namespace: 'Kura/Logs', metric: 'acme-prod-core-db/access-drift' },
        },
        {
          server,
          key: KEY,
          trail: TRAIL,
          secrets,
          subnetIds: ['subnet-a', 'subnet-c'],
          securityGroupId: 'sg-runner',
          after: [],
          scheduleRole: { arn: 'arn:role', resource: { fqn: 'aws_iam_role_policy.schedule' } },
          scheduleGroup: [],
        },
      ),
  );

const config = runnerWith([{ arn: 'arn:secret' }]);
const statements = policyOf(resource(config, 'aws_iam_role_policy', 'core_db_runner')).Statement;
const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

test('a runner is these resources', () => {
  expect(addressesOf(config)).toEqual([
    'aws_cloudwatch_log_group.core_db_runner',
    'aws_cloudwatch_log_metric_filter.core_db_access_drift',
    'aws_cloudwatch_log_subscription_filter.core_db_runner',
    'aws_cloudwatch_metric_alarm.core_db_runner_failed',
    'aws_cloudwatch_metric_alarm.core_db_runner_missed',
    'aws_iam_role.core_db_runner',
    'aws_iam_role_policy.core_db_runner',
    'aws_lambda_function.core_db_runner',
    'aws_lambda_function_event_invoke_config.core_db_runner',
    'aws_lambda_invocation.core_db_runner',
    'aws_scheduler_schedule.core_db_runner',
  ]);
});

describe('its function', () => {
  const args = resource(config, 'aws_lambda_function', 'core_db_runner');

  test('runs the program beside the stack, in the database’s network', () => {
    expect(args).toMatchObject({
      function_name: 'acme-prod-core-db-runner',
      runtime: 'nodejs24.x',
      timeout: 900,
      architectures: ['arm64'],
      filename: 'assets/runner-0123456789abcdef.zip',
      source_code_hash: 'c2hh',
      vpc_config: { subnet_ids: ['subnet-a', 'subnet-c'], security_group_ids: ['sg-runner'] },
    });
    expect(args).not.toHaveProperty('reserved_concurrent_executions');
  });

  test('knows where the database is, under the instance’s key, and no secret', () => {
    expect(args).toMatchObject({
      kms_key_arn: 'arn:key',
      environment: {
        variables: {
          KURA_HOST: 'db.example',
          KURA_INSTANCE: 'acme-prod-core-db',
          KURA_PORT: '5432',
          KURA_REGION: 'ap-northeast-1',
          KURA_STACK: 'prod-aws-core-db',
        },
      },
    });
  });

  test('writes a log of its own, keyed and kept, that exists before', () => {
    expect(resource(config, 'aws_cloudwatch_log_group', 'core_db_runner')).toEqual({
      name: '/aws/lambda/acme-prod-core-db-runner',
      kms_key_id: 'arn:key',
      retention_in_days: 365,
    });
    expect(args.logging_config).toEqual({
      log_format: 'JSON',
      log_group: '${aws_cloudwatch_log_group.core_db_runner.name}',
    });
    expect(args.depends_on).toEqual([
      'aws_iam_role_policy.core_db_runner',
      'aws_cloudwatch_log_group.core_db_runner',
      'aws_cloudwatch_log_subscription_filter.core_db_runner',
    ]);
  });
});

describe('its role', () => {
  test('logs in as the administrator of this database alone', () => {
    expect(statement('LogIn')).toMatchObject({
      Action: ['rds-db:connect'],
      Resource: ['arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:db-PRIMARY/kura_admin'],
    });
    expect(statement('SetFirstPassword')).toMatchObject({
      Action: ['rds:DescribeDBInstances', 'rds:ModifyDBInstance'],
      Resource: ['arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-core-db'],
    });
  });

  test('writes its instance’s secrets and reads none', () => {
    expect(statement('WriteSecrets')).toMatchObject({
      Action: ['secretsmanager:ListSecretVersionIds', 'secretsmanager:PutSecretValue'],
      Resource: ['arn:secret'],
    });
    expect(statement('EncryptSecrets')).toMatchObject({
      Resource: ['arn:key'],
      Condition: {
        StringEquals: {
          'kms:ViaService': 'secretsmanager.ap-northeast-1.amazonaws.com',
          'kms:EncryptionContext:SecretARN': ['arn:secret'],
        },
      },
    });
    expect(JSON.stringify(statements)).not.toContain('GetSecretValue');
  });

  test('says nothing of secrets where there is none', () => {
    const none = policyOf(resource(runnerWith([]), 'aws_iam_role_policy', 'core_db_runner'));
    expect(none.Statement.map(({ Sid }) => Sid)).toEqual([
      'LogIn',
      'SetFirstPassword',
      'WriteLog',
      'LambdaAttaches',
      'CodeDoesNot',
    ]);
  });

  test('attaches to the network as Lambda, never as the code', () => {
    expect(statement('CodeDoesNot')).toEqual({
      Sid: 'CodeDoesNot',
      Effect: 'Deny',
      Action: statement('LambdaAttaches')?.Action,
      Resource: ['*'],
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': FUNCTION } },
    });
    const everywhere = statements.filter(({ Resource }) => JSON.stringify(Resource) === '["*"]');
    expect(everywhere.map(({ Sid }) => Sid)).toEqual(['LambdaAttaches', 'CodeDoesNot']);
  });
});

test('a run follows every change of what is declared, of the program and of the database', () => {
  expect(resource(config, 'aws_lambda_invocation', 'core_db_runner')).toEqual({
    function_name: '${aws_lambda_function.core_db_runner.function_name}',
    input: '{"format":1}',
    lifecycle_scope: 'CREATE_ONLY',
    triggers: { code: 'c2hh', database: 'db-PRIMARY' },
    depends_on: ['aws_iam_role_policy.core_db_runner'],
  });
});

describe('its schedule', () => {
  test('gives it the same every day, encrypted', () => {
    expect(resource(config, 'aws_scheduler_schedule', 'core_db_runner')).toMatchObject({
      group_name: 'acme-prod-runners',
      schedule_expression: 'cron(7 18 * * ? *)',
      schedule_expression_timezone: 'UTC',
      kms_key_arn: 'arn:key',
      target: {
        role_arn: 'arn:role',
        input: '{"format":1}',
        retry_policy: { maximum_retry_attempts: 2, maximum_event_age_in_seconds: 3600 },
      },
      depends_on: ['aws_iam_role_policy.schedule'],
    });
  });
});

test('a run that fails is heard of, and one that does not come', () => {
  const alarm = (what: string) =>
    resource(config, 'aws_cloudwatch_metric_alarm', `core_db_runner_${what}`);
  expect(alarm('failed')).toMatchObject({
    metric_name: 'Errors',
    dimensions: { FunctionName: 'acme-prod-core-db-runner' },
    comparison_operator: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    treat_missing_data: 'notBreaching',
    alarm_actions: ['arn:warning', 'arn:chat'],
    ok_actions: ['arn:warning', 'arn:chat'],
  });
  const { period, evaluation_periods: periods, ...missed } = alarm('missed');
  expect(missed).toMatchObject({
    metric_name: 'Invocations',
    comparison_operator: 'LessThanThreshold',
    threshold: 1,
    treat_missing_data: 'breaching',
    alarm_actions: ['arn:warning', 'arn:chat'],
  });
  // Longer than the day between two runs.
  expect(Number(period) * Number(periods)).toBe(26 * 3600);
});

test('where nobody is told of warnings, it has no alarm', () => {
  const untold = addressesOf(runnerWith([], { warning: [] }));
  expect(untold.filter((each) => each.includes('alarm'))).toEqual([]);
});

test('it works in the instance that serves, under the names that it has', () => {
  const server = { ...SERVER, identifier: 'acme-prod-core-db-at-noon', resourceId: 'db-RESTORED' };
  const restored = runnerWith([], { server });
  const args = resource(restored, 'aws_lambda_function', 'core_db_runner');
  expect(args.function_name).toBe('acme-prod-core-db-runner');
  expect(args.environment).toMatchObject({
    variables: { KURA_INSTANCE: 'acme-prod-core-db-at-noon' },
  });
  const { policy } = resource(restored, 'aws_iam_role_policy', 'core_db_runner');
  expect(policy).toContain(':db:acme-prod-core-db-at-noon"');
  expect(policy).toContain(':dbuser:db-RESTORED/kura_admin"');
});

test('a run that finds other access than is declared is counted', () => {
  expect(
    resource(config, 'aws_cloudwatch_log_metric_filter', 'core_db_access_drift'),
  ).toMatchObject({
    log_group_name: '/aws/lambda/acme-prod-core-db-runner',
    pattern: '{ $.outcome = "findings" }',
    metric_transformation: { namespace: 'Kura/Logs', name: 'acme-prod-core-db/access-drift' },
    depends_on: ['aws_iam_role_policy.core_db_runner'],
  });
});
