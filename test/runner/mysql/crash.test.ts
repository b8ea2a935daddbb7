import fc from 'fast-check';
import type { Session } from '../../../runner/host';
import { convergeMysql } from '../../../runner/mysql/converge';
import type { Result } from '../../../runner/result';
import {
  database,
  declare,
  login,
  mysqlBench,
  snapshot,
  type Bench,
} from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';

const D = 'order_service_db';

const BEFORE = declare(
  [
    login('order_api', [{ database: D, role: 'migrator' }]),
    login('leaver', [{ database: D, role: 'writer' }]),
    login('maker', [{ database: D, role: 'migrator' }]),
    login('report', [{ database: 'old_db', role: 'reader' }]),
  ],
  { databases: [database('order', D), database('old', 'old_db')] },
);

const AFTER = declare([
  login('order_api', [{ database: D, role: 'writer' }], { connections: 5 }),
  login('order_migrator', [{ database: D, role: 'migrator' }]),
  login('report', [
    { database: 'billing_db', role: 'reader' },
    { database: D, role: 'reader', tables: [{ schema: D, table: 't', columns: ['a'] }] },
  ]),
  login('person', [{ database: 'billing_db', role: 'operator' }], { via: 'iam' }),
]);

/** What is so before: of Kura's, and of others. */
const EARLIER = [
  `CREATE TABLE ${D}.t (a INT, b INT)`,
  `CREATE DEFINER = 'maker'@'%' VIEW ${D}.v AS SELECT a FROM ${D}.t`,
  "GRANT DELETE ON `order_service_db`.* TO 'report'@'%'",
  "CREATE USER 'person'@'%' IDENTIFIED BY 'old'",
  `GRANT SELECT (b), INSERT ON ${D}.t TO 'person'@'%'`,
  "CREATE USER 'stranger'@'10.%'",
  "GRANT SELECT ON `%db`.* TO 'stranger'@'10.%' WITH GRANT OPTION",
];

const isWrite = (sql: string): boolean => !/^\s*(?:SELECT|SHOW|SET)\b/.test(sql);

/** Every right on a database, table or column, as text. */
async function rights({ root }: Bench): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    ['SCHEMA', 'TABLE', 'COLUMN'].map(async (kind) => {
      const [rows] = await root.query(
        `SELECT * FROM information_schema.${kind}_PRIVILEGES WHERE PRIVILEGE_TYPE <> 'USAGE' AND TABLE_SCHEMA <> 'mysql'`,
      );
      return rows as unknown[];
    }),
  );
  return new Set(found.flat().map((row) => JSON.stringify(row)));
}

describeMysql('a run on MySQL that ends in the middle', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());

  async function earlier(): Promise<void> {
    await bench.reset();
    await bench.converge(BEFORE);
    await bench.asRoot(...EARLIER);
  }

  /** A run whose session breaks at its nth statement that writes. */
  async function crash(nth: number): Promise<Result & { wrote: string[] }> {
    const wrote: string[] = [];
    const open = async (): Promise<Session> => {
      const session = await bench.open(null);
      const query: Session['query'] = (sql, values) => {
        if (isWrite(sql)) {
          if (wrote.length === nth) throw new Error('broken');
          wrote.push(sql);
        }
        return session.query(sql, values);
      };
      return { ...session, query };
    };
    const passwords = bench.host;
    const options = { passwords, log: bench.host.log, standIn: 'mariadb' as const };
    return { ...(await convergeMysql(AFTER, open, options)), wrote };
  }

  it('leaves no more than was or is declared, and the next run goes on', async () => {
    await earlier();
    const old = await rights(bench);
    const whole = await crash(Infinity);
    expect(whole).toMatchObject({ outcome: 'findings', problems: [] });
    expect(whole.findings.map(({ who }) => who)).toEqual(["'stranger'@'10.%'"]);
    expect(whole.kept).toEqual(['login maker: locked, as view order_service_db.v works for it']);
    const declared = await rights(bench);
    const final = await snapshot(bench.root);
    expect(whole.wrote.length).toBeGreaterThan(20);
    const isGiven = (sql: string): boolean => /^(?:GRANT|CREATE USER)/.test(sql);
    for (let nth = 0; nth < whole.wrote.length; nth++) {
      await earlier();
      const broken = await crash(nth);
      expect(broken.outcome).toBe('failed');
      // Nothing is given to anybody before all that is beyond is taken.
      const allowed = broken.wrote.some(isGiven) ? declared : new Set([...old, ...declared]);
      expect([...(await rights(bench))].filter((right) => !allowed.has(right))).toEqual([]);
      expect((await bench.converge(AFTER)).outcome).toBe('findings');
      expect(await snapshot(bench.root)).toBe(final);
      for (const name of ['order_api', 'order_migrator', 'report'])
        await (await bench.enter(name)).end();
    }
  });

  it('comes to the same from any earlier state', async () => {
    const logins = ['order_api', 'report', 'person', 'order_migrator', 'leaver'];
    const statement = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('SELECT', 'DELETE', 'EXECUTE, DROP', 'SHOW VIEW', 'EVENT, TRIGGER'),
          fc.constantFrom('`%`.*', '`order_service_db`.*', '`order\\_service\\_db`.*', 'kura.*'),
          fc.constantFrom(...logins),
          fc.constantFrom('', ' WITH GRANT OPTION'),
        )
        .map(([what, where, who, passed]) => `GRANT ${what} ON ${where} TO '${who}'@'%'${passed}`),
      fc
        .tuple(
          fc.constantFrom('SELECT (b)', 'SELECT', 'INSERT (a), UPDATE', 'DELETE, DROP'),
          fc.constantFrom(...logins),
        )
        .map(([what, who]) => `GRANT ${what} ON ${D}.t TO '${who}'@'%'`),
      fc
        .tuple(
          fc.constantFrom(...logins),
          fc.constantFrom('REQUIRE NONE', 'ACCOUNT LOCK', 'WITH MAX_USER_CONNECTIONS 9'),
        )
        .map(([who, what]) => `ALTER USER '${who}'@'%' ${what}`),
      fc.constantFrom(
        ...logins.map((who) => `DROP USER '${who}'@'%'`),
        "REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'report'@'%'",
        'DROP DATABASE old_db',
        'DROP TABLE kura.logins',
        "UPDATE kura.logins SET secret_version = 'x'",
        'CREATE DATABASE billing_db',
      ),
    );
    const cleanRun = async (): Promise<string> => {
      await bench.converge(AFTER);
      return snapshot(bench.root);
    };
    const start = async (): Promise<void> => {
      await bench.reset();
      await bench.converge(BEFORE);
      await bench.asRoot(`CREATE TABLE ${D}.t (a INT, b INT)`);
    };
    await start();
    const clean = await cleanRun();
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 8 }), async (statements) => {
        await start();
        const forgotten = statements.includes('DROP TABLE kura.logins');
        for (const sql of statements) await bench.asRoot(sql).catch(() => undefined);
        const result = await bench.converge(AFTER);
        expect(result.problems).toEqual([]);
        const strangers = result.findings.filter(({ what }) => !what.includes('not declared'));
        expect(strangers).toEqual([]);
        // What nobody recorded is somebody else's: it is said, and stays.
        if (!forgotten) expect(await snapshot(bench.root)).toBe(clean);
        expect((await bench.converge(AFTER)).plan).toEqual([]);
      }),
      { numRuns: 25, seed: 20261121 },
    );
  });
});
