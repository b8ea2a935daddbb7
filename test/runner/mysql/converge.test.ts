import { convergeMysql } from '../../../runner/mysql/converge';
import type { DeclaredState } from '../../../model/sql/declared-state';
import { ADMIN, declare, login, mysqlBench, snapshot, type Bench } from '../../support/mysql-host';
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

describeMysql('a run on MySQL', () => {
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

  it('says what it does, waits for tables, and the second time does nothing', async () => {
    const first = await bench.converge(STATE);
    expect(first).toMatchObject({ outcome: 'waiting', findings: [], problems: [], kept: [] });
    expect(first.waiting).toEqual([
      'table order_service_db.t, of which login report is to have rights',
    ]);
    expect(first.plan).toMatchSnapshot();
    expect(first.applied).toBe(first.plan.length);
    expect(bench.host.lines).toEqual(first.plan);
    await bench.asRoot(`CREATE TABLE ${D}.t (a INT, b INT)`);
    const second = await bench.converge(STATE);
    expect(second).toMatchObject({ outcome: 'converged', waiting: [] });
    expect(second.plan).toEqual(["GRANT SELECT (`a`) ON `order_service_db`.`t` TO 'report'@'%'"]);
    const before = await snapshot(bench.root);
    expect(await bench.converge(STATE)).toMatchObject({ outcome: 'converged', plan: [] });
    expect(await snapshot(bench.root)).toBe(before);
    expect(await bench.verify(STATE)).toEqual([]);
  });

  it('writes no password anywhere but in the secret', async () => {
    const result = await bench.converge(STATE);
    const written = JSON.stringify([result, bench.host.lines]);
    const passwords = Object.values(bench.host.secrets).flatMap((all) =>
      (all ?? []).map(({ password }) => password),
    );
    expect(passwords).toHaveLength(3);
    for (const password of passwords) expect(written).not.toContain(password);
  });

  it('says no password either where the server refuses the statement', async () => {
    const open = async () => {
      const session = await bench.open(null);
      const query: typeof session.query = (sql, values) =>
        session.query(sql.replace(/IDENTIFIED BY ('\w+') .*/, 'IDENTIFIED BY $1 nonsense'), values);
      return { ...session, query };
    };
    const result = await convergeMysql(STATE, open, {
      passwords: bench.host,
      log: bench.host.log,
      standIn: 'mariadb',
    });
    expect(result.problems).toEqual([
      {
        place: 'prod-aws-order',
        required: 'the run must go through',
        got: `"ER_PARSE_ERROR: refused: CREATE USER 'order_api'@'%' IDENTIFIED BY '…' REQUIRE SSL WITH MAX_USER_CONNECTIONS 5"`,
        cure: 'Mend what it names and run again: a run goes on where the last one stopped.',
      },
    ]);
    expect(result.outcome).toBe('failed');
  });

  it('takes a right that somebody gave, and the option to pass it on', async () => {
    await bench.converge(STATE);
    await bench.asRoot(
      `GRANT DELETE, DROP ON \`order\\_service\\_db\`.* TO 'report'@'%' WITH GRANT OPTION`,
      "GRANT SELECT ON `order_service_db`.* TO 'report'@'%'",
      "GRANT INSERT, CREATE ON billing_db.* TO 'order_api'@'%'",
      "GRANT PROCESS, RELOAD ON *.* TO 'order_api'@'%'",
      "CREATE USER 'stranger'@'10.%'",
      "GRANT SELECT ON `%`.* TO 'stranger'@'10.%'",
      "GRANT INSERT ON kura.logins TO 'stranger'@'10.%'",
    );
    const found = await bench.verify(STATE);
    expect(found).toMatchSnapshot();
    const mended = await bench.converge(STATE);
    expect(mended.plan.filter((sql) => !/^REVOKE|`kura`.`reduced`/.test(sql))).toEqual([]);
    expect(mended.findings).toEqual([
      {
        kind: 'beyond',
        where: 'server',
        who: "'stranger'@'10.%'",
        what: 'account that is not declared',
      },
      { kind: 'beyond', where: 'server', who: "'order_api'@'%'", what: 'RELOAD on *.*' },
    ]);
    expect(mended.outcome).toBe('findings');
    expect(await count("SELECT 1 FROM mysql.db WHERE User = 'stranger'")).toBe(0);
    expect(await count("SELECT 1 FROM mysql.db WHERE Db NOT LIKE '%\\\\\\\\_%'")).toBe(0);
  });

  it('mends an account that somebody changed', async () => {
    await bench.converge(STATE);
    await bench.asRoot(
      "ALTER USER 'order_api'@'%' REQUIRE NONE WITH MAX_USER_CONNECTIONS 50",
      "ALTER USER 'report'@'%' ACCOUNT LOCK",
      "DROP USER 'order_migrator'@'%'",
    );
    expect(await bench.verify(STATE)).toMatchSnapshot();
    const mended = await bench.converge(STATE);
    expect(mended.plan).toMatchSnapshot();
    await bench.enter('report');
    await bench.enter('order_migrator');
    expect(bench.host.secrets.order_migrator).toHaveLength(2);
    expect(bench.host.secrets.order_api).toHaveLength(1);
  });

  it('says what it may not mend: strangers, their rights everywhere, and members of roles', async () => {
    await bench.converge(without(STATE, 'report'));
    await bench.asRoot(
      "CREATE USER 'dba'@'%'",
      "GRANT SELECT, FILE ON *.* TO 'dba'@'%'",
      "CREATE USER 'order_api'@'localhost'",
      "CREATE ROLE 'reporting'",
      "GRANT SELECT ON billing_db.* TO 'reporting'",
      "GRANT 'reporting' TO 'order_api'@'%'",
      "GRANT PROXY ON 'person'@'%' TO 'order_api'@'%'",
    );
    const { outcome, findings, plan } = await bench.converge(without(STATE, 'report'));
    expect(outcome).toBe('findings');
    expect(findings).toMatchSnapshot();
    expect(plan).toEqual(["REVOKE SELECT ON `billing_db`.* FROM 'reporting'"]);
  });

  it('gives a new password where the secret has another or an old one', async () => {
    await bench.converge(STATE);
    const versions = bench.host.secrets.order_api ?? [];
    await bench.host.addVersion('order_api', 'written-by-hand');
    expect((await bench.converge(STATE)).plan).toEqual([
      "ALTER USER 'order_api'@'%' IDENTIFIED BY '…' REQUIRE SSL WITH MAX_USER_CONNECTIONS 5 ACCOUNT UNLOCK",
    ]);
    expect(versions.map(({ id }) => id)).toEqual(['1', '2', '3']);
    await bench.enter('order_api');
    const days = (count: number): Date => new Date(Date.now() - count * 24 * 60 * 60 * 1000);
    const age = (count: number) => {
      const newest = versions.at(-1);
      if (newest) versions.splice(-1, 1, { ...newest, created: days(count) });
    };
    age(59);
    expect((await bench.converge(STATE)).plan).toEqual([]);
    age(61);
    expect((await bench.converge(STATE)).plan).toHaveLength(1);
    expect((await bench.converge(STATE)).plan).toEqual([]);
    await bench.enter('order_api');
  });

  it('takes rights on a routine', async () => {
    await bench.converge(STATE);
    const migrator = await bench.enter('order_migrator', D);
    await migrator.query('CREATE PROCEDURE p() SELECT 1');
    expect((await bench.converge(STATE)).plan).toEqual([]);
    await bench.asRoot(`GRANT EXECUTE ON PROCEDURE ${D}.p TO 'report'@'%' WITH GRANT OPTION`);
    const { plan } = await bench.converge(STATE);
    // A connection of an earlier test's may still be open.
    expect(plan.filter((sql) => !sql.startsWith('KILL'))).toEqual([
      "REPLACE INTO `kura`.`reduced` (`user`) VALUES ('report')",
      "REVOKE EXECUTE, GRANT OPTION ON PROCEDURE `order_service_db`.`p` FROM 'report'@'%'",
      "DELETE FROM `kura`.`reduced` WHERE `user` = 'report'",
    ]);
    expect((await bench.converge(STATE)).plan).toEqual([]);
  });

  it('works one at a time', async () => {
    const other = await server.connect(ADMIN, `token:${ADMIN}`);
    await other.query("SELECT GET_LOCK('kura', 0)");
    let ended = false;
    const run = bench.converge(STATE).finally(() => (ended = true));
    await new Promise((passed) => setTimeout(passed, 300));
    expect(ended).toBe(false);
    expect(await count("SELECT 1 FROM mysql.user WHERE User = 'order_api'")).toBe(0);
    await other.query("SELECT RELEASE_LOCK('kura')");
    expect((await run).outcome).toBe('waiting');
    const runs = await Promise.all([1, 2, 3].map(() => bench.converge(without(STATE, 'person'))));
    expect(runs.map(({ plan }) => plan.length).sort()).toEqual([0, 0, 3]);
  });
});
