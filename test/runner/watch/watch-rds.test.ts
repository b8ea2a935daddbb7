import fc from 'fast-check';
import type { AwsWatchOrder } from '../../../model/alerts/watch-order';
import { HOURLY_METRICS } from '../../../model/alerts/watch-order';
import { KURA_METRICS, KURA_METRIC_NAMES } from '../../../model/tables/kura-metrics';
import { runOnLambda } from '../../../runner/hosts/lambda';
import { fakeAws, type FakeAws } from './fake-rds';
import { awsWatch, googleWatch } from './orders';

const HOURLY = Date.parse('2026-12-01T03:02:30Z');
const BETWEEN = Date.parse('2026-12-01T03:07:30Z');
const REGION = 'ap-northeast-1';
const ARN = `arn:aws:rds:${REGION}:123456789012:db:`;

let api: FakeAws;
beforeAll(async () => {
  api = await fakeAws();
  Object.assign(process.env, {
    ...{ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_MAX_ATTEMPTS: '1' },
    ...{ AWS_ENDPOINT_URL_RDS: api.url, AWS_ENDPOINT_URL_SECRETS_MANAGER: api.url },
  });
});
afterAll(() => api.stop());
beforeEach(() => {
  for (const list of Object.values(api.elements)) list.length = 0;
  for (const each of [api.secrets, api.refusals])
    for (const key of Object.keys(each)) Reflect.deleteProperty(each, key);
  api.asked.length = 0;
  api.page = 100;
});
afterEach(() => void jest.restoreAllMocks());

interface Ended {
  readonly lines: readonly string[];
  /** What it returned, or the words of what it threw. */
  readonly ended: unknown;
}

/** A run of the program’s own entry, at an instant. */
async function watched(
  now = HOURLY,
  order: Partial<AwsWatchOrder> = {},
  environment: Record<string, string> = { KURA_REGION: REGION, KURA_STACK: 'prod-aws-foundation' },
): Promise<Ended> {
  jest.spyOn(Date, 'now').mockReturnValue(now);
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const invocation = { getRemainingTimeInMillis: () => 900_000 };
  const event = { watch: awsWatch(order) };
  const ended = await runOnLambda(event, { environment, log, invocation }).catch(
    (error: unknown) => (error as Error).message,
  );
  return { lines, ended };
}

/** Values by database. */
const valuesOf = ({ lines }: Ended): Readonly<Record<string, Record<string, number>>> =>
  Object.fromEntries(
    lines.map((line) => {
      const { _aws, DBInstanceIdentifier, ...values } = JSON.parse(line) as Record<string, unknown>;
      expect(_aws).toBeDefined();
      return [DBInstanceIdentifier as string, values as Record<string, number>];
    }),
  );

interface Told {
  readonly restorable?: string;
  readonly gib?: number;
  readonly validTill?: string;
  readonly resource?: string;
  readonly made?: string;
  readonly follows?: string;
}
const told = (tag: string, value: string | number | undefined): string =>
  value === undefined ? '' : `<${tag}>${value}</${tag}>`;
function database(
  name: string,
  { restorable, gib, validTill, resource = name, made, follows }: Told = {},
): void {
  api.elements.DescribeDBInstances.push(
    [
      told('DBInstanceIdentifier', name),
      told('DBInstanceArn', `${ARN}${name}`),
      told('DbiResourceId', `db-${resource}`),
      told('LatestRestorableTime', restorable),
      told('AllocatedStorage', gib),
      told('InstanceCreateTime', made),
      told('ReadReplicaSourceDBInstanceIdentifier', follows),
      told('CertificateDetails', validTill && `<ValidTill>${validTill}</ValidTill>`),
    ].join(''),
  );
}
const snapshot = (resource: string, taken: string, status = 'available'): number =>
  api.elements.DescribeDBSnapshots.push(
    `<DbiResourceId>db-${resource}</DbiResourceId><Status>${status}</Status><SnapshotCreateTime>${taken}</SnapshotCreateTime>`,
  );
const backup = (region: string, name: string, latest?: string, made?: string): number =>
  api.elements.DescribeDBInstanceAutomatedBackups.push(
    [
      `<DBInstanceArn>arn:aws:rds:${region}:123456789012:db:${name}</DBInstanceArn>`,
      latest ? `<RestoreWindow><LatestTime>${latest}</LatestTime></RestoreWindow>` : '',
      told('InstanceCreateTime', made),
    ].join(''),
  );
const action =
  '<PendingMaintenanceAction><Action>system-update</Action></PendingMaintenanceAction>';
const pending = (arn: string, many: number): number =>
  api.elements.DescribePendingMaintenanceActions.push(
    `<ResourceIdentifier>${arn}</ResourceIdentifier><PendingMaintenanceActionDetails>${action.repeat(many)}</PendingMaintenanceActionDetails>`,
  );

const ORDER = 'suzumina-prod-order';
/** One instance with a reader, and all that there is to know of it. */
function anInstance(): void {
  database(ORDER, {
    ...{ restorable: '2026-12-01T02:57:30Z', gib: 100 },
    validTill: '2027-01-01T03:02:30Z',
  });
  database(`${ORDER}-reader-1`, { gib: 100, validTill: '2027-01-01T03:02:30Z' });
  snapshot(ORDER, '2026-11-29T17:02:30Z');
  snapshot(ORDER, '2026-11-30T17:02:30Z');
  pending(`${ARN}${ORDER}`, 2);
  api.secrets['suzumina-prod/order/order_app'] = ['2026-11-01T15:02:30Z', '2026-08-01T00:00:00Z'];
  api.secrets['suzumina-prod/order/order_batch'] = ['2026-11-20T03:02:30Z'];
}

const line = (database: string, values: readonly (readonly [string, string, number])[]) => ({
  _aws: {
    Timestamp: HOURLY,
    CloudWatchMetrics: [
      {
        Namespace: 'Kura/Databases',
        Dimensions: [['DBInstanceIdentifier']],
        Metrics: values.map(([Name, Unit]) => ({ Name, Unit })),
      },
    ],
  },
  DBInstanceIdentifier: database,
  ...Object.fromEntries(values.map(([name, , value]) => [name, value])),
});

test('what is written to and cannot be restored has lost all since it was made; a reader is not restored', async () => {
  database(ORDER, { made: '2026-12-01T00:00:00Z' });
  database(`${ORDER}-reader-1`, { made: '2026-12-01T00:00:00Z', follows: ORDER });
  const values = valuesOf(await watched());
  expect(values[ORDER]).toMatchObject({
    RecoveryPointAge: (HOURLY - Date.parse('2026-12-01T00:00:00Z')) / 1000,
  });
  expect(values[`${ORDER}-reader-1`] ?? {}).not.toHaveProperty('RecoveryPointAge');
});

describe('a run of the first five minutes of an hour', () => {
  it('prints a line for each database, from which CloudWatch takes its metrics', async () => {
    anInstance();
    const { lines, ended } = await watched();
    expect(lines.map((each) => JSON.parse(each) as unknown)).toEqual([
      line(ORDER, [
        ['RecoveryPointAge', 'Seconds', 300],
        ['BackupAge', 'Seconds', 36_000],
        ['AllocatedStorage', 'Bytes', 107_374_182_400],
        ['CertificateLifetime', 'None', 31],
        ['PendingMaintenance', 'Count', 2],
        // The older of two passwords, and not the version before it.
        ['SecretAge', 'None', 29.5],
      ]),
      // It has no log of its own to restore from, and no backup.
      line(`${ORDER}-reader-1`, [
        ['AllocatedStorage', 'Bytes', 107_374_182_400],
        ['CertificateLifetime', 'None', 31],
        ['PendingMaintenance', 'Count', 0],
      ]),
    ]);
    expect(ended).toEqual({ databases: 2, metrics: 9 });
    expect(api.asked).toEqual([
      ...['DescribeDBInstances', 'DescribeDBSnapshots automated'],
      ...['DescribePendingMaintenanceActions', 'ListSecrets'],
      ...['suzumina-prod/order/order_app', 'suzumina-prod/order/order_batch'].map(
        (name) => `ListSecretVersionIds ${name}`,
      ),
    ]);
  });

  it('emits every metric that its table says is read on AWS', async () => {
    anInstance();
    backup('ap-northeast-3', ORDER, '2026-12-01T02:50:00Z');
    const emitted = Object.values(valuesOf(await watched(HOURLY, { replicated: true }))).flatMap(
      (values) => Object.keys(values),
    );
    const said = KURA_METRIC_NAMES.filter((name) => KURA_METRICS[name].aws !== null);
    expect([...new Set(emitted)].sort()).toEqual([...said].sort());
  });

  it('finds the pages of every list', async () => {
    api.page = 1;
    anInstance();
    backup('ap-northeast-3', ORDER, '2026-12-01T02:50:00Z');
    backup('ap-northeast-3', ORDER, '2026-12-01T02:52:30Z');
    pending(`${ARN}${ORDER}-reader-1`, 1);
    const all = valuesOf(await watched(HOURLY, { replicated: true }));
    expect(all[ORDER]).toMatchObject({ BackupAge: 36_000, SecretAge: 29.5, PendingMaintenance: 2 });
    expect(all[ORDER]).toMatchObject({ RecoveryPointAge: 300, ReplicatedBackupAge: 600 });
    expect(all[`${ORDER}-reader-1`]).toMatchObject({ PendingMaintenance: 1 });
    expect(api.asked.filter((each) => each.startsWith('Describe'))).toEqual([
      ...['DescribeDBInstances', 'DescribeDBInstances 1'],
      ...['DescribeDBInstanceAutomatedBackups', 'DescribeDBInstanceAutomatedBackups 1'],
      ...['DescribeDBSnapshots automated', 'DescribeDBSnapshots automated 1'],
      ...['DescribePendingMaintenanceActions', 'DescribePendingMaintenanceActions 1'],
    ]);
  });
});

describe('any other run', () => {
  it('asks for databases alone, and leaves out what comes once an hour', async () => {
    anInstance();
    const values = valuesOf(await watched(BETWEEN));
    expect(values[ORDER]).toEqual({ RecoveryPointAge: 600, AllocatedStorage: 107_374_182_400 });
    expect(api.asked).toEqual(['DescribeDBInstances']);
    for (const name of HOURLY_METRICS) expect(values[ORDER]).not.toHaveProperty(name);
  });

  it('is each of an hour but one, where they are five minutes apart', async () => {
    anInstance();
    const starts = Array.from({ length: 12 }, (_, at) => HOURLY + at * 300_000);
    const hourly: number[] = [];
    for (const now of starts) {
      api.asked.length = 0;
      await watched(now);
      if (api.asked.length > 1) hourly.push(now);
    }
    expect(hourly).toEqual([HOURLY]);
  });
});

describe('what is watched', () => {
  it('is what is named so, without the copies of drills', async () => {
    for (const name of ['order', 'order-drill', 'order-recovery-drill', 'order-at-noon'])
      database(`suzumina-prod-${name}`, { gib: 20 });
    for (const name of ['suzumina-prod', 'suzumina-staging-order', 'a-suzumina-prod-order'])
      database(name, { gib: 20 });
    const { lines, ended } = await watched(BETWEEN);
    expect(Object.keys(valuesOf({ lines, ended }))).toEqual([ORDER, `${ORDER}-at-noon`]);
  });

  it('of an isolated instance is that one and what is beside it', async () => {
    for (const name of [ORDER, `${ORDER}-reader-1`, `${ORDER}s`, 'suzumina-prod-user'])
      database(name, { gib: 20 });
    const databases = [ORDER, `${ORDER}-`];
    const values = valuesOf(await watched(BETWEEN, { databases }));
    expect(Object.keys(values)).toEqual([ORDER, `${ORDER}-reader-1`]);
  });

  it('of passwords is their instance’s, of whichever beginning', async () => {
    Object.assign(api.secrets, {
      'suzumina-prod/order/app': ['2026-11-30T03:02:30Z'],
      'suzumina-prod/order-items/app': ['2026-11-29T03:02:30Z'],
      // The filter of AWS may split words; and a secret without a version has no age.
      'other/suzumina-prod/app': ['2020-01-01T00:00:00Z'],
      'suzumina-prod/user/app': [],
    });
    expect(valuesOf(await watched())).toEqual({
      [ORDER]: { SecretAge: 1 },
      [`${ORDER}-items`]: { SecretAge: 2 },
    });
  });

  it('of backups is another region’s here, the newest of a name', async () => {
    backup('ap-northeast-3', ORDER, '2026-12-01T02:57:30Z');
    backup('ap-northeast-3', ORDER, '2026-10-01T00:00:00Z');
    backup(REGION, 'suzumina-prod-user', '2026-12-01T02:57:30Z');
    backup('ap-northeast-3', 'suzumina-prod-new');
    backup('ap-northeast-3', 'other-prod-order', '2026-12-01T02:57:30Z');
    expect(valuesOf(await watched(BETWEEN, { replicated: true }))).toEqual({
      [ORDER]: { ReplicatedBackupAge: 600 },
    });
  });

  it('of backups that are not here yet is that of their instance', async () => {
    // One of the same name was deleted before: its backups are no help to this one.
    backup('ap-northeast-3', ORDER, '2026-10-01T00:00:00Z', '2025-01-01T00:00:00Z');
    backup('ap-northeast-3', ORDER, undefined, '2026-12-01T02:42:30Z');
    expect(valuesOf(await watched(BETWEEN, { replicated: true }))).toEqual({
      [ORDER]: { ReplicatedBackupAge: 1500 },
    });
  });

  it('of snapshots is no deleted database’s of the same name, and none that is not complete', async () => {
    database(ORDER, { resource: 'new' });
    snapshot('old', '2026-12-01T03:00:00Z');
    snapshot('new', '2026-12-01T03:00:00Z', 'creating');
    snapshot('new', '2026-11-30T03:02:30Z');
    expect(valuesOf(await watched())[ORDER]).toMatchObject({ BackupAge: 86_400 });
  });
});

describe('no value', () => {
  it('is emitted where RDS says none, and no 0 in its place', async () => {
    database(ORDER, { gib: 0 });
    database('suzumina-prod-user');
    expect(valuesOf(await watched())).toEqual({
      [ORDER]: { PendingMaintenance: 0 },
      'suzumina-prod-user': { PendingMaintenance: 0 },
    });
  });

  it('is emitted of an instant that is still to come', async () => {
    database(ORDER, { restorable: '2026-12-01T03:02:31Z' });
    snapshot(ORDER, '2026-12-01T03:03:00Z');
    api.secrets['suzumina-prod/order/app'] = ['2026-12-02T00:00:00Z'];
    backup('ap-northeast-3', ORDER, '2026-12-01T03:03:00Z');
    expect(valuesOf(await watched(HOURLY, { replicated: true }))).toEqual({
      [ORDER]: { PendingMaintenance: 0 },
    });
  });

  it('is below nothing, of a certificate that has ended neither', async () => {
    database(ORDER, { validTill: '2026-11-01T00:00:00Z' });
    expect(valuesOf(await watched())[ORDER]).toMatchObject({ CertificateLifetime: 0 });
  });

  it('is ever negative, whatever the instants', async () => {
    const year = 366 * 24 * 3600;
    const seconds = fc.integer({ min: -year, max: year });
    await fc.assert(
      fc.asyncProperty(seconds, seconds, seconds, seconds, async (a, b, c, d) => {
        for (const list of Object.values(api.elements)) list.length = 0;
        const at = (from: number): string => new Date(HOURLY + from * 1000).toISOString();
        database(ORDER, { restorable: at(a), validTill: at(b) });
        snapshot(ORDER, at(c));
        api.secrets['suzumina-prod/order/app'] = [at(d)];
        const values = valuesOf(await watched())[ORDER] ?? {};
        for (const value of Object.values(values)) expect(value).toBeGreaterThanOrEqual(0);
        expect('RecoveryPointAge' in values).toBe(a <= 0);
        expect('BackupAge' in values).toBe(c <= 0);
        expect('SecretAge' in values).toBe(d <= 0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a call that fails', () => {
  const refuse = (what: string, code = 'AccessDenied', times = Infinity): void => {
    api.refusals[what] = { code, times };
  };

  it.each([
    ['DescribeDBInstanceAutomatedBackups', 'ReplicatedBackupAge'],
    ['DescribeDBSnapshots', 'BackupAge'],
    ['DescribePendingMaintenanceActions', 'PendingMaintenance'],
    ['ListSecrets', 'SecretAge'],
  ])('of %s keeps no other metric back, and is thrown after them', async (what, missing) => {
    anInstance();
    backup('ap-northeast-3', ORDER, '2026-12-01T02:50:00Z');
    refuse(what);
    const watch = await watched(HOURLY, { replicated: true });
    expect(watch.ended).toMatch(new RegExp(`^${what}: AccessDenied\\w*: no$`));
    const expected = KURA_METRIC_NAMES.filter((name) => name !== missing);
    expect(Object.keys(valuesOf(watch)[ORDER] ?? {})).toEqual(expected);
  });

  it('of a later page keeps what was read, and says nothing that it might contradict', async () => {
    api.page = 1;
    anInstance();
    refuse('DescribeDBInstances 1');
    refuse('DescribeDBSnapshots 1');
    const watch = await watched();
    expect(watch.ended).toBe(
      'DescribeDBInstances: AccessDenied: no\nDescribeDBSnapshots: AccessDenied: no',
    );
    const values = valuesOf(watch);
    expect(Object.keys(values)).toEqual([ORDER]);
    expect(values[ORDER]).toMatchObject({ RecoveryPointAge: 300 });
    expect(values[ORDER]).not.toHaveProperty('BackupAge');
  });

  it('of one secret says nothing of its instance, and silences no other', async () => {
    api.secrets['suzumina-prod/order/app'] = ['2026-11-30T03:02:30Z'];
    api.secrets['suzumina-prod/order/batch'] = ['2026-10-30T03:02:30Z'];
    api.secrets['suzumina-prod/user/app'] = ['2026-11-30T03:02:30Z'];
    refuse('ListSecretVersionIds suzumina-prod/order/batch');
    const watch = await watched();
    expect(valuesOf(watch)).toEqual({ 'suzumina-prod-user': { SecretAge: 1 } });
    expect(watch.ended).toMatch(/^versions of suzumina-prod\/order\/batch: AccessDenied/);
  });

  it('since AWS throttles it is made again', async () => {
    anInstance();
    refuse('DescribeDBInstances', 'Throttling', 1);
    process.env.AWS_MAX_ATTEMPTS = '3';
    try {
      const watch = await watched(BETWEEN);
      expect(watch.ended).toEqual({ databases: 2, metrics: 3 });
    } finally {
      process.env.AWS_MAX_ATTEMPTS = '1';
    }
  });
});

describe('an order', () => {
  it('of another version, stack or cloud is refused, and nothing is asked', async () => {
    const place = { KURA_REGION: REGION, KURA_STACK: 'prod-aws-order' };
    const refused = [
      await watched(HOURLY, { format: 2 as never }),
      await watched(HOURLY, { secrets: 'suzumina-prod' }),
      await watched(HOURLY, { more: 1 } as never),
      await watched(HOURLY, {}, place),
      await watched(HOURLY, {}, {}),
      await watched(HOURLY, googleWatch({ stack: 'prod-aws-foundation' }) as never),
    ];
    expect(refused.map(({ ended }) => ended)).toEqual([
      expect.stringMatching(/^the call to watch\.watch\.format: must be right \(/),
      'the call to watch.watch.secrets: must be right (it ends with a slash), got "suzumina-prod". Apply what this version of Kura writes: nobody writes an order by hand.',
      expect.stringMatching(/^the call to watch\.watch: must be right \(Unrecognized key: "more"/),
      'the watch’s order.stack: must be prod-aws-order, whose runner this is, got "prod-aws-foundation". Give it the watch’s order of prod-aws-order, or invoke the runner of prod-aws-foundation.',
      expect.stringContaining('KURA_REGION and KURA_STACK must be set'),
      expect.stringMatching(/Unrecognized keys/),
    ]);
    expect(api.asked).toEqual([]);
  });

  it('of Cloud SQL is for another host', async () => {
    const environment = { KURA_REGION: REGION, KURA_STACK: 'prod-google-foundation' };
    const invocation = { getRemainingTimeInMillis: () => 900_000 };
    const surroundings = { environment, log: () => undefined, invocation };
    await expect(runOnLambda({ watch: googleWatch() }, surroundings)).rejects.toThrow(
      'The watch’s order must be of RDS here.',
    );
  });
});
