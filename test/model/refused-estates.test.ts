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

const google = (access: string): EstateFiles =>
  smallEstate({
    'estate.yaml': `${ESTATE}    google: { project: acme-prod, region: asia-northeast1, recoveryRegion: asia-northeast2 }\n`,
    'services/web.yaml': `service: web\nowner: team-web\ncloud: google\nengine: postgres\naccess:\n${access}\n`,
  });

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
    smallEstate({
      'instances.lock.yaml':
        'prod-aws-orders: { engine: postgres 17, home: 333333333333 ap-northeast-1 prod, databases: { order_service_db: order } }\n',
    }),
    'services/order.yaml:1:1: the database order_service_db must stay on instance prod-aws-orders, got instance prod-aws-order. Restore the id and the placement it had. If its data has been moved, take it out of instances.lock.yaml.',
  ],
  [
    'a locked database that no service owns',
    smallEstate({
      'instances.lock.yaml':
        'prod-aws-order: { engine: postgres 17, home: 333333333333 ap-northeast-1 prod, databases: { order_service_db: order } }\nprod-aws-x: { engine: postgres 17, home: 333333333333 ap-northeast-1 prod, databases: { x_service_db: x } }\n',
    }),
    'instances.lock.yaml: the database x_service_db must stay on instance prod-aws-x, got no service that owns it. If its service was renamed, write the service’s first name as `id:`. If its data may go, take it out of instances.lock.yaml.',
  ],
  [
    'a major version that would be upgraded',
    {
      ...orderWith('version: 18'),
      'instances.lock.yaml':
        'prod-aws-order: { engine: postgres 17, home: 333333333333 ap-northeast-1 prod, databases: { order_service_db: order } }\n',
    },
    'services/order.yaml:7:1: instance prod-aws-order must stay on postgres 17, got "postgres 18". Write `version: 17`. Kura does not upgrade majors yet: once it is done in RDS, write the new version into instances.lock.yaml.',
  ],
  [
    'a lock that is no lock',
    smallEstate({ 'instances.lock.yaml': 'prod-aws-order: [order_service_db]\n' }),
    'instances.lock.yaml:1:1: prod-aws-order must be a mapping, got a list of 1. Write keys below it: engine, home, databases.',
  ],
  [
    'a role that would make a database user of the engine’s own',
    orderAs('role/order-api', 'role/pg-order'),
    'services/order.yaml:6:7: an identity must not make a database user that is reserved, got "role/pg-order", which makes pg_order. Name the role otherwise, as order-api.',
  ],
  [
    'a role that would be Kura’s own admin',
    orderAs('role/order-api', 'role/kura-admin'),
    'services/order.yaml:6:7: an identity must not make a database user that is reserved, got "role/kura-admin", which makes kura_admin. Name the role otherwise, as order-api.',
  ],
  [
    'an attached policy for a reader of a secret',
    orderAs('role: writer }', 'role: writer, via: secret, attach: true }'),
    'services/order.yaml:6:60: access[0].attach must be left out with via: secret, got true. Take it out: the secret’s own policy names its reader, which must exist.',
  ],
  [
    'a work_mem that PostgreSQL would not take',
    orderWith('workMem: 1kB'),
    'services/order.yaml:7:1: workMem must be from 64kB to 2GB, got "1kB". Write it as 16MB.',
  ],
  [
    'an id that is changed',
    {
      ...orderWith('id: orders'),
      'instances.lock.yaml':
        'prod-aws-order: { engine: postgres 17, home: 333333333333 ap-northeast-1 prod, databases: { order_service_db: order } }\n',
    },
    'services/order.yaml:7:1: the database order_service_db must stay on instance prod-aws-order, got instance prod-aws-orders. Restore the id and the placement it had. If its data has been moved, take it out of instances.lock.yaml.',
  ],
  [
    'a database that another service would own',
    {
      ...another('stock', 'database: order_service_db\nid: order\n'),
      'services/order.yaml': undefined,
      'instances.lock.yaml':
        'prod-aws-order: { engine: postgres 17, home: 333333333333 ap-northeast-1 prod, databases: { order_service_db: user } }\n',
    },
    'services/stock.yaml:7:1: the database order_service_db on prod-aws-order must stay user’s, got "order". Write `id: user` if the service was renamed. If its data has been moved, take it out of instances.lock.yaml.',
  ],
  [
    'an instance that would move to another account',
    {
      ...estateAs('333333333333', '555555555555'),
      'instances.lock.yaml':
        'prod-aws-order: { engine: postgres 17, home: 333333333333 ap-northeast-1 prod, databases: { order_service_db: order } }\n',
    },
    'services/order.yaml:1:1: instance prod-aws-order must stay on 333333333333 ap-northeast-1 prod, got "555555555555 ap-northeast-1 prod". Keep its account, region and network. If its data has been moved, take it out of instances.lock.yaml.',
  ],
  [
    'two instances of one cloud identifier',
    {
      'estate.yaml': `${ESTATE}${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'prod-a')}`,
      'services/b.yaml': `${SERVICE.replace('order\n', 'b\n')}environments: [prod-a]\n`,
      'services/a-b.yaml': `${SERVICE.replace('order\n', 'a-b\n')}environments: [prod]\n`,
    },
    'services/b.yaml:1:1: cloud identifiers must differ, got "acme-prod-a-b" for prod/a-b and prod-a/b. Write another `id:` for the newer of the two.',
  ],
  [
    'an instance named like another environment',
    {
      'estate.yaml': `${ESTATE}${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'prod-eu')}`,
      'services/eu.yaml': `${SERVICE.replace('order\n', 'eu\n')}environments: [prod]\n`,
    },
    'services/eu.yaml:1:1: cloud identifiers must differ, got "acme-prod-eu" for environment prod-eu and prod/eu. Write another `id:` for the newer of the two.',
  ],
  [
    'one login by IAM and by secret',
    {
      ...estateWith('groups:\n  core: [order, user]'),
      ...{
        'services/user.yaml': SERVICE.replace('order\n', 'user\n').replace(
          'writer }',
          'writer, via: secret }',
        ),
      },
    },
    'services/user.yaml:6:7: an identity logs in one way on an instance, got "role/order-api" via iam and via secret. Choose one for all its services here.',
  ],
  [
    'networks of one environment that overlap',
    {
      ...orderWith('compliance: [pci-dss]'),
      'estate.yaml': `${ESTATE}      isolated: { order: { network: { cidr: 10.30.64.0/20 } } }\n`,
    },
    'estate.yaml:11:39: the networks of an environment must not overlap, got 10.30.64.0/20 and 10.30.0.0/16. Take a range outside the environment’s.',
  ],
  [
    'an isolated entry for a service that is not',
    smallEstate({
      'estate.yaml': `${ESTATE}      isolated: { order: { network: { cidr: 10.40.0.0/20 } } }\n`,
    }),
    'estate.yaml:11:19: isolated must name services that are isolated in prod, got "order". Take it out, or write `placement: isolated` in the service.',
  ],
  [
    'an environment without account and project',
    smallEstate({ 'estate.yaml': `${ESTATE}  empty: { preset: staging }\n` }),
    'estate.yaml:11:3: environment empty must have an account or a project, got neither. Write `aws:` or `google:` below it.',
  ],
  [
    'too few zones',
    estateAs('10.30.0.0/16 }', '10.30.0.0/16, zones: [ap-northeast-1a, ap-northeast-1c] }'),
    'estate.yaml:10:38: zones must name 3 or more different zones for this preset, got ap-northeast-1a, ap-northeast-1c. Add a zone.',
  ],
  [
    'a zone of another region',
    estateAs(
      '10.30.0.0/16 }',
      '10.30.0.0/16, zones: [ap-northeast-1a, ap-northeast-1c, us-east-1a] }',
    ),
    'estate.yaml:10:38: zones must be zones of ap-northeast-1, got "us-east-1a". Write them as ap-northeast-1a.',
  ],
  [
    'a local zone',
    estateAs(
      '10.30.0.0/16 }',
      '10.30.0.0/16, zones: [ap-northeast-1a, ap-northeast-1c, ap-northeast-1-tpe-1a] }',
    ),
    'estate.yaml:10:38: zones must be availability zones lettered a to h, got ap-northeast-1a, ap-northeast-1c, ap-northeast-1-tpe-1a. Remove ap-northeast-1-tpe-1a.',
  ],
  [
    'an existing network with too few subnets',
    estateAs(
      '10.30.0.0/16 }',
      '10.30.0.0/16, vpc: vpc-0a1b2c3d, subnets: [subnet-0a1b2c3d, subnet-1a1b2c3d] }',
    ),
    'estate.yaml:10:57: subnets must name 3 or more different subnets, one in each zone, got 2. Name a private subnet of each zone.',
  ],
  [
    'a network of AWS that is too narrow',
    estateAs('10.30.0.0/16', '10.30.0.0/24'),
    'estate.yaml:10:18: cidr must be a range from /16 to /23, got "10.30.0.0/24". AWS takes no subnet narrower than /28; use a /23 or wider.',
  ],
  [
    'an override for an environment the service is not in',
    {
      ...orderWith('environments: [prod]\noverrides: { qa: { tier: large } }'),
      'estate.yaml': `${ESTATE}${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'qa')}`,
    },
    'services/order.yaml:8:14: overrides must be for environments that order runs in, got "qa". Add it to `environments`, or take the override out.',
  ],
  [
    'two services with one database',
    {
      ...estateWith('groups:\n  core: [order, user]'),
      'services/user.yaml': `${SERVICE.replace('order\n', 'user\n').replace('role/order-api', 'role/user-api')}database: order_service_db\n`,
    },
    'services/user.yaml:7:1: each service on prod/core must own a database of its own, got "order_service_db", already order’s. Write another `database:`.',
  ],
  [
    'a database of the engine’s own',
    orderWith('database: rdsadmin'),
    'services/order.yaml:7:1: database must be a database name in lower-case letters, digits and underscores, with a letter first, and not the engine’s own, got "rdsadmin". Write it as order_service_db.',
  ],
  [
    'a pool that keeps more than it may hold',
    orderWith('pool: { min: 9, max: 3 }'),
    'services/order.yaml:7:1: pool.min must be pool.max at most, got 9 over 3. Lower min, or raise max.',
  ],
  [
    'more storage than an instance takes',
    orderWith('storage: 60TB'),
    'services/order.yaml:7:1: storage, or a year of growth, must be 58 TiB at most on one instance, got 60TB. Lower it, or place the service elsewhere.',
  ],
  [
    'more growth than an instance takes',
    orderWith('growth: 900TB/year'),
    'services/order.yaml:7:1: storage, or a year of growth, must be 58 TiB at most on one instance, got 900TB. Lower it, or place the service elsewhere.',
  ],
  [
    'a state key of another region',
    smallEstate({
      'estate.yaml': `${ESTATE}      state: { bucket: acme-state, kmsKey: 'arn:aws:kms:us-east-1:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000' }\n`,
    }),
    'estate.yaml:11:36: kmsKey must be a key of account 333333333333 in ap-northeast-1, where the state is, got "arn:aws:kms:us-east-1:333333333333:key/0a1b2c3d-0000-0000-00…". Write the ARN that `kura bootstrap` printed for this environment.',
  ],
  [
    'a recovery region of the other cloud',
    estateAs('ap-northeast-3', 'asia-northeast2'),
    'estate.yaml:9:7: environments.prod.aws.recoveryRegion must be a region of its cloud, got "asia-northeast2". Write it as ap-northeast-3.',
  ],
  [
    'an isolated service named like a property of every object',
    another('constructor', 'compliance: [pci-dss]\n'),
    'estate.yaml:6:5: environment prod must give the isolated service constructor a network of its own, got none. Write `isolated: { constructor: { network: { cidr: … } } }` below `aws:`, with a range outside the environment’s.',
  ],
  [
    'a name that no object can have',
    orderWith('overrides: { __proto__: { tier: large } }'),
    'services/order.yaml: names must be plain, got "__proto__". Choose another name.',
  ],
  [
    'more readers of secrets than a key’s policy names',
    orderWith(
      Array.from(
        { length: 101 },
        (_, i) => `  - { identity: role/r${String(i)}, role: reader, via: secret }`,
      ).join('\n'),
    ),
    'services/order.yaml:5:1: at most 100 identities may log in via secret on one instance, got 101. Let them log in by IAM, or place a service elsewhere.',
  ],
  [
    'mixed engines in a group',
    {
      ...estateWith('groups:\n  core: [order, user]'),
      'services/user.yaml': SERVICE.replace('order\n', 'user\n').replace('postgres', 'mysql'),
    },
    'estate.yaml:12:3: the services of group core must have one engine, got order (postgres), user (mysql). Make a group for each engine.',
  ],
  [
    'mixed versions on one instance',
    {
      ...estateWith('groups:\n  core: [order, user]'),
      'services/user.yaml': `${SERVICE.replace('order\n', 'user\n').replace('role/order-api', 'role/user-api')}version: 16\n`,
    },
    'services/user.yaml:7:1: the services on prod/core must have one version (order: 17), got "16". Agree on one, or place the service elsewhere.',
  ],
  [
    'one id for two instances',
    {
      ...another('user', 'id: order\ndatabase: user_db\n'),
    },
    'services/user.yaml:7:1: instance ids must differ in prod, got "order", already the id of service order. Write another `id:` for the newer of the two.',
  ],
  [
    'high traffic on a shared instance in production',
    orderWith('traffic: high\nplacement: shared'),
    'services/order.yaml:8:1: placement must not be shared in production for high traffic, got "shared". Leave placement out, or write dedicated or group.',
  ],
  [
    'more readers than a preset allows',
    {
      ...orderWith('readers: 2'),
      ...{ 'estate.yaml': ESTATE.replace('production', 'development') },
    },
    'services/order.yaml:7:1: readers must be 1 at most in development, got 2. Lower it there with `overrides`.',
  ],
  [
    'a Google service with an identity of AWS',
    google('  - { identity: role/web, role: writer }'),
    'services/web.yaml:5:1: an identity of a service on google must be a service account, user or group, got "role/web". Write it as serviceAccount:suzumina-web.',
  ],
  [
    'a Google service on a shared core in production',
    google("  - { identity: 'serviceAccount:web', role: writer }\ntier: micro"),
    'services/web.yaml:7:1: tier must be balanced-2, medium, balanced-4, large, balanced-8, xlarge or 2xlarge in production, got "micro". A shared core has no steady performance: take a larger one.',
  ],
  [
    'a Google service of an ended version',
    google("  - { identity: 'serviceAccount:web', role: writer }\nversion: 14"),
    'services/web.yaml:7:1: version must be 16, 17 or 18 for PostgreSQL, got "14". PostgreSQL 14 ended with the community on 2026-11-12: write `version: 17`, or leave it out.',
  ],
  [
    'a Google service open to the internet',
    google("  - { identity: 'serviceAccount:web', role: writer }\nclients: [{ cidr: 0.0.0.0/0 }]"),
    'services/web.yaml:7:1: a client of a service on google must be a private range, got "0.0.0.0/0". Name a range of the network.',
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
    'services/order.yaml: names must be plain, got "__proto__". Choose another name.',
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
    'estate.yaml:10:18: cidr must be the network’s own range, /16 at the widest, got "10.0.0.0/8". AWS takes no network wider than /16: write the VPC’s range.',
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
    'services/order.yaml:8:1: planned memory must be at most 125519MB, what 2xlarge has for it, got 379452MB for 5000 connections. Lower maxConnections or workMem, or take a larger tier.',
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
