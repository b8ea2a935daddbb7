import { digestOf } from '../../model/values/digest';
import { DEV, PROD } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { addressesOf, policyOf, resource, synthAll, type Config } from '../support/synth';

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll({ ...DEPLOYMENT, foundations: [DEV, PROD], instances: [] });
});

test('its provider is pinned to the account, the region and the role of the estate', () => {
  const [provider] = stacks.get(PROD.stack)?.provider.aws ?? [];
  expect(provider).toEqual({
    region: 'ap-northeast-1',
    allowed_account_ids: ['333333333333'],
    assume_role: [{ role_arn: 'arn:aws:iam::333333333333:role/kura-deploy', session_name: 'kura' }],
    default_tags: [
      {
        tags: {
          organisation: 'acme',
          environment: 'prod',
          stack: 'prod-aws-foundation',
          'managed-by': 'kura',
        },
      },
    ],
  });
});

test('state is in S3, encrypted and locked by S3 itself', () => {
  expect(stacks.get(PROD.stack)?.terraform).toEqual({
    required_version: '>= 1.11.0',
    required_providers: { aws: { source: 'aws', version: '6.25.0' } },
    backend: {
      s3: {
        bucket: 'acme-kura-state-prod',
        key: 'prod-aws-foundation/terraform.tfstate',
        region: 'ap-northeast-1',
        encrypt: true,
        kms_key_id: PROD.state.kind === 's3' ? PROD.state.kmsKey : undefined,
        use_lockfile: true,
      },
    },
  });
});

test('a local state is outside the output folder, by a relative path', () => {
  expect(stacks.get(DEV.stack)?.terraform.backend).toEqual({
    local: { path: '../../../state/dev-aws-foundation.tfstate' },
  });
});

test('the key is of flow logs, alarms and what watches, and nothing else uses it', () => {
  const config = stacks.get(PROD.stack);
  expect(resource(config, 'aws_kms_alias', 'shared').name).toBe('alias/acme-prod');
  const { Statement } = policyOf(resource(config, 'aws_kms_key', 'shared'));
  expect(Statement.map(({ Sid }) => Sid)).toEqual([
    'AdministerThroughIam',
    'UseThroughServices',
    'GrantToLambda',
    'ReadSchedules',
    'EncryptLogs',
    'PublishAlarms',
    'PublishEvents',
    'PublishDatabaseEvents',
  ]);
  expect(JSON.stringify(Statement)).toContain(':log-group:/aws/vpc/acme-prod/flow-logs"');
  expect(JSON.stringify(Statement)).toContain(':log-group:/aws/lambda/acme-prod-watch"');
  expect(Statement.find(({ Sid }) => Sid === 'ReadSchedules')?.Condition).toMatchObject({
    ArnEquals: {
      'kms:EncryptionContext:aws:scheduler:schedule:arn': [
        'arn:aws:scheduler:ap-northeast-1:333333333333:schedule/acme-prod-runners/acme-prod-watch',
      ],
    },
  });
});

test('an existing network gets a subnet group and security groups, and the environment what its instances share', () => {
  expect(addressesOf(stacks.get(DEV.stack))).toEqual([
    'aws_cloudwatch_event_rule.shared_events_calls',
    'aws_cloudwatch_event_rule.shared_events_critical',
    'aws_cloudwatch_event_rule.shared_events_logs',
    'aws_cloudwatch_event_rule.shared_events_store',
    'aws_cloudwatch_event_rule.shared_events_trail',
    'aws_cloudwatch_event_rule.shared_events_warning',
    'aws_cloudwatch_event_target.shared_events_calls',
    'aws_cloudwatch_event_target.shared_events_critical',
    'aws_cloudwatch_event_target.shared_events_logs',
    'aws_cloudwatch_event_target.shared_events_store',
    'aws_cloudwatch_event_target.shared_events_trail',
    'aws_cloudwatch_event_target.shared_events_warning',
    'aws_cloudwatch_log_group.shared_watch',
    'aws_cloudwatch_metric_alarm.shared_not_started',
    'aws_cloudwatch_metric_alarm.shared_watch_failed',
    'aws_cloudwatch_metric_alarm.shared_watch_silent',
    'aws_db_event_subscription.shared_databases',
    'aws_db_event_subscription.shared_parameters',
    'aws_db_event_subscription.shared_security_groups',
    'aws_db_subnet_group.shared',
    'aws_iam_role.shared_rds_monitoring',
    'aws_iam_role.shared_watch',
    'aws_iam_role.shared_watch_schedule',
    'aws_iam_role_policy.shared_watch',
    'aws_iam_role_policy.shared_watch_schedule',
    'aws_iam_role_policy_attachment.shared_rds_monitoring',
    'aws_kms_alias.shared',
    'aws_kms_key.shared',
    'aws_lambda_function.shared_watch',
    'aws_lambda_function_event_invoke_config.shared_watch',
    'aws_scheduler_schedule.shared_watch',
    'aws_scheduler_schedule_group.shared_runners',
    'aws_security_group.shared_jump',
    'aws_security_group.shared_jump_databases',
    'aws_security_group.shared_runner',
    'aws_security_group.shared_runner_databases',
    'aws_sns_topic.shared_critical',
    'aws_sns_topic.shared_warning',
    'aws_sns_topic_policy.shared_critical',
    'aws_sns_topic_policy.shared_warning',
    `aws_sns_topic_subscription.shared_critical_${digestOf('oncall@acme.example')}`,
    `aws_sns_topic_subscription.shared_warning_${digestOf('oncall@acme.example')}`,
    'aws_vpc_security_group_egress_rule.shared_jump_3306',
    'aws_vpc_security_group_egress_rule.shared_jump_5432',
    'aws_vpc_security_group_egress_rule.shared_jump_apis_10_10_0_0_16',
    'aws_vpc_security_group_egress_rule.shared_runner_3306',
    'aws_vpc_security_group_egress_rule.shared_runner_5432',
    'aws_vpc_security_group_egress_rule.shared_runner_apis_10_10_0_0_16',
    'aws_vpc_security_group_ingress_rule.shared_jump_3306',
    'aws_vpc_security_group_ingress_rule.shared_jump_5432',
    'aws_vpc_security_group_ingress_rule.shared_runner_3306',
    'aws_vpc_security_group_ingress_rule.shared_runner_5432',
  ]);
  // Its owner’s endpoints are inside its range where nothing else is said.
  expect(
    resource(
      stacks.get(DEV.stack),
      'aws_vpc_security_group_egress_rule',
      'shared_runner_apis_10_10_0_0_16',
    ),
  ).toMatchObject({ cidr_ipv4: '10.10.0.0/16', from_port: 443 });
});
