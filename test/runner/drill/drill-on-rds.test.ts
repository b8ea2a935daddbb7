import type { AwsDrillOrder, DrillPhase } from '../../../model/recovery/drill-order';
import { drillOnRds, type DrillCallResult } from '../../../runner/drill/drill-on-rds';
import { localhostCertificates } from '../../support/certificates';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';
import { fakeRds, type FakeInstance, type FakeRds } from './fake-rds';
import { awsOrder } from './orders';

const MINUTE = 60_000;
const START = Date.parse('2026-12-01T03:00:00Z');
const TARGET = 'suzumina-prod-order-drill';
const SOURCE = 'arn:aws:rds:ap-northeast-1:123456789012:db:suzumina-prod-order';
const BACKUPS = 'arn:aws:rds:ap-northeast-3:123456789012:auto-backup:';

let api: FakeRds;
let lines: string[];
let minutes: number;
const certificates = localhostCertificates();

beforeAll(async () => {
  api = await fakeRds();
  Object.assign(process.env, {
    ...{ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_MAX_ATTEMPTS: '1' },
    AWS_ENDPOINT_URL_RDS: api.url,
  });
});
afterAll(() => api.stop());
beforeEach(() => {
  for (const each of [api.instances, api.refusals])
    for (const key of Object.keys(each)) Reflect.deleteProperty(each, key);
  api.changes.length = 0;
  api.backups.length = 0;
  [lines, minutes] = [[], 0];
});

/** A call so many minutes after the first, with no pauses. */
function call(order: AwsDrillOrder, phase: DrillPhase, after = 0): Promise<DrillCallResult> {
  minutes = after;
  return drillOnRds(order, phase, {
    ...{ region: 'ap-northeast-3', log: (line) => lines.push(line) },
    ...{ sleep: () => Promise.resolve(), now: () => START + minutes * MINUTE },
    authorities: [certificates.authority],
  });
}
const become = (more: Partial<FakeInstance>): void => {
  api.instances[TARGET] = { status: 'available', ...api.instances[TARGET], ...more };
};
const actions = (): readonly (string | undefined)[] => api.changes.map(({ Action }) => Action);
const metrics = (): Record<string, unknown> =>
  JSON.parse(lines.find((line) => line.startsWith('{')) ?? '{}') as Record<string, unknown>;
const backup = (name: string, of: string, latest: string): string =>
  `<DBInstanceAutomatedBackup><DBInstanceArn>${of}</DBInstanceArn>
     <RestoreWindow><LatestTime>${latest}</LatestTime></RestoreWindow>
     <DBInstanceAutomatedBackupsArn>${BACKUPS}${name}</DBInstanceAutomatedBackupsArn></DBInstanceAutomatedBackup>`;

const OURS = {
  'kura-drill': 'replicated-backups',
  'kura-drill-started': '2026-12-01T03:00:00.000Z',
};

describe('a copy', () => {
  it('is restored from the backups that were replicated last, closed and free to go', async () => {
    api.backups.push(
      backup('old', SOURCE, '2026-10-01T00:00:00Z'),
      backup('new', SOURCE, '2026-12-01T02:52:00Z'),
      backup('other', `${SOURCE}-2`, '2026-12-01T02:59:00Z'),
    );
    expect(await call(awsOrder(), 'start')).toEqual({ step: 'make' });
    expect(api.changes).toHaveLength(1);
    expect(api.changes[0]).toMatchObject({
      Action: 'RestoreDBInstanceToPointInTime',
      SourceDBInstanceAutomatedBackupsArn: `${BACKUPS}new`,
      ...{ TargetDBInstanceIdentifier: TARGET, UseLatestRestorableTime: 'true' },
      ...{ PubliclyAccessible: 'false', DeletionProtection: 'false', MultiAZ: 'false' },
      ...{ DBInstanceClass: 'db.t4g.medium', DBSubnetGroupName: 'suzumina-prod-recovery' },
      ...{ 'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-1' },
      ...{ EnableIAMDatabaseAuthentication: 'true' },
      DBParameterGroupName: 'suzumina-prod-order-recovery-17',
    });
    expect(api.changes[0]).not.toHaveProperty('OptionGroupName');
    expect(api.instances[TARGET]?.tags).toEqual({
      ...{ organisation: 'suzumina', environment: 'prod', ...OURS },
      'kura-drill-rpo': String(8 * MINUTE),
    });
  });

  it('is restored from the instance itself', async () => {
    api.instances['suzumina-prod-order'] = { status: 'available', latest: '2026-12-01T02:56:00Z' };
    const mechanism = 'point-in-time-recovery';
    const optionGroup = 'suzumina-prod-mysql-8-4-payment';
    const copy = { ...awsOrder().copy, optionGroup };
    const order = { mechanism, source: 'suzumina-prod-order', copy } as const;
    await call(awsOrder({ ...order, engine: 'mysql' }), 'start');
    expect(api.changes[0]).toMatchObject({
      SourceDBInstanceIdentifier: 'suzumina-prod-order',
      OptionGroupName: optionGroup,
      EnableIAMDatabaseAuthentication: 'false',
    });
    expect(api.instances[TARGET]?.tags).toMatchObject({ 'kura-drill-rpo': String(4 * MINUTE) });
  });

  it('of a replica follows it in its own groups, and is promoted', async () => {
    const order = awsOrder({
      mechanism: 'recovery-replica',
      source: 'suzumina-prod-order-recovery',
      copy: { ...awsOrder().copy, optionGroup: 'suzumina-prod-recovery-mysql-8-4-payment' },
    });
    await call(order, 'start');
    expect(api.changes[0]).toMatchObject({
      Action: 'CreateDBInstanceReadReplica',
      ...{
        SourceDBInstanceIdentifier: 'suzumina-prod-order-recovery',
        PubliclyAccessible: 'false',
        OptionGroupName: 'suzumina-prod-recovery-mysql-8-4-payment',
      },
    });
    expect(Object.keys(api.changes[0] ?? {})).not.toContain('DBSubnetGroupName');
    become({ status: 'available' });
    api.refusals.PromoteReadReplica = 'InvalidDBInstanceState';
    expect(await call(order, 'continue', 20)).toEqual({ step: 'promote' });
    expect(api.instances[TARGET]?.tags).not.toHaveProperty('kura-drill-promoted');
    api.refusals.PromoteReadReplica = undefined;
    expect(await call(order, 'continue', 30)).toEqual({ step: 'promote' });
    expect(api.changes.at(-2)).toMatchObject({ DBInstanceIdentifier: TARGET });
    expect(api.instances[TARGET]?.tags).toMatchObject({
      'kura-drill-promoted': '2026-12-01T03:30:00.000Z',
    });
  });

  it('that cannot be made has failed', async () => {
    await expect(call(awsOrder(), 'start')).rejects.toThrow(
      `RDS has no replicated backups of ${SOURCE} here.`,
    );
    expect(metrics()).toMatchObject({ DrillFailed: 1, Instance: 'suzumina-prod-order' });
    expect(actions()).toEqual([]);
  });

  it('is waited for, and nothing changed meanwhile', async () => {
    api.instances[TARGET] = { status: 'creating', tags: OURS };
    expect(await call(awsOrder(), 'continue', 10)).toEqual({ step: 'wait' });
    expect(actions()).toEqual([]);
  });
});

describe('an instance of the same name', () => {
  it('is left alone without the drill’s own mark', async () => {
    for (const mechanism of ['', 'recovery-replica']) {
      const tags: Record<string, string> = mechanism ? { 'kura-drill': mechanism } : {};
      api.instances[TARGET] = { status: 'available', tags };
      await expect(call(awsOrder(), 'end')).rejects.toThrow('got an instance without its mark');
    }
    expect(actions()).toEqual([]);
    expect(metrics()).toMatchObject({ DrillFailed: 1 });
  });

  it('that an earlier drill has left is deleted, and says so', async () => {
    api.instances[TARGET] = { status: 'available', tags: OURS };
    await expect(call(awsOrder(), 'start', 31 * 24 * 60)).rejects.toThrow('since the last drill');
    expect(actions()).toEqual(['DeleteDBInstance']);
  });
});

describe('the end', () => {
  it('finds nothing where all went well', async () => {
    expect(await call(awsOrder(), 'end', 180)).toEqual({ step: 'rest' });
    expect(lines.some((line) => line.startsWith('{'))).toBe(false);
  });

  it('removes what has not answered, which has failed', async () => {
    api.instances[TARGET] = { status: 'creating', tags: OURS };
    await expect(call(awsOrder(), 'end', 170)).rejects.toThrow('must answer within 180 minutes');
    expect(api.changes[0]).toEqual({
      ...{ Action: 'DeleteDBInstance', Version: '2014-10-31', DBInstanceIdentifier: TARGET },
      ...{ SkipFinalSnapshot: 'true', DeleteAutomatedBackups: 'true' },
    });
    expect(metrics()).toMatchObject({ DrillFailed: 1 });
    expect(metrics()).not.toHaveProperty('DrillRto');
  });

  it('says that it could not look', async () => {
    api.refusals.DescribeDBInstances = 'AccessDenied';
    await expect(call(awsOrder(), 'end')).rejects.toThrow('AccessDenied');
    expect(metrics()).toMatchObject({ DrillFailed: 1 });
  });

  it('is not yet where a call in between could not look', async () => {
    api.refusals.DescribeDBInstances = 'Throttling';
    await expect(call(awsOrder(), 'continue')).rejects.toThrow('no');
    expect(lines).toEqual([]);
  });
});

describe('the question', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major: 17, platform: 'local', tls: certificates });
    const session = await server.superuser();
    await session.query('CREATE DATABASE order_db');
    await session.query('CREATE ROLE order_app');
    await session.end();
  });
  afterAll(() => server.stop());
  const restored = (port: number): void =>
    become({ port, tags: { ...OURS, 'kura-drill-rpo': '480000' } });

  it('is asked over verified TLS, answered, measured, and the copy deleted', async () => {
    restored(server.port);
    const { step, report } = await call(awsOrder(), 'continue', 40);
    expect({ step, report }).toEqual({
      step: 'ask',
      report: {
        ...{ instance: 'suzumina-prod-order', mechanism: 'replicated-backups', problems: [] },
        ...{ outcome: 'passed', rtoSeconds: 2400, rpoSeconds: 480 },
      },
    });
    expect(metrics()).toMatchObject({ DrillFailed: 0, DrillRto: 2400, DrillRpo: 480 });
    expect(await call(awsOrder(), 'continue', 50)).toEqual({ step: 'remove' });
    expect(actions()).toEqual(['AddTagsToResource', 'DeleteDBInstance']);
    expect(await call(awsOrder(), 'continue', 60)).toEqual({ step: 'rest' });
  });

  it('is measured from the promotion of a replica', async () => {
    restored(server.port);
    const tags = { ...OURS, 'kura-drill': 'recovery-replica' };
    become({ tags: { ...tags, 'kura-drill-promoted': '2026-12-01T03:30:00.000Z' } });
    const order = awsOrder({ mechanism: 'recovery-replica' });
    const { report } = await call(order, 'continue', 40);
    expect(report).toMatchObject({ outcome: 'passed', rtoSeconds: 600, rpoSeconds: null });
  });

  it('is answered too late, or not as it should be', async () => {
    restored(server.port);
    await expect(call(awsOrder(), 'continue', 61)).rejects.toThrow('got 3660 seconds');
    expect(metrics()).toMatchObject({ DrillFailed: 1, DrillRto: 3660 });
    restored(server.port);
    await expect(call(awsOrder({ databases: ['gone_db'] }), 'continue', 9)).rejects.toThrow(
      'the database gone_db must be in the copy',
    );
    // It was asked: what is left is to delete it.
    expect(await call(awsOrder(), 'continue', 70)).toEqual({ step: 'remove' });
  });

  it('is put again where nobody answers, until there is no time left', async () => {
    restored(1);
    expect(await call(awsOrder(), 'continue', 40)).toEqual({ step: 'ask' });
    expect(lines.join('\n')).toContain(`${TARGET} was not asked: the server must be reachable`);
    expect(actions()).toEqual([]);
    await expect(call(awsOrder(), 'continue', 180)).rejects.toThrow('got no answer');
  });

  it('of MySQL has a password of its own, which no line says', async () => {
    restored(1);
    const admin = { login: 'kura_runner', role: 'kura_runner', bootstrap: 'kura_admin' };
    await call(awsOrder({ engine: 'mysql', admin }), 'continue', 40);
    expect(actions()).toEqual(['ModifyDBInstance']);
    const { DBInstanceIdentifier, MasterUserPassword = '' } = api.changes[0] ?? {};
    expect(DBInstanceIdentifier).toBe(TARGET);
    expect(MasterUserPassword).toHaveLength(40);
    expect(lines.join('\n')).toContain('No session as kura_admin');
    expect(lines.join('\n')).not.toContain(MasterUserPassword);
  });
});
