import type { DeclaredState } from '../../../model/sql/declared-state';
import { database, declare, login, mysqlBench, type Bench } from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

const D = 'order_service_db';

const STATE = declare([
  login('order_api', [{ database: D, role: 'writer' }], { connections: 5 }),
  login('order_migrator', [{ database: D, role: 'migrator' }]),
  login('report', [
    { database: 'billing_db', role: 'reader' },
    { database: D, role: 'reader', tables: [{ schema: D, table: 't', columns: ['a'] }] },
  ]),
  login('person', [{ database: D, role: 'operator' }], { via: 'iam' }),
]);

const without = (state: DeclaredState, name: string): DeclaredState => ({
  ...state,
  logins: state.logins.filter((each) => each.name !== name),
});

describeMysql('what MySQL has no longer or not yet of Kura', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(() => bench.reset());

  const count = async (sql: string): Promise<number> => {
    const [rows] = await bench.root.query(sql);
    return (rows as unknown[]).length;
  };

  it('removes a login that is no longer declared', async () => {
    await bench.converge(STATE);
    const { plan, outcome } = await bench.converge(without(STATE, 'order_api'));
    expect(plan).toEqual([
      "ALTER USER 'order_api'@'%' ACCOUNT LOCK",
      "DROP USER IF EXISTS 'order_api'@'%'",
      "DELETE FROM `kura`.`logins` WHERE `login` = 'order_api'",
    ]);
    expect(outcome).toBe('waiting');
    await expect(bench.enter('order_api')).rejects.toThrow('Access denied');
  });

  it('locks a login that views work for, and takes what it has elsewhere', async () => {
    const both = declare([
      login('order_api', [{ database: D, role: 'reader' }]),
      login('leaver', [
        { database: D, role: 'migrator' },
        { database: 'billing_db', role: 'migrator' },
      ]),
    ]);
    await bench.converge(both);
    const leaver = await bench.enter('leaver', D);
    await leaver.query('CREATE TABLE t (a INT)');
    await leaver.query('CREATE VIEW v AS SELECT a FROM t');
    await leaver.end();
    const after = without(both, 'leaver');
    const { plan, kept, outcome } = await bench.converge(after);
    expect(plan[0]).toBe("ALTER USER 'leaver'@'%' ACCOUNT LOCK");
    expect(plan.slice(1)).toEqual([
      expect.stringMatching(/^REVOKE .* ON `billing\\_db`\.\* FROM 'leaver'@'%'$/) as string,
    ]);
    expect(kept).toEqual(['login leaver: locked, as view order_service_db.v works for it']);
    expect(outcome).toBe('converged');
    await expect(bench.enter('leaver')).rejects.toThrow('locked');
    const api = await bench.enter('order_api', D);
    await api.query('SELECT * FROM v');
    expect((await bench.converge(after)).plan).toEqual([]);
    expect(await bench.verify(after)).toEqual([]);
    await bench.asRoot(`DROP VIEW ${D}.v`);
    expect((await bench.converge(after)).plan[0]).toBe("DROP USER IF EXISTS 'leaver'@'%'");
    await bench.converge(both);
    await bench.enter('leaver');
  });

  it('drops a database that is no longer declared only when it is Kura’s, empty and nobody’s', async () => {
    await bench.converge(STATE);
    await bench.asRoot('CREATE TABLE billing_db.t (a INT)');
    const order = without({ ...STATE, databases: [database('order', D)] }, 'report');
    const kept = await bench.converge(order);
    expect(kept).toMatchObject({
      outcome: 'converged',
      kept: ['database billing_db: holds 1 table'],
    });
    expect(await count("SELECT 1 FROM mysql.db WHERE Db LIKE 'billing%'")).toBe(0);
    await bench.asRoot('DROP TABLE billing_db.t');
    const session = await server.root();
    await session.query('USE billing_db');
    expect((await bench.converge(order)).kept).toEqual(['database billing_db: 1 session in it']);
    await session.end();
    const { plan } = await bench.converge(order);
    expect(plan).toEqual([
      'DROP DATABASE IF EXISTS `billing_db`',
      "DELETE FROM `kura`.`databases` WHERE `service` = 'billing'",
    ]);
    expect(await bench.verify(order)).toEqual([]);
  });

  it('takes over a database and an account that are there, and drops the database never', async () => {
    await bench.asRoot(
      'CREATE DATABASE billing_db',
      "CREATE USER 'order_api'@'%' IDENTIFIED BY 'old'",
      "GRANT DELETE ON billing_db.* TO 'order_api'@'%'",
    );
    expect((await bench.converge(STATE)).outcome).toBe('waiting');
    await bench.enter('order_api');
    await expect(server.connect('order_api', 'old')).rejects.toThrow('Access denied');
    const { kept } = await bench.converge(
      without({ ...STATE, databases: [database('order', D)] }, 'report'),
    );
    expect(kept).toEqual(['database billing_db: was there before Kura']);
  });

  it('gives rights to the cloud’s own accounts, and takes them, and leaves the account alone', async () => {
    await bench.asRoot("CREATE USER 'sa'@'%' IDENTIFIED BY 'cloud'");
    const state = declare([
      login('sa', [{ database: D, role: 'operator' }], { via: 'iam', made: false, connections: 3 }),
    ]);
    expect(await bench.converge(state)).toMatchObject({
      outcome: 'converged',
      withheld: ['MAX_USER_CONNECTIONS 3 of sa: the account is the cloud’s'],
    });
    await server.connect('sa', 'cloud', D);
    const { findings } = await bench.converge(declare([]));
    expect(findings).toEqual([
      { kind: 'beyond', where: 'server', who: "'sa'@'%'", what: 'account that is not declared' },
    ]);
    const [grants] = await bench.root.query("SHOW GRANTS FOR 'sa'@'%'");
    expect(JSON.stringify(grants)).toMatch(/GRANT USAGE/);
    expect(grants).toHaveLength(1);
  });
});
