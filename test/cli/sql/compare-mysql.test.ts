import { compareMysql } from '../../../cli/sql/compare-mysql';
import type { Comparison } from '../../../cli/sql/comparison';
import { reachProblem } from '../../../cli/sql/reach-problem';
import { sayProblem } from '../../../model/problem';
import { mysqlSession } from '../../../runner/hosts/mysql-session';
import { estateFolder, SMALL_ESTATE } from '../../support/estate-folder';
import { declare, login, mysqlBench, type Bench } from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';
import { kura } from '../kura';

const STATE = declare([login('order_api', [{ database: 'order_service_db', role: 'writer' }])]);
const PASSWORD = 'a-password-of-the-test';

describeMysql('a MySQL beside what is declared', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
    await bench.reset();
    await bench.converge(STATE);
    await bench.asRoot(`CREATE USER peek@'%' IDENTIFIED BY '${PASSWORD}'`);
  });
  afterAll(() => server.stop());

  const compared = async (): Promise<Comparison> => {
    const found = await compareMysql(STATE, () => bench.open(null), 'mariadb');
    if ('problems' in found) throw new Error(found.problems.map(sayProblem).join('\n'));
    return found;
  };
  const reach = () => ({
    ...{
      host: '127.0.0.1',
      port: server.port,
      user: 'peek',
      password: PASSWORD,
      tls: null,
      passfile: '',
    },
  });
  const verify = async (password: string) => {
    const mysql = String(SMALL_ESTATE['services/order.yaml']).replace('postgres', 'mysql');
    const estate = estateFolder({ ...SMALL_ESTATE, 'services/order.yaml': mysql });
    process.env.MYSQL_PWD = password;
    const near = [
      '--host',
      '127.0.0.1',
      '--port',
      String(server.port),
      '--user',
      'peek',
      '--no-tls',
    ];
    const ran = await kura('verify-access', 'prod/order', '--estate', estate, ...near);
    delete process.env.MYSQL_PWD;
    return ran;
  };

  test('has statements and findings only where somebody changed it', async () => {
    await bench.asRoot("DROP USER peek@'%'");
    expect(await compared()).toMatchObject({ statements: [], findings: [], left: [] });
    await bench.asRoot("GRANT DROP ON order_service_db.* TO 'order_api'@'%'");
    const { statements, findings } = await compared();
    expect(statements).toEqual([
      expect.stringContaining('REPLACE INTO `kura`.`reduced`'),
      expect.stringMatching(/^REVOKE DROP ON .* FROM 'order_api'@'%'$/),
      '-- end the connections of order_api',
      expect.stringContaining('DELETE FROM `kura`.`reduced`'),
    ]);
    expect(findings).toEqual([expect.objectContaining({ kind: 'beyond' })]);
    // Nothing was done about it.
    expect((await compared()).statements).toEqual(statements);
    await bench.asRoot(
      "REVOKE DROP ON order_service_db.* FROM 'order_api'@'%'",
      `CREATE USER peek@'%' IDENTIFIED BY '${PASSWORD}'`,
    );
  });

  test('is told from another product, and from a wrong password', async () => {
    expect(await verify(PASSWORD)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/the server must be MySQL 8\.4, got .*MariaDB/) as string,
    });
    expect(await verify('wrong')).toMatchObject({
      code: 2,
      err: expect.stringContaining('the server must let peek in, got ') as string,
    });
    expect((await verify('')).err).toContain('got no MYSQL_PWD. Set MYSQL_PWD of the environment');
  });

  test('has to be shown to whoever looks', async () => {
    const { host, port, user, password } = reach();
    const open = () => mysqlSession({ host, port, user, password });
    const error: unknown = await compareMysql(STATE, open, 'mariadb').catch(
      (each: unknown) => each,
    );
    expect(sayProblem(reachProblem('mysql', reach(), error))).toMatch(
      /^127\.0\.0\.1:\d+: the user must be allowed to look, got "ER_TABLEACCESS_DENIED_ERROR: .*" ?.*who may read the database mysql\.$/,
    );
  });
});
