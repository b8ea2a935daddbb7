import { googleContract } from '../../model/access/contract';
import type { Access } from '../../model/deployment/facts';
import type {
  GoogleAudit,
  GoogleFoundation,
  GoogleInstance,
  GoogleInstanceDecisions,
  GoogleInstanceSettings,
  GoogleRecoveryHome,
  GoogleTarget,
} from '../../model/deployment/google-deployment';
import type { MechanismName } from '../../model/recovery/mechanisms';
import type { Recovery } from '../../model/recovery/recovery';
import type { Restore, RestoreSource } from '../../model/recovery/restore';
import { servingOf } from '../../model/recovery/serving';
import { ONCALL, decided, deployed, given, recoveredBy, service, type Undeployed } from './service';

export const GOOGLE_SETTINGS: GoogleInstanceSettings = {
  instanceId: 'given',
  placement: 'dedicated',
  tier: 'large',
  machineType: 'db-perf-optimized-N-4',
  edition: 'ENTERPRISE_PLUS',
  engineVersion: '17',
  databaseVersion: 'POSTGRES_17',
  storage: 100,
  storageCeiling: 200,
  readers: 0,
  highAvailability: true,
  backupRetentionDays: 35,
  retainedBackups: 36,
  backupStart: '17:00',
  backupLocation: 'asia-northeast1',
  maintenanceWindow: { day: 6, hour: 19 },
  updateTrack: 'stable',
  denyMaintenance: { from: '12-28', until: '01-05' },
  deletionProtection: true,
  preventDestroy: true,
  logRetentionDays: 365,
  sslMode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
  serverCaMode: 'GOOGLE_MANAGED_INTERNAL_CA',
  passwordPolicy: 'none',
  clientTags: [],
  clientCidrs: [],
  maxConnections: 800,
  latencyBudget: 500,
};

/** The least that development has. */
export const GOOGLE_SMALL: GoogleInstanceSettings = {
  ...GOOGLE_SETTINGS,
  tier: 'small',
  machineType: 'db-custom-2-4096',
  edition: 'ENTERPRISE',
  storage: 10,
  storageCeiling: 20,
  highAvailability: false,
  backupRetentionDays: 3,
  retainedBackups: 7,
  updateTrack: 'canary',
  denyMaintenance: null,
  preventDestroy: false,
  logRetentionDays: 30,
  sslMode: 'ENCRYPTED_ONLY',
  maxConnections: 100,
};

const PROJECT = 'acme-prod-1';

/** A service account’s way in: on PostgreSQL, as a user of its address. */
export const googleAccess = (name: string, rest: Partial<Access> = {}): Access => ({
  identity: `serviceAccount:${name}@${PROJECT}.iam.gserviceaccount.com`,
  role: 'writer',
  via: 'iam',
  login: `${name}@${PROJECT}.iam`,
  attach: true,
  reason: 'given',
  place: 'test',
  ...rest,
});

export const googleTarget = (project: string): GoogleTarget => ({
  project,
  region: 'asia-northeast1',
  deployServiceAccount: `kura-deploy@${project}.iam.gserviceaccount.com`,
});

const RECOVERY_STATE: GoogleRecoveryHome['state'] = {
  kind: 'gcs',
  bucket: 'acme-kura-state-prod-recovery',
  kmsKey: 'projects/acme-prod-1/locations/asia-northeast2/keyRings/kura/cryptoKeys/state',
};
const recoveryTarget = (project: string): GoogleTarget => ({
  ...googleTarget(project),
  region: 'asia-northeast2',
});

/** A trail that a project of its own keeps. */
const GOOGLE_AUDIT: GoogleAudit = {
  lock: given('governance'),
  keepDays: given(395),
  sources: [PROJECT, 'acme-payment-1'].map((project) => ({
    project,
    deployServiceAccount: `kura-audit-prod@${project}.iam.gserviceaccount.com`,
  })),
  primary: {
    stack: 'prod-google-audit',
    target: {
      project: 'acme-audit-1',
      region: 'asia-northeast1',
      deployServiceAccount: 'kura-audit-prod@acme-audit-1.iam.gserviceaccount.com',
    },
    state: {
      kind: 'gcs',
      bucket: 'acme-kura-audit-state-prod',
      kmsKey: 'projects/acme-audit-1/locations/asia-northeast1/keyRings/kura/cryptoKeys/state',
    },
    name: 'audit-acme-prod',
  },
};

/** One that is in the environment’s own project, and may go. */
const DEV_TRAIL_ACCOUNT = 'kura-audit-dev@acme-dev-1.iam.gserviceaccount.com';
const GOOGLE_DEV_AUDIT: GoogleAudit = {
  lock: given('off'),
  keepDays: given(30),
  sources: [{ project: 'acme-dev-1', deployServiceAccount: DEV_TRAIL_ACCOUNT }],
  primary: {
    stack: 'dev-google-audit',
    target: {
      project: 'acme-dev-1',
      region: 'asia-northeast1',
      deployServiceAccount: DEV_TRAIL_ACCOUNT,
    },
    state: { kind: 'local' },
    name: 'audit-acme-dev',
  },
};

/** A production environment with a network of its own and state in Cloud Storage. */
export const GOOGLE_PROD: GoogleFoundation = {
  cloud: 'google',
  stack: 'prod-google-foundation',
  environment: 'prod',
  preset: 'production',
  prefix: 'acme-prod',
  target: googleTarget(PROJECT),
  recoveryRegion: 'asia-northeast2',
  state: {
    kind: 'gcs',
    bucket: 'acme-kura-state-prod',
    kmsKey: 'projects/acme-prod-1/locations/asia-northeast1/keyRings/kura/cryptoKeys/state',
  },
  network: given({
    kind: 'made',
    cidr: '10.31.0.0/16',
    services: '10.31.240.0/20',
    runner: '10.31.191.0/24',
  }),
  logRetentionDays: given(365),
  routes: ONCALL,
  operators: true,
  audit: GOOGLE_AUDIT,
};

/** The same where an instance in its network has something in the recovery region. */
export const GOOGLE_PROD_RECOVERING: GoogleFoundation = {
  ...GOOGLE_PROD,
  audit: {
    ...GOOGLE_AUDIT,
    recovery: {
      stack: 'prod-google-audit-recovery',
      target: { ...GOOGLE_AUDIT.primary.target, region: 'asia-northeast2' },
      state: {
        kind: 'gcs',
        bucket: 'acme-kura-audit-state-prod-recovery',
        kmsKey: 'projects/acme-audit-1/locations/asia-northeast2/keyRings/kura/cryptoKeys/state',
      },
      name: 'audit-acme-prod-recovery',
    },
  },
  recovery: {
    stack: 'prod-google-recovery',
    target: recoveryTarget(PROJECT),
    state: RECOVERY_STATE,
    subnet: given({ kind: 'made', cidr: '10.31.190.0/24' }),
    operators: false,
  },
};

/** An environment in a network that somebody else runs, with local state. */
export const GOOGLE_DEV: GoogleFoundation = {
  ...GOOGLE_PROD,
  stack: 'dev-google-foundation',
  environment: 'dev',
  preset: 'development',
  prefix: 'acme-dev',
  target: googleTarget('acme-dev-1'),
  state: { kind: 'local' },
  audit: GOOGLE_DEV_AUDIT,
  network: given({
    kind: 'existing',
    cidr: '10.11.0.0/16',
    vpc: 'projects/acme-host/global/networks/shared',
    range: 'psa',
    services: '10.11.240.0/20',
    subnet: 'projects/acme-host/regions/asia-northeast1/subnetworks/jobs',
  }),
  logRetentionDays: given(30),
  routes: { warning: [], critical: [] },
  operators: false,
};

/** What an instance of production has in the recovery region. */
export const googleRecoveryHome = (
  id: string,
  rest: Partial<GoogleRecoveryHome> = {},
): GoogleRecoveryHome => ({
  stack: `prod-google-${id}-recovery`,
  promoted: false,
  identifier: `acme-prod-${id}-recovery`,
  target: recoveryTarget(PROJECT),
  state: RECOVERY_STATE,
  drReplica: given('designated'),
  ...rest,
});

/** Restored beside an instance of production; from a time where nothing else is said. */
export const googleRestore = (
  id: string,
  name: string,
  source: RestoreSource = { from: 'time', time: '2026-11-20T03:00:00Z', of: 'primary' },
  rest: Partial<Restore> = {},
): Restore => ({
  name,
  identifier: `acme-prod-${id}-at-${name}`,
  region: 'primary',
  source: given(source),
  readers: 0,
  deletionProtection: given(true),
  ...rest,
});

/** What recovers an instance of which nothing is demanded, unless more is said. */
export const googleRecovery = (
  mechanisms: readonly MechanismName[] = ['point-in-time-recovery', 'standby'],
  rest: Partial<Recovery> = {},
): Recovery => ({ ...recoveredBy(mechanisms), ...rest });

type InstanceChoice = Partial<Omit<GoogleInstance, 'decisions' | 'services'>> & {
  readonly settings?: Partial<GoogleInstanceSettings>;
  readonly services?: readonly Undeployed[];
};

/** An instance of production, PostgreSQL where nothing else is said. */
export function googleInstance(
  id: string,
  { settings, services = [service(id, [googleAccess(`${id}-api`)])], ...rest }: InstanceChoice = {},
): GoogleInstance {
  const { engine = 'postgres', target = GOOGLE_PROD.target, identifier = `acme-prod-${id}` } = rest;
  const mysql = { engineVersion: '8.4', databaseVersion: 'MYSQL_8_4' };
  const values = { ...GOOGLE_SETTINGS, ...(engine === 'mysql' ? mysql : {}), ...settings };
  const { readers, serverCaMode: ca } = values;
  const port = engine === 'mysql' ? 3306 : 5432;
  const { active = given('primary'), restores = [], recoveryHome } = rest;
  const { stack = `prod-google-${id}` } = rest;
  const { project, region } = target;
  const homed = recoveryHome ? { recoveryHome } : {};
  const serving = { stack, identifier, region, readers, active, restores, ...homed };
  return {
    cloud: 'google',
    id,
    stack,
    environment: 'prod',
    preset: 'production',
    engine,
    port,
    identifier,
    target,
    state: GOOGLE_PROD.state,
    lifecycle: given('serving'),
    active,
    recovery: googleRecovery(
      recoveryHome ? ['point-in-time-recovery', 'standby', 'recovery-replica'] : undefined,
    ),
    restores,
    breakGlass: [],
    leftAlone: {},
    alerts: { told: [], gaps: [] },
    decisions: decided<GoogleInstanceDecisions>(values),
    flags: { 'cloudsql.iam_authentication': given('on'), log_connections: given('on') },
    services: deployed(services, (name) =>
      googleContract({ service: name, port, project, ca, ...servingOf(serving) }),
    ),
    ...rest,
  };
}

/** Every shape at once: both engines, every kind of network, readers, secrets, named clients, projects of their own. */
export const GOOGLE_INSTANCES: readonly GoogleInstance[] = [
  googleInstance('shared-postgres', {
    stack: 'dev-google-shared-postgres',
    environment: 'dev',
    preset: 'development',
    identifier: 'acme-dev-shared-postgres',
    target: GOOGLE_DEV.target,
    state: GOOGLE_DEV.state,
    settings: { ...GOOGLE_SMALL, placement: 'shared', readers: 1 },
  }),
  googleInstance('core-db', {
    settings: { readers: 2, passwordPolicy: 'enforced' },
    services: [
      service('order', [
        googleAccess('order-api'),
        googleAccess('report', { role: 'reader', attach: false }),
        googleAccess('order-batch', {
          via: 'secret',
          secret: 'acme-prod-core-db-order_batch',
          attach: false,
          login: 'order_batch',
        }),
        googleAccess('order-export', {
          via: 'secret',
          secret: 'acme-prod-core-db-order_export',
          attach: false,
          login: 'order_export',
        }),
      ]),
      service('user-profile', [
        googleAccess('order-api', { role: 'reader', attach: false }),
        googleAccess('order-batch', {
          ...{
            via: 'secret',
            secret: 'acme-prod-core-db-order_batch',
            attach: false,
            login: 'order_batch',
            role: 'reader',
          },
        }),
      ]),
    ],
  }),
  googleInstance('catalog', {
    engine: 'mysql',
    flags: { cloudsql_iam_authentication: given('on'), local_infile: given('off') },
    services: [
      service('catalog', [
        googleAccess('catalog-api', { login: 'catalog-api' }),
        googleAccess('', {
          identity: 'user:mika@acme.example',
          role: 'operator',
          login: 'mika',
          until: '2026-12-01T15:00:00Z',
        }),
      ]),
    ],
    settings: { readers: 1, clientTags: ['web'], clientCidrs: ['10.31.64.0/18'] },
  }),
  googleInstance('payment', {
    target: googleTarget('acme-payment-1'),
    state: { kind: 'local' },
    settings: { placement: 'isolated', readers: 1 },
    services: [
      service('payment', [
        googleAccess('payment-api'),
        googleAccess('', {
          identity: 'group:dba@acme.example',
          role: 'operator',
          login: 'dba@acme.example',
          until: '2026-12-01T15:00:00Z',
        }),
      ]),
    ],
    ownNetwork: given({
      kind: 'made',
      cidr: '10.41.0.0/20',
      services: '10.41.8.0/21',
      runner: '10.41.7.0/24',
    }),
  }),
  googleInstance('ledger', {
    settings: { placement: 'isolated' },
    ownNetwork: given({
      kind: 'existing',
      cidr: '10.51.0.0/20',
      vpc: 'projects/acme-host/global/networks/ledger',
      range: 'ledger-psa',
      services: '10.51.8.0/21',
      subnet: 'projects/acme-host/regions/asia-northeast1/subnetworks/ledger',
    }),
  }),
];

/** What the others have nothing of: a recovery replica, on both engines and in a network of its own, with every drill. */
export const GOOGLE_RECOVERING: readonly GoogleInstance[] = [
  googleInstance('order', {
    settings: { readers: 1 },
    recoveryHome: googleRecoveryHome('order'),
    recovery: googleRecovery(['point-in-time-recovery', 'standby', 'recovery-replica'], {
      drills: [
        { mechanism: 'point-in-time-recovery', region: 'primary', rpo: 900_000, rto: 7_200_000 },
        { mechanism: 'recovery-replica', region: 'recovery', rpo: 900_000, rto: 7_200_000 },
      ],
    }),
  }),
  googleInstance('stock', {
    engine: 'mysql',
    flags: { cloudsql_iam_authentication: given('on'), local_infile: given('off') },
    services: [service('stock', [googleAccess('stock-api', { login: 'stock-api' })])],
    recoveryHome: googleRecoveryHome('stock', { drReplica: given('planned') }),
  }),
  googleInstance('vault', {
    target: googleTarget('acme-vault-1'),
    settings: { placement: 'isolated' },
    ownNetwork: given({
      kind: 'made',
      cidr: '10.61.0.0/20',
      services: '10.61.8.0/21',
      runner: '10.61.7.0/24',
    }),
    recoveryHome: googleRecoveryHome('vault', {
      target: recoveryTarget('acme-vault-1'),
      ownSubnet: given({ kind: 'made', cidr: '10.61.6.0/24' }),
    }),
  }),
];
