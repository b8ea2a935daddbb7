import fc from 'fast-check';
import type { GoogleWatchOrder } from '../../../model/alerts/watch-order';
import {
  KURA_METRICS,
  KURA_METRIC_NAMES,
  kuraMetricType,
} from '../../../model/tables/kura-metrics';
import { watchCloudSql } from '../../../runner/watch/watch-cloud-sql';
import { fakeGoogle, type Ended, type FakeGoogle } from './fake-google';
import { awsWatch, googleWatch } from './orders';

const HOURLY = Date.parse('2026-12-01T03:02:30.250Z');
const BETWEEN = Date.parse('2026-12-01T03:07:30.250Z');
const ORDER = 'suzumina-prod-order';

const INSTANCES = 'GET sqladmin/v1/projects/suzumina/instances?maxResults=500';
const SECRETS = 'GET secretmanager/v1/projects/suzumina/secrets?pageSize=1000';
const WRITE = 'POST monitoring/v3/projects/suzumina/timeSeries';
const recovery = (name: string): string =>
  `GET sqladmin/v1/projects/suzumina/instances/${name}/getLatestRecoveryTime`;
const backups = (name: string): string =>
  `GET sqladmin/v1/projects/suzumina/instances/${name}/backupRuns?maxResults=50`;
const versions = (secret: string): string =>
  `GET secretmanager/v1/projects/1/secrets/${secret}/versions?pageSize=1000`;
const containers = (...names: readonly string[]): object => ({
  secrets: names.map((name) => ({ name: `projects/1/secrets/${name}` })),
});

let api: FakeGoogle;
beforeAll(async () => {
  api = await fakeGoogle();
});
afterAll(() => api.stop());
beforeEach(() => {
  for (const key of Object.keys(api.answers)) Reflect.deleteProperty(api.answers, key);
  api.answers[SECRETS] = {};
});

const watched = (now = HOURLY, order: Partial<GoogleWatchOrder> = {}): Promise<Ended> =>
  api.run({ watch: googleWatch(order) }, now);

type Values = Readonly<Record<string, Record<string, number>>>;

/** Every value, by whose it is and metric. */
function emittedOf({ written }: Ended): Values {
  const values: Record<string, Record<string, number>> = {};
  for (const { metric, resource, points } of written.flatMap(({ timeSeries }) => timeSeries)) {
    const own = (values[resource.labels.node_id ?? ''] ??= {});
    own[metric.type.replace('custom.googleapis.com/kura/', '')] =
      points[0]?.value.doubleValue ?? NaN;
  }
  return values;
}

/** The same of databases alone. */
const valuesOf = (ended: Ended): Values =>
  Object.fromEntries(
    Object.entries(emittedOf(ended))
      .map(([name, { unreadable, ...values }]) => [name, values] as const)
      .filter(([, values]) => Object.keys(values).length > 0),
  );

/** How much could not be read; and what is said of it, which is as much. */
function unreadOf(ended: Ended): readonly string[] {
  const said = (ended.lines as readonly { severity: string; message: string }[])
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ message }) => message);
  expect(emittedOf(ended)['suzumina-prod']).toEqual({ unreadable: said.length });
  return said;
}

const refusedWith = (what: string, status = 403): string =>
  expect.stringMatching(new RegExp(`^${what}: .*refused with ${status}`)) as string;

const MADE = '2026-06-01T00:00:00Z';
const ageAt = (now: number): number => Math.floor((now - Date.parse(MADE)) / 1000);

const primary = (name: string, more: object = {}): object => ({
  ...{ name, region: 'asia-northeast1', state: 'RUNNABLE', instanceType: 'CLOUD_SQL_INSTANCE' },
  createTime: MADE,
  settings: { backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true } },
  ...more,
});
const replica = (name: string, more: object = {}): object =>
  primary(name, { instanceType: 'READ_REPLICA_INSTANCE', settings: {}, ...more });

/** One instance with a reader in another region, and all that there is to know of it. */
function anInstance(): void {
  const maintenance = {
    scheduledMaintenance: { startTime: '2026-12-06T00:00:00Z' },
    ...{ maintenanceVersion: 'V1', availableMaintenanceVersions: ['V1', 'V2', 'V3'] },
  };
  const serverCaCert = { expirationTime: '2027-01-01T03:02:30.250Z' };
  const reader = `${ORDER}-recovery`;
  Object.assign(api.answers, {
    [INSTANCES]: {
      items: [
        primary(ORDER, { serverCaCert, ...maintenance }),
        replica(reader, { serverCaCert, region: 'asia-northeast2' }),
      ],
    },
    [recovery(ORDER)]: { latestRecoveryTime: '2026-12-01T02:57:30.250Z' },
    [backups(ORDER)]: {
      items: [
        { type: 'AUTOMATED', status: 'RUNNING' },
        { type: 'ON_DEMAND', status: 'SUCCESSFUL', endTime: '2026-12-01T02:00:00Z' },
        { type: 'AUTOMATED', status: 'FAILED', endTime: '2026-12-01T01:00:00Z' },
        { type: 'AUTOMATED', status: 'SUCCESSFUL', endTime: '2026-11-30T17:02:30.250Z' },
        { type: 'AUTOMATED', status: 'SUCCESSFUL', endTime: '2026-11-29T17:02:30.250Z' },
      ],
    },
    [SECRETS]: containers(`${ORDER}-app`, `${ORDER}-batch`, 'something-else'),
    [versions(`${ORDER}-app`)]: {
      versions: [
        { createTime: '2026-11-30T00:00:00Z', state: 'DISABLED' },
        { createTime: '2026-11-01T15:02:30.250Z', state: 'ENABLED' },
        { createTime: '2026-08-01T00:00:00Z', state: 'ENABLED' },
      ],
    },
    [versions(`${ORDER}-batch`)]: {
      versions: [{ createTime: '2026-11-20T03:02:30.250Z', state: 'ENABLED' }],
    },
  });
}

const series = (metric: string, name: string, location: string, doubleValue: number): object => ({
  metric: { type: `custom.googleapis.com/kura/${metric}` },
  resource: {
    type: 'generic_node',
    labels: { project_id: 'suzumina', location, namespace: 'suzumina-prod', node_id: name },
  },
  ...{ metricKind: 'GAUGE', valueType: 'DOUBLE' },
  points: [{ interval: { endTime: '2026-12-01T03:02:30.000Z' }, value: { doubleValue } }],
});

describe('a run of the first five minutes of an hour', () => {
  it('writes a series for each metric of each database', async () => {
    anInstance();
    const { code, lines, written } = await watched();
    const [one, other] = ['asia-northeast1', 'asia-northeast2'];
    expect(written).toEqual([
      {
        timeSeries: [
          series('recovery_point_age', ORDER, one, 300),
          series('certificate_lifetime', ORDER, one, 31),
          series('pending_maintenance', ORDER, one, 2),
          series('certificate_lifetime', `${ORDER}-recovery`, other, 31),
          series('pending_maintenance', `${ORDER}-recovery`, other, 0),
          series('backup_age', ORDER, one, 36_000),
          series('secret_age', ORDER, one, 29.5),
          series('unreadable', 'suzumina-prod', one, 0),
        ],
      },
    ]);
    expect(lines).toEqual([
      { severity: 'INFO', message: 'watch', watched: { databases: 2, metrics: 8 } },
    ]);
    expect(code).toBe(0);
  });

  it('emits every metric that its table says is read on Google, by the name that alerts know', async () => {
    anInstance();
    const emitted = (await watched()).written
      .flatMap(({ timeSeries }) => timeSeries)
      .map(({ metric }) => metric.type);
    const said = KURA_METRIC_NAMES.filter((name) => KURA_METRICS[name].google !== null);
    expect([...new Set(emitted)].sort()).toEqual(said.map(kuraMetricType).sort());
  });

  it('finds the pages of every list, and asks for no more backups than it needs', async () => {
    anInstance();
    const { [INSTANCES]: instances, [backups(ORDER)]: runs } = api.answers;
    const [first, second] = (instances as { items: object[] }).items;
    const app = api.answers[versions(`${ORDER}-app`)] as { versions: object[] };
    Object.assign(api.answers, {
      [INSTANCES]: { items: [second], nextPageToken: 'a/b' },
      [`${INSTANCES}&pageToken=a/b`]: { items: [first] },
      [backups(ORDER)]: { items: [{ type: 'AUTOMATED', status: 'FAILED' }], nextPageToken: '2' },
      [`${backups(ORDER)}&pageToken=2`]: { ...(runs as object), nextPageToken: '3' },
      [SECRETS]: { ...containers(`${ORDER}-batch`), nextPageToken: '2' },
      [`${SECRETS}&pageToken=2`]: containers(`${ORDER}-app`),
      [versions(`${ORDER}-app`)]: { versions: app.versions.slice(2), nextPageToken: '2' },
      [`${versions(`${ORDER}-app`)}&pageToken=2`]: { versions: app.versions.slice(0, 2) },
    });
    const watch = await watched();
    expect(watch.code).toBe(0);
    expect(valuesOf(watch)[ORDER]).toMatchObject({
      ...{ recovery_point_age: 300, backup_age: 36_000, secret_age: 29.5 },
    });
  });

  it('writes two hundred series at a time, and a batch that is refused keeps no other back', async () => {
    const items = Array.from({ length: 101 }, (_, at) => replica(`suzumina-prod-r${String(at)}`));
    api.answers[INSTANCES] = { items };
    const all = await watched();
    expect(all.written.map(({ timeSeries }) => timeSeries.length)).toEqual([102]);
    const serverCaCert = { expirationTime: '2027-01-01T00:00:00Z' };
    api.answers[INSTANCES] = { items: items.map((each) => ({ ...each, serverCaCert })) };
    const two = await watched();
    expect(two.written.map(({ timeSeries }) => timeSeries.length)).toEqual([200, 3]);
    api.answers[WRITE] = 403;
    const refused = await watched();
    expect(refused.written).toHaveLength(2);
    // It was read, and could not be written.
    expect(emittedOf(refused)['suzumina-prod']).toEqual({ unreadable: 0 });
    expect(refused).toMatchObject({
      code: 1,
      lines: [
        { severity: 'ERROR', message: expect.stringContaining('timeSeries.create: ') as string },
        { severity: 'ERROR', message: expect.stringContaining('refused with 403') as string },
        { severity: 'INFO', message: 'watch' },
      ],
    });
  });
});

describe('any other run', () => {
  it('asks for instances and their newest instant alone', async () => {
    anInstance();
    const watch = await watched(BETWEEN);
    expect(valuesOf(watch)).toEqual({ [ORDER]: { recovery_point_age: 600 } });
    expect(watch.asked).toEqual([INSTANCES, recovery(ORDER), WRITE]);
  });

  it('of nothing writes that all of it was read', async () => {
    api.answers[INSTANCES] = {};
    const watch = await watched(BETWEEN);
    expect(watch).toMatchObject({ code: 0, asked: [INSTANCES, WRITE] });
    expect(unreadOf(watch)).toEqual([]);
    expect(valuesOf(watch)).toEqual({});
  });

  it('says where it runs itself of what could not be read, wherever its databases are', async () => {
    api.answers[INSTANCES] = { items: [primary(ORDER, { region: 'asia-northeast2' })] };
    api.answers[recovery(ORDER)] = { latestRecoveryTime: '2026-12-01T03:07:30Z' };
    const { written } = await watched(BETWEEN, { databases: [ORDER], namespace: ORDER });
    expect(
      written[0]?.timeSeries.map(({ metric, resource }) => [
        metric.type.replace('custom.googleapis.com/kura/', ''),
        resource.labels.location,
        resource.labels.node_id,
      ]),
    ).toEqual([
      ['recovery_point_age', 'asia-northeast2', ORDER],
      ['unreadable', 'asia-northeast1', ORDER],
    ]);
  });
});

describe('what is watched', () => {
  it('is what is named so, without the copies of drills', async () => {
    const names = [ORDER, `${ORDER}-drill`, 'suzumina-staging-order', 'suzumina-prod'];
    api.answers[INSTANCES] = { items: names.map((name) => primary(name)) };
    api.answers[recovery(ORDER)] = { latestRecoveryTime: '2026-12-01T03:07:30Z' };
    expect(valuesOf(await watched(BETWEEN))).toEqual({ [ORDER]: { recovery_point_age: 0 } });
  });

  it('of an instance in a project of its own is that one and what is beside it', async () => {
    const items = [ORDER, `${ORDER}-reader-1`, `${ORDER}s`].map((name) => replica(name));
    api.answers[INSTANCES] = { items };
    const order = { databases: [ORDER, `${ORDER}-`], namespace: ORDER };
    expect(Object.keys(valuesOf(await watched(HOURLY, order)))).toEqual([
      ORDER,
      `${ORDER}-reader-1`,
    ]);
  });

  it('of passwords is the instance’s with the longest name that a secret begins with', async () => {
    const items = [ORDER, `${ORDER}-items`].map((name) => primary(name, { settings: {} }));
    Object.assign(api.answers, {
      [INSTANCES]: { items },
      [SECRETS]: containers(`${ORDER}-app`, `${ORDER}-items-app`, `${ORDER}s-app`, ORDER),
      [versions(`${ORDER}-app`)]: {
        versions: [{ createTime: '2026-11-30T03:02:30Z', state: 'ENABLED' }],
      },
      [versions(`${ORDER}-items-app`)]: {
        versions: [{ createTime: '2026-11-29T03:02:30Z', state: 'ENABLED' }],
      },
    });
    const values = valuesOf(await watched());
    expect(values[ORDER]).toMatchObject({ secret_age: 1 });
    expect(values[`${ORDER}-items`]).toMatchObject({ secret_age: 2 });
  });

  it('of instances that are not up is no newest instant', async () => {
    const log = { backupConfiguration: { enabled: true, binaryLogEnabled: true } };
    api.answers[INSTANCES] = {
      items: [
        primary('suzumina-prod-b', { state: 'SUSPENDED' }),
        primary('suzumina-prod-c', { settings: log }),
      ],
    };
    api.answers[recovery('suzumina-prod-c')] = { latestRecoveryTime: '2026-12-01T03:06:30Z' };
    const watch = await watched(BETWEEN);
    expect(watch.code).toBe(0);
    expect(valuesOf(watch)).toEqual({ 'suzumina-prod-c': { recovery_point_age: 60 } });
  });
});

describe('an instance is as old as itself', () => {
  const alone = async (more: object = {}): Promise<Ended> => {
    api.answers[INSTANCES] = { items: [primary(ORDER, more)] };
    return watched();
  };
  const backedUp = { items: [{ type: 'AUTOMATED', status: 'SUCCESSFUL', endTime: MADE }] };
  const age = ageAt(HOURLY);

  it('where its log or its backups are switched off, and then it is not asked', async () => {
    const off = await alone({ settings: {} });
    expect(off.code).toBe(0);
    expect(off.asked).toEqual([INSTANCES, SECRETS, WRITE]);
    expect(valuesOf(off)[ORDER]).toMatchObject({ recovery_point_age: age, backup_age: age });
    api.answers[backups(ORDER)] = backedUp;
    const logless = await alone({ settings: { backupConfiguration: { enabled: true } } });
    expect(logless.asked).toEqual([INSTANCES, backups(ORDER), SECRETS, WRITE]);
    expect(valuesOf(logless)[ORDER]).toMatchObject({ recovery_point_age: age, backup_age: age });
  });

  it('where there is nothing to restore it to', async () => {
    api.answers[backups(ORDER)] = { items: [{ type: 'AUTOMATED', status: 'FAILED' }] };
    for (const answer of [400, {}, { latestRecoveryTime: null }]) {
      api.answers[recovery(ORDER)] = answer;
      const watch = await alone();
      expect(unreadOf(watch)).toEqual([]);
      expect(watch.code).toBe(0);
      expect(valuesOf(watch)[ORDER]).toMatchObject({ recovery_point_age: age, backup_age: age });
    }
  });

  it('where it has a backup a refusal is a failure, and no age', async () => {
    api.answers[backups(ORDER)] = backedUp;
    api.answers[recovery(ORDER)] = 400;
    const watch = await alone();
    expect(unreadOf(watch)).toEqual([expect.stringMatching(/^getLatestRecoveryTime of .*: 400/)]);
    expect(valuesOf(watch)[ORDER]).not.toHaveProperty('recovery_point_age');
  });

  it('and not before its first backup can have ended', async () => {
    api.answers[backups(ORDER)] = { items: [] };
    api.answers[recovery(ORDER)] = 400;
    const watch = await alone({ createTime: new Date(HOURLY - 7_000_000).toISOString() });
    expect(unreadOf(watch)).toEqual([]);
    expect(valuesOf(watch)[ORDER]).toEqual({ pending_maintenance: 0 });
  });

  it('and no reader is', async () => {
    api.answers[INSTANCES] = { items: [replica(ORDER)] };
    expect(valuesOf(await watched())).toEqual({ [ORDER]: { pending_maintenance: 0 } });
  });
});

describe('a call that fails', () => {
  it.each([
    ['of one instance', recovery(ORDER), 'recovery_point_age', `getLatestRecoveryTime of ${ORDER}`],
    ['of backups', backups(ORDER), 'backup_age', `backupRuns.list of ${ORDER}`],
    ['of secrets', SECRETS, 'secret_age', 'secrets.list'],
    [
      'of one secret',
      versions(`${ORDER}-app`),
      'secret_age',
      `versions of projects/1/secrets/${ORDER}-app`,
    ],
  ])('%s keeps no other back, and is counted', async (_of, asked, missing, what) => {
    anInstance();
    const { items } = api.answers[INSTANCES] as { items: object[] };
    api.answers[INSTANCES] = { items: [...items, primary('suzumina-prod-user')] };
    api.answers[recovery('suzumina-prod-user')] = { latestRecoveryTime: '2026-12-01T02:57:30Z' };
    api.answers[backups('suzumina-prod-user')] = {};
    const whole = valuesOf(await watched());
    expect(whole['suzumina-prod-user']).toMatchObject({ backup_age: ageAt(HOURLY) });
    api.answers[asked] = 403;
    const watch = await watched();
    const { [missing]: lost, ...rest } = whole[ORDER] ?? {};
    expect(lost).toBeDefined();
    expect(valuesOf(watch)).toEqual({ ...whole, [ORDER]: rest });
    expect(watch.code).toBe(0);
    expect(unreadOf(watch)).toEqual([refusedWith(what)]);
    expect(watch.lines[0]).toEqual({ severity: 'ERROR', message: refusedWith(what) });
  });

  it('of the list fails the run, which says so', async () => {
    api.answers[INSTANCES] = 403;
    const watch = await watched();
    expect(watch.code).toBe(1);
    expect(unreadOf(watch)).toEqual([refusedWith('instances.list')]);
    expect(valuesOf(watch)).toEqual({});
  });

  it('of each instance fails the run, and of one of them does not', async () => {
    const names = [ORDER, 'suzumina-prod-user'];
    api.answers[INSTANCES] = { items: names.map((name) => primary(name)) };
    for (const name of names) api.answers[recovery(name)] = 403;
    const none = await watched(BETWEEN);
    expect(none.code).toBe(1);
    expect(unreadOf(none)).toHaveLength(2);
    api.answers[recovery(ORDER)] = { latestRecoveryTime: '2026-12-01T03:07:30Z' };
    const one = await watched(BETWEEN);
    expect(one.code).toBe(0);
    expect(unreadOf(one)).toEqual([refusedWith('getLatestRecoveryTime of suzumina-prod-user')]);
    expect(valuesOf(one)).toEqual({ [ORDER]: { recovery_point_age: 0 } });
  });

  it('to write fails a run that read something', async () => {
    anInstance();
    api.answers[WRITE] = 403;
    const watch = await watched(BETWEEN);
    expect(watch.code).toBe(1);
    expect(watch.lines).toEqual([
      { severity: 'ERROR', message: refusedWith('timeSeries.create') },
      { severity: 'INFO', message: 'watch', watched: { databases: 1, metrics: 2 } },
    ]);
  });

  it('may be an answer without a region, which is counted', async () => {
    anInstance();
    const warnings = [{ code: 'REGION_UNREACHABLE', region: 'asia-northeast2', message: 'no' }];
    api.answers[INSTANCES] = { ...(api.answers[INSTANCES] as object), warnings };
    const watch = await watched(BETWEEN);
    expect(watch.code).toBe(0);
    expect(valuesOf(watch)).toEqual({ [ORDER]: { recovery_point_age: 600 } });
    expect(unreadOf(watch)).toEqual(['instances.list: REGION_UNREACHABLE asia-northeast2 no']);
  });

  it('since the instance is gone is none', async () => {
    api.answers[INSTANCES] = { items: [primary(ORDER)] };
    const watch = await watched();
    expect(watch.code).toBe(0);
    expect(watch.asked).toEqual([INSTANCES, recovery(ORDER), backups(ORDER), SECRETS, WRITE]);
    expect(unreadOf(watch)).toEqual([]);
    expect(valuesOf(watch)).toEqual({ [ORDER]: { pending_maintenance: 0 } });
  });
});

describe('no value', () => {
  it('is written where Cloud SQL says none, or an instant that is still to come', async () => {
    api.answers[INSTANCES] = {
      items: [
        primary(ORDER, { createTime: undefined }),
        primary('suzumina-prod-user', { createTime: '2026-12-01T03:02:31Z', settings: {} }),
      ],
    };
    api.answers[recovery(ORDER)] = { latestRecoveryTime: '2026-12-01T03:02:31Z' };
    api.answers[backups(ORDER)] = {
      items: [{ type: 'AUTOMATED', status: 'SUCCESSFUL', endTime: 'soon' }],
    };
    expect(valuesOf(await watched())).toEqual({
      [ORDER]: { pending_maintenance: 0 },
      'suzumina-prod-user': { pending_maintenance: 0 },
    });
  });

  it('is ever negative, whatever the instants', async () => {
    const year = 366 * 24 * 3600;
    const seconds = fc.integer({ min: -year, max: year });
    const at = (from: number): string => new Date(HOURLY + from * 1000).toISOString();
    await fc.assert(
      fc.asyncProperty(seconds, seconds, seconds, seconds, seconds, async (a, b, c, d, e) => {
        const items = [
          primary(ORDER, { serverCaCert: { expirationTime: at(d) } }),
          primary('suzumina-prod-user', { createTime: at(e), settings: {} }),
        ];
        const bodies: readonly (readonly [string, unknown])[] = [
          ['/getLatestRecoveryTime', { latestRecoveryTime: at(a) }],
          ['/versions', { versions: [{ createTime: at(b), state: 'ENABLED' }] }],
          ['/backupRuns', { items: [{ type: 'AUTOMATED', status: 'SUCCESSFUL', endTime: at(c) }] }],
          ['/secrets', containers(`${ORDER}-app`)],
          ['/timeSeries', {}],
          ['/instances', { items }],
        ];
        const { measures, failures } = await watchCloudSql(googleWatch(), {
          call: <Body>({ url }: { url: string }) => {
            const asked = new URL(url).pathname;
            return Promise.resolve(bodies.find(([end]) => asked.endsWith(end))?.[1] as Body);
          },
          ...{ sleep: () => Promise.resolve(), now: HOURLY },
        });
        expect(failures).toEqual([]);
        for (const { value } of measures) expect(value).toBeGreaterThanOrEqual(0);
        const user = measures.filter(({ database }) => database === 'suzumina-prod-user');
        // Until the first backup can have ended, that there is none says nothing.
        const old = e <= -2 * 3600;
        expect(user.some(({ metric }) => metric === 'RecoveryPointAge')).toBe(old);
        expect(user.some(({ metric }) => metric === 'BackupAge')).toBe(old);
        const names = measures
          .filter(({ database }) => database === ORDER)
          .map(({ metric }) => metric);
        expect(names.includes('RecoveryPointAge')).toBe(a <= 0);
        expect(names.includes('SecretAge')).toBe(b <= 0);
        expect(names.includes('BackupAge')).toBe(c <= 0);
      }),
    );
  });
});

describe('an order', () => {
  it('of another version or cloud never begins', async () => {
    expect(await watched(HOURLY, { format: 2 as never })).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/^the call to watch\.watch\.format: must be right/)],
      asked: [],
    });
    expect(await api.run({ watch: awsWatch() }, HOURLY)).toMatchObject({
      code: 2,
      lines: ['The watch’s order must be of Cloud SQL here.'],
    });
    expect(await watched(HOURLY, { namespace: undefined })).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/^the call to watch\.watch\.namespace: must be right/)],
      asked: [],
    });
  });
});
