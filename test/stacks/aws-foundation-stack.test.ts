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

test('the key is of flow logs and alarms, and nothing else uses it', () => {
  const config = stacks.get(PROD.stack);
  expect(resource(config, 'aws_kms_alias', 'shared').name).toBe('alias/acme-prod');
  const { Statement } = policyOf(resource(config, 'aws_kms_key', 'shared'));
  expect(Statement.map(({ Sid }) => Sid)).toEqual([
    'AdministerThroughIam',
    'UseThroughServices',
    'EncryptLogs',
    'PublishAlarms',
    'PublishEvents',
  ]);
  expect(JSON.stringify(Statement)).toContain(':log-group:/aws/vpc/acme-prod/flow-logs"');
});

test('an existing network gets a subnet group and security groups, and the environment what its instances share', () => {
  expect(addressesOf(stacks.get(DEV.stack))).toEqual([
    'aws_db_subnet_group.shared',
    'aws_iam_role.shared_rds_monitoring',
    'aws_iam_role_policy_attachment.shared_rds_monitoring',
    'aws_kms_alias.shared',
    'aws_kms_key.shared',
    'aws_scheduler_schedule_group.shared_runners',
    'aws_security_group.shared_jump',
    'aws_security_group.shared_jump_databases',
    'aws_security_group.shared_runner',
    'aws_security_group.shared_runner_databases',
    'aws_sns_topic.shared_alarms',
    'aws_sns_topic_policy.shared_alarms',
    `aws_sns_topic_subscription.shared_alarms_${digestOf('oncall@acme.example')}`,
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
