import { connectionProblem } from '../../../runner/connection-problem';
import { LoginRefused } from '../../../runner/host';
import { mysqlSession } from '../../../runner/hosts/mysql-session';
import { rdsHost } from '../../../runner/hosts/rds';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

describeMysql('a session with MySQL', () => {
  let server: MysqlServer;
  beforeAll(async () => {
    server = await startMysql();
    const root = await server.root();
    await root.query("CREATE USER app IDENTIFIED BY 'secret'");
    await root.query('GRANT ALL ON *.* TO app');
    await root.end();
  });
  afterAll(() => server.stop());
  const config = (more: object = {}): Parameters<typeof mysqlSession>[0] => ({
    ...{ host: '127.0.0.1', port: server.port, user: 'app', password: 'secret', database: '' },
    ...{ ssl: { ca: server.ca }, ...more },
  });

  it('asks with values and without, and outside of any database', async () => {
    const session = await mysqlSession(config());
    expect(await session.query('SELECT ? AS a, DATABASE() AS b', ["o'x"])).toEqual([
      { a: "o'x", b: null },
    ]);
    expect(await session.query('CREATE DATABASE app')).toEqual([]);
    expect(await session.query("SHOW DATABASES LIKE 'app'")).toHaveLength(1);
    await session.end();
  });

  it('is refused where the password is another', async () => {
    await expect(mysqlSession(config({ password: 'x' }))).rejects.toThrow(LoginRefused);
    await expect(mysqlSession(config({ database: 'none' }))).rejects.toThrow("'none'");
  });

  it('is refused to a server of another name or authority', async () => {
    const at = { engine: 'mysql', port: server.port, region: 'x', identifier: 'x' } as const;
    const surroundings = { log: () => undefined, sleep: () => Promise.resolve() };
    for (const [host, authorities] of [
      ['localhost', [server.ca]],
      ['localhost', undefined],
    ] as const) {
      const error: unknown = await rdsHost({ ...at, host }, { ...surroundings, authorities })
        .connect('', { user: 'app', password: 'secret' })
        .catch((each: unknown) => each);
      const { required, got } = connectionProblem('x', error);
      expect(required).toBe('the server must prove who it is');
      expect(got).toMatch(authorities ? 'does not match' : 'self-signed');
    }
  });
});
