import type { AlarmActions } from '../../../constructs/aws/alarm-actions';
import { Watch } from '../../../constructs/aws/watch';
import { watchScheduleArn } from '../../../constructs/aws/watch-schedule';
import { watchName, watchText } from '../../../model/alerts/watch-order';
import { EMITTED_EVERY } from '../../../model/tables/kura-metrics';
import { readWatch } from '../../../runner/watch/read-order';
import { awsWatch } from '../../runner/watch/orders';
import { addressesOf, policyOf, resource, synthOf, type Config } from '../../support/synth';

const ORDER = awsWatch({ databases: ['acme-prod-'], secrets: 'acme-prod/' });
const GROUP = 'acme-prod-runners';
const PLACE = { account: '333333333333', region: 'ap-northeast-1' };

const watchOf = (
  actions: AlarmActions = { warning: ['arn:warning'], critical: ['arn:critical'] },
): Config =>
  synthOf(
    (stack) =>
      new Watch(
        stack,
        'watch',
        {
          ...{ ...PLACE, address: 'shared', prefix: 'acme-prod', order: ORDER },
          scheduleGroup: GROUP,
          code: { file: 'assets/runner-0123456789abcdef.zip', hash: 'c2hh' },
          logRetentionDays: 365,
          actions,
        },
        {
          key: { arn: 'arn:key' },
          network: { subnetIds: ['subnet-a', 'subnet-c'] },
          securityGroupId: 'sg-runner',
          scheduleGroup: [{ fqn: 'aws_scheduler_schedule_group.shared_runners' }],
        },
      ),
  );

const config = watchOf();
const SCHEDULE = watchScheduleArn({ ...PLACE, group: GROUP, prefix: 'acme-prod' });

test('a watch is these resources', () => {
  expect(addressesOf(config)).toEqual([
    'aws_cloudwatch_log_group.shared_watch',
    'aws_cloudwatch_metric_alarm.shared_watch_failed',
    'aws_cloudwatch_metric_alarm.shared_watch_silent',
    'aws_iam_role.shared_watch',
    'aws_iam_role.shared_watch_schedule',
    'aws_iam_role_policy.shared_watch',
    'aws_iam_role_policy.shared_watch_schedule',
    'aws_lambda_function.shared_watch',
    'aws_lambda_function_event_invoke_config.shared_watch',
    'aws_scheduler_schedule.shared_watch',
  ]);
});

test('it runs the runner’s program where runners run, and knows no database', () => {
  const lambda = resource(config, 'aws_lambda_function', 'shared_watch');
  expect(lambda).toMatchObject({
    function_name: watchName('acme-prod'),
    handler: 'runner.handler',
    filename: 'assets/runner-0123456789abcdef.zip',
    kms_key_arn: 'arn:key',
    vpc_config: { subnet_ids: ['subnet-a', 'subnet-c'], security_group_ids: ['sg-runner'] },
    environment: {
      variables: { KURA_REGION: 'ap-northeast-1', KURA_STACK: 'prod-aws-foundation' },
    },
  });
  expect(JSON.stringify(lambda)).not.toContain('KURA_HOST');
});

describe('its schedule', () => {
  const schedule = resource(config, 'aws_scheduler_schedule', 'shared_watch');

  test('starts it every five minutes, with what it takes', () => {
    expect(schedule).toMatchObject({
      name: 'acme-prod-watch',
      group_name: GROUP,
      schedule_expression: 'cron(2/5 * * * ? *)',
      schedule_expression_timezone: 'UTC',
      flexible_time_window: { mode: 'OFF' },
      kms_key_arn: 'arn:key',
      target: {
        arn: expect.stringContaining('aws_lambda_function.shared_watch.arn') as string,
        retry_policy: { maximum_retry_attempts: 1, maximum_event_age_in_seconds: 240 },
      },
      depends_on: [
        'aws_iam_role_policy.shared_watch_schedule',
        'aws_scheduler_schedule_group.shared_runners',
      ],
    });
    const { input } = schedule.target as { readonly input: string };
    expect(input).toBe(watchText(ORDER));
    expect(readWatch(JSON.parse(input))).toEqual({ call: { watch: ORDER } });
  });

  test('is as often as alerts count on, and in the first five minutes of an hour once', () => {
    const [, first, every] =
      /^cron\((\d+)\/(\d+) /.exec(schedule.schedule_expression as string) ?? [];
    expect(Number(every) * 60).toBe(EMITTED_EVERY);
    // A schedule starts within its minute.
    expect(Number(first) + 1).toBeLessThan(5);
  });

  test('may start it and read its own input, and no more', () => {
    const role = resource(config, 'aws_iam_role_policy', 'shared_watch_schedule');
    expect(resource(config, 'aws_iam_role', 'shared_watch_schedule').name).toBe(
      'acme-prod-watch-schedule',
    );
    expect(policyOf(role).Statement).toMatchObject([
      { Action: ['lambda:InvokeFunction'] },
      {
        Action: ['kms:Decrypt'],
        Condition: {
          ArnEquals: { 'kms:EncryptionContext:aws:scheduler:schedule:arn': [SCHEDULE] },
        },
      },
    ]);
    expect(SCHEDULE).toBe(
      'arn:aws:scheduler:ap-northeast-1:333333333333:schedule/acme-prod-runners/acme-prod-watch',
    );
  });
});

describe('its role', () => {
  const { Statement } = policyOf(resource(config, 'aws_iam_role_policy', 'shared_watch'));

  test('sees databases, backups and versions of secrets', () => {
    const RDS = 'arn:aws:rds:ap-northeast-1:333333333333';
    expect(Statement.slice(0, 3)).toEqual([
      {
        ...{ Sid: 'SeeDatabases', Effect: 'Allow' },
        Action: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
        Resource: [`${RDS}:db:*`, `${RDS}:snapshot:*`],
      },
      {
        ...{ Sid: 'FindByListing', Effect: 'Allow' },
        Action: [
          'rds:DescribeDBInstanceAutomatedBackups',
          'rds:DescribePendingMaintenanceActions',
          'secretsmanager:ListSecrets',
        ],
        Resource: ['*'],
        Condition: { StringEquals: { 'aws:RequestedRegion': 'ap-northeast-1' } },
      },
      {
        ...{ Sid: 'SeeSecretVersions', Effect: 'Allow' },
        Action: ['secretsmanager:ListSecretVersionIds'],
        Resource: ['arn:aws:secretsmanager:ap-northeast-1:333333333333:secret:acme-prod/*'],
      },
    ]);
  });

  test('changes nothing, reads no secret, logs in nowhere and writes no metric but by its log', () => {
    const actions = Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(
      ({ Action }) => Action as string[],
    );
    expect(actions.filter((each) => !/:(?:Describe|List)/.test(each))).toEqual([
      ...['logs:CreateLogStream', 'logs:PutLogEvents'],
      ...['ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface'],
      ...['ec2:DeleteNetworkInterface', 'ec2:UnassignPrivateIpAddresses'],
    ]);
  });
});

describe('its alarms', () => {
  const alarm = (what: string) =>
    resource(config, 'aws_cloudwatch_metric_alarm', `shared_watch_${what}`);

  test('tell of what it cannot read, and of its silence', () => {
    const of = { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'acme-prod-watch' } };
    expect(alarm('failed')).toMatchObject({
      ...{ namespace: 'Kura/Databases', metric_name: 'Unreadable', statistic: 'Maximum' },
      ...{
        dimensions: { DBInstanceIdentifier: 'acme-prod' },
        alarm_name: 'acme-prod-watch-failed',
      },
      // What is read once an hour fails once an hour.
      ...{ period: 3600, evaluation_periods: 2, threshold: 1 },
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      treat_missing_data: 'notBreaching',
      alarm_actions: ['arn:warning'],
    });
    const counted = (id: string, metric_name: string) => ({
      ...{ id, metric: { ...of, metric_name, period: 300, stat: 'Sum' }, return_data: false },
    });
    expect(alarm('silent')).toMatchObject({
      alarm_name: 'acme-prod-watch-silent',
      metric_query: [
        { expression: 'FILL(runs, 0) - FILL(errors, 0)', period: 300, return_data: true },
        counted('runs', 'Invocations'),
        counted('errors', 'Errors'),
      ],
      ...{ comparison_operator: 'LessThanThreshold', threshold: 1 },
      ...{ evaluation_periods: 6, datapoints_to_alarm: 5, treat_missing_data: 'ignore' },
      alarm_actions: ['arn:critical'],
    });
  });

  test('are not there where nobody is told', () => {
    expect(
      addressesOf(watchOf({ warning: [], critical: [] })).filter((each) => each.includes('alarm')),
    ).toEqual([]);
  });
});
