import {
  declareGoogleDrill,
  drillText,
  recoveryKeyId,
} from '../../../model/recovery/declare-google-drill';
import type { Drill } from '../../../model/recovery/recovery';
import { restoreMilliseconds } from '../../../model/recovery/restore-time';
import { readCall } from '../../../runner/drill/read-order';
import {
  googleAccess,
  googleInstance,
  googleRecoveryHome,
  googleRestore,
} from '../../support/google-deployment';
import { given, service } from '../../support/service';

const POINT: Drill = {
  ...{ mechanism: 'point-in-time-recovery', region: 'primary' },
  ...{ rpo: 300_000, rto: 7_200_000 },
};
const REPLICA: Drill = { ...POINT, mechanism: 'recovery-replica', region: 'recovery' };
const FACTS = {
  network: 'projects/acme-prod-1/global/networks/acme-prod',
  labels: { organisation: 'acme' },
};

type Choice = NonNullable<Parameters<typeof googleInstance>[1]>;
const order = (choice: Choice = {}) =>
  googleInstance('order', { recoveryHome: googleRecoveryHome('order'), ...choice });

test('a restore to a point in time is rehearsed where the primary is, as the runner that came with it', () => {
  expect(declareGoogleDrill(order(), POINT, FACTS)).toEqual({
    format: 1,
    cloud: 'google',
    stack: 'prod-google-order',
    engine: 'postgres',
    instance: 'acme-prod-order',
    mechanism: 'point-in-time-recovery',
    source: 'acme-prod-order',
    target: 'acme-prod-order-drill',
    project: 'acme-prod-1',
    region: 'asia-northeast1',
    labels: { organisation: 'acme' },
    admin: { login: 'acme-prod-order-runner@acme-prod-1.iam', role: 'cloudsqlsuperuser' },
    databases: ['order_service_db'],
    roles: [
      'order-api@acme-prod-1.iam',
      'order_service_db_migrator',
      'order_service_db_owner',
      'order_service_db_writer',
    ],
    rpo: 300_000,
    rto: 7_200_000,
    longest: 7_800_000,
    copy: null,
  });
});

test('a recovery replica is rehearsed with another of its region, under the key that is there', () => {
  const instance = order();
  const drill = declareGoogleDrill(instance, REPLICA, FACTS);
  expect(drill).toMatchObject({
    stack: 'prod-google-order-recovery',
    source: 'acme-prod-order',
    target: 'acme-prod-order-recovery-drill',
    region: 'asia-northeast2',
    copy: {
      network: 'projects/acme-prod-1/global/networks/acme-prod',
      kmsKey: recoveryKeyId(instance),
      databaseVersion: 'POSTGRES_17',
      edition: 'ENTERPRISE_PLUS',
      machineType: 'db-perf-optimized-N-4',
      flags: { 'cloudsql.iam_authentication': 'on', log_connections: 'on' },
    },
  });
  expect(recoveryKeyId(instance)).toBe(
    'projects/acme-prod-1/locations/asia-northeast2/keyRings/acme-prod-order-recovery/cryptoKeys/database',
  );
});

test('a copy is made of the instance that is written to', () => {
  const recovered = order({ active: given('recovery') });
  expect(declareGoogleDrill(recovered, POINT, FACTS)).toMatchObject({
    stack: 'prod-google-order-recovery',
    source: 'acme-prod-order-recovery',
    target: 'acme-prod-order-recovery-drill',
    region: 'asia-northeast2',
    copy: null,
  });
  const restored = order({
    restores: [googleRestore('order', 'before')],
    active: given('before'),
  });
  expect(declareGoogleDrill(restored, POINT, FACTS)).toMatchObject({
    source: 'acme-prod-order-at-before',
    target: 'acme-prod-order-drill',
  });
});

test('who has an end is not looked for, and MySQL has no role but its logins', () => {
  const services = [
    service('order', [
      googleAccess('order-api', { login: 'order-api' }),
      googleAccess('mika', { role: 'operator', login: 'mika', until: '2026-12-01T15:00:00Z' }),
    ]),
  ];
  const rolesOf = (choice: Choice): readonly string[] =>
    declareGoogleDrill(order({ services, ...choice }), POINT, FACTS).roles;
  expect(rolesOf({})).toEqual([
    'order-api',
    'order_service_db_migrator',
    'order_service_db_owner',
    'order_service_db_writer',
  ]);
  expect(rolesOf({ engine: 'mysql' })).toEqual(['order-api']);
});

test.each([
  ['a restore that may take long', 4000, null, 2 * restoreMilliseconds(4000)],
  ['an objective that is longer', 10, 50 * 3_600_000, 50 * 3_600_000],
  ['the largest disk, after which a job is ended', 64_000, null, 6 * 24 * 3_600_000],
])('it is waited for: %s', (_, storageCeiling, rto, longest) => {
  const instance = order({ settings: { storageCeiling } });
  expect(declareGoogleDrill(instance, { ...POINT, rto }, FACTS).longest).toBe(longest);
});

test.each([
  ['postgres', POINT],
  ['postgres', REPLICA],
  ['mysql', POINT],
  ['mysql', REPLICA],
] as const)('the runner takes what is declared of %s', (engine, drill) => {
  const declared = declareGoogleDrill(order({ engine }), drill, FACTS);
  const text = drillText(declared);
  expect(readCall(JSON.parse(text))).toEqual({ call: { drill: declared, phase: 'start' } });
  expect(text).not.toMatch(/\n|\$\{|password/);
});

test('nothing else is rehearsed on Cloud SQL, and no replica where there is none', () => {
  const backups: Drill = { ...POINT, mechanism: 'replicated-backups' };
  expect(() => declareGoogleDrill(order(), backups, FACTS)).toThrow(
    'prod-google-order: nobody rehearses replicated-backups on Cloud SQL',
  );
  expect(() => declareGoogleDrill(googleInstance('order'), REPLICA, FACTS)).toThrow();
});
