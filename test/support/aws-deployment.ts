import type { Trail } from '../../constructs/aws/log-subscription';
import { awsContract } from '../../model/access/contract';
import type {
  AwsAudit,
  AwsFoundation,
  AwsInstance,
  AwsInstanceDecisions,
  AwsInstanceSettings,
  AwsNetworkPlan,
  AwsRecoveryHome,
  AwsTarget,
} from '../../model/deployment/aws-deployment';
import type { Access } from '../../model/deployment/facts';
import type { Restore, RestoreSource } from '../../model/recovery/restore';
import { servingOf } from '../../model/recovery/serving';
import {
  ONCALL,
  decided,
  deployed,
  given,
  recoveredBy,
  service,
  SERVING,
  type Undeployed,
} from './service';

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
  deletionProtection: true,
  preventDestroy: true,
  insightsMode: 'standard',
  insightsRetentionDays: 7,
  monitoringInterval: 15,
  logRetentionDays: 365,
  caCertificate: 'rds-ca-rsa2048-g1',
  clientSecurityGroups: [],
  clientCidrs: [],
  maxConnections: 800,
  latencyBudget: 500,
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

/** Where a log group of production sends its audited lines. */
export const TRAIL: Trail = {
  destinationArn: 'arn:aws:logs:ap-northeast-1:555555555555:destination:audit-acme-prod',
};

/** A trail that an account of its own keeps. */
const AUDIT: AwsAudit = {
  lock: given('governance'),
  keepDays: given(395),
  trail: given('made'),
  sources: ['333333333333', '444444444444'].map((account) => ({
    account,
    deployRoleArn: `arn:aws:iam::${account}:role/kura-audit-prod`,
  })),
  primary: {
    stack: 'prod-aws-audit',
    target: {
      account: '555555555555',
      region: 'ap-northeast-1',
      deployRoleArn: 'arn:aws:iam::555555555555:role/kura-audit-prod',
    },
    state: {
      kind: 's3',
      bucket: 'acme-kura-audit-state-prod',
      region: 'ap-northeast-1',
      kmsKey: 'arn:aws:kms:ap-northeast-1:555555555555:key/0a1b2c3d-0000-0000-0000-000000000005',
    },
    name: 'audit-acme-prod',
    bucket: 'audit-acme-prod-555555555555-ap-northeast-1',
  },
};

/** A trail that the environment’s own account keeps. */
const DEV_AUDIT: AwsAudit = {
  ...AUDIT,
  lock: given('off'),
  keepDays: given(30),
  sources: [
    { account: '111111111111', deployRoleArn: 'arn:aws:iam::111111111111:role/kura-audit-dev' },
  ],
  primary: {
    stack: 'dev-aws-audit',
    target: {
      account: '111111111111',
      region: 'ap-northeast-1',
      deployRoleArn: 'arn:aws:iam::111111111111:role/kura-audit-dev',
    },
    state: { kind: 'local' },
    name: 'audit-acme-dev',
    bucket: 'audit-acme-dev-111111111111-ap-northeast-1',
  },
};

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
  routes: ONCALL,
  operators: false,
  drills: false,
  audit: AUDIT,
  optionGroups: [{ engineVersion: '8.4', data: 'internal' }],
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
  audit: DEV_AUDIT,
  network: given({
    kind: 'existing',
    cidr: '10.10.0.0/16',
    vpc: 'vpc-0a1b2c3d4e5f60718',
    subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'],
    apis: ['10.10.0.0/16'],
  }),
  logRetentionDays: given(30),
  optionGroups: [],
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
  const port = engine === 'mysql' ? 3306 : 5432;
  const standing = { ...SERVING, stack: `prod-aws-${id}`, ...rest };
  const serving = servingOf({ ...standing, identifier, region: target.region, readers });
  return {
    ...SERVING,
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
    services: deployed(services, (name) => awsContract({ service: name, port, ca, ...serving })),
    ...rest,
    // Who serves there has been promoted.
    ...(rest.recoveryHome
      ? { recoveryHome: { ...rest.recoveryHome, promoted: standing.active.value === 'recovery' } }
      : {}),
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

/** The network there has the range of the one here. */
const RECOVERY_NETWORK: AwsNetworkPlan = {
  kind: 'made',
  cidr: '10.30.0.0/16',
  subnets: [
    { zone: 'ap-northeast-3a', cidr: '10.30.0.0/24' },
    { zone: 'ap-northeast-3b', cidr: '10.30.1.0/24' },
    { zone: 'ap-northeast-3c', cidr: '10.30.2.0/24' },
  ],
};

const VAULT = given({ lock: 'governance', retentionDays: 35, startsAt: '21:00' } as const);

const recoveryTarget = (account: string): AwsTarget => ({
  ...target(account),
  region: 'ap-northeast-3',
});

const RECOVERY_STATE = {
  kind: 's3',
  bucket: 'acme-kura-state-prod-recovery',
  region: 'ap-northeast-3',
  kmsKey: 'arn:aws:kms:ap-northeast-3:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000',
} as const;

/** The production environment, of which something lives in the recovery region. */
export const PROD_RECOVERED: AwsFoundation = {
  ...PROD,
  audit: {
    ...AUDIT,
    recovery: {
      stack: 'prod-aws-audit-recovery',
      target: { ...AUDIT.primary.target, region: 'ap-northeast-3' },
      state: {
        kind: 's3',
        bucket: 'acme-kura-audit-state-prod-recovery',
        region: 'ap-northeast-3',
        kmsKey: 'arn:aws:kms:ap-northeast-3:555555555555:key/0a1b2c3d-0000-0000-0000-000000000006',
      },
      name: 'audit-acme-prod-recovery',
      bucket: 'audit-acme-prod-recovery-555555555555-ap-northeast-3',
    },
  },
  recovery: {
    stack: 'prod-aws-recovery',
    target: recoveryTarget('333333333333'),
    state: RECOVERY_STATE,
    network: given(RECOVERY_NETWORK),
    operators: false,
    drills: true,
    optionGroups: [{ engineVersion: '8.4', data: 'internal' }],
  },
  drills: true,
  vault: VAULT,
};

/** What an instance of production has in the recovery region. */
export const home = (id: string, rest: Partial<AwsRecoveryHome> = {}): AwsRecoveryHome => ({
  stack: `prod-aws-${id}-recovery`,
  promoted: false,
  identifier: `acme-prod-${id}-recovery`,
  target: recoveryTarget('333333333333'),
  state: RECOVERY_STATE,
  ...rest,
});

/** An instance restored beside another of production; those from a replicated backup are in the recovery region. */
export const restored = (
  id: string,
  name: string,
  source: RestoreSource = { from: 'time', time: '2026-11-20T01:30:00Z', of: 'primary' },
  rest: Partial<Restore> = {},
): Restore => ({
  name,
  identifier: `acme-prod-${id}-at-${name}`,
  region: source.from === 'replicated-backup' ? 'recovery' : 'primary',
  source: given(source),
  readers: 0,
  deletionProtection: given(true),
  ...rest,
});

const HOUR = 3_600_000;

/** Every mechanism of production, each bound of which a drill keeps true. */
const REPLICA = recoveredBy(
  ['point-in-time-recovery', 'vault-copy', 'standby', 'recovery-replica'],
  [
    { mechanism: 'point-in-time-recovery', region: 'primary', rpo: HOUR / 4, rto: 2 * HOUR },
    { mechanism: 'recovery-replica', region: 'recovery', rpo: HOUR / 4, rto: 2 * HOUR },
  ],
);
const REPLICATED = recoveredBy(
  ['point-in-time-recovery', 'vault-copy', 'replicated-backups', 'standby'],
  [
    { mechanism: 'point-in-time-recovery', region: 'primary', rpo: HOUR, rto: 4 * HOUR },
    { mechanism: 'replicated-backups', region: 'recovery', rpo: HOUR, rto: 4 * HOUR },
  ],
);
const VAULTED = recoveredBy(['point-in-time-recovery', 'vault-copy', 'standby'], []);

/** An instance with a replica in the recovery region, a reader, and a login by password. */
export const replicated = (choice: InstanceChoice = {}): AwsInstance =>
  instance('order', {
    settings: { readers: 1 },
    services: [
      service('order', [
        access('order-api'),
        access('order-batch', {
          via: 'secret',
          secret: 'acme-prod/order/order_batch',
          attach: false,
        }),
      ]),
    ],
    recovery: REPLICA,
    recoveryHome: home('order'),
    ...choice,
  });

/** An instance whose backups are replicated into the recovery region. */
export const backedUp = (choice: InstanceChoice = {}): AwsInstance =>
  instance('shop', {
    engine: 'mysql',
    parameters: { require_secure_transport: given('1') },
    recovery: REPLICATED,
    recoveryHome: home('shop'),
    ...choice,
  });

/** Every shape of recovery at once, of an environment that is `PROD_RECOVERED`. */
export const AWS_RECOVERED: readonly AwsInstance[] = [
  replicated(),
  backedUp(),
  instance('vault', {
    target: target('444444444444'),
    settings: { placement: 'isolated' },
    ownNetwork: given({
      kind: 'made',
      cidr: '10.40.0.0/20',
      subnets: [
        { zone: 'ap-northeast-1a', cidr: '10.40.0.0/24' },
        { zone: 'ap-northeast-1c', cidr: '10.40.1.0/24' },
      ],
    }),
    ownVault: VAULT,
    recovery: VAULTED,
    recoveryHome: home('vault', {
      target: recoveryTarget('444444444444'),
      ownNetwork: given({
        kind: 'existing',
        cidr: '10.41.0.0/20',
        vpc: 'vpc-0a1b2c3d4e5f60730',
        subnets: ['subnet-0a1b2c3d4e5f60731', 'subnet-0a1b2c3d4e5f60732'],
        apis: ['10.41.0.0/20'],
      }),
    }),
  }),
];
