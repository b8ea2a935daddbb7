import { sayProblem } from '../../../model/problem';
import type { DeclaredState } from '../../../model/sql/declared-state';
import { convergeMysql } from '../../../runner/mysql/converge';
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
const writer = login('order_api', [{ database: D, role: 'writer' }]);
const onTable = (table: string, columns: readonly string[] | null = null) =>
  login('report', [{ database: D, role: 'reader', tables: [{ schema: D, table, columns }] }]);

/** What is there, what is declared, and the whole message. */
const REFUSED: readonly (readonly [
  why: string,
  before: readonly string[],
  state: DeclaredState,
  says: string,
])[] = [
  [
    'another engine',
    [],
    declare([writer], { engine: 'postgres' }),
    'prod-aws-order: the declared engine must be mysql here, got postgres. Start the runner with the state of this server.',
  ],
  [
    'a server that takes no writes',
    ['SET GLOBAL read_only = 1'],
    declare([writer]),
    'prod-aws-order: the server must take writes, got read_only on. Point the runner at the primary, or end its maintenance.',
  ],
  [
    'a replica',
    [
      "GRANT REPLICA MONITOR ON *.* TO 'kura_runner'@'%'",
      "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_USER = 'x', MASTER_PASSWORD = 'y'",
    ],
    declare([writer]),
    'prod-aws-order: the server must take writes, got a replica. Point the runner at the primary.',
  ],
  [
    'a database that somebody made and that holds something',
    [`CREATE DATABASE ${D}`, `CREATE TABLE ${D}.t (a INT)`, `CREATE PROCEDURE ${D}.p() SELECT 1`],
    declare([writer]),
    "prod-aws-order: database order_service_db must be Kura's or hold nothing, got one that Kura did not make and that holds 1 table, 1 routine. Give the service another `database`; or move its tables away with RENAME TABLE, run again, and move them back.",
  ],
  [
    'a name of the server’s own',
    [],
    declare([], { databases: [database('order', 'kura')] }),
    "prod-aws-order: database of service order must have a name that is free, got kura, which is the server's or Kura's own. Give the service another `database`.",
  ],
  [
    'a login of the platform’s',
    [],
    declare([login('kura_admin', [{ database: D, role: 'writer' }])]),
    'prod-aws-order: login kura_admin must not be an account of the platform or of Kura, got kura_admin. Give the login another name.',
  ],
  [
    'an account with rights over the whole server',
    ["CREATE USER 'order_api'@'%'", "GRANT FILE, SELECT ON *.* TO 'order_api'@'%'"],
    declare([writer]),
    "prod-aws-order: login order_api must be new, or without rights over the whole server, got an account with FILE, SELECT. Take them with REVOKE, drop 'order_api'@'%', or give the login another name.",
  ],
  [
    'an account that the cloud has not made',
    [],
    declare([{ ...writer, made: false }]),
    'prod-aws-order: login order_api must exist, as the cloud makes it (role/order_api), got none. Deploy the stack, which has its database user, and run again.',
  ],
];

/** On a server where the two databases are. */
const REFUSED_LATER: typeof REFUSED = [
  [
    'a new name of a database',
    [],
    declare([], { databases: [database('order', 'orders_db'), database('billing', 'billing_db')] }),
    'prod-aws-order: database of service order must stay order_service_db, as MySQL renames no database, got orders_db. Keep the name; or move its tables to a database of your own with RENAME TABLE, drop order_service_db, run again, and move them into orders_db.',
  ],
  [
    'a database of another service',
    [],
    declare([], { databases: [database('sales', D)] }),
    'prod-aws-order: database order_service_db must be of service sales, got a database of service order. Give the service another `database`, or its first name back as its `id`.',
  ],
  [
    'a table that is not there beside others',
    [`CREATE TABLE ${D}.orders (a INT)`],
    declare([onTable('odrers')]),
    'order_service_db: table order_service_db.odrers must exist for the access of report, got none. Mend the `tables` of the access, or migrate the database first.',
  ],
  [
    'a column that is not there',
    [`CREATE TABLE ${D}.orders (a INT)`],
    declare([onTable('orders', ['a', 'b'])]),
    'order_service_db: column order_service_db.orders.b must exist for the access of report, got none. Mend the `tables` of the access, or migrate the database first.',
  ],
];

describeMysql('what is refused on MySQL', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(() => bench.reset());
  afterEach(() => bench.asRoot('SET GLOBAL read_only = 0', 'RESET SLAVE ALL'));

  async function expectRefusal(
    before: readonly string[],
    state: DeclaredState,
    says: string,
  ): Promise<void> {
    await bench.asRoot(...before);
    const there = await snapshot(bench.root);
    const result = await bench.converge(state);
    expect(result.problems.map(sayProblem)).toEqual([says]);
    expect(result).toMatchObject({ outcome: 'refused', plan: [], applied: 0 });
    expect(await snapshot(bench.root)).toBe(there);
  }

  test.each(REFUSED)('%s', (_why, before, state, says) => expectRefusal(before, state, says));

  test.each(REFUSED_LATER)('%s', async (_why, before, state, says) => {
    await bench.converge(declare([]));
    await expectRefusal(before, state, says);
  });

  test('another server or version, and MariaDB but as a stand-in', async () => {
    const options = { passwords: bench.host, log: bench.host.log };
    const { problems } = await convergeMysql(declare([writer]), bench.open, options);
    expect(problems.map(sayProblem)).toEqual([
      expect.stringMatching(
        /^prod-aws-order: the server must be MySQL 8\.4, got 10\.\d.*-MariaDB.*\. Deploy the stack, which upgrades the instance, or mend the `version` of the service\.$/,
      ),
    ]);
    const open = async () => {
      const session = await bench.open(null);
      const query: typeof session.query = (sql, values) =>
        session.query(sql.replace('VERSION()', "'8.0.46'"), values);
      return { ...session, query };
    };
    const older = await convergeMysql(declare([writer]), open, options);
    expect(older.problems.map(({ got }) => got)).toEqual(['8.0.46']);
  });

  test('a server that cannot be reached', async () => {
    const open = () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    const options = { passwords: bench.host, log: bench.host.log };
    const { outcome, problems } = await convergeMysql(declare([writer]), open, options);
    expect(outcome).toBe('refused');
    expect(problems.map(sayProblem)).toEqual([
      'prod-aws-order: the server must be reachable, got "ECONNREFUSED: no". See that the instance runs and that the runner’s network is let in to its port; then run again.',
    ]);
  });

  test('a server on which another run does not end', async () => {
    const open = async () => {
      const session = await bench.open(null);
      const query: typeof session.query = (sql, values) =>
        session.query(sql, sql.includes('GET_LOCK') ? ['kura', 0] : values);
      return { ...session, query };
    };
    await bench.root.query("SELECT GET_LOCK('kura', 0)");
    const options = { passwords: bench.host, log: bench.host.log, standIn: 'mariadb' as const };
    const { problems } = await convergeMysql(declare([writer]), open, options);
    await bench.root.query("SELECT RELEASE_LOCK('kura')");
    expect(problems.map(sayProblem)).toEqual([
      'prod-aws-order: no other run may be at work on the server, got another one for 300 seconds. Wait for it and run again.',
    ]);
  });
});
