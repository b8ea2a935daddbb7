import { Endpoints } from '../../../constructs/aws/endpoints';
import { Passage } from '../../../constructs/aws/passage';
import { addressesOf, policyOf, resource, synthOf } from '../../support/synth';

const config = synthOf((stack) => {
  const network = { vpcId: 'vpc-1', subnetIds: ['subnet-a', 'subnet-c'] };
  const endpoints = new Endpoints(
    stack,
    'endpoints',
    {
      address: 'shared',
      name: 'acme-prod',
      account: '333333333333',
      region: 'ap-northeast-1',
      cidr: '10.30.0.0/16',
      services: ['rds', 'secretsmanager'],
    },
    network,
  );
  new Passage(
    stack,
    'passage',
    { address: 'shared', prefix: 'acme-prod', who: 'runner', ports: [3306, 5432] },
    { ...network, apis: { referencedSecurityGroupId: endpoints.securityGroupId } },
  );
});

test('a way to databases is two groups, with rules that do not grow with the databases', () => {
  expect(addressesOf(config)).toEqual([
    'aws_security_group.shared_endpoints',
    'aws_security_group.shared_runner',
    'aws_security_group.shared_runner_databases',
    'aws_vpc_endpoint.shared_rds',
    'aws_vpc_endpoint.shared_secretsmanager',
    'aws_vpc_security_group_egress_rule.shared_runner_3306',
    'aws_vpc_security_group_egress_rule.shared_runner_5432',
    'aws_vpc_security_group_egress_rule.shared_runner_apis',
    'aws_vpc_security_group_ingress_rule.shared_endpoints',
    'aws_vpc_security_group_ingress_rule.shared_runner_3306',
    'aws_vpc_security_group_ingress_rule.shared_runner_5432',
  ]);
});

test('who comes to a network with another way to AWS goes into its ranges, each by a rule of its own', () => {
  const existing = synthOf(
    (stack) =>
      new Passage(
        stack,
        'passage',
        { address: 'shared', prefix: 'acme-dev', who: 'runner', ports: [5432] },
        { vpcId: 'vpc-1', apis: { cidrsIpv4: ['10.62.0.0/24', '0.0.0.0/0'] } },
      ),
  );
  const rules = existing.resource.aws_vpc_security_group_egress_rule ?? {};
  expect(
    Object.entries(rules).map(([name, { cidr_ipv4, from_port }]) => [name, cidr_ipv4, from_port]),
  ).toEqual([
    ['shared_runner_5432', undefined, 5432],
    ['shared_runner_apis_0_0_0_0_0', '0.0.0.0/0', 443],
    ['shared_runner_apis_10_62_0_0_24', '10.62.0.0/24', 443],
  ]);
});

test('who comes reaches databases that let it in and AWS, by group and port', () => {
  const out = Object.values(config.resource.aws_vpc_security_group_egress_rule ?? {});
  expect(out.map((rule) => [rule.referenced_security_group_id, rule.from_port])).toEqual([
    ['${aws_security_group.shared_runner_databases.id}', 3306],
    ['${aws_security_group.shared_runner_databases.id}', 5432],
    ['${aws_security_group.shared_endpoints.id}', 443],
  ]);
  expect(out.every((rule) => rule.from_port === rule.to_port && rule.ip_protocol === 'tcp')).toBe(
    true,
  );
});

test('a database that joins lets in who comes, and nobody else', () => {
  const into = Object.values(config.resource.aws_vpc_security_group_ingress_rule ?? {}).filter(
    (rule) => rule.security_group_id === '${aws_security_group.shared_runner_databases.id}',
  );
  expect(into.map((rule) => rule.referenced_security_group_id)).toEqual([
    '${aws_security_group.shared_runner.id}',
    '${aws_security_group.shared_runner.id}',
  ]);
});

test('endpoints answer the network by their own names, for the account alone', () => {
  const endpoint = resource(config, 'aws_vpc_endpoint', 'shared_rds');
  expect(endpoint).toMatchObject({
    service_name: 'com.amazonaws.ap-northeast-1.rds',
    vpc_endpoint_type: 'Interface',
    private_dns_enabled: true,
    subnet_ids: ['subnet-a', 'subnet-c'],
    security_group_ids: ['${aws_security_group.shared_endpoints.id}'],
  });
  expect(policyOf(endpoint).Statement).toMatchObject([
    { Condition: { StringEquals: { 'aws:PrincipalAccount': '333333333333' } } },
  ]);
  // Names resolve to them for applications too, whose way to Secrets Manager they then are.
  expect(resource(config, 'aws_vpc_security_group_ingress_rule', 'shared_endpoints')).toMatchObject(
    { cidr_ipv4: '10.30.0.0/16', from_port: 443, to_port: 443 },
  );
});
