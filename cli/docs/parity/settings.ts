import type { Cloud } from '../../../model/access/identity';
import type { Engine } from '../../../model/tables/engines';
import { ALERT_SETTINGS } from './alert-settings';
import { keyIn, stateOf } from './audit-settings';
import {
  networkThereBelow,
  recoveryBelow,
  SERVICE_RECOVERY,
  subnetThereBelow,
} from './recovery-settings';

/** One column of the table: a cloud and an engine. */
export interface Column {
  readonly cloud: Cloud;
  readonly engine: Engine;
}

/** What a file says, as YAML reads it. */
export type Plain =
  string | number | boolean | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/** What it says in each column: the same, or not. */
export type Said = Plain | ((column: Column) => Plain);

/** Statements by path: `service.` or `estate.`, then as the reference of the language names the key. */
export type Statements = Readonly<Record<string, Said>>;

/** One key of the language and two things it may say. */
export interface Setting {
  readonly path: string;
  /** What it says at first; absent where it does not stand there. */
  readonly from?: Said;
  readonly to: Said;
  /** What both estates say besides. */
  readonly given?: Statements;
  /** What the key cannot be changed without. */
  readonly also?: Statements;
}

/** An estate of one service, as its two files say it. */
export interface SmallEstate {
  readonly estate: Plain;
  readonly service: Readonly<Record<string, Plain>>;
}

/** The environment that every path means by its `<name>`. */
export const ENVIRONMENT = 'staging';

const HOME: Readonly<Record<Cloud, Plain>> = {
  aws: {
    account: '333333333333',
    region: 'ap-northeast-1',
    recoveryRegion: 'ap-northeast-3',
    network: { cidr: '10.30.0.0/16' },
  },
  google: {
    project: 'acme-staging',
    region: 'asia-northeast1',
    recoveryRegion: 'asia-northeast2',
    network: { cidr: '10.30.0.0/16' },
  },
};

/** What `<name>` stands for below some mappings; `order` elsewhere. */
const NAMES: Readonly<Record<string, string>> = {
  channels: 'oncall',
  groups: 'core',
  schemas: 'log',
  partitions: 'events',
  tables: 'orders',
  limits: 'writer',
  measured: 'point-in-time-recovery',
};

/** What `<name>` stands for below each mapping of names. */
export function nameBelow(key: string | undefined, { engine }: Column): string {
  if (key === 'environments' || key === 'overrides') return ENVIRONMENT;
  if (key === 'parameters')
    return engine === 'postgres' ? 'random_page_cost' : 'optimizer_search_depth';
  return NAMES[key ?? ''] ?? 'order';
}

const perCloud =
  (aws: Plain, google: Plain) =>
  ({ cloud }: Column): Plain =>
    cloud === 'aws' ? aws : google;

/** What no file says on MySQL. */
const onPostgres =
  (said: Plain) =>
  ({ engine }: Column): Plain =>
    engine === 'postgres' ? said : undefined;

const IDENTITY = perCloud('role/order-api', 'serviceAccount:order-api');

/** The small estate that every setting is varied in: staging, where settings may go up as well as down. */
export function smallEstate(column: Column): SmallEstate {
  const { cloud, engine } = column;
  return {
    estate: {
      organisation: 'acme',
      timeZone: 'Asia/Tokyo',
      environments: {
        [ENVIRONMENT]: { preset: 'staging', notify: ['dba@acme.example'], [cloud]: HOME[cloud] },
      },
    },
    service: {
      service: 'order',
      owner: 'team-order',
      cloud,
      engine,
      access: [{ identity: IDENTITY(column), role: 'writer' }],
    },
  };
}

const GROUP = 'sg-0a1b2c3d4e5f60718';
const SUBNETS = ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'];
const OTHER_SUBNETS = ['subnet-2a1b2c3d4e5f60718', 'subnet-3a1b2c3d4e5f60718'];
const OWN_NETWORK = { cidr: '10.40.0.0/20' };
const CLOUD = 'estate.environments.<name>.<cloud>';
const PRODUCTION: Statements = { 'estate.environments.<name>.preset': 'production' };
const ISOLATED: Statements = {
  'service.placement': 'isolated',
  [`${CLOUD}.isolated.<name>.network`]: OWN_NETWORK,
};

/** Keys of a service’s file. */
export const SERVICE_SETTINGS: readonly Setting[] = [
  { path: 'service.service', to: 'cart' },
  { path: 'service.id', to: 'purchase' },
  { path: 'service.owner', to: 'team-shop' },
  {
    path: 'service.cloud',
    to: perCloud('google', 'aws'),
    given: {
      'estate.environments.<name>.aws': HOME.aws,
      'estate.environments.<name>.google': HOME.google,
    },
    also: { 'service.access[].identity': perCloud('serviceAccount:order-api', 'role/order-api') },
  },
  {
    path: 'service.engine',
    to: ({ engine }: Column) => (engine === 'postgres' ? 'mysql' : 'postgres'),
  },
  {
    path: 'service.version',
    to: ({ engine }: Column) => (engine === 'postgres' ? 16 : '8.0'),
  },
  { path: 'service.database', to: 'orders' },
  { path: 'service.traffic', to: 'low', given: PRODUCTION },
  {
    path: 'service.compliance',
    to: ['pci-dss'],
    given: PRODUCTION,
    also: { [`${CLOUD}.isolated.<name>.network`]: OWN_NETWORK },
  },
  { path: 'service.data', to: 'personal' },
  { path: 'service.personalTables', to: ['users'], given: { 'service.data': 'personal' } },
  {
    path: 'service.access[].identity',
    to: perCloud('role/order-web', 'serviceAccount:order-web'),
  },
  { path: 'service.access[].role', to: 'reader' },
  { path: 'service.access[].via', to: 'secret' },
  { path: 'service.access[].attach', to: false },
  { path: 'service.access[].tables.<name>', to: 'all' },
  {
    path: 'service.access[].until',
    from: '2026-12-01',
    to: '2026-12-02',
    given: { 'service.access[].role': 'operator' },
  },
  {
    path: 'service.schemas.<name>',
    to: 'audit',
    given: { 'service.schemas.app': onPostgres('data') },
  },
  {
    path: 'service.searchPath',
    to: ['core'],
    given: { 'service.schemas': onPostgres({ app: 'data', core: 'data' }) },
  },
  { path: 'service.extensions', to: ['pg_trgm'] },
  ...partitionsBelow('service.partitions.<name>'),
  ...['statement', 'lock', 'idleInTransaction', 'idle'].map((timeout) => ({
    path: `service.limits.<name>.${timeout}`,
    to: '7s',
  })),
  { path: 'service.limits.<name>.connections', to: 33 },
  { path: 'service.clients[].securityGroup', to: GROUP },
  { path: 'service.clients[].networkTag', to: 'web' },
  { path: 'service.clients[].cidr', to: '10.30.0.0/20' },
  { path: 'service.tier', to: 'large' },
  { path: 'service.readers', to: 2 },
  {
    path: 'service.placement',
    to: 'isolated',
    also: { [`${CLOUD}.isolated.<name>.network`]: OWN_NETWORK },
  },
  { path: 'service.storage', to: '100GB' },
  { path: 'service.retention', to: '14d' },
  { path: 'service.growth', to: '50GB/year' },
  { path: 'service.pool.max', to: 30 },
  { path: 'service.pool.min', to: 2 },
  { path: 'service.pool.acquire', to: '20s' },
  { path: 'service.pool.idle', to: '5s' },
  { path: 'service.pool.instances', to: 3 },
  { path: 'service.maxConnections', to: 300 },
  { path: 'service.workMem', to: '10MB' },
  {
    path: 'service.latencyBudget',
    to: '250ms',
    // Where Cloud SQL may log texts.
    given: { 'estate.environments.<name>.preset': 'development' },
  },
  {
    path: 'service.parameters.<name>',
    to: ({ engine }: Column) => (engine === 'postgres' ? 1.1 : 2),
  },
  ...ALERT_SETTINGS,
  ...SERVICE_RECOVERY,
  {
    path: 'service.environments',
    to: [ENVIRONMENT],
    given: {
      'estate.environments.dev': (column: Column) => ({
        preset: 'development',
        [column.cloud]: HOME[column.cloud],
      }),
    },
  },
];

/** Keys of estate.yaml; `<cloud>` is the cloud of the column: what only the other has is refused. */
export const ESTATE_SETTINGS: readonly Setting[] = [
  { path: 'estate.organisation', to: 'kawa' },
  { path: 'estate.timeZone', to: 'Europe/Paris' },
  ...windowsBelow('estate.windows'),
  { path: 'estate.groups.<name>', to: ['order'] },
  {
    path: 'estate.groups.<name>.id',
    from: 'core',
    to: 'first',
    given: { 'estate.groups.<name>.services': ['order'] },
  },
  {
    path: 'estate.groups.<name>.services',
    to: ['order'],
    also: { 'estate.groups.<name>.id': 'first' },
  },
  { path: 'estate.environments.<name>.preset', to: 'production' },
  ...windowsBelow('estate.environments.<name>.windows'),
  ...notifySettings(),
  { path: `${CLOUD}.account`, to: '444444444444' },
  { path: `${CLOUD}.project`, to: 'acme-other' },
  { path: `${CLOUD}.region`, to: perCloud('us-east-1', 'us-central1') },
  { path: `${CLOUD}.recoveryRegion`, to: perCloud('us-west-2', 'us-west1') },
  { path: `${CLOUD}.deployRole`, to: 'terraform' },
  { path: `${CLOUD}.deployServiceAccount`, to: 'terraform' },
  ...networkBelow(`${CLOUD}.network`, {}, '10.31.0.0/16'),
  ...clientsBelow(`${CLOUD}.clients[]`, {}, '10.30.0.0/20'),
  ...stateSettings(),
  ...recoveryBelow(CLOUD),
  ...denialSettings(),
  ...networkBelow(`${CLOUD}.isolated.<name>.network`, ISOLATED, '10.41.0.0/20'),
  ...networkThereBelow(`${CLOUD}.isolated.<name>.recoveryNetwork`, ISOLATED),
  { path: `${CLOUD}.isolated.<name>.account`, to: '444444444444', given: ISOLATED },
  { path: `${CLOUD}.isolated.<name>.project`, to: 'acme-cards', given: ISOLATED },
  ...clientsBelow(`${CLOUD}.isolated.<name>.clients[]`, ISOLATED, '10.40.0.0/24'),
];

function topics(name: string): Plain {
  return ['ap-northeast-1', 'ap-northeast-3'].map(
    (region) => `arn:aws:sns:${region}:333333333333:${name}`,
  );
}

function notificationChannels(id: string): Plain {
  return [`projects/acme-staging/notificationChannels/${id}`];
}

/** Who is told. A channel of the other cloud alone is refused, in place of the whole of it. */
function notifySettings(): readonly Setting[] {
  const channel = 'estate.channels.<name>';
  const notify = 'estate.environments.<name>.notify';
  const known = (kind: string) =>
    perCloud({ kind, aws: topics('oncall') }, { kind, google: notificationChannels('1') });
  const routed = { [channel]: known('chat'), [notify]: ['dba@acme.example', 'oncall'] };
  const bySeverity = {
    [notify]: { warning: ['dba@acme.example'], critical: ['cto@acme.example'] },
  };
  const only = (cloud: Cloud, existing: Plain): Setting => ({
    path: `${channel}.${cloud}`,
    to: existing,
    given: routed,
    also: { [channel]: { kind: 'chat', [cloud]: existing } },
  });
  return [
    { path: `${channel}.kind`, to: 'pager', given: routed },
    only('aws', topics('others')),
    only('google', notificationChannels('2')),
    { path: notify, to: ['oncall@acme.example'] },
    { path: `${notify}.warning`, to: ['oncall@acme.example'], given: bySeverity },
    { path: `${notify}.critical`, to: ['oncall@acme.example'], given: bySeverity },
    {
      path: `${notify}.pagesInDevelopment`,
      to: true,
      given: {
        'estate.environments.<name>.preset': 'development',
        [channel]: known('pager'),
        ...bySeverity,
      },
      also: { [`${notify}.critical`]: ['oncall'] },
    },
  ];
}

function partitionsBelow(path: string): readonly Setting[] {
  const given = { [path]: onPostgres({ column: 'created_at', keepMonths: 3 }) };
  return [
    { path: `${path}.column`, to: 'placed_at', given },
    { path: `${path}.keepMonths`, to: 6, given },
    { path: `${path}.expired`, to: 'drop', given },
  ];
}

function windowsBelow(path: string): readonly Setting[] {
  const maintenance = { day: 'sunday', start: '04:00' };
  const given = { [`${path}.maintenance`]: maintenance };
  return [
    { path: `${path}.backup`, to: '01:00' },
    { path: `${path}.maintenance.day`, from: maintenance.day, to: 'monday', given },
    { path: `${path}.maintenance.start`, from: maintenance.start, to: '05:00', given },
  ];
}

function networkBelow(path: string, given: Statements, cidr: string): readonly Setting[] {
  const existing = {
    ...given,
    [path]: perCloud(
      { cidr: '10.50.0.0/20', vpc: 'vpc-0a1b2c3d4e5f60718', subnets: SUBNETS },
      {
        cidr: '10.50.0.0/20',
        vpc: 'main',
        range: 'google-main',
        services: '10.60.0.0/20',
        subnet: 'jobs',
      },
    ),
  };
  return [
    { path: `${path}.cidr`, to: cidr, given },
    { path: `${path}.zones`, to: ['ap-northeast-1a', 'ap-northeast-1d'], given },
    {
      path: `${path}.vpc`,
      to: perCloud('vpc-1a1b2c3d4e5f60718', 'other'),
      given: existing,
    },
    { path: `${path}.subnets`, to: OTHER_SUBNETS, given: existing },
    { path: `${path}.apis`, to: ['10.62.0.0/24', '10.63.0.0/24'], given: existing },
    { path: `${path}.range`, to: 'google-other', given: existing },
    { path: `${path}.services`, to: '10.61.0.0/20', given: existing },
    { path: `${path}.subnet`, to: 'other', given: existing },
    subnetThereBelow(path, existing),
  ];
}

function clientsBelow(path: string, given: Statements, cidr: string): readonly Setting[] {
  return [
    { path: `${path}.securityGroup`, to: GROUP, given },
    { path: `${path}.networkTag`, to: 'web', given },
    { path: `${path}.cidr`, to: cidr, given },
  ];
}

function stateSettings(): readonly Setting[] {
  const given = stateOf(CLOUD);
  const other = keyIn('primary', '66666666-7777-8888-9999-000000000000');
  return [
    { path: `${CLOUD}.state.bucket`, to: 'acme-other-state', given },
    { path: `${CLOUD}.state.kmsKey`, to: other, given },
  ];
}

function denialSettings(): readonly Setting[] {
  const path = `${CLOUD}.denyMaintenance`;
  const given = ({ cloud }: Column): Plain =>
    cloud === 'google' ? { from: '12-28', to: '01-04' } : undefined;
  return [
    { path: `${path}.from`, to: '12-20', given: { [path]: given } },
    { path: `${path}.to`, to: '01-10', given: { [path]: given } },
  ];
}
