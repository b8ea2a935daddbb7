import type { Connection } from 'mysql2/promise';
import type { DeclaredAccess, DeclaredState } from '../../../model/sql/declared-state';
import type { Session } from '../../../runner/host';
import { convergeMysql } from '../../../runner/mysql/converge';
import { ADMIN, declare, login, mysqlBench, type Bench } from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

const D = 'order_service_db';
const other = login('other', [{ database: D, role: 'writer' }]);
const api = (...access: readonly DeclaredAccess[]): DeclaredState =>
  declare([other, login('order_api', access)]);
const WRITER = api({ database: D, role: 'writer' });
const READER = api({ database: D, role: 'reader' });
const GONE = declare([other]);

describeMysql('connections that are open when something is taken', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await bench.reset();
    await bench.converge(WRITER);
    await bench.asRoot(`CREATE TABLE ${D}.t (a INT)`);
  });

  const mayKill = (): Promise<void> =>
    bench.asRoot(`GRANT CONNECTION ADMIN ON *.* TO '${ADMIN}'@'%'`);
  const entered = async (name: string): Promise<Connection> => {
    const connection = await bench.enter(name, D);
    // That the server ends it comes as an event too.
    connection.on('error', () => undefined);
    return connection;
  };
  const writes = async (connection: Connection): Promise<boolean> => {
    try {
      await connection.query('INSERT INTO t VALUES (1)');
      return true;
    } catch {
      return false;
    }
  };
  const isLeft = async (user: string): Promise<boolean> => {
    const [rows] = await bench.root.query(
      'SELECT 1 FROM information_schema.PROCESSLIST WHERE USER = ?',
      [user],
    );
    return (rows as unknown[]).length > 0;
  };
  const reduced = async (): Promise<unknown> =>
    (await bench.root.query('SELECT user FROM kura.reduced'))[0];

  it.each<[string, DeclaredState]>([
    ['a login that is no longer declared', GONE],
    ['a login of a lesser role', READER],
    [
      'a login whose day has come',
      api({ database: D, role: 'writer', until: '2020-01-01T00:00:00Z' }),
    ],
  ])('end with those of %s', async (_what, after) => {
    await mayKill();
    const [own, others] = [await entered('order_api'), await entered('other')];
    expect(await writes(own)).toBe(true);
    const { outcome, plan, applied, withheld } = await bench.converge(after);
    expect({ outcome, withheld, applied }).toEqual({
      ...{ outcome: 'converged', withheld: [], applied: plan.length },
    });
    expect(plan.filter((sql) => sql.startsWith('KILL'))).toEqual([`KILL ${own.threadId}`]);
    expect(await writes(own)).toBe(false);
    expect(await isLeft('order_api')).toBe(false);
    expect(await writes(others)).toBe(true);
    expect(await reduced()).toEqual([]);
    expect((await bench.converge(after)).plan).toEqual([]);
    expect(await bench.verify(after)).toEqual([]);
  });

  it('end before the account is dropped, and nobody enters in between', async () => {
    await mayKill();
    const own = await entered('order_api');
    expect((await bench.converge(GONE)).plan).toEqual([
      "ALTER USER 'order_api'@'%' ACCOUNT LOCK",
      `KILL ${own.threadId}`,
      "DROP USER IF EXISTS 'order_api'@'%'",
      "DELETE FROM `kura`.`logins` WHERE `login` = 'order_api'",
    ]);
  });

  it('end with those of a login that is locked, as a view works for it', async () => {
    await mayKill();
    await bench.asRoot(`CREATE DEFINER = 'order_api'@'%' VIEW ${D}.v AS SELECT a FROM ${D}.t`);
    const own = await entered('order_api');
    expect((await bench.converge(GONE)).outcome).toBe('converged');
    expect(await writes(own)).toBe(false);
    expect(await bench.verify(GONE)).toEqual([]);
  });

  it('go on where nothing is taken', async () => {
    await mayKill();
    const own = await entered('order_api');
    await bench.converge(
      api({ database: D, role: 'writer' }, { database: 'billing_db', role: 'reader' }),
    );
    expect(await writes(own)).toBe(true);
  });

  it('end by RDS’s procedure there', async () => {
    await bench.asRoot(
      'CREATE OR REPLACE PROCEDURE mysql.rds_kill(IN thread BIGINT) KILL thread',
      "CREATE USER IF NOT EXISTS 'rdsadmin'@'localhost'",
    );
    const own = await entered('order_api');
    const { plan, withheld } = await bench.converge({ ...READER, platform: 'rds' });
    expect(plan).toContain(`CALL mysql.rds_kill(${own.threadId})`);
    expect(withheld).toEqual([]);
    expect(await writes(own)).toBe(false);
    await bench.asRoot('DROP PROCEDURE mysql.rds_kill');
  });

  it.each<[string, DeclaredState]>([
    ['a lesser login', READER],
    ['a login that is gone', GONE],
  ])('are said where the runner may not end those of %s', async (_what, after) => {
    const own = await entered('order_api');
    const { outcome, withheld, plan } = await bench.converge(after);
    expect(outcome).toBe('converged');
    expect(withheld).toEqual([
      'the end of 1 connection of order_api: the runner may not end another’s',
    ]);
    expect(plan.filter((sql) => sql.startsWith('KILL'))).toHaveLength(1);
    await own.end();
    expect((await bench.converge(after)).plan).toEqual([]);
  });

  it('end in the next run where this one ended first', async () => {
    await mayKill();
    const own = await entered('order_api');
    const open = async (): Promise<Session> => {
      const session = await bench.open(null);
      const query: Session['query'] = (sql, values) => {
        if (sql.startsWith('KILL')) throw new Error('broken');
        return session.query(sql, values);
      };
      return { ...session, query };
    };
    const options = { passwords: bench.host, log: bench.host.log, standIn: 'mariadb' as const };
    expect((await convergeMysql(READER, open, options)).outcome).toBe('failed');
    expect(await reduced()).toEqual([{ user: 'order_api' }]);
    expect(await bench.verify(READER)).toContainEqual({
      ...{ kind: 'beyond', where: 'server', who: "'order_api'@'%'" },
      what: 'connections from before something was taken from it',
    });
    await bench.converge(READER);
    expect(await writes(own)).toBe(false);
    expect(await reduced()).toEqual([]);
    expect(await bench.verify(READER)).toEqual([]);
  });
});
