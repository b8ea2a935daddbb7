import { awsContract } from '../../model/access/contract';
import type {
  AwsFoundation,
  AwsInstance,
  AwsInstanceDecisions,
  AwsInstanceSettings,
  AwsTarget,
} from '../../model/deployment/aws-deployment';
import type { Access } from '../../model/deployment/facts';
import { decided, deployed, given, service, type Undeployed } from './service';

export const SETTINGS: AwsInstanceSettings = {
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

export const target = (account: string): AwsTarget => ({
  account,
  region: 'ap-northeast-1',
  deployRoleArn: `arn:aws:iam::${account}:role/kura-deploy`,
});

/** A production environment with a network of its own and state in S3. */
export const PROD: AwsFoundation = {
  cloud: 'aws',
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
  notify: ['oncall@acme.example'],
  operators: false,
};

/** An environment in a network that somebody else runs, with local state. */
export const DEV: AwsFoundation = {
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
    apis: ['10.10.0.0/16'],
  }),
  logRetentionDays: given(30),
};

type InstanceChoice = Partial<Omit<AwsInstance, 'decisions' | 'services'>> & {
  readonly settings?: Partial<AwsInstanceSettings>;
  readonly services?: readonly Undeployed[];
};

/** An instance of production, PostgreSQL where nothing else is said. */
export function instance(
  id: string,
  { settings, services = [service(id, [access(`${id}-api`)])], ...rest }: InstanceChoice = {},
): AwsInstance {
  const { engine = 'postgres', target = PROD.target, identifier = `acme-prod-${id}` } = rest;
  const mysql = { engineVersion: '8.4', parameterFamily: 'mysql8.4' };
  const values = { ...SETTINGS, ...(engine === 'mysql' ? mysql : {}), ...settings };
  const { readers, caCertificate: ca } = values;
  const { region } = target;
  const port = engine === 'mysql' ? 3306 : 5432;
  return {
    cloud: 'aws',
    id,
    stack: `prod-aws-${id}`,
    environment: 'prod',
    preset: 'production',
    engine,
    port,
    identifier,
    target,
    state: PROD.state,
    decisions: decided<AwsInstanceDecisions>(values),
    parameters: { max_connections: given('800'), 'rds.force_ssl': given('1') },
    services: deployed(services, (name) =>
      awsContract({ service: name, identifier, port, readers, region, ca }),
    ),
    ...rest,
  };
}

/** Where the batch's password is, as the resolver names it. */
const BATCH_SECRET = { secret: 'acme-prod/core-db/order_batch' };

/** Every shape at once: both engines, every kind of network, readers, secrets, named clients, provisioned storage. */
export const AWS_INSTANCES: readonly AwsInstance[] = [
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
        access('order-batch', { ...BATCH_SECRET, via: 'secret', attach: false }),
      ]),
      service('user-profile', [
        access('order-api', { role: 'reader', attach: false }),
        access('order-batch', { ...BATCH_SECRET, via: 'secret', attach: false, role: 'reader' }),
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
      apis: ['10.50.0.0/20'],
    }),
  }),
];
