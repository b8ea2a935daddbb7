import fc from 'fast-check';
import { awsIdentities } from '../../../model/access/aws-identities';
import { readIdentity } from '../../../model/access/identity';
import { loginName } from '../../../model/access/login-name';
import {
  awsInstanceOf,
  orderWith,
  resolveFiles,
  SMALL_ESTATE,
  smallEstate,
} from '../../support/estate-folder';

const service = (access: string, more = ''): ReturnType<typeof smallEstate> =>
  smallEstate({
    'services/order.yaml': `service: order\nowner: team-order\ncloud: aws\nengine: postgres\naccess:\n${access}\n${more}`,
  });

test.each([
  ['role/order-api', 'postgres', 'order_api'],
  ['role/teams/order/Order.API', 'postgres', 'order_api'],
  ['role/1st', 'postgres', 'u_1st'],
] as const)('%s logs in to %s as %s', (text, engine, login) => {
  const identity = readIdentity(text);
  expect(
    identity &&
      awsIdentities({ account: '333333333333', prefix: 'acme-prod', id: 'core' }).loginOf(
        identity,
        engine,
        'iam',
      ),
  ).toBe(login);
});

test('a login fits its engine’s limit, and long names stay apart', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{30,60}$/);
  fc.assert(
    fc.property(name, name, (a, b) => {
      const logins = [a, b].map((each) => loginName(each, 'mysql'));
      const distinct =
        a.replace(/-+/g, '-').replace(/-$/, '') !== b.replace(/-+/g, '-').replace(/-$/, '');
      return logins.every((login) => login.length <= 32) && (!distinct || logins[0] !== logins[1]);
    }),
  );
});

test.each([
  '',
  'order',
  'role/',
  'role/*',
  'role/a b',
  'arn:aws:iam::1:role/x',
  'user:mika',
  'group:dba',
  'serviceAccount:',
])('%j is no identity', (text) => {
  expect(readIdentity(text)).toBeUndefined();
});

test('access names the role’s ARN, its login and its way in', () => {
  const { services } = awsInstanceOf(
    service(
      '  - { identity: role/order-api, role: writer }\n  - { identity: role/import, role: reader, via: secret }\n  - { identity: role/later, role: owner, attach: false }',
    ),
    'prod-aws-order',
  );
  expect(
    services[0]?.access.map(({ identity, role, via, login, attach }) => [
      identity,
      role,
      via,
      login,
      attach,
    ]),
  ).toEqual([
    ['arn:aws:iam::333333333333:role/order-api', 'writer', 'iam', 'order_api', true],
    ['arn:aws:iam::333333333333:role/import', 'reader', 'secret', 'import', false],
    ['arn:aws:iam::333333333333:role/later', 'owner', 'iam', 'later', false],
  ]);
});

test('roles of IAM Identity Center are exported, never attached', () => {
  const sso =
    'role/aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_Dba_0123456789abcdef';
  const { services } = awsInstanceOf(
    service(`  - { identity: ${sso}, role: auditor }`),
    'prod-aws-order',
  );
  expect(services[0]?.access[0]?.attach).toBe(false);
  expect(
    resolveFiles(service(`  - { identity: ${sso}, role: auditor, attach: true }`)).problems,
  ).toEqual([expect.stringContaining('attach must be false for a role that AWS owns')]);
});

test.each([
  [
    'twice in a service',
    service('  - { identity: role/a, role: writer }\n  - { identity: role/a, role: reader }'),
    'an identity has one role in a service',
  ],
  [
    'two that make one database user',
    service('  - { identity: role/a-b, role: writer }\n  - { identity: role/a_b, role: reader }'),
    'must differ in the database user they make',
  ],
])('an identity %s is refused', (_, files, says) => {
  expect(resolveFiles(files).problems).toEqual([expect.stringContaining(says)]);
});

test('a role is attached to at most ten login policies', () => {
  const order = String(SMALL_ESTATE['services/order.yaml']);
  const files = (count: number, attach: string): ReturnType<typeof smallEstate> =>
    smallEstate(
      Object.fromEntries([
        ['services/order.yaml', undefined],
        ...Array.from({ length: count }, (_, i) => [
          `services/s${String(i)}.yaml`,
          `${order.replace('order\n', `s${String(i)}\n`)}  - { identity: role/audit, role: auditor${attach} }\n`.replace(
            'role/order-api',
            `role/api-${String(i)}`,
          ),
        ]),
      ]) as Record<string, string>,
    );
  expect(resolveFiles(files(10, '')).problems).toEqual([]);
  expect(resolveFiles(files(11, '')).problems).toEqual([
    expect.stringContaining('a role takes 10 attached policies at most, got 11 instances'),
  ]);
  expect(resolveFiles(files(11, ', attach: false')).problems).toEqual([]);
});

test('an override of access replaces the whole list in its environment', () => {
  const { services } = awsInstanceOf(
    orderWith('overrides:\n  prod:\n    access: [{ identity: role/other, role: reader }]'),
    'prod-aws-order',
  );
  expect(services[0]?.access.map(({ login }) => login)).toEqual(['other']);
});

test('the contract keeps writer and readers apart, verifies the server, and names the output that has the hosts', () => {
  const { services } = awsInstanceOf(orderWith('readers: 1'), 'prod-aws-order');
  expect(services[0]?.contract).toEqual({
    stack: 'prod-aws-order',
    output: 'contract_order',
    writer: { instance: 'acme-prod-order', port: 5432 },
    readers: [{ instance: 'acme-prod-order-reader-1', port: 5432 }],
    client: 'acme-prod-order-clients',
    tls: {
      mode: 'verify-full',
      ca: 'rds-ca-rsa2048-g1',
      bundle: 'https://truststore.pki.rds.amazonaws.com/ap-northeast-1/ap-northeast-1-bundle.pem',
    },
  });
});
