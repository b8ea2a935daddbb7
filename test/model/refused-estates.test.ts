import {
  estateFolder,
  estateWith,
  orderWith,
  resolveFiles,
  SMALL_ESTATE,
  smallEstate,
  type EstateFiles,
} from '../support/estate-folder';
import { loadEstate } from '../../model/language/load-estate';

const SERVICE = String(SMALL_ESTATE['services/order.yaml']);
const ESTATE = String(SMALL_ESTATE['estate.yaml']);

const orderAs = (from: string, to: string, more = ''): EstateFiles =>
  smallEstate({ 'services/order.yaml': SERVICE.replace(from, to) + more });
const estateAs = (from: string, to: string): EstateFiles =>
  smallEstate({ 'estate.yaml': ESTATE.replace(from, to) });
const windows = (text: string): EstateFiles =>
  estateAs('environments:', `windows: ${text}\nenvironments:`);
const another = (name: string, more = ''): EstateFiles =>
  smallEstate({ [`services/${name}.yaml`]: SERVICE.replace('order\n', `${name}\n`) + more });

const SERVICE_KEYS =
  'Known here: service, id, owner, cloud, engine, version, database, traffic, compliance, access, clients, tier, readers, placement, storage, growth, pool, maxConnections, workMem, environments, overrides.';

/** What is wrong, the estate, and the first message the user reads. */
const REFUSED: readonly (readonly [why: string, files: EstateFiles, says: string])[] = [
  [
    'an unknown key',
    orderWith('tire: small'),
    `services/order.yaml:7:1: only known keys are allowed in this file, got "tire". Did you mean "tier"? ${SERVICE_KEYS}`,
  ],
  [
    'an unknown key inside a list, without its value',
    orderAs('role: writer }', 'role: writer, pasword: hunter2 }'),
    'services/order.yaml:6:47: only known keys are allowed in access[0], got "pasword". Known here: identity, role, via, attach.',
  ],
  [
    'a service described twice',
    smallEstate({ 'services/orders.yaml': SERVICE }),
    'services/orders.yaml:1:1: each service is described once, got "order", already in services/order.yaml. Rename one of the two.',
  ],
  [
    'a key written twice',
    orderWith('owner: x'),
    'services/order.yaml:7:1: a YAML document is required, got a key that stands here twice. Keep one of the two.',
  ],
  [
    'a service in two groups',
    estateWith('groups:\n  a: [order]\n  b: [order]'),
    'estate.yaml:13:7: a service belongs to one group, got "order" in a and b. Take it out of one of them.',
  ],
  [
    'a group of services that are not there',
    estateWith('groups:\n  a: [ordr]'),
    'estate.yaml:12:7: group a must name services of the estate, got "ordr". Did you mean "order"?',
  ],
  [
    'a burstable tier in production',
    orderWith('tier: small'),
    'services/order.yaml:7:1: tier must be balanced-2, medium, balanced-4, large, balanced-8, xlarge or 2xlarge in production, got "small". A burstable class runs out of credits under load: take a larger one.',
  ],
  [
    'a tier the region does not have',
    estateAs('region: ap-northeast-1', 'region: eu-west-3'),
    'services/order.yaml:1:1: tier must be one that eu-west-3 has (micro, small, balanced-2, balanced-4 or balanced-8), got "2xlarge", which is db.r7g.4xlarge. Write another `tier:`, or take another region.',
  ],
  [
    'PostgreSQL 14, which has ended',
    orderWith('version: 14'),
    'services/order.yaml:7:1: version must be 16, 17 or 18 for PostgreSQL, got "14". PostgreSQL 14 ended with the community on 2026-11-12: write `version: 17`, or leave it out.',
  ],
  [
    'a version nobody offers',
    orderWith('version: 9.6'),
    'services/order.yaml:7:1: version must be 16, 17 or 18 for PostgreSQL, got "9.6". Write `version: 17`, or leave it out.',
  ],
  [
    'a version that is no version',
    orderWith('version: [1]'),
    'services/order.yaml:7:1: version must be a major version, got a list of 1. Write it as 17 or 8.4.',
  ],
  [
    'windows that overlap',
    windows("{ backup: '02:00', maintenance: { day: sunday, start: '02:30' } }"),
    'estate.yaml:3:29: the backup and maintenance windows must not overlap, got backup 02:00 and maintenance sunday 02:30, an hour each. Move one of them by an hour or more.',
  ],
  [
    'a backup in business hours',
    windows("{ backup: '11:00' }"),
    'estate.yaml:3:12: the backup window must lie outside 08:00–20:00 in Asia/Tokyo, got 11:00. Write a time at night: it is read in the estate’s time zone, not in UTC.',
  ],
  [
    'a public range as client',
    orderWith('clients: [{ cidr: 8.8.8.0/24 }]'),
    'services/order.yaml:7:1: a client’s cidr must lie inside the network 10.30.0.0/16, got "8.8.8.0/24". Name a range of the network, or a securityGroup.',
  ],
  [
    'the whole internet as client',
    orderWith('clients: [{ cidr: 0.0.0.0/0 }]'),
    'services/order.yaml:7:1: a client’s cidr must lie inside the network 10.30.0.0/16, got "0.0.0.0/0". Name a range of the network, or a securityGroup.',
  ],
  [
    'a private range outside the network as client',
    orderWith('clients: [{ cidr: 10.99.0.0/24 }]'),
    'services/order.yaml:7:1: a client’s cidr must lie inside the network 10.30.0.0/16, got "10.99.0.0/24". Name a range of the network, or a securityGroup.',
  ],
  [
    'a range with host bits',
    orderWith('clients: [{ cidr: 10.30.0.1/24 }]'),
    'services/order.yaml:7:13: clients[0].cidr must be the first address of its range, got "10.30.0.1/24". Use 10.30.0.0/24.',
  ],
  [
    'an identity of the other cloud',
    orderAs('role/order-api', 'serviceAccount:order'),
    'services/order.yaml:6:7: an identity of a service on aws must be an IAM role, got "serviceAccount:order". Write it as role/order-api.',
  ],
  [
    'a connection string as identity, without its password',
    orderAs('role/order-api', 'postgres://u:secret@host/db'),
    'services/order.yaml:6:7: access[0].identity must be an identity, got "postgres://…@host/db". On AWS write role/order-api (a role of the environment’s account); on Google serviceAccount:order-api, user:… or group:….',
  ],
  [
    'everybody as identity',
    orderAs('role/order-api', "'*'"),
    'services/order.yaml:6:7: access[0].identity must be an identity, got "*". On AWS write role/order-api (a role of the environment’s account); on Google serviceAccount:order-api, user:… or group:….',
  ],
  [
    'an identity of another account',
    orderAs('role/order-api', "'arn:aws:iam::999999999999:role/x'"),
    'services/order.yaml:6:7: an identity must be in account 333333333333: IAM login does not cross accounts, got "arn:aws:iam::999999999999:role/x". Write role/NAME, without the account.',
  ],
  [
    'a changed instance id',
    smallEstate({ 'instances.lock.yaml': 'prod-aws-orders: [order_service_db]\n' }),
    'services/order.yaml:1:1: the database order_service_db must stay on instance prod-aws-orders, got instance prod-aws-order. Write `id: orders`, or the placement it had. If its data has been moved, take it out of instances.lock.yaml.',
  ],
  [
    'a locked database that no service owns',
    smallEstate({
      'instances.lock.yaml': 'prod-aws-order: [order_service_db]\nprod-aws-x: [x_service_db]\n',
    }),
    'instances.lock.yaml: the database x_service_db must stay on instance prod-aws-x, got no service that owns it. If its service was renamed, write the service’s first name as `id:`. If its data may go, take it out of instances.lock.yaml.',
  ],
  [
    'ids that lead round in a circle',
    smallEstate({
      'services/order.yaml': SERVICE.replace('owner', 'id: user\nowner'),
      'services/user.yaml': SERVICE.replace('order\n', 'user\nid: order\n'),
    }),
    'services/order.yaml:2:1: instance ids must not lead back to their service, got order → user → order. Give each service the id its database was made with.',
  ],
  [
    'a YAML anchor inside itself',
    orderWith('clients: &a [*a]'),
    'services/order.yaml:7:14: clients[0] must be a mapping, got a list of 1. Write keys below it: securityGroup, cidr.',
  ],
  [
    'YAML anchors that explode',
    orderWith(
      'x1: &a [1,1,1,1,1,1,1,1,1]\nx2: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nx3: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nx4: &d [*c,*c,*c,*c,*c,*c,*c,*c]\nx5: [*d,*d,*d,*d,*d,*d]',
    ),
    'services/order.yaml: at most 50 uses of YAML aliases are allowed, got more. Write the values out.',
  ],
  [
    'an empty estate file',
    smallEstate({ 'estate.yaml': '' }),
    'estate.yaml:1:1: the file must be a mapping, got an empty value. Write keys below it: organisation, timeZone, windows, environments, groups.',
  ],
  [
    'an estate without services',
    smallEstate({ 'services/order.yaml': undefined }),
    'services/: a folder with one YAML file a service is required, got nothing. Write the first with `npx kura new service order`.',
  ],
  [
    'a file that is not YAML',
    smallEstate({ 'estate.yaml': '{{{ :: not\n\t- yaml' }),
    'estate.yaml:2:8: a YAML document is required, got text that YAML cannot read (BAD_INDENT). Check the indentation, colons and quotes around here.',
  ],
  [
    'bytes that are not UTF-8',
    smallEstate({ 'services/order.yaml': Buffer.from([0xff, 0xfe, 0x00, 0xd8]) }),
    'services/order.yaml: UTF-8 text is required, got bytes that are not. Save the file as UTF-8.',
  ],
  [
    'a file of 10 MB',
    smallEstate({ 'services/order.yaml': 'x'.repeat(10 * 1024 ** 2) }),
    'services/order.yaml: a file of at most 256 KiB is required, got 10240 KiB. Keep one service in a file.',
  ],
  [
    'a YAML tag',
    orderWith('readers: !!js/function "x"'),
    'services/order.yaml:7:10: a YAML document is required, got a tag. Leave tags (!…) out: the schema knows each value’s type.',
  ],
  [
    'a prototype as key',
    orderWith('__proto__: { x: 1 }'),
    `services/order.yaml:7:1: only known keys are allowed in this file, got "__proto__". ${SERVICE_KEYS}`,
  ],
  [
    'two documents in a file',
    orderWith('---\na: 1'),
    'services/order.yaml:7:1: a YAML document is required, got several documents. Keep one document in a file.',
  ],
  [
    'an isolated service without a network',
    orderWith('compliance: [pci-dss]'),
    'estate.yaml:6:5: environment prod must give the isolated service order a network of its own, got none. Write `isolated: { order: { network: { cidr: … } } }` below `aws:`, with a range outside the environment’s.',
  ],
  [
    'a regulated service placed with others',
    orderWith('compliance: [pci-dss]\nplacement: dedicated'),
    'services/order.yaml:8:1: placement must be isolated in production under pci-dss, got "dedicated". Leave placement out, or take the regime off the service.',
  ],
  [
    'a group placement without a group',
    orderWith('placement: group'),
    'services/order.yaml:7:1: placement group needs a group that names the service, got "group". Name the service under `groups` in estate.yaml.',
  ],
  [
    'a public network',
    estateAs('10.30.0.0/16', '8.0.0.0/16'),
    'estate.yaml:10:18: cidr must be a private range (RFC 1918 or 100.64.0.0/10), got "8.0.0.0/16". Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
  ],
  [
    'a network wider than AWS takes',
    estateAs('10.30.0.0/16', '10.0.0.0/8'),
    'estate.yaml:10:18: cidr must be a range from /16 to /23, got "10.0.0.0/8". AWS takes no network wider than /16; use a part, such as 10.0.0.0/16.',
  ],
  [
    'a recovery region that is the primary one',
    estateAs('northeast-3', 'northeast-1'),
    'estate.yaml:9:7: recoveryRegion must differ from region, got "ap-northeast-1". Name another region.',
  ],
  [
    'a region whose zones are unknown',
    estateAs('region: ap-northeast-1', 'region: xx-east-9'),
    'estate.yaml:10:7: zones must be named for a region whose zones are not in the table (ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, sa-east-1, us-east-1, us-east-2 or us-west-2), got "xx-east-9". Write `zones:` with zones your account can use.',
  ],
  [
    'an account id that YAML read as a number',
    estateAs("'333333333333'", '033333333333'),
    'estate.yaml:7:7: environments.prod.aws.account must be an AWS account id of twelve digits, in quotes, got 33333333333. Write it as "123456789012": quotes keep leading zeros.',
  ],
  [
    'an environment that is not there',
    orderWith('environments: [prd]'),
    'services/order.yaml:7:16: an environment of estate.yaml is required (prod), got "prd". Did you mean "prod"?',
  ],
  [
    'an override for an environment that is not there',
    orderWith('overrides: { prd: { tier: large } }'),
    'services/order.yaml:7:14: an environment of estate.yaml is required (prod), got "prd". Did you mean "prod"?',
  ],
  [
    'an override of what cannot differ',
    orderWith('overrides: { prod: { engine: mysql } }'),
    'services/order.yaml:7:22: only known keys are allowed in overrides.prod, got "engine". Known here: access, clients, tier, readers, placement, storage, growth, pool, maxConnections, workMem.',
  ],
  [
    'pools that sum to more than the database takes',
    orderWith('pool: { max: 1000, instances: 10 }'),
    'services/order.yaml:7:1: the pools on prod/order must sum to 800 connections at most, four fifths of max_connections 1000, got 10000 (order 1000×10). Lower pool.max or pool.instances, raise maxConnections, or take a larger tier.',
  ],
  [
    'memory that does not fit the tier',
    orderWith('maxConnections: 5000\nworkMem: 64MB'),
    'services/order.yaml:8:1: planned memory must be at most 117964MB, nine tenths of 2xlarge, got 380840MB for 5000 connections. Lower maxConnections or workMem, or take a larger tier.',
  ],
  [
    'a file that would be ignored',
    smallEstate({ 'services/x.yml': SERVICE }),
    'services/x.yml: only .yaml files are allowed here, got "x.yml". Rename it to <service>.yaml, or move it away.',
  ],
  [
    'a service name in capitals',
    smallEstate({ 'services/Order.yaml': SERVICE.replace('order\n', 'Order\n') }),
    'services/Order.yaml:1:1: service must be a service name in lower-case letters, digits and single hyphens, with a letter first, got "Order". Write it as order or order-history.',
  ],
  [
    'a cloud identifier over 63 characters',
    smallEstate({
      'services/a123456789-b123456789-c123456789.yaml': SERVICE.replace(
        'order\n',
        'a123456789-b123456789-c123456789\n',
      ),
      'estate.yaml': ESTATE.replace('prod:', 'production-in-tokyo:'),
    }),
    'services/a123456789-b123456789-c123456789.yaml:1:1: cloud identifiers must be 63 characters at most, got "acme-production-in-tokyo-a123456789-b123456789-c123456789-re…" (66). Write a shorter `id:`.',
  ],
  [
    'an instance that would take the foundation’s name',
    another('foundation'),
    'services/foundation.yaml:1:1: an instance id must not be foundation or recovery, nor end like a reader’s, got "foundation". Write another `id:`.',
  ],
  [
    'a work_mem for MySQL',
    orderAs('postgres', 'mysql', 'workMem: 16MB\n'),
    'services/order.yaml:7:1: workMem is PostgreSQL’s, got a MySQL service. Take it out: MySQL sizes sort buffers by itself.',
  ],
  [
    'a cloud that no environment has',
    orderAs('cloud: aws', 'cloud: google'),
    'services/order.yaml:3:1: an environment on google is required, got none. Write `google:` below an environment in estate.yaml.',
  ],
  [
    'a truth value as number',
    orderWith('readers: true'),
    'services/order.yaml:7:1: readers must be a whole number from 0 to 15, got true. Write it in digits, without quotes.',
  ],
  [
    'a time zone by abbreviation',
    estateAs('Asia/Tokyo', 'JST'),
    'estate.yaml:2:1: timeZone must be an IANA time zone, got "JST". Write it as Asia/Tokyo.',
  ],
];

describe('an estate is refused for', () => {
  test.each(REFUSED)('%s', (_, files, says) => {
    const { deployment, problems } = resolveFiles(files);
    expect(deployment).toBeUndefined();
    expect(problems[0]).toBe(says);
  });
});

test('one mistake that matters in two environments is told once', () => {
  const two = ESTATE.replace(
    'environments:\n',
    `environments:\n${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'qa')}`,
  );
  const { problems } = resolveFiles({ ...orderWith('version: 14'), 'estate.yaml': two });
  expect(problems).toHaveLength(1);
});

test.each(['ledger-reader-1', 'recovery'])('the id %s is kept for others', (name) => {
  expect(resolveFiles(another(name)).problems).toEqual([
    expect.stringContaining(
      'an instance id must not be foundation or recovery, nor end like a reader’s',
    ),
  ]);
});

test('an isolated instance leaves room for the name of its own role', () => {
  const name = 'a123456789-b123456789-c123456789-d123456';
  const { problems } = resolveFiles({
    ...another(name, 'readers: 0\ncompliance: [pci-dss]\n'),
    'estate.yaml': `${ESTATE.replace('prod:', 'production:')}      isolated: { ${name}: { network: { cidr: 10.40.0.0/20 } } }\n`,
  });
  expect(problems).toEqual([
    expect.stringContaining(
      'an isolated instance’s cloud identifier must be 49 characters at most',
    ),
  ]);
});

test('all problems of all files are listed at once, in the order of their places', () => {
  const { problems } = resolveFiles({
    ...orderWith('tier: huge\nreaders: 99\npool: 3'),
    'services/user.yaml': 'service: user\n',
  });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'services/order.yaml:7:1:',
    'services/order.yaml:8:1:',
    'services/order.yaml:9:1:',
    'services/user.yaml:1:1:',
    'services/user.yaml:1:1:',
    'services/user.yaml:1:1:',
    'services/user.yaml:1:1:',
  ]);
});

test('micro stays in development, whatever else fits', () => {
  const { problems } = resolveFiles(orderWith('tier: micro\npool: { max: 5 }'));
  expect(problems).toEqual([
    'services/order.yaml:7:1: tier must be balanced-2, medium, balanced-4, large, balanced-8, xlarge or 2xlarge in production, got "micro". A shared core has no steady performance: take a larger one.',
  ]);
  expect(
    resolveFiles({
      ...orderWith('tier: micro'),
      ...estateAs('production', 'development'),
      'services/order.yaml': `${SERVICE}tier: micro\n`,
    }).problems,
  ).toEqual([]);
});

test('a missing folder is named as the user wrote it', () => {
  const read = loadEstate('no/such/folder');
  expect(read.ok ? [] : read.problems).toEqual([
    {
      place: 'no/such/folder',
      required: 'a folder with estate.yaml and services/ is required',
      got: 'nothing',
      cure: 'Name the estate’s folder with --estate DIR or KURA_ESTATE.',
    },
  ]);
});

test('messages name files by the estate, not by the machine', () => {
  const folder = estateFolder(orderWith('tire: small'));
  const read = loadEstate(folder);
  expect(JSON.stringify(read)).not.toContain(folder);
});

test('the small estate itself resolves', () => {
  expect(resolveFiles(SMALL_ESTATE).problems).toEqual([]);
});
