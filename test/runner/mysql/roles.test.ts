import type { Connection } from 'mysql2/promise';
import type { Role } from '../../../model/language/roles';
import { database, declare, login, mysqlBench, type Bench } from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

const ROLES: readonly Role[] = ['owner', 'migrator', 'writer', 'reader', 'auditor', 'operator'];
const D = 'order_service_db';

/** Who may do what in the database of a role; what nobody may has an empty list. */
const MATRIX: readonly (readonly [sql: string, who: string])[] = [
  [`SELECT * FROM ${D}.t`, 'owner migrator writer reader operator'],
  [`INSERT INTO ${D}.t (a, b) VALUES (2, 2)`, 'owner migrator writer'],
  [`UPDATE ${D}.t SET b = 3 WHERE a = 2`, 'owner migrator writer'],
  [`DELETE FROM ${D}.t WHERE a = 2`, 'owner migrator writer'],
  [`TRUNCATE ${D}.spare`, 'owner migrator'],
  [`CREATE TABLE ${D}.made (a INT)`, 'owner migrator'],
  [`ALTER TABLE ${D}.made ADD b INT`, 'owner migrator'],
  [`CREATE INDEX made_b ON ${D}.made (b)`, 'owner migrator'],
  [`CREATE VIEW ${D}.seen AS SELECT a FROM ${D}.made`, 'owner migrator'],
  [
    `CREATE TRIGGER ${D}.pulled BEFORE INSERT ON ${D}.made FOR EACH ROW SET @x = 1`,
    'owner migrator',
  ],
  [`CREATE PROCEDURE ${D}.made() SELECT 1`, 'owner migrator'],
  [`DROP PROCEDURE ${D}.made`, 'owner migrator'],
  [`CREATE EVENT ${D}.made ON SCHEDULE EVERY 1 DAY DO SET @x = 1`, 'owner migrator'],
  [`DROP EVENT ${D}.made`, 'owner migrator'],
  [`DROP VIEW ${D}.seen`, 'owner migrator'],
  [`DROP TABLE ${D}.made`, 'owner migrator'],
  [`CREATE TEMPORARY TABLE ${D}.passing (a INT)`, 'owner migrator'],
  [`LOCK TABLES ${D}.t READ`, 'owner migrator'],
  [`CALL ${D}.p()`, 'owner migrator writer'],
  [`SHOW CREATE VIEW ${D}.v`, 'owner migrator reader operator'],
  [`EXPLAIN SELECT * FROM ${D}.v`, 'owner migrator reader operator'],
  ['SELECT * FROM billing_db.t', ''],
  ['SELECT * FROM orderxservicexdb.t', ''],
  ['INSERT INTO orderxservicexdb.t VALUES (1)', ''],
  ['SELECT * FROM kura.logins', ''],
  ['SELECT * FROM mysql.user', ''],
  [`SELECT * FROM ${D}.t INTO OUTFILE 'kura-none'`, ''],
  ["CREATE USER 'friend'@'%'", ''],
  [`GRANT SELECT ON ${D}.* TO 'reader_login'@'%'`, ''],
  ['CREATE DATABASE other', ''],
  [`DROP DATABASE ${D}`, 'owner migrator'],
];

/** Rights as errors deny them: 1044, 1045, 1142, 1143, 1227, 1345, 1370, 1410 are of access, and so the statement itself is right. */
const DENIED = [1044, 1045, 1142, 1143, 1227, 1345, 1370, 1410];

async function outcome(session: Connection, sql: string): Promise<string> {
  try {
    await session.query(sql);
    await session.query('UNLOCK TABLES');
    return 'works';
  } catch (error) {
    const { errno } = error as { readonly errno?: number };
    return DENIED.includes(errno ?? 0) ? 'denied' : String(error);
  }
}

describeMysql('what roles may on MySQL', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(() => bench.reset());

  const TABLES = [
    'CREATE DATABASE orderxservicexdb',
    'CREATE TABLE orderxservicexdb.t (a INT)',
    'CREATE TABLE billing_db.t (a INT)',
    `CREATE TABLE ${D}.t (a INT, b INT, c INT)`,
    `CREATE TABLE ${D}.spare (a INT)`,
    `CREATE VIEW ${D}.v AS SELECT a FROM ${D}.t`,
    `CREATE PROCEDURE ${D}.p() SELECT 1`,
  ];

  it('is what the table says, in the database of a role and nowhere else', async () => {
    const state = declare(ROLES.map((role) => login(`${role}_login`, [{ database: D, role }])));
    expect((await bench.converge(state)).outcome).toBe('converged');
    await bench.asRoot(...TABLES);
    const who = new Map<string, string[]>(MATRIX.map(([sql]) => [sql, []]));
    const other: string[] = [];
    // The first that may drop the database does, so that it has to be there again for the next.
    for (const role of [...ROLES].reverse()) {
      const session = await bench.enter(`${role}_login`);
      for (const [sql] of MATRIX) {
        const result = await outcome(session, sql);
        if (result === 'works') who.get(sql)?.unshift(role);
        else if (result !== 'denied') other.push(`${role}: ${sql}: ${result}`);
      }
      await bench.asRoot(
        'CREATE DATABASE IF NOT EXISTS order_service_db',
        `CREATE OR REPLACE TABLE ${D}.t (a INT, b INT, c INT)`,
        `CREATE OR REPLACE TABLE ${D}.spare (a INT)`,
        `CREATE OR REPLACE VIEW ${D}.v AS SELECT a FROM ${D}.t`,
        `CREATE OR REPLACE PROCEDURE ${D}.p() SELECT 1`,
      );
    }
    expect(other).toEqual([]);
    expect([...who].map(([sql, roles]) => [sql, roles.join(' ')])).toEqual(MATRIX);
  });

  it('is for an auditor to see what there is, and for an operator what runs', async () => {
    const state = declare(
      (['auditor', 'operator', 'writer'] as const).map((role) =>
        login(`${role}_login`, [{ database: D, role }]),
      ),
    );
    await bench.converge(state);
    await bench.asRoot(...TABLES);
    const auditor = await bench.enter('auditor_login');
    const [seen] = await auditor.query(
      `SELECT TABLE_NAME AS name, TABLE_TYPE AS type FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${D}' ORDER BY 1`,
    );
    expect(seen).toEqual([
      { name: 'spare', type: 'BASE TABLE' },
      { name: 't', type: 'BASE TABLE' },
      { name: 'v', type: 'VIEW' },
    ]);
    const others = async (name: string): Promise<number> => {
      const [rows] = await (await bench.enter(name)).query('SHOW PROCESSLIST');
      return (rows as { readonly User: string }[]).filter(({ User }) => User !== name).length;
    };
    expect(await others('operator_login')).toBeGreaterThan(0);
    expect(await others('writer_login')).toBe(0);
  });

  it('is for a reader and a writer of named tables those and no other, by columns too', async () => {
    await bench.converge(declare([]));
    await bench.asRoot(...TABLES);
    const whole = (table: string) => ({ schema: D, table, columns: null });
    const state = declare([
      login('some_reader', [{ database: D, role: 'reader', tables: [whole('t')] }]),
      login('some_writer', [{ database: D, role: 'writer', tables: [whole('spare')] }]),
      login('column_writer', [
        { database: D, role: 'writer', tables: [{ ...whole('t'), columns: ['a', 'b'] }] },
      ]),
    ]);
    expect((await bench.converge(state)).outcome).toBe('converged');
    const may = async (name: string, statements: readonly string[]): Promise<string[]> => {
      const session = await bench.enter(name, D);
      const results: string[] = [];
      for (const sql of statements) results.push(await outcome(session, sql));
      return results;
    };
    expect(
      await may('some_reader', [
        'SELECT * FROM t',
        'SELECT * FROM spare',
        'SELECT * FROM v',
        'INSERT INTO t VALUES (1, 2, 3)',
      ]),
    ).toEqual(['works', 'denied', 'denied', 'denied']);
    expect(
      await may('some_writer', [
        'INSERT INTO spare VALUES (1)',
        'UPDATE spare SET a = 2',
        'SELECT * FROM spare',
        'DELETE FROM spare',
        'TRUNCATE spare',
        'SELECT * FROM t',
      ]),
    ).toEqual(['works', 'works', 'works', 'works', 'denied', 'denied']);
    expect(
      await may('column_writer', [
        'INSERT INTO t (a, b) VALUES (1, 2)',
        'UPDATE t SET a = 3 WHERE b = 2',
        'SELECT a, b FROM t',
        'SELECT c FROM t',
        'UPDATE t SET c = 1 WHERE a = 3',
        'INSERT INTO t (c) VALUES (1)',
        'DELETE FROM t WHERE a = 3',
      ]),
    ).toEqual(['works', 'works', 'works', 'denied', 'denied', 'denied', 'denied']);
  });

  it('is so of names that need quotes', async () => {
    const odd = 'a`b.c%_\\d';
    const name = `o'b"r\`ien@x`;
    const state = declare([login(name, [{ database: odd, role: 'migrator' }])], {
      databases: [database('odd', odd)],
    });
    expect((await bench.converge(state)).outcome).toBe('converged');
    const session = await bench.enter(name);
    expect(await outcome(session, 'CREATE TABLE `a``b.c%_\\d`.t (a INT)')).toBe('works');
    await bench.asRoot('CREATE DATABASE `a``b.cxx\\d`');
    expect(await outcome(session, 'CREATE TABLE `a``b.cxx\\d`.t (a INT)')).toBe('denied');
    expect((await bench.converge(state)).plan).toEqual([]);
    expect((await bench.converge(declare([], { databases: [] }))).outcome).toBe('converged');
    await expect(bench.enter(name)).rejects.toThrow('Access denied');
  });

  it('ends with its connections, without TLS, and on its day', async () => {
    const state = declare([
      login('brief', [{ database: D, role: 'reader', until: '2020-01-01T00:00:00Z' }]),
      login('coming', [{ database: D, role: 'reader', until: '2999-01-01T00:00:00Z' }], {
        connections: 2,
      }),
    ]);
    expect((await bench.converge(state)).outcome).toBe('converged');
    await bench.asRoot(...TABLES);
    expect(await outcome(await bench.enter('brief'), `SELECT * FROM ${D}.t`)).toBe('denied');
    expect(await outcome(await bench.enter('coming'), `SELECT * FROM ${D}.t`)).toBe('works');
    await bench.enter('coming');
    await expect(bench.enter('coming')).rejects.toThrow('max_user_connections');
    const { createConnection } = await import('mysql2/promise');
    const password = bench.host.secrets.brief?.[0]?.password;
    await expect(
      createConnection({ host: '127.0.0.1', port: server.port, user: 'brief', password }),
    ).rejects.toThrow('Access denied');
  });
});
