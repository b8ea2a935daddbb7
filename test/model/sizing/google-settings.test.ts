import fc from 'fast-check';
import { planGoogleMemory } from '../../../model/sizing/google-memory';
import { connectionsOf } from '../../../model/sizing/resolve-memory';
import { ENGINES } from '../../../model/tables/engines';
import { PRESET_NAMES } from '../../../model/tables/presets';
import { TIER_NAMES, TIERS } from '../../../model/tables/tiers';
import {
  GOOGLE_ESTATE,
  googleAs,
  googleInstanceOf,
  googleWith,
  orderWith,
  awsInstanceOf,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';

const GIB = 1024 ** 3;
const WEB = 'prod-google-web';
const MYSQL = googleAs('service', 'postgres', 'mysql');
const inPreset = (preset: string, files: EstateFiles = GOOGLE_ESTATE): EstateFiles =>
  googleAs('estate', 'production', preset, files);

/** Development shares one instance an engine; a placement of its own keeps the name. */
const stackIn = (preset: string): string =>
  preset === 'development' ? 'prod-google-shared-postgres' : WEB;

test.each([
  [
    'development',
    {
      tier: 'small',
      machineType: 'db-custom-2-4096',
      edition: 'ENTERPRISE',
      readers: 0,
      backupRetentionDays: 3,
      retainedBackups: 7,
      highAvailability: false,
      preventDestroy: false,
      updateTrack: 'canary',
      logRetentionDays: 30,
    },
  ],
  [
    'staging',
    {
      tier: 'medium',
      machineType: 'db-perf-optimized-N-2',
      edition: 'ENTERPRISE_PLUS',
      readers: 1,
      backupRetentionDays: 7,
      retainedBackups: 8,
      highAvailability: true,
      preventDestroy: false,
      updateTrack: 'canary',
      logRetentionDays: 90,
    },
  ],
  [
    'production',
    {
      tier: '2xlarge',
      machineType: 'db-perf-optimized-N-16',
      edition: 'ENTERPRISE_PLUS',
      readers: 2,
      backupRetentionDays: 35,
      retainedBackups: 36,
      highAvailability: true,
      preventDestroy: true,
      updateTrack: 'stable',
      logRetentionDays: 365,
    },
  ],
])('the %s preset gives Cloud SQL the sizes of the source document', (preset, expected) => {
  const { decisions } = googleInstanceOf(inPreset(preset), stackIn(preset));
  const values = Object.entries(decisions).map(([key, { value }]) => [key, value] as const);
  expect(Object.fromEntries(values)).toMatchObject(expected);
});

test('every instance demands TLS with a certificate, of the CA that each connector knows', () => {
  for (const preset of PRESET_NAMES) {
    const { sslMode, serverCaMode } = googleInstanceOf(inPreset(preset), stackIn(preset)).decisions;
    expect([sslMode.value, serverCaMode.value]).toEqual([
      'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
      'GOOGLE_MANAGED_INTERNAL_CA',
    ]);
  }
});

test('backups stay in the region of the data', () => {
  expect(googleInstanceOf(GOOGLE_ESTATE, WEB).decisions.backupLocation).toEqual({
    value: 'asia-northeast1',
    reason: 'backups stay in the region of the data',
    place: 'estate.yaml:8:7',
  });
});

describe('retention', () => {
  test('keeps a backup more than days, and seven at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 35 }), (days) => {
        const files = inPreset('development', webWith(`tier: medium\nretention: ${String(days)}d`));
        const { backupRetentionDays, retainedBackups } = googleInstanceOf(
          files,
          'prod-google-shared-postgres',
        ).decisions;
        expect(backupRetentionDays.value).toBe(days);
        expect(retainedBackups.value).toBe(Math.max(7, days + 1));
      }),
      { numRuns: 33 },
    );
  });

  test('is the longest that a service of the instance asks for, on either cloud', () => {
    const staging = inPreset('staging', webWith('retention: 9d'));
    const google = {
      ...staging,
      'estate.yaml': `${String(staging['estate.yaml'])}groups:\n  core: [web, api]\n`,
      'services/api.yaml': `${String(GOOGLE_ESTATE['services/web.yaml']).replace('web\n', 'api\n')}retention: 21d\n`,
    };
    const longest = {
      value: 21,
      reason: 'days of point-in-time recovery: the most that a service here asks for',
      place: 'services/api.yaml:7:1',
    };
    expect(googleInstanceOf(google, 'prod-google-core').decisions.backupRetentionDays).toEqual(
      longest,
    );
    const aws = orderWith('retention: 35d');
    expect(awsInstanceOf(aws, 'prod-aws-order').decisions.backupRetentionDays).toEqual({
      value: 35,
      reason: 'days of point-in-time recovery: the service says so',
      place: 'services/order.yaml:7:1',
    });
  });

  test('may be longer in one environment, and is an override’s there', () => {
    const files = inPreset('staging', webWith('overrides:\n  prod: { retention: 14d }'));
    expect(googleInstanceOf(files, WEB).decisions.backupRetentionDays).toMatchObject({
      value: 14,
      place: 'services/web.yaml:8:11',
    });
  });
});

const POSTGRES_FLAGS = {
  'auto_explain.log_min_duration': '-1',
  'cloudsql.enable_auto_explain': 'on',
  'cloudsql.enable_pgaudit': 'on',
  'cloudsql.iam_authentication': 'on',
  log_checkpoints: 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_error_verbosity: 'terse',
  log_lock_waits: 'on',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'error',
  log_min_messages: 'warning',
  log_statement: 'ddl',
  log_temp_files: '0',
  maintenance_work_mem: '1048576',
  max_connections: '1000',
  password_encryption: 'scram-sha-256',
  'pgaudit.log': 'ddl,role',
  'pgaudit.log_parameter': 'off',
  'pgaudit.log_relation': 'on',
  work_mem: '65536',
};
const MYSQL_FLAGS = {
  cloudsql_iam_authentication: 'on',
  cloudsql_mysql_audit: 'ON',
  innodb_print_all_deadlocks: 'on',
  local_infile: 'off',
  log_error_verbosity: '3',
  log_output: 'FILE',
  long_query_time: '0.5',
  max_connections: '1000',
  performance_schema: 'on',
  skip_show_database: 'on',
  slow_query_log: 'on',
};

describe('flags', () => {
  const flagsOf = (files: EstateFiles, stack = WEB): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(googleInstanceOf(files, stack).flags).map(([name, { value }]) => [
        name,
        value,
      ]),
    );

  test.each([
    ['PostgreSQL', GOOGLE_ESTATE, POSTGRES_FLAGS],
    ['MySQL', MYSQL, MYSQL_FLAGS],
  ])('of %s are these and no others, each a text', (_, files, flags) => {
    expect(flagsOf(files)).toEqual(flags);
  });

  test('take what the service states, in kB', () => {
    const { flags } = googleInstanceOf(webWith('maxConnections: 200\nworkMem: 16MB'), WEB);
    expect([flags.max_connections, flags.work_mem]).toEqual([
      { value: '200', reason: 'the service says so', place: 'services/web.yaml:7:1' },
      { value: '16384', reason: 'the service says so, in kB', place: 'services/web.yaml:8:1' },
    ]);
  });

  test.each([
    ['micro', '4096', '110592', '40'],
    ['small', '4096', '262144', '100'],
    ['balanced-2', '4096', '524288', '200'],
    ['medium', '8192', '1048576', '400'],
    ['2xlarge', '65536', '1048576', '1000'],
  ])('follow the machine of %s', (tier, workMem, maintenance, connections) => {
    const files = inPreset('development', webWith(`tier: ${tier}\npool: { max: 2 }`));
    expect(flagsOf(files, 'prod-google-shared-postgres')).toMatchObject({
      work_mem: workMem,
      maintenance_work_mem: maintenance,
      max_connections: connections,
    });
  });
});

test('the performance schema is on where the machine has 12 GB, and else as Cloud SQL has it', () => {
  const of = (tier: string) =>
    googleInstanceOf(
      inPreset('development', googleAs('service', 'postgres', 'mysql', webWith(`tier: ${tier}`))),
      'prod-google-shared-mysql',
    ).flags.performance_schema?.value;
  expect(['micro', 'small', 'balanced-2', 'balanced-4', 'medium'].map(of)).toEqual([
    undefined,
    undefined,
    undefined,
    'on',
    'on',
  ]);
});

describe('memory', () => {
  test.each(ENGINES)('of every machine fits %s with its usual connections', (engine) => {
    const over = TIER_NAMES.filter((name) => {
      const { planned, usable } = planGoogleMemory(engine, TIERS[name], connectionsOf(TIERS[name]));
      return !(planned <= usable && usable < TIERS[name].google.memoryGib * GIB);
    });
    expect(over).toEqual([]);
  });

  test.each([
    ['mysql', 'micro', 0.37],
    ['mysql', 'small', 0.37],
    ['mysql', 'balanced-2', 0.53],
    ['mysql', 'medium', 0.7],
    ['mysql', 'large', 0.73],
    ['mysql', '2xlarge', 0.73],
    ['postgres', 'micro', 1 / 3],
    ['postgres', 'medium', 1 / 3],
    ['postgres', '2xlarge', 1 / 3],
  ] as const)('of %s on %s leaves Cloud SQL’s own cache its share', (engine, tier, share) => {
    const { cache } = planGoogleMemory(engine, TIERS[tier], 100);
    expect(cache / (TIERS[tier].google.memoryGib * GIB)).toBeCloseTo(share, 6);
  });

  test('counts a work_mem for each connection, and what autovacuum may take', () => {
    const plan = planGoogleMemory('postgres', TIERS.medium, 400, GIB);
    expect(plan).toMatchObject({ workMem: GIB, maintenance: 3 * GIB, connections: 400 });
    expect(plan.planned).toBeGreaterThan(plan.cache + plan.maintenance + 400 * GIB);
  });

  test('never shrinks with more connections', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TIER_NAMES),
        fc.constantFrom(...ENGINES),
        fc.integer({ min: 20, max: 4999 }),
        (tier, engine, connections) =>
          planGoogleMemory(engine, TIERS[tier], connections).planned <
          planGoogleMemory(engine, TIERS[tier], connections + 1).planned,
      ),
    );
  });
});

describe('windows', () => {
  const windowsOf = (files: EstateFiles) => googleInstanceOf(files, WEB).decisions;
  const stated = (words: string): EstateFiles =>
    googleAs('estate', 'environments:', `windows: ${words}\nenvironments:`);

  test('of Tokyo’s Sunday morning are Saturday’s evening in UTC, whose number is 6', () => {
    const { backupStart, maintenanceWindow } = windowsOf(GOOGLE_ESTATE);
    expect([backupStart, maintenanceWindow]).toEqual([
      {
        value: '17:00',
        reason: '02:00 in Asia/Tokyo, in UTC: the first of four hours',
        place: 'window table',
      },
      {
        value: { day: 6, hour: 19 },
        reason: 'sunday 04:00 in Asia/Tokyo, an hour, in UTC',
        place: 'window table',
      },
    ]);
  });

  test.each([
    ['monday', '09:00', { day: 1, hour: 0 }],
    ['monday', '08:00', { day: 7, hour: 23 }],
    ['tuesday', '04:00', { day: 1, hour: 19 }],
    ['sunday', '23:00', { day: 7, hour: 14 }],
  ])('count days from Monday, the first: %s %s', (day, start, window) => {
    const files = stated(`{ maintenance: { day: ${day}, start: '${start}' } }`);
    expect(windowsOf(files).maintenanceWindow).toMatchObject({
      value: window,
      place: 'estate.yaml:3:12',
    });
  });

  test('of an environment stand in place of the estate’s, on both clouds', () => {
    const files = googleAs(
      'estate',
      'preset: production',
      "preset: production\n    windows: { backup: '01:00' }",
      stated("{ backup: '03:00', maintenance: { day: monday, start: '05:00' } }"),
    );
    expect(windowsOf(files)).toMatchObject({
      backupStart: { value: '16:00', place: 'estate.yaml:7:16' },
      maintenanceWindow: { value: { day: 7, hour: 20 }, place: 'estate.yaml:3:29' },
    });
  });

  test('tell a zone with summer time that they move by the clock', () => {
    const { backupStart } = windowsOf(googleAs('estate', 'Asia/Tokyo', 'Europe/Berlin'));
    expect(backupStart).toMatchObject({
      value: '01:00',
      reason:
        '02:00 in Europe/Berlin, in UTC: the first of four hours, an hour later by the clock in summer',
    });
  });

  test('know days without maintenance over the year’s end, and that none are stated', () => {
    const files = googleWith("denyMaintenance: { from: '12-28', to: '01-04' }");
    expect(windowsOf(files).denyMaintenance).toEqual({
      value: { from: '12-28', until: '01-05' },
      reason: 'days of every year without maintenance',
      place: 'estate.yaml:11:7',
    });
    expect(windowsOf(GOOGLE_ESTATE).denyMaintenance.value).toBeNull();
  });
});

test('the deploy service account and the state are the ones stated, else kura-deploy and a local file', () => {
  const plain = googleInstanceOf(GOOGLE_ESTATE, WEB);
  expect([plain.target.deployServiceAccount, plain.state]).toEqual([
    'kura-deploy@acme-prod.iam.gserviceaccount.com',
    { kind: 'local' },
  ]);
  const [kmsKey, there] = ['asia-northeast1', 'asia-northeast2'].map(
    (region) => `projects/acme-keys/locations/${region}/keyRings/kura/cryptoKeys/state`,
  );
  const stated = googleInstanceOf(
    googleWith(
      `deployServiceAccount: terraform
state: { bucket: acme-state, kmsKey: ${String(kmsKey)} }
recoveryState: { bucket: acme-osaka, kmsKey: ${String(there)} }
audit:
  state: { bucket: acme-trail, kmsKey: ${String(kmsKey)} }
  recoveryState: { bucket: acme-trail-osaka, kmsKey: ${String(there)} }`,
    ),
    WEB,
  );
  expect([stated.target.deployServiceAccount, stated.state]).toEqual([
    'terraform@acme-prod.iam.gserviceaccount.com',
    { kind: 'gcs', bucket: 'acme-state', kmsKey },
  ]);
  expect([stated.recoveryHome?.target, stated.recoveryHome?.state]).toEqual([
    { ...stated.target, region: 'asia-northeast2' },
    { kind: 'gcs', bucket: 'acme-osaka', kmsKey: there },
  ]);
});
