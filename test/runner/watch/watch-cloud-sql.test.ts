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

/** Values by database and metric. */
function valuesOf({ written }: Ended): Readonly<Record<string, Record<string, number>>> {
  const values: Record<string, Record<string, number>> = {};
  for (const { metric, resource, points } of written.flatMap(({ timeSeries }) => timeSeries)) {
    const own = (values[resource.labels.node_id ?? ''] ??= {});
    own[metric.type.replace('custom.googleapis.com/kura/', '')] =
      points[0]?.value.doubleValue ?? NaN;
  }
  return values;
}

const primary = (name: string, more: object = {}): object => ({
  ...{ name, region: 'asia-northeast1', state: 'RUNNABLE', instanceType: 'CLOUD_SQL_INSTANCE' },
  createTime: '2026-06-01T00:00:00Z',
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
        ],
      },
    ]);
    expect(lines).toEqual([
      { severity: 'INFO', message: 'watch', watched: { databases: 2, metrics: 7 } },
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
    expect(all.written.map(({ timeSeries }) => timeSeries.length)).toEqual([101]);
    const serverCaCert = { expirationTime: '2027-01-01T00:00:00Z' };
    api.answers[INSTANCES] = { items: items.map((each) => ({ ...each, serverCaCert })) };
    const two = await watched();
    expect(two.written.map(({ timeSeries }) => timeSeries.length)).toEqual([200, 2]);
    api.answers[WRITE] = 403;
    const refused = await watched();
    expect(refused.written).toHaveLength(2);
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

  it('writes nothing where there is nothing', async () => {
    api.answers[INSTANCES] = {};
    expect(await watched(BETWEEN)).toMatchObject({ code: 0, written: [], asked: [INSTANCES] });
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

  it('of instances that keep no log or are not up is no newest instant', async () => {
    const settings = { backupConfiguration: { enabled: true } };
    const log = { backupConfiguration: { enabled: true, binaryLogEnabled: true } };
    api.answers[INSTANCES] = {
      items: [
        primary('suzumina-prod-a', { settings }),
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
  ])('%s keeps no other back, and fails the run', async (_of, asked, missing, what) => {
    anInstance();
    const { items } = api.answers[INSTANCES] as { items: object[] };
    api.answers[INSTANCES] = { items: [...items, primary('suzumina-prod-user')] };
    api.answers[recovery('suzumina-prod-user')] = { latestRecoveryTime: '2026-12-01T02:57:30Z' };
    api.answers[backups('suzumina-prod-user')] = {};
    const whole = valuesOf(await watched());
    api.answers[asked] = 403;
    const watch = await watched();
    const { [missing]: lost, ...rest } = whole[ORDER] ?? {};
    expect(lost).toBeDefined();
    expect(valuesOf(watch)).toEqual({ ...whole, [ORDER]: rest });
    expect(watch.code).toBe(1);
    const message = expect.stringMatching(new RegExp(`^${what}: .*refused with 403`)) as string;
    expect(watch.lines[0]).toEqual({ severity: 'ERROR', message });
  });

  it('of the list fails the run', async () => {
    api.answers[INSTANCES] = 403;
    expect(await watched(BETWEEN)).toMatchObject({ code: 1, written: [] });
  });

  it('may be an answer without a region, which fails the run after what was read', async () => {
    anInstance();
    const warnings = [{ code: 'REGION_UNREACHABLE', region: 'asia-northeast2', message: 'no' }];
    api.answers[INSTANCES] = { ...(api.answers[INSTANCES] as object), warnings };
    const watch = await watched(BETWEEN);
    expect(watch.code).toBe(1);
    expect(valuesOf(watch)).toEqual({ [ORDER]: { recovery_point_age: 600 } });
    const message = 'instances.list: REGION_UNREACHABLE asia-northeast2 no';
    expect(watch.lines).toContainEqual({ severity: 'ERROR', message });
  });

  it('since the instance is gone, or has had no backup yet, is none', async () => {
    const createTime = '2026-12-01T02:30:00Z';
    const [gone, born, old] = ['gone', 'new', 'old'].map((name) => `suzumina-prod-${name}`);
    api.answers[INSTANCES] = {
      items: [primary(gone ?? ''), primary(born ?? '', { createTime })],
    };
    api.answers[recovery(born ?? '')] = 400;
    expect(await watched(BETWEEN)).toMatchObject({ code: 0, written: [] });
    api.answers[INSTANCES] = { items: [primary(old ?? '')] };
    api.answers[recovery(old ?? '')] = 400;
    expect(await watched(BETWEEN)).toMatchObject({ code: 1, written: [] });
  });
});

describe('no value', () => {
  it('is written where Cloud SQL says none, or an instant that is still to come', async () => {
    api.answers[INSTANCES] = { items: [primary(ORDER)] };
    api.answers[recovery(ORDER)] = { latestRecoveryTime: '2026-12-01T03:02:31Z' };
    api.answers[backups(ORDER)] = {
      items: [{ type: 'AUTOMATED', status: 'SUCCESSFUL', endTime: 'soon' }],
    };
    expect(valuesOf(await watched())).toEqual({ [ORDER]: { pending_maintenance: 0 } });
  });

  it('is ever negative, whatever the instants', async () => {
    const year = 366 * 24 * 3600;
    const seconds = fc.integer({ min: -year, max: year });
    const at = (from: number): string => new Date(HOURLY + from * 1000).toISOString();
    await fc.assert(
      fc.asyncProperty(seconds, seconds, seconds, seconds, async (a, b, c, d) => {
        const bodies: readonly (readonly [string, unknown])[] = [
          ['/getLatestRecoveryTime', { latestRecoveryTime: at(a) }],
          ['/versions', { versions: [{ createTime: at(b), state: 'ENABLED' }] }],
          ['/backupRuns', { items: [{ type: 'AUTOMATED', status: 'SUCCESSFUL', endTime: at(c) }] }],
          ['/secrets', containers(`${ORDER}-app`)],
          ['/timeSeries', {}],
          ['/instances', { items: [primary(ORDER, { serverCaCert: { expirationTime: at(d) } })] }],
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
        const names = measures.map(({ metric }) => metric);
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
  });
});
