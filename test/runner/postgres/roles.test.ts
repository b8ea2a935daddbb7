import { FRESH_DATABASE } from '../../../runner/postgres/fresh-database';
import { readDatabase } from '../../../runner/postgres/read-database';
import { inSession } from '../../../runner/postgres/sessions';
import { database, declared, login } from './declared';
import { running, type Running } from './running';

const DENIED = '42501';

/** Every role in `order_db`, and one who may use single tables only; all of `user_db` is somebody else's. */
const state = (version: number) =>
  declared(
    version,
    [database('order_db'), database('user_db')],
    [
      ...(['owner', 'writer', 'reader', 'migrator', 'auditor', 'operator'] as const).map((role) =>
        login(role, [{ database: 'order_db', role }]),
      ),
      login('stranger', [{ database: 'user_db', role: 'writer' }]),
      login('table_reader', [
        {
          ...{ database: 'order_db', role: 'reader' },
          tables: [{ schema: 'app', table: 'orders', columns: null }],
        },
      ]),
      login('table_writer', [
        {
          ...{ database: 'order_db', role: 'writer' },
          tables: [{ schema: 'app', table: 'orders', columns: null }],
        },
      ]),
      login('column_reader', [
        {
          ...{ database: 'order_db', role: 'reader' },
          tables: [{ schema: 'app', table: 'orders', columns: ['id', 'Total "net"'] }],
        },
      ]),
      login('column_writer', [
        {
          ...{ database: 'order_db', role: 'writer' },
          tables: [{ schema: 'app', table: 'orders', columns: ['id', 'Total "net"'] }],
        },
      ]),
    ],
  );

const MIGRATION = [
  'CREATE TABLE app.orders (id serial PRIMARY KEY, "Total ""net""" int, secret text)',
  'CREATE TABLE app."Line items" (id int GENERATED ALWAYS AS IDENTITY, what text)',
  'CREATE VIEW app.totals AS SELECT id FROM app.orders',
  'CREATE MATERIALIZED VIEW app.sums AS SELECT 1 AS sum',
  'CREATE TABLE app.months (at date) PARTITION BY RANGE (at)',
  "CREATE TABLE app.months_old PARTITION OF app.months FOR VALUES FROM ('2000-01-01') TO ('2000-02-01')",
  'CREATE TABLE log.events (id bigserial, what text)',
  "CREATE TYPE app.mood AS ENUM ('good')",
  'CREATE FUNCTION app.twice(n int) RETURNS int LANGUAGE sql RETURN n * 2',
  'CREATE PROCEDURE app.nothing() LANGUAGE sql AS $$ SELECT 1 $$',
  'INSERT INTO app.orders VALUES (0, 1, 2)',
];

describe.each([16, 17, 18] as const)('the roles on PostgreSQL %i', (version) => {
  let server: Running;
  beforeAll(async () => {
    server = await running(version);
    const first = await server.converge(state(version));
    expect(first).toMatchObject({ outcome: 'waiting', problems: [], findings: [] });
    // All of it comes after the runner, with the privileges that it left for what is to come.
    await server.as('migrator', 'order_db', ...MIGRATION);
    const second = await server.converge(state(version));
    expect(second).toMatchObject({ outcome: 'converged', problems: [], findings: [] });
    // What a migrator makes has its privileges from the start: only single tables were left to give.
    expect(second.plan.every((line) => line.includes('"table_') || line.includes('"column_'))).toBe(
      true,
    );
  });
  afterAll(() => server.stop());

  test('a new database is as plans take it to be', async () => {
    await server.as('postgres', 'postgres', 'CREATE DATABASE fresh_db TEMPLATE template0');
    await server.as('postgres', 'postgres', 'GRANT CONNECT ON DATABASE fresh_db TO kura_admin');
    const fresh = await inSession(server.open, 'fresh_db', (session) => readDatabase(session, []));
    await server.as('postgres', 'postgres', 'DROP DATABASE fresh_db (FORCE)');
    expect(fresh).toEqual(FRESH_DATABASE);
  });

  test('nothing is left to do', async () => {
    expect(await server.converge(state(version))).toMatchObject({ outcome: 'converged', plan: [] });
    expect(await server.verify(state(version))).toEqual([]);
  });

  test('a login has every right of its role, and no other', async () => {
    const statements = {
      'reads rows': 'SELECT * FROM app.orders',
      'reads a view': 'SELECT * FROM app.totals',
      'reads a partition': 'SELECT * FROM app.months_old',
      'sees a sequence': 'SELECT last_value FROM app.orders_id_seq',
      'adds a row': 'BEGIN READ WRITE; INSERT INTO app.orders DEFAULT VALUES; ROLLBACK',
      'numbers by identity':
        'BEGIN READ WRITE; INSERT INTO app."Line items" DEFAULT VALUES; ROLLBACK',
      'changes a row': 'BEGIN READ WRITE; UPDATE app.orders SET secret = 1; ROLLBACK',
      'deletes a row': 'BEGIN READ WRITE; DELETE FROM app.orders; ROLLBACK',
      'runs a function': 'SELECT app.twice(1)',
      'runs a procedure': 'CALL app.nothing()',
      'appends to audit': "BEGIN READ WRITE; INSERT INTO log.events (what) VALUES ('x'); ROLLBACK",
      'reads audit': 'SELECT * FROM log.events',
      'changes audit': "BEGIN READ WRITE; UPDATE log.events SET what = ''; ROLLBACK",
      'deletes audit': 'BEGIN READ WRITE; DELETE FROM log.events; ROLLBACK',
      'makes a table': 'BEGIN READ WRITE; CREATE TABLE app.mine (); ROLLBACK',
      'makes an audit table': 'BEGIN READ WRITE; CREATE TABLE log.mine (); ROLLBACK',
      'changes a table': 'BEGIN READ WRITE; ALTER TABLE app.orders ADD more int; ROLLBACK',
      'makes an index': 'BEGIN READ WRITE; CREATE INDEX ON app.orders (secret); ROLLBACK',
      'makes a trigger':
        'BEGIN READ WRITE; CREATE TRIGGER t BEFORE UPDATE ON app.orders EXECUTE FUNCTION suppress_redundant_updates_trigger(); ROLLBACK',
      truncates: 'BEGIN READ WRITE; TRUNCATE app.orders; ROLLBACK',
      'drops a table': 'BEGIN READ WRITE; DROP TABLE app.orders CASCADE; ROLLBACK',
      'makes a temporary table': 'BEGIN READ WRITE; CREATE TEMP TABLE mine (); ROLLBACK',
      'makes a schema': 'BEGIN READ WRITE; CREATE SCHEMA mine; ROLLBACK',
      'uses public': 'BEGIN READ WRITE; CREATE TABLE public.mine (); ROLLBACK',
      'uses ops': 'BEGIN READ WRITE; CREATE TABLE ops.mine (); ROLLBACK',
      'becomes the migrator': 'SET ROLE order_db_migrator',
      'becomes the owner': 'SET ROLE order_db_owner',
      'becomes the writer': 'SET ROLE order_db_writer',
    };
    const users = [
      ...['owner', 'migrator', 'writer', 'reader', 'auditor', 'operator'],
      ...['table_reader', 'table_writer', 'column_reader', 'column_writer'],
    ];
    const may: Record<string, string[]> = {};
    for (const user of users) {
      may[user] = [];
      for (const [what, sql] of Object.entries(statements)) {
        const outcome = await server.tries(user, 'order_db', sql);
        expect([`${user} ${what}`, outcome]).toEqual([
          `${user} ${what}`,
          expect.stringMatching(`^(?:ok|${DENIED}|42P01)$`),
        ]);
        if (outcome === 'ok') may[user].push(what);
      }
    }
    const reads = ['reads rows', 'reads a view', 'reads a partition', 'sees a sequence'];
    const writes = [
      ...reads,
      ...['adds a row', 'numbers by identity', 'changes a row', 'deletes a row'],
      ...['runs a function', 'runs a procedure'],
    ];
    const builds = [
      ...[...writes, 'appends to audit', 'reads audit', 'changes audit', 'deletes audit'],
      ...['makes a table', 'makes an audit table', 'changes a table', 'makes an index'],
      ...['makes a trigger', 'truncates', 'drops a table', 'makes a temporary table'],
    ];
    expect(may).toEqual({
      owner: [...builds, 'becomes the migrator', 'becomes the owner'],
      migrator: [...builds, 'becomes the migrator'],
      writer: [...writes, 'appends to audit', 'makes a temporary table'],
      reader: reads,
      auditor: ['reads audit'],
      operator: reads,
      table_reader: ['reads rows'],
      table_writer: ['reads rows', 'adds a row', 'changes a row', 'deletes a row'],
      column_reader: [],
      column_writer: ['adds a row'],
    });
  });

  test.each([
    ['column_reader', 'SELECT id, "Total ""net""" FROM app.orders', 'ok'],
    ['column_reader', 'SELECT secret FROM app.orders', DENIED],
    ['column_reader', 'BEGIN READ WRITE; UPDATE app.orders SET id = 2', DENIED],
    ['column_writer', 'UPDATE app.orders SET "Total ""net""" = id', 'ok'],
    ['column_writer', "INSERT INTO app.orders (secret) VALUES ('x')", DENIED],
    ['column_writer', 'DELETE FROM app.orders', DENIED],
    ['table_reader', 'SELECT * FROM app.totals', DENIED],
    ['table_writer', 'SELECT * FROM app.months', DENIED],
    ['reader', 'INSERT INTO app.orders DEFAULT VALUES', '25006'],
    ['auditor', 'SHOW default_transaction_read_only', 'ok'],
  ])('%s: %s → %s', async (user, sql, outcome) => {
    expect(await server.tries(user, 'order_db', sql)).toBe(outcome);
  });

  test('an owner who works as the owner makes schemas, which a migrator does not', async () => {
    const sql = 'BEGIN; SET LOCAL ROLE order_db_owner; CREATE SCHEMA mine; ROLLBACK';
    expect(await server.tries('owner', 'order_db', sql)).toBe('ok');
    expect(await server.tries('migrator', 'order_db', sql)).toBe(DENIED);
  });

  test.each(['postgres', 'template1', 'user_db'])('nobody of order_db enters %s', async (other) => {
    for (const user of ['owner', 'migrator', 'writer', 'reader', 'table_reader'])
      expect([user, await server.tries(user, other, 'SELECT 1')]).toEqual([user, DENIED]);
  });

  test('nobody of another database enters, and a group never logs in', async () => {
    expect(await server.tries('stranger', 'order_db', 'SELECT 1')).toBe(DENIED);
    expect(await server.tries('order_db_writer', 'order_db', 'SELECT 1')).toBe('28000');
  });

  test('PUBLIC has nothing', async () => {
    await server.as('postgres', 'order_db', 'CREATE ROLE nobody');
    const [row] = await server.as(
      'postgres',
      'order_db',
      `SELECT has_database_privilege('nobody', 'order_db', 'CONNECT, TEMPORARY') AS database,
        has_schema_privilege('nobody', 'public', 'USAGE, CREATE') AS public,
        has_schema_privilege('nobody', 'app', 'USAGE, CREATE') AS app,
        has_schema_privilege('nobody', 'ops', 'USAGE, CREATE') AS ops,
        has_function_privilege('nobody', 'app.twice(int)', 'EXECUTE') AS function,
        has_type_privilege('nobody', 'app.mood', 'USAGE') AS type,
        has_table_privilege('nobody', 'app.orders', 'SELECT') AS table`,
    );
    await server.as('postgres', 'order_db', 'DROP ROLE nobody');
    expect(Object.values(row as object)).toEqual([...Array<boolean>(7)].map(() => false));
  });
});
