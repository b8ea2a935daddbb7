import { admitPostgres } from '../../../runner/postgres/admin';
import { convergePostgres } from '../../../runner/postgres/converge';
import { verifyPostgres } from '../../support/verify-postgres';
import type { Finding } from '../../../runner/result';
import { postgresHost } from '../../support/postgres-host';
import { startPostgres } from '../../support/postgres-server';
import { database, declared, login } from './declared';
import { running, SUPERUSER, type Running } from './running';

const stateOf = (version: number) =>
  declared(
    version,
    [database('order_db'), database('user_db')],
    [
      login('migrator', [{ database: 'order_db', role: 'migrator' }]),
      login('owner', [{ database: 'order_db', role: 'owner' }]),
      login('writer', [{ database: 'order_db', role: 'writer' }]),
      login('reader', [{ database: 'order_db', role: 'reader' }]),
    ],
  );

const beyond = (where: string, who: string, what: string): Finding => ({
  ...{ kind: 'beyond', where, who, what },
});
const short = (where: string, who: string, what: string): Finding => ({
  ...{ kind: 'short', where, who, what },
});

interface Deviation {
  readonly what: string;
  readonly in?: string;
  readonly as?: string;
  readonly sql: readonly string[];
  readonly found: readonly Finding[];
  /** What the runner may not mend: all of it where nothing is said. */
  readonly left?: readonly Finding[];
  readonly undo?: readonly string[];
}

const OWNER = 'order_db_owner';

const DEVIATIONS: readonly Deviation[] = [
  {
    what: 'a parameter for one who is no superuser',
    in: 'postgres',
    sql: [
      'GRANT SET ON PARAMETER session_replication_role TO writer',
      'GRANT SET, ALTER SYSTEM ON PARAMETER log_statement TO writer',
    ],
    found: [
      beyond('server', 'writer', 'SET on parameter session_replication_role'),
      beyond('server', 'writer', 'ALTER SYSTEM, SET on parameter log_statement'),
    ],
    undo: ['REVOKE ALL ON PARAMETER session_replication_role, log_statement FROM writer'],
  },
  {
    what: 'a parameter that the admin role has given on',
    in: 'postgres',
    sql: [
      'GRANT SET ON PARAMETER log_statement TO kura_admin WITH GRANT OPTION',
      'SET ROLE kura_admin',
      'GRANT SET ON PARAMETER log_statement TO writer WITH GRANT OPTION',
    ],
    found: [beyond('server', 'writer', 'SET on parameter log_statement')],
    left: [],
    undo: ['REVOKE ALL ON PARAMETER log_statement FROM kura_admin CASCADE'],
  },
  {
    what: 'a tablespace',
    in: 'postgres',
    sql: ['GRANT CREATE ON TABLESPACE pg_default TO writer'],
    found: [beyond('server', 'writer', 'CREATE on tablespace pg_default')],
    undo: ['REVOKE CREATE ON TABLESPACE pg_default FROM writer'],
  },
  {
    what: 'a language',
    sql: ['GRANT USAGE ON LANGUAGE plpgsql TO writer WITH GRANT OPTION'],
    found: [beyond('order_db', 'writer', 'USAGE on language plpgsql')],
    undo: ['REVOKE USAGE ON LANGUAGE plpgsql FROM writer'],
  },
  {
    what: 'what PostgreSQL keeps to itself',
    sql: [
      'GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC',
      'GRANT SELECT ON pg_catalog.pg_authid TO writer',
      'GRANT SELECT (subconninfo) ON pg_catalog.pg_subscription TO writer',
      'GRANT CREATE ON SCHEMA pg_catalog, information_schema TO writer',
    ],
    found: [
      beyond('order_db', 'PUBLIC', 'EXECUTE on routine pg_catalog.pg_read_file(text)'),
      beyond('order_db', 'writer', 'SELECT on table pg_catalog.pg_authid'),
      beyond('order_db', 'writer', 'SELECT on column pg_catalog.pg_subscription.subconninfo'),
      beyond('order_db', 'writer', 'CREATE on schema pg_catalog'),
      beyond('order_db', 'writer', 'CREATE on schema information_schema'),
    ],
    undo: [
      'REVOKE EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) FROM PUBLIC',
      'REVOKE SELECT ON pg_catalog.pg_authid FROM writer',
      'REVOKE SELECT (subconninfo) ON pg_catalog.pg_subscription FROM writer',
      'REVOKE CREATE ON SCHEMA pg_catalog, information_schema FROM writer',
    ],
  },
  {
    what: 'what PostgreSQL keeps to itself, which the admin role has given on',
    sql: [
      'GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO kura_admin WITH GRANT OPTION',
      'GRANT SELECT ON pg_catalog.pg_authid TO kura_admin WITH GRANT OPTION',
      'GRANT SELECT (subconninfo) ON pg_catalog.pg_subscription TO kura_admin WITH GRANT OPTION',
      'SET ROLE kura_admin',
      'GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC',
      'GRANT SELECT ON pg_catalog.pg_authid TO writer',
      'GRANT SELECT (subconninfo) ON pg_catalog.pg_subscription TO writer',
    ],
    found: [
      beyond('order_db', 'PUBLIC', 'EXECUTE on routine pg_catalog.pg_read_file(text)'),
      beyond('order_db', 'writer', 'SELECT on table pg_catalog.pg_authid'),
      beyond('order_db', 'writer', 'SELECT on column pg_catalog.pg_subscription.subconninfo'),
    ],
    left: [],
    undo: [
      'REVOKE EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) FROM kura_admin CASCADE',
      'REVOKE SELECT ON pg_catalog.pg_authid FROM kura_admin CASCADE',
      'REVOKE SELECT (subconninfo) ON pg_catalog.pg_subscription FROM kura_admin CASCADE',
    ],
  },
  {
    what: 'a way to another server',
    sql: [
      'CREATE FOREIGN DATA WRAPPER away',
      'CREATE SERVER there FOREIGN DATA WRAPPER away',
      'ALTER SERVER there OWNER TO kura_admin',
      'GRANT USAGE ON FOREIGN DATA WRAPPER away TO writer',
      "CREATE USER MAPPING FOR PUBLIC SERVER there OPTIONS (password 'x')",
      'SET ROLE kura_admin',
      'GRANT USAGE ON FOREIGN SERVER there TO writer',
    ],
    found: [
      beyond('order_db', 'postgres', 'owner of foreign-data wrapper away'),
      beyond('order_db', 'kura_admin', 'owner of server there'),
      beyond('order_db', 'writer', 'USAGE on foreign data wrapper away'),
      beyond('order_db', 'writer', 'USAGE on foreign server there'),
      beyond('order_db', 'PUBLIC', 'user mapping on server there'),
    ],
    left: [
      beyond('order_db', 'postgres', 'owner of foreign-data wrapper away'),
      beyond('order_db', 'kura_admin', 'owner of server there'),
      beyond('order_db', 'writer', 'USAGE on foreign data wrapper away'),
      beyond('order_db', 'PUBLIC', 'user mapping on server there'),
    ],
    undo: ['DROP FOREIGN DATA WRAPPER away CASCADE'],
  },
  {
    what: 'large objects',
    as: 'writer',
    sql: ["SELECT lo_from_bytea(777, 'x')", 'GRANT SELECT ON LARGE OBJECT 777 TO PUBLIC'],
    found: [
      beyond('order_db', 'writer', 'owner of large objects'),
      beyond('order_db', 'PUBLIC', 'SELECT on large objects'),
    ],
    undo: ['SELECT lo_unlink(777)'],
  },
  {
    what: 'what tells others of all changes',
    sql: [
      'CREATE PUBLICATION everything FOR ALL TABLES',
      "CREATE SUBSCRIPTION all_else CONNECTION 'dbname=none' PUBLICATION x WITH (connect = false)",
      "SELECT pg_create_physical_replication_slot('kept')",
    ],
    found: [
      beyond('order_db', 'postgres', 'publication everything'),
      beyond('order_db', 'postgres', 'subscription all_else'),
      beyond('server', 'kura_admin', 'replication slot kept'),
    ],
    undo: [
      'DROP PUBLICATION everything',
      'ALTER SUBSCRIPTION all_else SET (slot_name = NONE)',
      'DROP SUBSCRIPTION all_else',
      "SELECT pg_drop_replication_slot('kept')",
    ],
  },
  {
    what: 'what acts on what others do',
    sql: [
      'CREATE FUNCTION app.listen() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$',
      `ALTER FUNCTION app.listen() OWNER TO order_db_migrator`,
      'REVOKE EXECUTE ON FUNCTION app.listen() FROM PUBLIC',
      'GRANT EXECUTE ON FUNCTION app.listen() TO order_db_writer',
      'CREATE EVENT TRIGGER listens ON ddl_command_end EXECUTE FUNCTION app.listen()',
      'CREATE CAST (text AS int) WITH INOUT AS IMPLICIT',
    ],
    found: [
      beyond('order_db', 'postgres', 'event trigger listens'),
      beyond('order_db', 'PUBLIC', 'cast (pg_catalog.text AS integer)'),
    ],
    undo: ['DROP FUNCTION app.listen() CASCADE', 'DROP CAST (text AS int)'],
  },
  {
    what: 'objects of kinds without privileges',
    sql: [
      "CREATE COLLATION app.order_of (locale = 'C')",
      'ALTER COLLATION app.order_of OWNER TO owner',
      'CREATE TEXT SEARCH CONFIGURATION app.words (COPY = simple)',
      'CREATE OPERATOR app.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)',
      `ALTER OPERATOR app.=== (int, int) OWNER TO ${OWNER}`,
    ],
    found: [
      beyond('order_db', 'owner', 'owner of collation app.order_of'),
      beyond('order_db', 'postgres', 'owner of text search configuration app.words'),
    ],
    undo: [
      'DROP COLLATION app.order_of',
      'DROP TEXT SEARCH CONFIGURATION app.words',
      'DROP OPERATOR app.=== (int, int)',
    ],
  },
  {
    what: 'objects in PostgreSQL’s own schema',
    sql: [
      'SET allow_system_table_mods = on',
      'CREATE FUNCTION pg_catalog.lower(n int) RETURNS int LANGUAGE sql SECURITY DEFINER RETURN n',
    ],
    found: [beyond('order_db', 'postgres', 'function pg_catalog.lower(integer)')],
    undo: ['SET allow_system_table_mods = on', 'DROP FUNCTION pg_catalog.lower(int)'],
  },
  {
    what: 'what an extension keeps to itself',
    sql: [
      'CREATE EXTENSION dblink SCHEMA ops',
      'GRANT EXECUTE ON FUNCTION ops.dblink_connect_u(text) TO writer',
    ],
    found: [
      beyond('order_db', 'kura_admin', 'extension dblink'),
      beyond('order_db', 'writer', 'EXECUTE on routine ops.dblink_connect_u(text)'),
    ],
    undo: ['DROP EXTENSION dblink'],
  },
  {
    what: 'whom a database lets in at all',
    as: 'owner',
    sql: [
      `SET ROLE ${OWNER}`,
      'ALTER DATABASE order_db CONNECTION LIMIT 0',
      'ALTER DATABASE order_db IS_TEMPLATE true',
    ],
    found: [
      short('order_db', 'order_db', 'CONNECTION LIMIT -1'),
      beyond('order_db', 'order_db', 'IS_TEMPLATE'),
      short('order_db', 'kura_admin', 'CONNECT on database order_db'),
    ],
    left: [],
  },
  {
    what: 'a database that lets nobody in',
    in: 'postgres',
    sql: ['ALTER DATABASE order_db ALLOW_CONNECTIONS false'],
    found: [
      short('order_db', 'order_db', 'ALLOW_CONNECTIONS true'),
      short('order_db', 'kura_admin', 'CONNECT on database order_db'),
    ],
    left: [],
  },
  {
    what: 'a password that ends',
    in: 'postgres',
    as: 'kura_admin',
    sql: ["ALTER ROLE writer VALID UNTIL '2000-01-01'"],
    found: [short('server', 'writer', 'VALID UNTIL infinity')],
    left: [],
  },
  {
    what: 'defaults of everybody',
    in: 'postgres',
    sql: ['ALTER ROLE ALL SET row_security = off', 'ALTER DATABASE postgres SET work_mem = 64'],
    found: [
      beyond('server', 'PUBLIC', 'row_security = off'),
      beyond('postgres', 'postgres', 'work_mem = 64'),
    ],
    undo: ['ALTER ROLE ALL RESET ALL', 'ALTER DATABASE postgres RESET ALL'],
  },
  {
    what: 'defaults of everybody in a declared database',
    in: 'postgres',
    sql: ['ALTER ROLE ALL IN DATABASE order_db SET work_mem = 64'],
    found: [beyond('order_db', 'order_db', 'work_mem = 64')],
    left: [],
  },
  {
    what: 'strangers',
    in: 'postgres',
    sql: [
      'CREATE ROLE friend LOGIN',
      'CREATE ROLE helper',
      'GRANT CONNECT ON DATABASE postgres TO friend',
      'GRANT kura_admin TO helper',
    ],
    found: [
      beyond('server', 'friend', 'LOGIN'),
      beyond('postgres', 'friend', 'CONNECT on database postgres'),
      beyond('server', 'helper', 'membership in kura_admin'),
    ],
    undo: ['DROP OWNED BY friend, helper', 'DROP ROLE friend, helper'],
  },
  {
    what: 'objects in the databases that belong to nobody',
    in: 'template1',
    sql: ['CREATE TABLE public.copied ()', 'CREATE SCHEMA kept'],
    found: [
      beyond('template1', 'postgres', 'table public.copied'),
      beyond('template1', 'postgres', 'schema kept'),
    ],
    undo: ['DROP TABLE public.copied', 'DROP SCHEMA kept'],
  },
];

const sorted = (findings: readonly Finding[]): readonly string[] =>
  findings.map((finding) => JSON.stringify(finding)).sort();

const VERSIONS = [16, 17, 18] as const;

describe.each(VERSIONS)('what nobody has declared, on PostgreSQL %i', (version) => {
  const state = stateOf(version);
  let server: Running;
  beforeAll(async () => {
    server = await running(version);
    await server.converge(state);
    expect(await server.converge(state)).toMatchObject({ plan: [], findings: [] });
  });
  afterAll(() => server.stop());

  test.each(DEVIATIONS)('$what', async ({ sql, found, left = found, undo = [], ...where }) => {
    const place = where.in ?? 'order_db';
    await server.as(where.as ?? SUPERUSER, place, ...sql);
    expect(sorted(await server.verify(state))).toEqual(sorted(found));
    const result = await server.converge(state);
    expect(result.problems).toEqual([]);
    expect(sorted(result.findings)).toEqual(sorted(left));
    expect(await server.converge(state)).toMatchObject({ plan: [] });
    await server.as(SUPERUSER, place, ...undo);
    expect(await server.verify(state)).toEqual([]);
  });

  test('a group role that could log in loses the password that it may have got', async () => {
    await server.as('kura_admin', 'postgres', "ALTER ROLE order_db_reader LOGIN PASSWORD 'x'");
    await server.converge(state);
    const sql = "SELECT rolpassword FROM pg_authid WHERE rolname = 'order_db_reader'";
    expect(await server.as(SUPERUSER, 'postgres', sql)).toEqual([{ rolpassword: null }]);
  });

  test('what comes with a type of ranges is nobody’s to give', async () => {
    await server.as(
      'migrator',
      'order_db',
      'CREATE TYPE app.span AS RANGE (subtype = float8, multirange_type_name = app.spans)',
    );
    expect(await server.verify(state)).toEqual([]);
    expect(await server.tries('writer', 'order_db', 'SELECT app.span(1, 2)')).toBe('ok');
    await server.as('migrator', 'order_db', 'DROP TYPE app.span');
  });
});

test('what a cloud gives its own and everybody is its affair, and nothing that it gives a login of Kura’s', async () => {
  const server = await startPostgres({ major: 17, platform: 'rds' });
  const host = postgresHost(server, 'rds');
  const state = {
    ...declared(
      17,
      [database('order_db')],
      [login('api', [{ database: 'order_db', role: 'writer' }])],
      'rds',
    ),
    admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
  };
  const admission = await admitPostgres(state, host, () => Promise.resolve());
  if ('problem' in admission) throw new Error(admission.problem.got);
  await convergePostgres(state, admission.open, { passwords: host, log: host.log });
  const provider = await server.superuser('order_db');
  for (const sql of [
    'CREATE PUBLICATION everything FOR ALL TABLES',
    "CREATE COLLATION public.order_of (locale = 'C')",
    'GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC, rds_superuser',
    'GRANT SET ON PARAMETER log_statement TO PUBLIC, rds_superuser',
    "SELECT pg_create_physical_replication_slot('replica')",
    'ALTER ROLE ALL SET work_mem = 64',
  ])
    await provider.query(sql);
  expect(await verifyPostgres(state, admission.open)).toEqual([]);
  await provider.query('GRANT SET ON PARAMETER log_statement TO api');
  await provider.query("SELECT pg_create_physical_replication_slot('rds_kept')");
  expect(await verifyPostgres(state, admission.open)).toEqual([
    beyond('server', 'api', 'SET on parameter log_statement'),
  ]);
  await server.stop();
});
