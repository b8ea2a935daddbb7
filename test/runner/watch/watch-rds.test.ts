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

type Values = Readonly<Record<string, Record<string, number>>>;

/** Every value, by whose it is. */
const emittedOf = ({ lines }: Ended): Values =>
  Object.fromEntries(
    lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ _aws }) => _aws !== undefined)
      .map(({ _aws, DBInstanceIdentifier, ...values }) => [
        DBInstanceIdentifier as string,
        values as Record<string, number>,
      ]),
  );

/** The same of databases alone. */
const valuesOf = (ended: Ended): Values =>
  Object.fromEntries(
    Object.entries(emittedOf(ended))
      .map(([name, { Unreadable, ...values }]) => [name, values] as const)
      .filter(([, values]) => Object.keys(values).length > 0),
  );

/** How much could not be read; and what is said of it, which is as much. */
function unreadOf(ended: Ended): readonly string[] {
  const said = ended.lines
    .map((line) => JSON.parse(line) as Record<string, string>)
    .filter(({ level }) => level === 'ERROR')
    .map(({ message = '' }) => message);
  expect(emittedOf(ended)['suzumina-prod']).toEqual({ Unreadable: said.length });
  return said;
}

interface Told {
  readonly restorable?: string;
  readonly gib?: number;
  readonly validTill?: string;
  readonly resource?: string;
  readonly made?: string;
  readonly follows?: string;
  readonly status?: string;
}
const told = (tag: string, value: string | number | undefined): string =>
  value === undefined ? '' : `<${tag}>${value}</${tag}>`;
function database(
  name: string,
  { restorable, gib, validTill, resource = name, made, follows, status }: Told = {},
): void {
  api.elements.DescribeDBInstances.push(
    [
      told('DBInstanceIdentifier', name),
      told('DBInstanceArn', `${ARN}${name}`),
      told('DbiResourceId', `db-${resource}`),
      told('DBInstanceStatus', status),
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
    [
      ...[told('SnapshotType', 'automated'), told('DbiResourceId', `db-${resource}`)],
      ...[told('Status', status), told('SnapshotCreateTime', taken)],
    ].join(''),
  );
interface Copied {
  /** When it was copied, and when that was taken which was. */
  readonly copied?: string;
  readonly taken?: string;
  readonly from?: string;
  readonly source?: string;
  readonly status?: string;
}
const copy = (
  name: string,
  { copied, taken, from, source, status = 'available' }: Copied = {},
): number =>
  api.elements.DescribeDBSnapshots.push(
    [
      ...[told('SnapshotType', 'awsbackup'), told('DBInstanceIdentifier', name)],
      ...[told('Status', status), told('SnapshotCreateTime', copied)],
      ...[told('OriginalSnapshotCreateTime', taken), told('SourceRegion', from)],
      told('SourceDBSnapshotIdentifier', source),
    ].join(''),
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
    ...{ restorable: '2026-12-01T02:57:30Z', gib: 100, status: 'available' },
    ...{ made: '2026-06-01T00:00:00Z', validTill: '2027-01-01T03:02:30Z' },
  });
  database(`${ORDER}-reader-1`, {
    ...{ gib: 100, status: 'rebooting', follows: ORDER },
    ...{ made: '2026-06-01T00:00:00Z', validTill: '2027-01-01T03:02:30Z' },
  });
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
  const age = (HOURLY - Date.parse('2026-12-01T00:00:00Z')) / 1000;
  expect(valuesOf(await watched())).toEqual({
    [ORDER]: { RecoveryPointAge: age, BackupAge: age, PendingMaintenance: 0 },
    [`${ORDER}-reader-1`]: { PendingMaintenance: 0 },
  });
});

test('a reader that has a backup of its own is as old as that', async () => {
  database(`${ORDER}-reader-1`, { made: '2026-06-01T00:00:00Z', follows: ORDER });
  snapshot(`${ORDER}-reader-1`, '2026-12-01T02:02:30Z');
  expect(valuesOf(await watched())[`${ORDER}-reader-1`]).toMatchObject({ BackupAge: 3600 });
});

describe('a database', () => {
  const serving = async (status: string | undefined): Promise<number | undefined> => {
    api.elements.DescribeDBInstances.length = 0;
    database(ORDER, { status, gib: 20 });
    return valuesOf(await watched(BETWEEN))[ORDER]?.NotServing;
  };

  it.each([
    ...['failed', 'stopped', 'stopping', 'starting', 'rebooting', 'renaming', 'upgrading'],
    ...['deleting', 'storage-full', 'restore-error', 'insufficient-capacity'],
    ...['create', 'network', 'option-group', 'parameters', 'restore'].map(
      (what) => `incompatible-${what}`,
    ),
    'inaccessible-encryption-credentials',
    'inaccessible-encryption-credentials-recoverable',
  ])('that is %s does not serve', async (status) => {
    expect(await serving(status)).toBe(1);
  });

  it.each([
    ...['available', 'backing-up', 'creating', 'modifying', 'maintenance', 'delete-precheck'],
    ...['storage-optimization', 'resetting-master-credentials', 'something-new'],
  ])('that is %s is not said not to serve', async (status) => {
    expect(await serving(status)).toBe(0);
  });

  it('without a status has none', async () => {
    expect(await serving(undefined)).toBeUndefined();
    expect(await serving('')).toBeUndefined();
  });
});

describe('a run of the first five minutes of an hour', () => {
  it('prints a line for each database, from which CloudWatch takes its metrics', async () => {
    anInstance();
    const { lines, ended } = await watched();
    expect(lines.map((each) => JSON.parse(each) as unknown)).toEqual([
      line('suzumina-prod', [['Unreadable', 'Count', 0]]),
      line(ORDER, [
        ['RecoveryPointAge', 'Seconds', 300],
        ['BackupAge', 'Seconds', 36_000],
        ['NotServing', 'Count', 0],
        ['AllocatedStorage', 'Bytes', 107_374_182_400],
        ['CertificateLifetime', 'None', 31],
        ['PendingMaintenance', 'Count', 2],
        // The older of two passwords, and not the version before it.
        ['SecretAge', 'None', 29.5],
      ]),
      // It has no log of its own to restore from, and no backup.
      line(`${ORDER}-reader-1`, [
        ['NotServing', 'Count', 1],
        ['AllocatedStorage', 'Bytes', 107_374_182_400],
        ['CertificateLifetime', 'None', 31],
        ['PendingMaintenance', 'Count', 0],
      ]),
    ]);
    expect(ended).toEqual({ databases: 2, metrics: 12 });
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
    copy(ORDER, { taken: '2026-11-30T17:02:30Z', from: 'ap-northeast-3' });
    const emitted = Object.values(emittedOf(await watched(HOURLY, { replicated: true }))).flatMap(
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
    copy(ORDER, { taken: '2026-11-28T03:02:30Z', from: 'ap-northeast-3' });
    copy(ORDER, { taken: '2026-11-30T03:02:30Z', from: 'ap-northeast-3' });
    pending(`${ARN}${ORDER}-reader-1`, 1);
    const all = valuesOf(await watched(HOURLY, { replicated: true }));
    expect(all[ORDER]).toMatchObject({ BackupAge: 36_000, SecretAge: 29.5, PendingMaintenance: 2 });
    expect(all[ORDER]).toMatchObject({ RecoveryPointAge: 300, ReplicatedBackupAge: 600 });
    expect(all[ORDER]).toMatchObject({ VaultCopyAge: 86_400 });
    expect(all[`${ORDER}-reader-1`]).toMatchObject({ PendingMaintenance: 1 });
    expect(api.asked.filter((each) => each.startsWith('Describe'))).toEqual([
      ...['DescribeDBInstances', 'DescribeDBInstances 1'],
      ...['DescribeDBInstanceAutomatedBackups', 'DescribeDBInstanceAutomatedBackups 1'],
      ...['DescribeDBSnapshots automated', 'DescribeDBSnapshots automated 1'],
      ...['DescribeDBSnapshots awsbackup', 'DescribeDBSnapshots awsbackup 1'],
      ...['DescribePendingMaintenanceActions', 'DescribePendingMaintenanceActions 1'],
    ]);
  });
});

describe('any other run', () => {
  it('asks for databases alone, and leaves out what comes once an hour', async () => {
    anInstance();
    const values = valuesOf(await watched(BETWEEN));
    expect(values[ORDER]).toEqual({
      ...{ RecoveryPointAge: 600, NotServing: 0, AllocatedStorage: 107_374_182_400 },
    });
    expect(api.asked).toEqual(['DescribeDBInstances']);
    for (const name of HOURLY_METRICS) expect(values[ORDER]).not.toHaveProperty(name);
  });

  it('has copies’ age as rarely, where backups are replicated', async () => {
    anInstance();
    copy(ORDER, { taken: '2026-11-30T17:02:30Z' });
    expect(valuesOf(await watched(BETWEEN, { replicated: true }))[ORDER]).not.toHaveProperty(
      'VaultCopyAge',
    );
    expect(api.asked).toEqual(['DescribeDBInstances', 'DescribeDBInstanceAutomatedBackups']);
  });

  it('of nothing says that all of it was read', async () => {
    const watch = await watched(BETWEEN);
    expect(unreadOf(watch)).toEqual([]);
    expect(watch.ended).toEqual({ databases: 0, metrics: 1 });
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
    const watch = await watched(BETWEEN);
    expect(Object.keys(valuesOf(watch))).toEqual([ORDER, `${ORDER}-at-noon`]);
  });

  it('of an isolated instance is that one and what is beside it', async () => {
    for (const name of [ORDER, `${ORDER}-reader-1`, `${ORDER}s`, 'suzumina-prod-user'])
      database(name, { gib: 20 });
    const order = { databases: [ORDER, `${ORDER}-`], namespace: ORDER };
    const watch = await watched(BETWEEN, order);
    // What could not be read is said under the one’s name, on its line.
    expect(Object.keys(emittedOf(watch))).toEqual([ORDER, `${ORDER}-reader-1`]);
    expect(emittedOf(watch)[ORDER]).toEqual({ AllocatedStorage: 21_474_836_480, Unreadable: 0 });
    expect(watch.ended).toEqual({ databases: 2, metrics: 3 });
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

  it('of copies is another region’s here, the newest that is complete', async () => {
    const vault = 'snapshot:awsbackup:copyjob-1';
    const elsewhere = `arn:aws:rds:ap-northeast-3:123456789012:${vault}`;
    const here = `arn:aws:rds:${REGION}:123456789012:${vault}`;
    // As old as what was copied, and not as the copy.
    copy(ORDER, { taken: '2026-11-29T03:02:30Z', copied: '2026-12-01T02:00:00Z', from: 'x' });
    copy(ORDER, { taken: '2026-11-30T03:02:30Z', copied: '2026-11-30T05:00:00Z', from: 'x' });
    copy(ORDER, { taken: '2026-12-01T03:00:00Z', from: 'x', status: 'creating' });
    copy(ORDER, { taken: '2026-12-01T03:00:00Z', from: REGION });
    copy(ORDER, { taken: '2026-12-01T03:00:00Z', source: here });
    copy(ORDER, { taken: '2026-12-01T03:00:00Z', from: REGION, source: elsewhere });
    copy('suzumina-prod-a', { taken: '2026-11-30T03:02:30Z', source: elsewhere });
    copy('suzumina-prod-b', { copied: '2026-12-01T02:02:30Z' });
    copy('suzumina-prod-c', { from: 'x' });
    copy('suzumina-prod-order-drill', { taken: '2026-12-01T03:00:00Z', from: 'x' });
    copy('other-prod-order', { taken: '2026-12-01T03:00:00Z', from: 'x' });
    expect(valuesOf(await watched(HOURLY, { replicated: true }))).toEqual({
      [ORDER]: { VaultCopyAge: 86_400 },
      'suzumina-prod-a': { VaultCopyAge: 86_400 },
      'suzumina-prod-b': { VaultCopyAge: 3600 },
    });
    expect(valuesOf(await watched())).toEqual({});
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
    copy(ORDER, { taken: '2026-12-01T03:03:00Z', from: 'ap-northeast-3' });
    database('suzumina-prod-user', { made: '2026-12-01T03:03:00Z' });
    expect(valuesOf(await watched(HOURLY, { replicated: true }))).toEqual({
      [ORDER]: { PendingMaintenance: 0 },
      'suzumina-prod-user': { PendingMaintenance: 0 },
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
      fc.asyncProperty(seconds, seconds, seconds, seconds, seconds, async (a, b, c, d, e) => {
        for (const list of Object.values(api.elements)) list.length = 0;
        const at = (from: number): string => new Date(HOURLY + from * 1000).toISOString();
        database(ORDER, { restorable: at(a), validTill: at(b) });
        snapshot(ORDER, at(c));
        api.secrets['suzumina-prod/order/app'] = [at(d)];
        copy(ORDER, { taken: at(e), from: 'ap-northeast-3' });
        database('suzumina-prod-user', { made: at(e) });
        const all = valuesOf(await watched(HOURLY, { replicated: true }));
        for (const value of Object.values(all).flatMap((own) => Object.values(own)))
          expect(value).toBeGreaterThanOrEqual(0);
        const { [ORDER]: values = {}, 'suzumina-prod-user': user = {} } = all;
        expect('VaultCopyAge' in values).toBe(e <= 0);
        expect('BackupAge' in user && 'RecoveryPointAge' in user).toBe(e <= 0);
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
    ['DescribeDBSnapshots automated', 'BackupAge', 'DescribeDBSnapshots'],
    ['DescribeDBSnapshots awsbackup', 'VaultCopyAge', 'DescribeDBSnapshots of AWS Backup'],
    ['DescribePendingMaintenanceActions', 'PendingMaintenance'],
    ['ListSecrets', 'SecretAge'],
  ])('of %s keeps no other metric back, and is counted', async (asked, missing, what = asked) => {
    anInstance();
    backup('ap-northeast-3', ORDER, '2026-12-01T02:50:00Z');
    copy(ORDER, { taken: '2026-11-30T17:02:30Z', from: 'ap-northeast-3' });
    const whole = await watched(HOURLY, { replicated: true });
    expect(unreadOf(whole)).toEqual([]);
    refuse(asked);
    const watch = await watched(HOURLY, { replicated: true });
    const refusal = expect.stringMatching(new RegExp(`^${what}: AccessDenied\\w*: no$`)) as string;
    expect(unreadOf(watch)).toEqual([refusal]);
    expect(watch.ended).toMatchObject({ databases: 2 });
    const { [missing]: lost, ...rest } = valuesOf(whole)[ORDER] ?? {};
    expect(lost).toBeDefined();
    expect(valuesOf(watch)[ORDER]).toEqual(rest);
  });

  it('fails the run where nothing else was read, with all that was refused', async () => {
    refuse('DescribeDBInstances');
    refuse('DescribeDBInstanceAutomatedBackups');
    const watch = await watched(BETWEEN, { replicated: true });
    expect(unreadOf(watch)).toHaveLength(2);
    expect(watch.ended).toBe(unreadOf(watch).join('\n'));
    // Of what is listed first there may be nothing, while the rest is read.
    backup('ap-northeast-3', ORDER, '2026-12-01T02:57:30Z');
    Reflect.deleteProperty(api.refusals, 'DescribeDBInstanceAutomatedBackups');
    const other = await watched(BETWEEN, { replicated: true });
    expect(unreadOf(other)).toEqual(['DescribeDBInstances: AccessDenied: no']);
    expect(other.ended).toEqual({ databases: 1, metrics: 2 });
  });

  it('of a later page keeps what was read, and says nothing that it might contradict', async () => {
    api.page = 1;
    anInstance();
    refuse('DescribeDBInstances 1');
    refuse('DescribeDBSnapshots 1');
    const watch = await watched();
    expect(unreadOf(watch)).toEqual([
      'DescribeDBInstances: AccessDenied: no',
      'DescribeDBSnapshots: AccessDenied: no',
    ]);
    expect(watch.ended).toMatchObject({ databases: 1 });
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
    const refusal = /^versions of suzumina-prod\/order\/batch: AccessDenied/;
    expect(unreadOf(watch)).toEqual([expect.stringMatching(refusal)]);
  });

  it('since AWS throttles it is made again', async () => {
    anInstance();
    refuse('DescribeDBInstances', 'Throttling', 1);
    process.env.AWS_MAX_ATTEMPTS = '3';
    try {
      const watch = await watched(BETWEEN);
      expect(watch.ended).toEqual({ databases: 2, metrics: 6 });
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
      await watched(HOURLY, { namespace: undefined }),
      await watched(HOURLY, { more: 1 } as never),
      await watched(HOURLY, {}, place),
      await watched(HOURLY, {}, {}),
      await watched(HOURLY, googleWatch({ stack: 'prod-aws-foundation' }) as never),
    ];
    expect(refused.map(({ ended }) => ended)).toEqual([
      expect.stringMatching(/^the call to watch\.watch\.format: must be right \(/),
      'the call to watch.watch.secrets: must be right (it ends with a slash), got "suzumina-prod". Apply what this version of Kura writes: nobody writes an order by hand.',
      expect.stringMatching(/^the call to watch\.watch\.namespace: must be right \(/),
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
