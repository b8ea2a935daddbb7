import type { GoogleDrillOrder } from '../../../model/recovery/drill-order';
import { drillOnCloudSql } from '../../../runner/drill/drill-on-cloud-sql';
import type { DrillReport } from '../../../runner/drill/report';
import type { GoogleRequest } from '../../../runner/hosts/google-request';
import { postgresHost } from '../../support/postgres-host';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';
import { googleOrder, REPLICA } from './orders';

const START = Date.parse('2026-12-01T03:00:00Z');
const MINUTE = 60_000;
const API = 'https://sqladmin.googleapis.com/v1/projects/suzumina';
const TARGET = `${API}/instances/suzumina-prod-order-drill`;
const RUNNER = 'runner@suzumina.iam';

const refused = (status: number): Error =>
  Object.assign(new Error(`refused with ${status}`), { response: { status } });

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ major: 17, platform: 'cloud-sql' });
  await server.iamUser(RUNNER);
  await server.assignRole(RUNNER, 'cloudsqlsuperuser');
  const session = await server.superuser();
  await session.query('CREATE DATABASE order_db');
  await session.query('CREATE ROLE order_app');
  await session.end();
});
afterAll(() => server.stop());

interface Instance {
  state: string;
  instanceType?: string;
  settings: { deletionProtectionEnabled?: boolean; userLabels?: Record<string, string> };
}

/** What a test has of Cloud SQL besides what it does by itself. */
interface Cloud {
  /** The instance of the target's name at the beginning. */
  readonly there?: Instance;
  /** The state of what is made. */
  readonly becomes?: string;
  /** The status with which a look at what is not there is refused. */
  readonly unseen?: number;
  /** Answers in the API's stead: by method and path, an error or a body. */
  readonly instead?: (request: GoogleRequest) => Error | object | undefined;
}

interface Drilled {
  readonly report: DrillReport;
  /** Changes and the question for the newest instant, without looks. */
  readonly requests: readonly GoogleRequest[];
  readonly left: Instance | undefined;
}

/** A drill on a Cloud SQL in memory, whose every change takes a minute. */
async function drilled(
  order: GoogleDrillOrder,
  { there, becomes = 'RUNNABLE', unseen = 404, instead }: Cloud = {},
): Promise<Drilled> {
  let [target, clock, operations] = [there, START, 0];
  const requests: GoogleRequest[] = [];
  const change = ({ method, url, data }: GoogleRequest): void => {
    const { settings, instanceType } = (data ?? {}) as Partial<Instance>;
    if (method === 'DELETE' && target?.settings.deletionProtectionEnabled) throw refused(400);
    if (method === 'DELETE') target = undefined;
    // A clone has the protection of its source, and no label.
    if (url.endsWith('/clone'))
      target = { state: becomes, settings: { deletionProtectionEnabled: true } };
    if (url.endsWith('/instances'))
      target = { state: becomes, instanceType, settings: { ...settings } };
    if (url.endsWith('/promoteReplica') && target) target.instanceType = 'CLOUD_SQL_INSTANCE';
    if (method === 'PATCH' && target) target.settings = { ...target.settings, ...settings };
  };
  const answer = (request: GoogleRequest): unknown => {
    const { method, url } = request;
    if (method === 'GET' && url === TARGET && target === undefined) throw refused(unseen);
    if (method === 'GET' && url === TARGET) return target;
    const isLook = url.includes('/operations/');
    if (!isLook) requests.push(request);
    const other = instead?.(request);
    if (isLook) return other ?? { name: 'op', status: 'DONE' };
    if (other instanceof Error) throw other;
    if (other !== undefined) return other;
    if (url.endsWith('/getLatestRecoveryTime'))
      return { latestRecoveryTime: '2026-12-01T02:56:00.5Z' };
    change(request);
    operations += 1;
    return { name: `op-${operations}`, status: 'RUNNING' };
  };
  const report = await drillOnCloudSql(order, {
    call: <Body>(request: GoogleRequest) =>
      Promise.resolve(request).then((asked) => answer(asked) as Body),
    host: postgresHost(server, 'cloud-sql'),
    sleep: () => {
      clock += MINUTE;
      return Promise.resolve();
    },
    now: () => clock,
  });
  return { report, requests, left: target };
}

const said = ({ requests }: Drilled): readonly string[] =>
  requests.map(({ method, url }) => `${method} ${url.replace(API, '')}`);
const DRILL = '/instances/suzumina-prod-order-drill';
const CLONED = [
  'GET /instances/suzumina-prod-order/getLatestRecoveryTime',
  'POST /instances/suzumina-prod-order/clone',
  `PATCH ${DRILL}`,
];

describe('a drill of point-in-time recovery', () => {
  it('clones the newest instant, takes its protection, asks, and deletes it', async () => {
    const drill = await drilled(googleOrder());
    expect(said(drill)).toEqual([...CLONED, `DELETE ${DRILL}`]);
    expect(drill.requests[1]?.data).toEqual({
      cloneContext: {
        destinationInstanceName: 'suzumina-prod-order-drill',
        pointInTime: '2026-12-01T02:56:00.500Z',
      },
    });
    expect(drill.requests[2]?.data).toEqual({
      settings: {
        ...{ deletionProtectionEnabled: false, retainBackupsOnDelete: false },
        finalBackupConfig: { enabled: false },
        userLabels: {
          ...{ organisation: 'suzumina', environment: 'prod' },
          'kura-drill': 'point-in-time-recovery',
        },
      },
    });
    // Two changes of a minute each, until it was asked.
    expect(drill.report).toEqual({
      ...{ instance: 'suzumina-prod-order', mechanism: 'point-in-time-recovery' },
      ...{ outcome: 'passed', rtoSeconds: 120, rpoSeconds: 240, problems: [] },
    });
    expect(drill.left).toBeUndefined();
  });

  it('begins where it may not see what is not there', async () => {
    const drill = await drilled(googleOrder(), { unseen: 403 });
    expect(drill.report.outcome).toBe('passed');
    expect(said(drill)).toEqual([...CLONED, `DELETE ${DRILL}`]);
  });

  it('takes five minutes ago where Cloud SQL does not say what it has', async () => {
    const { requests, report } = await drilled(googleOrder(), {
      instead: ({ url }) => (url.endsWith('Time') ? refused(400) : undefined),
    });
    expect(requests[1]?.data).toMatchObject({
      cloneContext: { pointInTime: '2026-12-01T02:55:00.000Z' },
    });
    expect(report.rpoSeconds).toBe(300);
  });

  it('fails where something is missing, and deletes the copy all the same', async () => {
    const drill = await drilled(googleOrder({ databases: ['gone_db'] }));
    expect(drill.report.outcome).toBe('failed');
    expect(drill.report.problems[0]?.required).toBe('the database gone_db must be in the copy');
    expect(drill.left).toBeUndefined();
  });

  it('fails where the clone does, and deletes nothing where nothing came of it', async () => {
    const error = { errors: [{ code: 'INTERNAL', message: 'no clone' }] };
    const failed = await drilled(googleOrder(), {
      instead: ({ url }) =>
        url.endsWith('/clone') ? { name: 'op', status: 'DONE', error } : undefined,
    });
    expect(failed.report.problems[0]?.got).toBe('"Cloud SQL: INTERNAL no clone"');
    expect(said(failed)).not.toContain(`DELETE ${DRILL}`);
  });

  it('deletes what a clone that failed has left', async () => {
    const error = { errors: [{ code: 'INTERNAL', message: 'no clone' }] };
    const drill = await drilled(googleOrder(), {
      becomes: 'FAILED',
      instead: ({ url }) =>
        url.endsWith('/operations/op-1') ? { status: 'DONE', error } : undefined,
    });
    expect(drill.report.problems[0]?.got).toContain('no clone');
    expect(drill.left).toBeUndefined();
  });

  it('deletes what is its own where taking the protection failed the first time', async () => {
    let patches = 0;
    const drill = await drilled(googleOrder(), {
      instead: ({ method }) => (method === 'PATCH' && ++patches === 1 ? refused(500) : undefined),
    });
    expect(drill.report.problems[0]?.got).toContain('refused with 500');
    expect(drill.left).toBeUndefined();
  });

  it('says that its copy is still there', async () => {
    const drill = await drilled(googleOrder(), {
      instead: ({ method }) => (method === 'DELETE' ? refused(403) : undefined),
    });
    expect(drill.report).toMatchObject({ outcome: 'failed', rtoSeconds: 120 });
    expect(drill.report.problems[0]?.place).toBe('prod-google-order, suzumina-prod-order-drill');
  });
});

describe('an instance of the same name', () => {
  it('is left alone without the drill’s own label', async () => {
    const there = { state: 'RUNNABLE', settings: {} };
    const drill = await drilled(googleOrder(), { there });
    expect(drill.report.problems[0]?.got).toBe('an instance without its mark');
    // A drill that died while it cloned leaves one so, which nobody else removes.
    expect(drill.report.problems[0]?.cure).toContain(
      '`gcloud sql instances patch suzumina-prod-order-drill --project=suzumina --no-deletion-protection`, then `gcloud sql instances delete suzumina-prod-order-drill --project=suzumina`',
    );
    expect(said(drill)).toEqual([]);
  });

  it('that somebody makes at the same moment is not deleted either', async () => {
    const drill = await drilled(googleOrder(), {
      instead: ({ url }) => (url.endsWith('/clone') ? refused(409) : undefined),
    });
    expect(drill.report.outcome).toBe('failed');
    expect(said(drill)).toEqual(CLONED.slice(0, 2));
  });

  it('that an earlier drill has left is deleted, and says so', async () => {
    const userLabels = { 'kura-drill': 'point-in-time-recovery' };
    const settings = { deletionProtectionEnabled: true, userLabels };
    const drill = await drilled(googleOrder(), { there: { state: 'RUNNABLE', settings } });
    expect(drill.report.problems[0]?.required).toContain('must be gone since the last drill');
    expect(said(drill)).toEqual([`PATCH ${DRILL}`, `DELETE ${DRILL}`]);
    expect(drill.left).toBeUndefined();
  });
});

describe('a drill of the recovery replica', () => {
  const order = googleOrder({
    ...{ mechanism: 'recovery-replica', region: 'asia-northeast2', copy: REPLICA },
  });

  it('makes a replica under a key of the other region, promotes it, asks, and deletes it', async () => {
    const drill = await drilled(order);
    expect(said(drill)).toEqual([
      'POST /instances',
      `POST ${DRILL}/promoteReplica`,
      `DELETE ${DRILL}`,
    ]);
    expect(drill.requests[0]?.data).toMatchObject({
      ...{ name: 'suzumina-prod-order-drill', region: 'asia-northeast2' },
      ...{ masterInstanceName: 'suzumina-prod-order', instanceType: 'READ_REPLICA_INSTANCE' },
      diskEncryptionConfiguration: { kmsKeyName: REPLICA?.kmsKey },
      settings: {
        ipConfiguration: { ipv4Enabled: false, privateNetwork: REPLICA?.network },
        databaseFlags: [{ name: 'cloudsql.iam_authentication', value: 'on' }],
        userLabels: { 'kura-drill': 'recovery-replica' },
      },
    });
    // The clock begins with the promotion.
    expect(drill.report).toMatchObject({ outcome: 'passed', rtoSeconds: 60, rpoSeconds: null });
    expect(drill.left).toBeUndefined();
  });

  it.each([
    ['is broken', 'FAILED'],
    ['is never ready', 'PENDING_CREATE'],
  ])('gives up a replica that %s, and deletes it', async (_case, state) => {
    const drill = await drilled(order, {
      becomes: state,
    });
    expect(drill.report.problems[0]?.required).toContain('must answer within 180 minutes');
    expect(drill.report).toMatchObject({ outcome: 'failed', rtoSeconds: null });
    expect(said(drill)).toEqual(['POST /instances', `DELETE ${DRILL}`]);
    expect(drill.left).toBeUndefined();
  });

  it('fails where the replica never comes', async () => {
    const stuck = await drilled(order, {
      instead: ({ url }) =>
        url.endsWith('/instances') ? { name: 'op', status: 'RUNNING' } : undefined,
    });
    expect(stuck.report.problems[0]?.required).toContain('must be there until it has answered');
  });
});
