import { contractOf } from '../../model/access/contract';
import { decide, type Decision } from '../../model/decision';
import type {
  Access,
  Deployment,
  DeployedService,
  Foundation,
  Instance,
  InstanceDecisions,
  InstanceSettings,
} from '../../model/deployment';
import type { Engine } from '../../model/tables/engines';

/** A value whose reason no test asks for. */
const given = <Value>(value: Value): Decision<Value> => decide(value, 'given', 'test');

export const SETTINGS: InstanceSettings = {
  instanceId: 'given',
  placement: 'dedicated',
  tier: 'large',
  instanceClass: 'db.r7g.xlarge',
  engineVersion: '17',
  parameterFamily: 'postgres17',
  storage: 100,
  storageCeiling: 200,
  iops: null,
  throughput: null,
  readers: 0,
  highAvailability: true,
  backupRetentionDays: 35,
  backupWindow: '17:00-18:00',
  maintenanceWindow: 'sat:19:00-sat:20:00',
  preventDestroy: true,
  insightsMode: 'standard',
  insightsRetentionDays: 7,
  monitoringInterval: 15,
  logRetentionDays: 365,
  caCertificate: 'rds-ca-rsa2048-g1',
  clientSecurityGroups: [],
  clientCidrs: [],
  maxConnections: 800,
};

export const access = (name: string, rest: Partial<Access> = {}): Access => ({
  identity: `arn:aws:iam::333333333333:role/${name}`,
  role: 'writer',
  via: 'iam',
  login: name.replaceAll('-', '_'),
  attach: true,
  reason: 'given',
  place: 'test',
  ...rest,
});

export const service = (name: string, ways: readonly Access[]): DeployedService => ({
  service: name,
  id: name,
  owner: `team-${name}`,
  place: `services/${name}.yaml:1:10`,
  database: given(`${name}_service_db`),
  pool: given({ max: 10, min: 2, acquire: 30_000, idle: 10_000, instances: 4 }),
  access: ways,
  contract: contractOf({
    service: name,
    identifier: `acme-prod-${name}`,
    port: 5432,
    readers: 0,
    region: 'ap-northeast-1',
    ca: 'rds-ca-rsa2048-g1',
  }),
});

type InstanceChoice = Partial<Omit<Instance, 'decisions'>> & {
  readonly settings?: Partial<InstanceSettings>;
};

/** An instance of production, PostgreSQL where nothing else is said. */
export function instance(id: string, { settings, ...rest }: InstanceChoice = {}): Instance {
  const engine: Engine = rest.engine ?? 'postgres';
  const mysql = { engineVersion: '8.4', parameterFamily: 'mysql8.4' };
  const values = { ...SETTINGS, ...(engine === 'mysql' ? mysql : {}), ...settings };
  return {
    id,
    stack: `prod-aws-${id}`,
    environment: 'prod',
    preset: 'production',
    engine,
    port: engine === 'mysql' ? 3306 : 5432,
    identifier: `acme-prod-${id}`,
    target: PROD.target,
    state: PROD.state,
    decisions: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, given(value)]),
    ) as unknown as InstanceDecisions,
    parameters: { max_connections: given('800'), 'rds.force_ssl': given('1') },
    services: [service(id, [access(`${id}-api`)])],
    ...rest,
  };
}

const target = (account: string) => ({
  account,
  region: 'ap-northeast-1',
  deployRoleArn: `arn:aws:iam::${account}:role/kura-deploy`,
});

/** A production environment with a network of its own and state in S3. */
export const PROD: Foundation = {
  stack: 'prod-aws-foundation',
  environment: 'prod',
  preset: 'production',
  prefix: 'acme-prod',
  target: target('333333333333'),
  recoveryRegion: 'ap-northeast-3',
  state: {
    kind: 's3',
    bucket: 'acme-kura-state-prod',
    region: 'ap-northeast-1',
    kmsKey: 'arn:aws:kms:ap-northeast-1:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000',
  },
  network: given({
    kind: 'made',
    cidr: '10.30.0.0/16',
    subnets: [
      { zone: 'ap-northeast-1a', cidr: '10.30.0.0/24' },
      { zone: 'ap-northeast-1c', cidr: '10.30.1.0/24' },
      { zone: 'ap-northeast-1d', cidr: '10.30.2.0/24' },
    ],
  }),
  logRetentionDays: given(365),
};

/** An environment in a network that somebody else runs, with local state. */
export const DEV: Foundation = {
  ...PROD,
  stack: 'dev-aws-foundation',
  environment: 'dev',
  preset: 'development',
  prefix: 'acme-dev',
  target: target('111111111111'),
  state: { kind: 'local' },
  network: given({
    kind: 'existing',
    cidr: '10.10.0.0/16',
    vpc: 'vpc-0a1b2c3d4e5f60718',
    subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'],
  }),
  logRetentionDays: given(30),
};

/** Every shape at once: both engines, every kind of network, readers, secrets, named clients, provisioned storage. */
export const DEPLOYMENT: Deployment = {
  organisation: 'acme',
  timeZone: 'Asia/Tokyo',
  foundations: [DEV, PROD],
  instances: [
    instance('shared-postgres', {
      stack: 'dev-aws-shared-postgres',
      environment: 'dev',
      preset: 'development',
      identifier: 'acme-dev-shared-postgres',
      target: DEV.target,
      state: DEV.state,
      settings: {
        placement: 'shared',
        tier: 'small',
        instanceClass: 'db.t4g.medium',
        highAvailability: false,
        preventDestroy: false,
        insightsRetentionDays: null,
        readers: 1,
      },
    }),
    instance('core-db', {
      settings: { readers: 2, insightsMode: 'advanced', insightsRetentionDays: 465 },
      services: [
        service('order', [
          access('order-api'),
          access('teams/report', { login: 'report', role: 'reader', attach: false }),
          access('order-batch', { via: 'secret', attach: false }),
        ]),
        service('user-profile', [
          access('order-api', { role: 'reader' }),
          access('order-batch', { via: 'secret', attach: false, role: 'reader' }),
        ]),
      ],
    }),
    instance('catalog', {
      engine: 'mysql',
      parameters: { require_secure_transport: given('1') },
      settings: {
        storage: 400,
        storageCeiling: 800,
        iops: 16_000,
        throughput: 600,
        readers: 1,
        clientSecurityGroups: ['sg-0a1b2c3d4e5f60718'],
        clientCidrs: ['10.30.64.0/18'],
      },
    }),
    instance('payment', {
      target: target('444444444444'),
      settings: { placement: 'isolated', readers: 1 },
      ownNetwork: given({
        kind: 'made',
        cidr: '10.40.0.0/20',
        subnets: [
          { zone: 'ap-northeast-1a', cidr: '10.40.0.0/24' },
          { zone: 'ap-northeast-1c', cidr: '10.40.1.0/24' },
        ],
      }),
    }),
    instance('ledger', {
      settings: { placement: 'isolated' },
      ownNetwork: given({
        kind: 'existing',
        cidr: '10.50.0.0/20',
        vpc: 'vpc-0a1b2c3d4e5f60720',
        subnets: ['subnet-0a1b2c3d4e5f60721', 'subnet-0a1b2c3d4e5f60722'],
      }),
    }),
  ],
  described: [
    { environment: 'prod', service: 'web', cloud: 'google', place: 'services/web.yaml:1:10' },
  ],
};
