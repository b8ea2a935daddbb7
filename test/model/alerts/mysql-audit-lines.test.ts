import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import type { AwsLogFilter } from '../../../model/alerts/log-filter';
import {
  mysqlAdminLines,
  mysqlRightsLines,
  mysqlSchemaLines,
  tooManyMysqlMigrators,
} from '../../../model/alerts/mysql-audit-lines';
import { isRegex, matcherOf } from '../../support/cloudwatch-filter';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

const TRAIL = {
  ...{ admin: 'kura_admin', own: ['kura_runner', 'kura_admin'] },
  ...{ migrators: ['order_migrate'], marked: [] },
};
const FILTERS: Readonly<Record<string, readonly AwsLogFilter[]>> = {
  schema: mysqlSchemaLines(TRAIL),
  rights: mysqlRightsLines(TRAIL),
  admin: mysqlAdminLines(TRAIL),
};

function rung(lines: readonly string[]): Readonly<Record<string, number>> {
  const sums = Object.entries(FILTERS).map(([name, filters]) => [
    name,
    filters.reduce((sum, { pattern, expected }) => {
      const count = lines.filter(matcherOf(pattern)).length;
      return sum + (expected ? -count : count);
    }, 0),
  ]);
  return Object.fromEntries(sums.filter(([, sum]) => sum !== 0)) as Record<string, number>;
}

test('a log group takes them', () => {
  const all = Object.values(FILTERS).flat();
  expect(all.filter(({ pattern }) => isRegex(pattern)).length).toBeLessThanOrEqual(5);
  for (const { pattern } of all) expect(() => matcherOf(pattern)).not.toThrow();
});

test('as many migrators as two patterns take, and no more', () => {
  const many = (count: number) => ({
    ...TRAIL,
    migrators: Array.from({ length: count }, (_, i) => `service_${String(i)}_migrate`),
  });
  expect(tooManyMysqlMigrators(many(12))).toBe(false);
  expect(tooManyMysqlMigrators(many(40))).toBe(true);
});

/** MariaDB’s plugin, of which RDS’s is a copy for MySQL: its lines are the same. */
describeMysql('on lines of MySQL’s audit plugin', () => {
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
    for (const user of ['order_api', 'order_migrate', 'kura_runner', 'kura_admin']) {
      await root.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'entry'`);
      await root.query(`GRANT ALL ON *.* TO '${user}'@'%' WITH GRANT OPTION`);
    }
    await root.query(`SET GLOBAL server_audit_events = 'CONNECT,QUERY'`);
    await root.query('SET GLOBAL server_audit_logging = ON');
  }, 60_000);
  afterAll(() => server.stop());

  const lines = (): readonly string[] => readFileSync(file, 'utf8').trim().split('\n');
  const recorded = async (user: string, ...statements: readonly string[]) => {
    const before = lines().length;
    const session = await server.connect(user, 'entry', 'order_db');
    for (const statement of statements) await session.query(statement);
    await session.end();
    for (let tries = 0; !(lines().at(-1) ?? '').includes(',DISCONNECT,') && tries < 100; tries++)
      await sleep(20);
    return lines().slice(before);
  };

  test.each([
    ['order_migrate', ['CREATE TABLE a (i INT)', 'alter table a add b int', 'DROP TABLE a'], {}],
    [
      'kura_runner',
      ["CREATE USER 'x'@'%'", "GRANT SELECT ON order_db.* TO 'x'@'%'", "DROP USER 'x'@'%'"],
      {},
    ],
    ['order_api', ['SELECT 1', "SELECT 'CREATE TABLE'", 'DO 1', 'COMMIT'], {}],
    ['order_api', ['CREATE TABLE b (i INT)'], { schema: 1 }],
    ['order_api', ['truncate table b', 'RENAME TABLE b TO c'], { schema: 2 }],
    ['order_api', ["DROP TABLE c -- ,x,order_migrate,y,1,1,QUERY,z,'CREATE"], { schema: 1 }],
    ['order_migrate', ["grant select on order_db.* to 'order_api'@'%'"], { rights: 1 }],
    ['order_api', ["CREATE USER 'y'@'%'", "Drop User 'y'@'%'"], { schema: 2, rights: 2 }],
    ['kura_admin', ['SELECT 1'], { admin: 1 }],
  ])('of what %s does (%j) these are told: %j', async (user, statements, told) => {
    expect(rung(await recorded(user, ...statements))).toEqual(told);
  });
});
