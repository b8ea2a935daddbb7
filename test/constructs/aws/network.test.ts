import { ExistingNetwork } from '../../../constructs/aws/existing-network';
import { Network } from '../../../constructs/aws/network';
import { addressesOf, policyOf, resource, synthOf, type Config } from '../../support/synth';

const SETTINGS = {
  address: 'shared',
  name: 'acme-prod',
  account: '333333333333',
  region: 'ap-northeast-1',
  cidr: '10.30.0.0/16',
  subnets: [
    { zone: 'ap-northeast-1a', cidr: '10.30.0.0/24' },
    { zone: 'ap-northeast-1c', cidr: '10.30.1.0/24' },
  ],
  logRetentionDays: 365,
};

describe('a network that Kura makes', () => {
  let config: Config;
  beforeAll(() => {
    config = synthOf(
      (stack) => new Network(stack, 'network', SETTINGS, { key: { arn: 'arn:key' } }),
    );
  });

  test('is these resources, at addresses that do not tell the nesting of constructs', () => {
    expect(addressesOf(config)).toEqual([
      'aws_cloudwatch_log_group.shared_flow_logs',
      'aws_db_subnet_group.shared',
      'aws_default_security_group.shared',
      'aws_flow_log.shared',
      'aws_iam_role.shared_flow_logs',
      'aws_iam_role_policy.shared_flow_logs',
      'aws_route_table.shared',
      'aws_route_table_association.shared_a',
      'aws_route_table_association.shared_c',
      'aws_subnet.shared_a',
      'aws_subnet.shared_c',
      'aws_vpc.shared',
    ]);
  });

  test('has one private subnet a zone, on a route table with no way out', () => {
    expect(resource(config, 'aws_subnet', 'shared_c')).toEqual({
      vpc_id: '${aws_vpc.shared.id}',
      availability_zone: 'ap-northeast-1c',
      cidr_block: '10.30.1.0/24',
      map_public_ip_on_launch: false,
      tags: { Name: 'acme-prod-database-c' },
    });
    expect(resource(config, 'aws_route_table', 'shared')).toMatchObject({ route: [] });
    expect(resource(config, 'aws_route_table_association', 'shared_c')).toEqual({
      subnet_id: '${aws_subnet.shared_c.id}',
      route_table_id: '${aws_route_table.shared.id}',
    });
  });

  test('resolves names, as endpoints of databases need', () => {
    expect(resource(config, 'aws_vpc', 'shared')).toMatchObject({
      cidr_block: '10.30.0.0/16',
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
  });

  test('leaves the default security group without a rule', () => {
    expect(resource(config, 'aws_default_security_group', 'shared')).toEqual({
      vpc_id: '${aws_vpc.shared.id}',
      ingress: [],
      egress: [],
    });
  });

  test('logs all traffic to a keyed, retained group that exists before', () => {
    expect(resource(config, 'aws_cloudwatch_log_group', 'shared_flow_logs')).toEqual({
      name: '/aws/vpc/acme-prod/flow-logs',
      kms_key_id: 'arn:key',
      retention_in_days: 365,
    });
    expect(resource(config, 'aws_flow_log', 'shared')).toMatchObject({
      traffic_type: 'ALL',
      log_destination: '${aws_cloudwatch_log_group.shared_flow_logs.arn}',
      depends_on: ['aws_iam_role_policy.shared_flow_logs'],
    });
  });

  test('lets flow logs write to that group only, from this account only', () => {
    const [write] = policyOf(resource(config, 'aws_iam_role_policy', 'shared_flow_logs')).Statement;
    expect(write?.Resource).toEqual([
      '${aws_cloudwatch_log_group.shared_flow_logs.arn}',
      '${aws_cloudwatch_log_group.shared_flow_logs.arn}:*',
    ]);
    const role = resource(config, 'aws_iam_role', 'shared_flow_logs');
    expect(policyOf(role, 'assume_role_policy').Statement).toMatchObject([
      {
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '333333333333' } },
      },
    ]);
  });
});

test('an existing network gets a subnet group and nothing else', () => {
  const config = synthOf((stack) => {
    const { address, name } = SETTINGS;
    const subnets = ['subnet-a', 'subnet-c'];
    const network = new ExistingNetwork(stack, 'network', { address, name, vpc: 'vpc-1', subnets });
    expect(network.vpcId).toBe('vpc-1');
  });
  expect(addressesOf(config)).toEqual(['aws_db_subnet_group.shared']);
  expect(resource(config, 'aws_db_subnet_group', 'shared')).toMatchObject({
    name: 'acme-prod',
    subnet_ids: ['subnet-a', 'subnet-c'],
  });
});
