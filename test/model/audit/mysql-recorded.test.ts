import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { DATA_CLASSES, type DataClass } from '../../../model/audit/data-class';
import { auditSettings } from '../../../model/audit/option-groups';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

/** A line as RDS writes it too: `timestamp,serverhost,username,host,connectionid,queryid,operation,database,object,retcode`. */
interface Line {
  readonly user: string;
  readonly operation: string;
  readonly database: string;
  readonly text: string;
  readonly code: string;
}

const LINE = /^\d{8} [\d:]+,[^,]*,([^,]*),[^,]*,\d+,\d+,([A-Z_]+),([^,]*),(?:'(.*)')?,(\d+)$/;

function lineOf(line: string): Line {
  const [, user = '', operation = '', database = '', text = '', code = ''] = LINE.exec(line) ?? [];
  return { user, operation, database, text, code };
}

/**
 * MariaDB’s plugin, of which RDS’s is a copy for MySQL, with the very settings of the option group: here they are variables of the
 * server, by the same names in small letters. It knows more statements by their kind than RDS’s does, and ALTER USER by none.
 */
describeMysql('what MySQL’s audit plugin records', () => {
  let server: MysqlServer;
  let root: Connection;
  let file: string;
  beforeAll(async () => {
    server = await startMysql();
    root = await server.root();
    await root.query(`INSTALL SONAME 'server_audit'`);
    const [[row]] = (await root.query('SELECT @@datadir AS folder')) as unknown as [
      { folder: string }[],
    ];
    file = path.join(row?.folder ?? '', 'server_audit.log');
    await root.query('CREATE DATABASE order_db');
    for (const user of ['app', 'rdsadmin']) {
      await root.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'entry'`);
      await root.query(`GRANT ALL ON *.* TO '${user}'@'%'`);
    }
  });
  afterAll(() => server.stop());

  const set = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, value] of Object.entries(settings)) {
      const variable = name.toLowerCase();
      const isNumber = variable.endsWith('_limit');
      await root.query(`SET GLOBAL ${variable} = ${isNumber ? value : `'${value}'`}`);
    }
    await root.query('SET GLOBAL server_audit_logging = ON');
  };
  const lines = (): readonly Line[] => readFileSync(file, 'utf8').trim().split('\n').map(lineOf);

  /** A user’s lines from one on, once its session has ended. */
  const since = async (before: number, user: string): Promise<readonly Line[]> => {
    for (let tries = 0; ; tries++) {
      const all = lines()
        .slice(before)
        .filter((line) => line.user === user);
      if (all.at(-1)?.operation === 'DISCONNECT' || tries > 100) return all;
      await sleep(20);
    }
  };

  /** What is new in the log once somebody has done something and gone. */
  const recorded = async (
    data: DataClass,
    statements: readonly string[],
    user = 'app',
  ): Promise<readonly Line[]> => {
    await set(auditSettings(data));
    const before = lines().length;
    const session = await server.connect(user, 'entry', 'order_db');
    for (const statement of statements) await session.query(statement).catch(() => undefined);
    await session.end();
    return since(before, user);
  };
  const texts = (all: readonly Line[]): readonly string[] =>
    all.filter(({ operation }) => operation === 'QUERY').map(({ text }) => text);

  beforeEach(async () => {
    await root.query('DROP TABLE IF EXISTS order_db.customers');
    await root.query('CREATE TABLE order_db.customers (name TEXT)');
  });

  test.each(DATA_CLASSES)('of %s data logins, changes of schema and of rights', async (data) => {
    const all = await recorded(data, [
      'CREATE TABLE t (a INT)',
      'DROP TABLE t',
      `GRANT SELECT ON order_db.* TO 'app'@'%'`,
      `REVOKE SELECT ON order_db.* FROM 'app'@'%'`,
    ]);
    expect(all.map(({ operation }) => operation)).toEqual([
      'CONNECT',
      ...['QUERY', 'QUERY', 'QUERY', 'QUERY'],
      'DISCONNECT',
    ]);
    expect(all[1]).toEqual({
      ...{ user: 'app', operation: 'QUERY', database: 'order_db' },
      ...{ text: 'CREATE TABLE t (a INT)', code: '0' },
    });
  });

  test.each(DATA_CLASSES)('of %s data logins that fail', async (data) => {
    await set(auditSettings(data));
    const before = lines().length;
    await expect(server.connect('app', 'wrong')).rejects.toThrow();
    expect((await since(before, 'app'))[0]).toMatchObject({
      operation: 'FAILED_CONNECT',
      code: '1045',
    });
  });

  const READS = [
    'SELECT name FROM customers',
    `INSERT INTO customers VALUES ('x')`,
    'WITH c AS (SELECT name FROM customers) SELECT * FROM c',
    '(SELECT name FROM customers)',
    'UPDATE customers SET name = NULL',
    'DELETE FROM customers',
  ];

  test('of internal data nobody’s reads and changes', async () => {
    expect(texts(await recorded('internal', READS))).toEqual([]);
  });

  test.each<DataClass>(['personal', 'payment'])(
    'of %s data each statement that reads or changes, however it begins',
    async (data) => {
      const all = (await recorded(data, READS)).filter(({ operation }) => operation === 'QUERY');
      expect(texts(all)).toEqual(READS.map((text) => text.replaceAll(`'`, `\\'`)));
      for (const line of all)
        expect(line).toMatchObject({ user: 'app', database: 'order_db', code: '0' });
    },
  );

  test('a statement that fails is there with its error', async () => {
    const [, failed] = await recorded('personal', ['SELECT * FROM nowhere']);
    expect(failed).toMatchObject({ text: 'SELECT * FROM nowhere', code: '1146' });
  });

  test.each(DATA_CLASSES)('of %s data nothing of rdsadmin but its logins', async (data) => {
    const all = await recorded(
      data,
      [...READS, 'CREATE TABLE u (a INT)', 'DROP TABLE u'],
      'rdsadmin',
    );
    expect(all.map(({ operation }) => operation)).toEqual(['CONNECT', 'DISCONNECT']);
  });

  test.each(DATA_CLASSES)('of %s data no password of an account', async (data) => {
    const all = await recorded(data, [
      `CREATE USER 'new'@'%' IDENTIFIED BY 'hunter2'`,
      `ALTER USER 'new'@'%' IDENTIFIED BY 'hunter3'`,
      `DROP USER 'new'@'%'`,
    ]);
    expect(texts(all)).toContain(`CREATE USER \\'new\\'@\\'%\\' IDENTIFIED BY *****`);
    expect(JSON.stringify(all)).not.toContain('hunter');
  });

  test('a comment of a kilobyte hides nothing', async () => {
    const hidden = `SELECT /* ${'x'.repeat(90_000)} */ name FROM customers`;
    expect(texts(await recorded('personal', [hidden]))).toEqual([hidden]);
  });
});
