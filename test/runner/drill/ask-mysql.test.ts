import { sayProblem } from '../../../model/problem';
import { ask, type Asking } from '../../../runner/drill/ask';
import { ADMIN, mysqlBench, type Bench } from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';
import { awsOrder } from './orders';

describeMysql('a restored MySQL', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await bench.reset();
    await bench.asRoot(
      'CREATE DATABASE order_db',
      'CREATE TABLE order_db.`or``ders` (id int)',
      "CREATE USER 'order_app'@'%' IDENTIFIED BY 'x'",
    );
  });
  afterEach(() => bench.asRoot('SET GLOBAL read_only = OFF'));

  const asked = (more: Parameters<typeof awsOrder>[0] = {}): Promise<Asking> =>
    ask(
      awsOrder({ engine: 'mysql', admin: { login: ADMIN, role: ADMIN }, ...more }),
      bench.host,
      () => Promise.resolve(),
    );
  const problems = (asking: Asking): readonly string[] =>
    ('answer' in asking ? asking.answer.problems : [asking.problem]).map(sayProblem);

  it('has what is declared, and every table can be read', async () => {
    expect(await asked()).toEqual({ answer: { tables: 1, read: 1, problems: [] } });
  });

  it('lacks a database and a login', async () => {
    const said = problems(await asked({ databases: ['gone_db'], roles: ['order_app', 'lost'] }));
    expect(said.join('\n')).toMatch(
      /the database gone_db must be in the copy, got none.*\n.*the role lost must be in the copy/,
    );
    expect(said).toHaveLength(2);
  });

  it('follows another server still', async () => {
    await bench.asRoot('SET GLOBAL read_only = ON');
    expect(problems(await asked())).toEqual([
      expect.stringContaining('the copy must take writes, got a read-only server') as string,
    ]);
  });

  it('has a table that cannot be read', async () => {
    await bench.asRoot(
      'CREATE TABLE order_db.broken (id int)',
      'FLUSH TABLES',
      'ALTER TABLE order_db.broken DISCARD TABLESPACE',
    );
    expect(problems(await asked())).toEqual([
      expect.stringMatching(/`order_db`\.`broken` must be readable, got ER_/) as string,
    ]);
  });
});
