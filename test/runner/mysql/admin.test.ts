import type { DeclaredState } from '../../../model/sql/declared-state';
import { LoginRefused, type Host, type Session } from '../../../runner/host';
import type { Admission } from '../../../runner/admission';
import { admitMysql } from '../../../runner/mysql/admin';
import type { OpenSession } from '../../../runner/mysql/server';
import {
  ADMIN,
  declare,
  mysqlBench,
  mysqlHost,
  tokenOf,
  type Bench,
} from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

const RDS = declare([], { platform: 'rds' });
const CLOUD_SQL: DeclaredState = declare([], {
  platform: 'cloud-sql',
  admin: { login: ADMIN, role: 'cloudsqlsuperuser' },
});

/** What RDS's administrator of MySQL 8.0.36 and later may ("Master user account privileges", read 2026-11). */
const MASTER =
  'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER';

describeMysql('the runner’s way into MySQL', () => {
  let server: MysqlServer;
  let bench: Bench;
  let pauses: number[];
  let calls: string[];
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await bench.reset();
    await bench.asRoot(`DROP USER '${ADMIN}'@'%'`);
    pauses = [];
    calls = [];
  });

  const admit = (state: DeclaredState, host: Host): Promise<Admission<OpenSession>> =>
    admitMysql(state, host, (pause) => {
      pauses.push(pause);
      return Promise.resolve();
    });

  /** As on RDS, where a plugin knows tokens: here they are passwords. */
  const onRds = (): Host => {
    const host = mysqlHost(server);
    const connect: Host['connect'] = async (database, as) => {
      const session = await host.connect(database, as);
      const query: Session['query'] = (sql, values) => {
        const plugin = /IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'/;
        return session.query(sql.replace(plugin, `IDENTIFIED BY '${tokenOf(ADMIN)}'`), values);
      };
      return { ...session, query };
    };
    const setBootstrapPassword = async (user: string, password: string): Promise<void> => {
      calls.push(`password of ${user}`);
      await bench.asRoot(`SET PASSWORD FOR '${user}'@'%' = PASSWORD('${password}')`);
    };
    return { ...host, connect, setBootstrapPassword };
  };
  const master = (): Promise<void> =>
    bench.asRoot(
      "CREATE USER 'kura_admin'@'%' IDENTIFIED BY 'thrown-away'",
      `GRANT ${MASTER} ON *.* TO 'kura_admin'@'%' WITH GRANT OPTION`,
    );

  async function expectWork(admission: Admission<OpenSession>): Promise<void> {
    if ('problem' in admission) throw new Error(admission.problem.got);
    const session = await admission.open(null);
    for (const sql of [
      'CREATE DATABASE made_db',
      "CREATE USER 'made'@'%'",
      "GRANT SELECT, CREATE VIEW, EVENT ON `made\\_db`.* TO 'made'@'%'",
      "GRANT PROCESS ON *.* TO 'made'@'%'",
      "REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'made'@'%'",
      "DROP USER 'made'@'%'",
    ])
      await session.query(sql);
    await session.end();
    const inside = await admission.open('made_db');
    expect(await inside.query('SELECT DATABASE() AS name')).toEqual([{ name: 'made_db' }]);
    await inside.query('DROP DATABASE made_db');
    await inside.end();
  }

  it('is made on RDS by the administrator, once, and again where rights were taken', async () => {
    await master();
    await expectWork(await admit(RDS, onRds()));
    expect(calls).toEqual(['password of kura_admin']);
    await expectWork(await admit(RDS, onRds()));
    expect(calls).toHaveLength(1);
    await bench.asRoot(`REVOKE EVENT ON *.* FROM '${ADMIN}'@'%'`);
    await expectWork(await admit(RDS, onRds()));
    expect(calls).toHaveLength(2);
    // A minute and a half each time, in which a refusal may pass.
    expect(pauses.reduce((sum, each) => sum + each)).toBe(180_000);
  });

  it('turns an account of the runner’s name to IAM', async () => {
    await master();
    await bench.asRoot(`CREATE USER '${ADMIN}'@'%' IDENTIFIED BY 'somebody'`);
    await expectWork(await admit(RDS, onRds()));
    await expect(server.connect(ADMIN, 'somebody')).rejects.toThrow('Access denied');
  });

  it('waits until a new password holds', async () => {
    await master();
    const host = onRds();
    let tries = 0;
    const connect: Host['connect'] = (database, as) =>
      as.user === 'kura_admin' && ++tries < 3
        ? Promise.reject(new LoginRefused('not yet'))
        : host.connect(database, as);
    await expectWork(await admit(RDS, { ...host, connect }));
    expect(pauses.slice(-2)).toEqual([1000, 2000]);
  });

  it('is given on Cloud SQL by the API, and is a role from then on', async () => {
    await bench.asRoot(
      `CREATE USER '${ADMIN}'@'%' IDENTIFIED BY '${tokenOf(ADMIN)}'`,
      "CREATE ROLE 'cloudsqlsuperuser'",
      `GRANT ${MASTER} ON *.* TO 'cloudsqlsuperuser' WITH GRANT OPTION`,
    );
    const host: Host = {
      ...mysqlHost(server),
      assignAdminRole: async (user, role) => {
        calls.push(`${role} for ${user}`);
        await bench.asRoot(`GRANT '${role}' TO '${user}'@'%'`);
      },
    };
    await expectWork(await admit(CLOUD_SQL, host));
    await expectWork(await admit(CLOUD_SQL, host));
    expect(calls).toEqual([`cloudsqlsuperuser for ${ADMIN}`]);
  });

  it('says what to look at where there is none', async () => {
    const admission = await admit(declare([]), mysqlHost(server));
    expect(admission).toEqual({
      problem: {
        place: 'prod-aws-order',
        required: 'the runner must be able to log in as kura_runner and to work as kura_runner',
        got: 'a refusal',
        cure: 'Make it as root: CREATE USER …, and GRANT … ON *.* TO … WITH GRANT OPTION.',
      },
    });
    expect(pauses.reduce((sum, each) => sum + each)).toBe(390_000);
  });
});
