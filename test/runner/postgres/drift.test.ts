import type { Finding } from '../../../runner/result';
import { database, declared, login } from './declared';
import { normalForm } from './normal-form';
import { running, SUPERUSER, type Running } from './running';

const STATE = declared(
  17,
  [database('order_db'), database('user_db')],
  [
    login('migrator', [{ database: 'order_db', role: 'migrator' }]),
    login('writer', [{ database: 'order_db', role: 'writer' }]),
    login('reader', [{ database: 'user_db', role: 'reader' }]),
    login('single', [
      {
        ...{ database: 'order_db', role: 'reader' },
        tables: [{ schema: 'app', table: 'orders', columns: ['id'] }],
      },
    ]),
  ],
);

const beyond = (where: string, who: string, what: string): Finding => ({
  ...{ kind: 'beyond', where, who, what },
});
const short = (where: string, who: string, what: string): Finding => ({
  ...{ kind: 'short', where, who, what },
});

interface Drift {
  readonly what: string;
  readonly in?: string;
  readonly as?: string;
  readonly sql: readonly string[];
  readonly found: readonly Finding[];
  /** What is left when the runner has done what it may. */
  readonly left?: readonly Finding[];
  /** How a person ends it. */
  readonly undo?: readonly string[];
}

const OWNER = 'order_db_owner';
const MIGRATOR = 'order_db_migrator';

/** Done by hand, and found. Without `left`, a run mends it. */
const DRIFTS: readonly Drift[] = [
  {
    what: 'PUBLIC reads a table',
    as: 'migrator',
    sql: ['GRANT SELECT ON app.orders TO PUBLIC'],
    found: [beyond('order_db', 'PUBLIC', 'SELECT on table app.orders')],
  },
  {
    what: 'a reader of another service',
    sql: ['GRANT user_db_reader TO writer', 'GRANT SELECT ON app.orders TO reader'],
    found: [
      beyond('server', 'writer', 'membership in user_db_reader'),
      beyond('order_db', 'reader', 'SELECT on table app.orders'),
    ],
    left: [beyond('server', 'writer', 'membership in user_db_reader')],
    undo: ['REVOKE user_db_reader FROM writer'],
  },
  {
    what: 'a membership by the admin role',
    in: 'postgres',
    as: 'kura_admin',
    sql: ['GRANT user_db_reader TO writer', 'GRANT order_db_writer TO writer WITH SET TRUE'],
    found: [
      beyond('server', 'writer', 'membership in user_db_reader'),
      short('server', 'writer', 'membership in order_db_writer with INHERIT TRUE, SET FALSE'),
    ],
  },
  {
    what: 'a chain of memberships',
    in: 'postgres',
    sql: [
      'CREATE ROLE friend',
      'GRANT order_db_writer TO writer WITH ADMIN TRUE GRANTED BY kura_admin',
      'SET ROLE writer',
      'GRANT order_db_writer TO friend',
    ],
    found: [
      beyond('server', 'friend', 'membership in order_db_writer'),
      beyond('server', 'writer', 'ADMIN on order_db_writer'),
    ],
    undo: ['DROP ROLE friend'],
  },
  {
    what: 'a chain of grants',
    as: SUPERUSER,
    sql: [
      'GRANT SELECT ON app.orders TO order_db_writer WITH GRANT OPTION',
      'SET ROLE order_db_writer',
      'GRANT SELECT ON app.orders TO order_db_reader WITH GRANT OPTION',
      'SET ROLE order_db_reader',
      'GRANT SELECT ON app.orders TO user_db_reader',
    ],
    found: [
      beyond('order_db', 'order_db_writer', 'GRANT OPTION for SELECT on table app.orders'),
      beyond('order_db', 'order_db_reader', 'SELECT on table app.orders, not from its owner'),
      beyond('order_db', 'user_db_reader', 'SELECT on table app.orders, not from its owner'),
    ],
  },
  {
    what: 'a grant that only a chain gives',
    as: SUPERUSER,
    sql: [
      'REVOKE SELECT ON app.orders FROM order_db_operator',
      'GRANT SELECT ON app.orders TO order_db_writer WITH GRANT OPTION',
      'SET ROLE order_db_writer',
      'GRANT SELECT ON app.orders TO order_db_operator',
    ],
    found: [
      beyond('order_db', 'order_db_writer', 'GRANT OPTION for SELECT on table app.orders'),
      beyond('order_db', 'order_db_operator', 'SELECT on table app.orders, not from its owner'),
      short('order_db', 'order_db_operator', 'SELECT on table app.orders'),
    ],
  },
  {
    what: 'a chain that begins with the platform',
    as: SUPERUSER,
    sql: [
      'GRANT USAGE ON SCHEMA app TO pg_monitor',
      'GRANT SELECT ON app.orders TO pg_monitor WITH GRANT OPTION',
      'SET ROLE pg_monitor',
      'GRANT SELECT ON app.orders TO reader',
      'SET ROLE postgres',
      'GRANT CONNECT ON DATABASE order_db TO pg_monitor WITH GRANT OPTION',
      'SET ROLE pg_monitor',
      'GRANT CONNECT ON DATABASE order_db TO reader',
    ],
    found: [
      beyond('order_db', 'reader', 'SELECT on table app.orders, not from its owner'),
      beyond('order_db', 'reader', 'CONNECT on database order_db, not from its owner'),
    ],
    left: [
      beyond('order_db', 'reader', 'SELECT on table app.orders, not from its owner'),
      beyond('order_db', 'reader', 'CONNECT on database order_db, not from its owner'),
    ],
    undo: [
      'REVOKE ALL ON SCHEMA app FROM pg_monitor',
      'REVOKE ALL ON app.orders FROM pg_monitor CASCADE',
      'REVOKE ALL ON DATABASE order_db FROM pg_monitor CASCADE',
    ],
  },
  {
    what: 'rights that were taken, and others that were given',
    as: 'migrator',
    sql: [
      'REVOKE SELECT, INSERT ON app.orders FROM order_db_writer',
      'GRANT TRUNCATE, TRIGGER, REFERENCES, MAINTAIN ON app.orders TO order_db_writer',
      'GRANT UPDATE (id) ON app.orders TO order_db_reader',
      'GRANT ALL ON SEQUENCE app.orders_id_seq TO order_db_reader',
    ],
    found: [
      beyond(
        'order_db',
        'order_db_writer',
        'MAINTAIN, REFERENCES, TRIGGER, TRUNCATE on table app.orders',
      ),
      short('order_db', 'order_db_writer', 'INSERT, SELECT on table app.orders'),
      beyond('order_db', 'order_db_reader', 'UPDATE, USAGE on sequence app.orders_id_seq'),
      beyond('order_db', 'order_db_reader', 'UPDATE on column app.orders.id'),
    ],
  },
  {
    what: 'a single table that became whole',
    as: 'migrator',
    sql: ['GRANT SELECT ON app.orders TO single', 'REVOKE SELECT (id) ON app.orders FROM single'],
    found: [
      beyond('order_db', 'single', 'SELECT on table app.orders'),
      short('order_db', 'single', 'SELECT on column app.orders.id'),
    ],
  },
  {
    what: 'routines and types for everybody',
    as: 'migrator',
    sql: [
      'GRANT EXECUTE ON FUNCTION app."Twice It"(int, app.mood[]) TO PUBLIC',
      'GRANT EXECUTE ON PROCEDURE app.nothing() TO order_db_reader',
      'GRANT USAGE ON TYPE app.mood TO PUBLIC',
      'GRANT USAGE ON DOMAIN app.few TO order_db_writer',
    ],
    found: [
      beyond('order_db', 'PUBLIC', 'EXECUTE on routine app.Twice It(int4, app._mood)'),
      beyond('order_db', 'order_db_reader', 'EXECUTE on routine app.nothing()'),
      beyond('order_db', 'order_db_writer', 'USAGE on type app.few'),
      beyond('order_db', 'PUBLIC', 'USAGE on type app.mood'),
    ],
  },
  {
    what: 'defaults for what is to come',
    as: SUPERUSER,
    sql: [
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${MIGRATOR} GRANT SELECT ON TABLES TO PUBLIC`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${MIGRATOR} IN SCHEMA app REVOKE SELECT ON TABLES FROM order_db_reader`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER} GRANT EXECUTE ON FUNCTIONS TO PUBLIC`,
      'ALTER DEFAULT PRIVILEGES FOR ROLE writer GRANT SELECT ON TABLES TO PUBLIC',
    ],
    found: [
      beyond('order_db', 'PUBLIC', `SELECT on each future table of ${MIGRATOR}`),
      short(
        'order_db',
        'order_db_reader',
        `SELECT on each future table of ${MIGRATOR} in schema app`,
      ),
      beyond('order_db', 'PUBLIC', `EXECUTE on each future routine of ${OWNER}`),
      beyond('order_db', 'PUBLIC', 'SELECT on each future table of writer'),
    ],
    left: [beyond('order_db', 'PUBLIC', 'SELECT on each future table of writer')],
    undo: ['ALTER DEFAULT PRIVILEGES FOR ROLE writer REVOKE SELECT ON TABLES FROM PUBLIC'],
  },
  {
    what: 'schemas that are open',
    as: SUPERUSER,
    sql: [
      'GRANT ALL ON SCHEMA public TO PUBLIC',
      'GRANT CREATE ON SCHEMA app TO order_db_writer',
      'REVOKE USAGE ON SCHEMA ops FROM order_db_reader',
    ],
    found: [
      beyond('order_db', 'order_db_writer', 'CREATE on schema app'),
      short('order_db', 'order_db_reader', 'USAGE on schema ops'),
      beyond('order_db', 'PUBLIC', 'CREATE, USAGE on schema public'),
    ],
  },
  {
    what: 'a schema that is gone, and one that is nobody’s',
    as: SUPERUSER,
    sql: [
      'DROP SCHEMA log',
      'CREATE SCHEMA empty',
      'CREATE SCHEMA filled',
      'CREATE TABLE filled.it ()',
      'ALTER SCHEMA ops OWNER TO kura_admin',
    ],
    found: [
      short('order_db', OWNER, 'schema log'),
      short('order_db', MIGRATOR, 'CREATE, USAGE on schema log'),
      short('order_db', 'order_db_writer', 'USAGE on schema log'),
      short('order_db', 'order_db_auditor', 'USAGE on schema log'),
      ...[OWNER, MIGRATOR].flatMap((role) => [
        short(
          'order_db',
          'order_db_writer',
          `INSERT on each future table of ${role} in schema log`,
        ),
        short(
          'order_db',
          'order_db_auditor',
          `SELECT on each future table of ${role} in schema log`,
        ),
        short(
          'order_db',
          'order_db_writer',
          `USAGE on each future sequence of ${role} in schema log`,
        ),
      ]),
      beyond('order_db', 'kura_admin', 'owner of schema ops'),
      beyond('order_db', 'postgres', 'owner of schema empty'),
      beyond('order_db', 'postgres', 'owner of schema filled'),
      beyond('order_db', 'postgres', 'owner of table filled.it'),
      beyond('order_db', 'postgres', 'schema filled'),
    ],
    left: [
      beyond('order_db', 'postgres', 'owner of schema empty'),
      beyond('order_db', 'postgres', 'owner of schema filled'),
      beyond('order_db', 'postgres', 'owner of table filled.it'),
      beyond('order_db', 'postgres', 'schema filled'),
    ],
    undo: ['DROP SCHEMA empty', 'DROP SCHEMA filled CASCADE'],
  },
  {
    what: 'a table of somebody else’s',
    as: SUPERUSER,
    sql: ['CREATE TABLE app.strange ()', 'GRANT SELECT ON app.strange TO PUBLIC'],
    found: [
      beyond('order_db', 'postgres', 'owner of table app.strange'),
      beyond('order_db', 'PUBLIC', 'SELECT on table app.strange'),
      short('order_db', 'order_db_writer', 'DELETE, INSERT, SELECT, UPDATE on table app.strange'),
      short('order_db', 'order_db_reader', 'SELECT on table app.strange'),
      short('order_db', 'order_db_operator', 'SELECT on table app.strange'),
    ],
    left: [
      beyond('order_db', 'postgres', 'owner of table app.strange'),
      beyond('order_db', 'PUBLIC', 'SELECT on table app.strange'),
      short('order_db', 'order_db_writer', 'DELETE, INSERT, SELECT, UPDATE on table app.strange'),
      short('order_db', 'order_db_reader', 'SELECT on table app.strange'),
      short('order_db', 'order_db_operator', 'SELECT on table app.strange'),
    ],
    undo: ['DROP TABLE app.strange'],
  },
  {
    what: 'databases that are open',
    in: 'postgres',
    sql: [
      'GRANT CONNECT ON DATABASE order_db TO PUBLIC',
      'GRANT CONNECT, CREATE ON DATABASE user_db TO writer',
      'REVOKE TEMPORARY ON DATABASE order_db FROM order_db_writer',
      'GRANT CONNECT ON DATABASE postgres TO PUBLIC',
    ],
    found: [
      beyond('order_db', 'PUBLIC', 'CONNECT on database order_db'),
      beyond('user_db', 'writer', 'CONNECT, CREATE on database user_db'),
      short('order_db', 'order_db_writer', 'TEMPORARY on database order_db'),
      beyond('postgres', 'PUBLIC', 'CONNECT on database postgres'),
    ],
  },
  {
    what: 'power over the server',
    in: 'postgres',
    sql: [
      'ALTER ROLE writer CREATEDB CREATEROLE BYPASSRLS CONNECTION LIMIT 3',
      'ALTER ROLE order_db_reader LOGIN NOINHERIT',
      'CREATE ROLE stray SUPERUSER REPLICATION',
      'GRANT pg_read_all_data TO reader',
    ],
    found: [
      beyond('server', 'writer', 'CREATEDB'),
      beyond('server', 'writer', 'CREATEROLE'),
      short('server', 'writer', 'CONNECTION LIMIT -1'),
      beyond('server', 'writer', 'BYPASSRLS'),
      beyond('server', 'order_db_reader', 'LOGIN'),
      short('server', 'order_db_reader', 'INHERIT'),
      beyond('server', 'stray', 'SUPERUSER'),
      beyond('server', 'stray', 'REPLICATION'),
      beyond('server', 'reader', 'membership in pg_read_all_data'),
    ],
    left: [
      beyond('server', 'writer', 'BYPASSRLS'),
      beyond('server', 'stray', 'SUPERUSER'),
      beyond('server', 'stray', 'REPLICATION'),
      beyond('server', 'reader', 'membership in pg_read_all_data'),
    ],
    undo: [
      'ALTER ROLE writer NOBYPASSRLS',
      'DROP ROLE stray',
      'REVOKE pg_read_all_data FROM reader',
    ],
  },
  {
    what: 'settings',
    in: 'postgres',
    sql: [
      'ALTER DATABASE order_db SET search_path = public',
      "ALTER DATABASE order_db SET work_mem = '1GB'",
      'ALTER ROLE writer IN DATABASE order_db SET statement_timeout = 0',
      'ALTER ROLE writer SET default_transaction_read_only = on',
      'ALTER ROLE order_db_reader SET log_statement = none',
      'ALTER ROLE migrator IN DATABASE order_db RESET ALL',
    ],
    found: [
      beyond('order_db', 'writer', 'statement_timeout = 0'),
      beyond('order_db', 'order_db', 'work_mem = 1GB'),
      beyond('server', 'order_db_reader', 'log_statement = none'),
      beyond('server', 'writer', 'default_transaction_read_only = on'),
      short('order_db', 'order_db', 'search_path = "app", "log", "ops"'),
      short('order_db', 'migrator', 'role = order_db_migrator'),
    ],
    left: [beyond('server', 'order_db_reader', 'log_statement = none')],
    undo: ['ALTER ROLE order_db_reader RESET ALL'],
  },
  {
    what: 'comments, and a database that nobody has declared',
    in: 'postgres',
    sql: [
      'COMMENT ON DATABASE order_db IS NULL',
      'COMMENT ON ROLE writer IS NULL',
      'COMMENT ON ROLE user_db_auditor IS NULL',
      'CREATE DATABASE stray_db',
    ],
    found: [
      short('order_db', 'order_db', 'comment “kura: database of order”'),
      short('server', 'writer', 'comment “kura: login”'),
      short('server', 'user_db_auditor', 'comment “kura: auditor of user”'),
      beyond('server', 'postgres', 'database stray_db'),
    ],
    left: [beyond('server', 'postgres', 'database stray_db')],
    undo: ['DROP DATABASE stray_db'],
  },
  {
    what: 'the admin role itself, which is let out',
    in: 'postgres',
    sql: ['REVOKE order_db_owner FROM kura_admin GRANTED BY kura_admin'],
    found: [
      short('server', 'kura_admin', 'membership in order_db_owner with INHERIT TRUE, SET TRUE'),
      short('order_db', 'kura_admin', 'CONNECT on database order_db'),
    ],
  },
  {
    what: 'an extension elsewhere, and one too many',
    as: SUPERUSER,
    sql: ['CREATE EXTENSION citext SCHEMA app'],
    found: [beyond('order_db', 'kura_admin', 'extension citext')],
    left: [beyond('order_db', 'kura_admin', 'extension citext')],
    undo: ['DROP EXTENSION citext'],
  },
];

const sorted = (findings: readonly Finding[]): readonly string[] =>
  findings.map((finding) => JSON.stringify(finding)).sort();

describe('what is done by hand', () => {
  let server: Running;
  let normal: unknown;
  beforeAll(async () => {
    server = await running(17);
    await server.converge(STATE);
    await server.as(
      'migrator',
      'order_db',
      'CREATE TABLE app.orders (id serial, "Total" int)',
      "CREATE TYPE app.mood AS ENUM ('good')",
      'CREATE DOMAIN app.few AS int',
      'CREATE FUNCTION app."Twice It"(n int, m app.mood[]) RETURNS int LANGUAGE sql RETURN n * 2',
      'CREATE PROCEDURE app.nothing() LANGUAGE sql AS $$ SELECT 1 $$',
    );
    const result = await server.converge(STATE);
    expect(result).toMatchObject({ outcome: 'converged', findings: [] });
    normal = normalForm(await server.catalog(STATE));
  });
  afterAll(() => server.stop());

  test.each(DRIFTS)('$what', async ({ sql, found, left = [], undo = [], ...where }) => {
    const place = where.in ?? 'order_db';
    await server.as(where.as ?? SUPERUSER, place, ...sql);
    expect(sorted(await server.verify(STATE))).toEqual(sorted(found));
    const result = await server.converge(STATE);
    expect(result.problems).toEqual([]);
    expect(sorted(result.findings)).toEqual(sorted(left));
    expect(sorted(await server.verify(STATE))).toEqual(sorted(left));
    expect(await server.converge(STATE)).toMatchObject({ plan: [] });
    await server.as(SUPERUSER, place, ...undo);
    expect(normalForm(await server.catalog(STATE))).toEqual(normal);
  });
});
