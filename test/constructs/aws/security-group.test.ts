import { SecurityGroup, type SecurityGroupSettings } from '../../../constructs/aws/security-group';
import { addressesOf, resource, synthOf } from '../../support/synth';

const SETTINGS: SecurityGroupSettings = {
  address: 'core-db',
  identifier: 'acme-prod-core-db',
  port: 5432,
  clientSecurityGroups: [],
  clientCidrs: [],
};

const groupsOf = (settings: Partial<SecurityGroupSettings> = {}) =>
  synthOf(
    (stack) =>
      new SecurityGroup(stack, 'security-group', { ...SETTINGS, ...settings }, { vpcId: 'vpc-1' }),
  );

const DATABASE = '${aws_security_group.core_db.id}';
const CLIENTS = '${aws_security_group.core_db_clients.id}';
const PORT = { ip_protocol: 'tcp', from_port: 5432, to_port: 5432 };

test('the database admits its clients on its port, and starts no connection', () => {
  const config = groupsOf();
  expect(Object.keys(config.resource.aws_vpc_security_group_ingress_rule ?? {})).toEqual([
    'core_db_from_clients',
  ]);
  const rule = resource(config, 'aws_vpc_security_group_ingress_rule', 'core_db_from_clients');
  expect(rule).toEqual({
    ...PORT,
    security_group_id: DATABASE,
    referenced_security_group_id: CLIENTS,
    description: 'Database port from its own clients',
  });
  const egress = Object.values(config.resource.aws_vpc_security_group_egress_rule ?? {});
  expect(egress).toHaveLength(1);
  expect(egress[0]).toMatchObject({
    ...PORT,
    security_group_id: CLIENTS,
    referenced_security_group_id: DATABASE,
  });
});

test('named groups and ranges are admitted one rule each', () => {
  const config = groupsOf({
    clientSecurityGroups: ['sg-0a1b2c3d4e5f60718'],
    clientCidrs: ['10.30.64.0/18'],
  });
  const type = 'aws_vpc_security_group_ingress_rule';
  expect(addressesOf(config).filter((address) => address.startsWith(type))).toEqual([
    `${type}.core_db_from_10_30_64_0_18`,
    `${type}.core_db_from_clients`,
    `${type}.core_db_from_sg_0a1b2c3d4e5f60718`,
  ]);
  expect(resource(config, type, 'core_db_from_10_30_64_0_18')).toEqual({
    ...PORT,
    security_group_id: DATABASE,
    cidr_ipv4: '10.30.64.0/18',
    description: 'Database port from 10.30.64.0/18',
  });
  expect(resource(config, type, 'core_db_from_sg_0a1b2c3d4e5f60718')).toMatchObject({
    ...PORT,
    referenced_security_group_id: 'sg-0a1b2c3d4e5f60718',
  });
});

test('the groups themselves hold no rule', () => {
  const config = groupsOf();
  for (const name of ['core_db', 'core_db_clients']) {
    const group = resource(config, 'aws_security_group', name);
    expect(group).toMatchObject({ vpc_id: 'vpc-1', revoke_rules_on_delete: true });
    expect(group).not.toHaveProperty('ingress');
    expect(group).not.toHaveProperty('egress');
  }
});

test('where another region serves, no client is admitted, and the groups stay', () => {
  const config = groupsOf({ clientCidrs: ['10.30.64.0/18'], fenced: true });
  expect(addressesOf(config)).toEqual([
    'aws_security_group.core_db',
    'aws_security_group.core_db_clients',
    'aws_vpc_security_group_egress_rule.core_db_clients',
  ]);
});
