import { ADMIN, declare, login, mysqlBench, type Bench } from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

const D = 'order_service_db';
const STATE = declare([login('order_api', [{ database: D, role: 'writer' }])]);

/** Accounts that look like the platform's, the runner's or a login, and are none. */
const STRANGERS = [
  `'${ADMIN}'@'10.9.9.9'`,
  "'kura_admin'@'localhost'",
  "'root'@'10.%'",
  "'mysql.evil'@'%'",
  "'mysql.sys'@'%'",
  "'mariadb.sys'@'%'",
  "'order_api'@'10.%'",
] as const;

describeMysql('accounts that only look like the platform’s', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await bench.reset();
    await bench.converge(STATE);
  });
  afterEach(() => bench.asRoot(...STRANGERS.map((who) => `DROP USER IF EXISTS ${who}`)));

  it.each(STRANGERS)('%s is a stranger', async (who) => {
    await bench.asRoot(
      `CREATE USER ${who}`,
      `GRANT SELECT, INSERT ON \`order\\_service\\_db\`.* TO ${who}`,
      `GRANT SELECT ON kura.* TO ${who}`,
      `GRANT RELOAD ON *.* TO ${who}`,
    );
    const found = (await bench.verify(STATE)).map(({ who: whose, what }) => [whose, what]);
    const instead = who.startsWith("'order_api'")
      ? ', which enters from there instead of the login'
      : '';
    const unknown = [who, `account that is not declared${instead}, with RELOAD on *.*`];
    expect(found).toEqual([
      unknown,
      [who, 'SELECT on kura.*'],
      [who, 'INSERT, SELECT on order\\_service\\_db.*'],
    ]);
    const { outcome, findings, plan } = await bench.converge(STATE);
    expect(outcome).toBe('findings');
    expect(findings.map(({ who: whose, what }) => [whose, what])).toEqual([unknown]);
    expect(plan.filter((sql) => sql.startsWith('REVOKE'))).toEqual([
      `REVOKE SELECT ON \`kura\`.* FROM ${who}`,
      `REVOKE INSERT, SELECT ON \`order\\_service\\_db\`.* FROM ${who}`,
    ]);
    const [left] = await bench.root.query(
      "SELECT 1 FROM mysql.db WHERE CONCAT(QUOTE(User), '@', QUOTE(Host)) = ?",
      [who],
    );
    expect(left).toEqual([]);
  });

  it('leave the platform’s own and the runner’s as they are', async () => {
    await bench.asRoot(
      "CREATE USER 'kura_admin'@'%'",
      "GRANT SELECT ON kura.* TO 'kura_admin'@'%'",
      "GRANT SELECT ON kura.* TO 'root'@'127.0.0.1'",
    );
    expect(await bench.verify(STATE)).toEqual([]);
    expect((await bench.converge(STATE)).plan).toEqual([]);
  });

  it('keep connections that show as the platform’s own', async () => {
    await bench.asRoot("CREATE USER 'root'@'10.%'", "GRANT SELECT ON kura.* TO 'root'@'10.%'");
    await bench.asRoot(`GRANT CONNECTION ADMIN ON *.* TO '${ADMIN}'@'%'`);
    const { withheld } = await bench.converge(STATE);
    expect(withheld).toEqual([
      "the end of connections of 'root'@'10.%': they show as the platform’s own user",
    ]);
    await bench.root.query('SELECT 1');
  });
});
