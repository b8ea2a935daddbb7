import type { DeclaredLogin } from '../../../model/sql/declared-state';
import { sayProblem } from '../../../model/problem';
import { database, declared, login } from './declared';
import { running, type Running } from './running';

const DENIED = '42501';

describe('what changes in an estate', () => {
  let server: Running;
  beforeAll(async () => {
    server = await running(17);
  });
  beforeEach(() => server.wipe());
  afterAll(() => server.stop());

  /** The roles and databases of a prefix that are there. */
  const names = async (prefix: string): Promise<unknown[]> =>
    (
      (await server.as(
        'postgres',
        'postgres',
        `SELECT rolname AS name FROM pg_roles WHERE rolname LIKE '${prefix}%'
         UNION ALL SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%' ORDER BY 1`,
      )) as { name: string }[]
    ).map(({ name }) => name);
  const all = (name: string): string[] =>
    ['', '_auditor', '_migrator', '_operator', '_owner', '_reader', '_writer'].map(
      (end) => `${name}${end}`,
    );

  /** The lines that end a login's sessions in a database. */
  const ends = (user: string, place: string): string[] => [
    `postgres: GRANT "${user}" TO "kura_admin" WITH INHERIT TRUE, SET FALSE`,
    `postgres: SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '${user}' AND datname IN ('${place}')`,
    `postgres: REVOKE "${user}" FROM "kura_admin" GRANTED BY "kura_admin"`,
  ];

  test('a login that becomes another role, and one that leaves', async () => {
    const state = (...logins: DeclaredLogin[]) => declared(17, [database('roles_db')], logins);
    const as = (role: 'writer' | 'migrator' | 'reader') =>
      login('roles_api', [{ database: 'roles_db', role }], { connections: 3 });
    const migrator = login('roles_migrator', [{ database: 'roles_db', role: 'migrator' }]);
    await server.converge(state(as('migrator'), migrator));
    await server.as('roles_api', 'roles_db', 'CREATE TABLE app.t (id int)');
    expect(await server.converge(state(as('writer'), migrator))).toMatchObject({
      outcome: 'converged',
      findings: [],
    });
    expect(await server.tries('roles_api', 'roles_db', 'SELECT * FROM t')).toBe('ok');
    expect(await server.tries('roles_api', 'roles_db', 'DROP TABLE t')).toBe(DENIED);
    const { plan } = await server.converge(state(as('reader'), migrator));
    expect(plan).toEqual([
      'postgres: REVOKE "roles_db_writer" FROM "roles_api" GRANTED BY "kura_admin" CASCADE',
      'postgres: GRANT "roles_db_reader" TO "roles_api" WITH INHERIT TRUE, SET FALSE',
      ...ends('roles_api', 'roles_db'),
      `roles_db: ALTER ROLE "roles_api" IN DATABASE "roles_db" SET default_transaction_read_only = 'on'`,
    ]);
    const last = await server.converge(state(migrator));
    expect(last).toMatchObject({ outcome: 'converged', kept: [] });
    expect(last.plan.at(-1)).toBe('postgres: DROP ROLE "roles_api"');
    expect(await names('roles_api')).toEqual([]);
  });

  test('a login with single tables loses all of them, and itself', async () => {
    const migrator = login('single_migrator', [{ database: 'single_db', role: 'migrator' }]);
    const state = (...logins: DeclaredLogin[]) =>
      declared(17, [database('single_db')], [migrator, ...logins]);
    const single = (columns: readonly string[] | null, role: 'reader' | 'writer' = 'writer') =>
      login('single_api', [
        { database: 'single_db', role, tables: [{ schema: 'app', table: 't', columns }] },
      ]);
    await server.converge(state());
    await server.as(
      'single_migrator',
      'single_db',
      'CREATE TABLE t (id serial, a int, b int)',
      'CREATE TABLE u (id int)',
    );
    await server.converge(state(single(null)));
    // Taking what the whole table gave must leave the columns.
    for (const [columns, role] of [
      [['a'], 'writer'],
      [null, 'writer'],
      [['a', 'b'], 'reader'],
      [null, 'reader'],
      [['b'], 'reader'],
    ] as const) {
      await server.converge(state(single(columns, role)));
      expect(await server.converge(state(single(columns, role)))).toMatchObject({
        ...{ outcome: 'converged', plan: [] },
      });
    }
    expect(await server.tries('single_api', 'single_db', 'SELECT b FROM t')).toBe('ok');
    expect(await server.tries('single_api', 'single_db', 'SELECT a FROM t')).toBe(DENIED);
    expect(await server.converge(state())).toMatchObject({ outcome: 'converged', kept: [] });
    expect(await names('single_api')).toEqual([]);
  });

  test('a login that owns something stays, and cannot log in', async () => {
    const state = (...logins: DeclaredLogin[]) => declared(17, [database('owns_db')], logins);
    await server.converge(state(login('owns_api', [{ database: 'owns_db', role: 'migrator' }])));
    await server.as('owns_api', 'owns_db', 'SET ROLE owns_api', 'CREATE TABLE app.mine ()');
    const result = await server.converge(state());
    expect(result).toMatchObject({ outcome: 'findings', kept: ['role owns_api: owns 1 object'] });
    expect(result.findings).toContainEqual({
      ...{ kind: 'beyond', where: 'owns_db', who: 'owns_api', what: 'owner of table app.mine' },
    });
    expect(await server.tries('owns_api', 'owns_db', 'SELECT 1')).toBe('28000');
    expect(await server.converge(state())).toMatchObject({ plan: [] });
    // Declared again, it is as it was.
    await server.converge(state(login('owns_api', [{ database: 'owns_db', role: 'reader' }])));
    expect(await server.tries('owns_api', 'owns_db', 'SELECT 1')).toBe('ok');
  });

  test('access that has ended is none', async () => {
    const access = { database: 'until_db', role: 'operator' } as const;
    const state = declared(
      17,
      [database('until_db')],
      [
        login('until_past', [{ ...access, until: '2026-01-01T00:00:00Z' }]),
        login('until_future', [{ ...access, until: '2999-01-01T00:00:00Z' }]),
      ],
    );
    await server.converge(state, { now: new Date('2025-12-31T23:59:59Z') });
    expect(await server.tries('until_past', 'until_db', 'SELECT 1')).toBe('ok');
    const { plan } = await server.converge(state);
    expect(plan).toEqual([
      'postgres: REVOKE "until_db_operator" FROM "until_past" GRANTED BY "kura_admin" CASCADE',
      ...ends('until_past', 'until_db'),
      'until_db: ALTER ROLE "until_past" IN DATABASE "until_db" RESET default_transaction_read_only',
    ]);
    expect(await server.tries('until_past', 'until_db', 'SELECT 1')).toBe(DENIED);
    expect(await server.tries('until_future', 'until_db', 'SELECT 1')).toBe('ok');
    expect(await server.converge(state)).toMatchObject({ findings: [], plan: [] });
  });

  test('limits of a login and of its sessions', async () => {
    const timeouts = { writer: { statement: 30_000, idle: 0 } };
    const api = (connections: number | null) =>
      login('limits_api', [{ database: 'limits_db', role: 'writer' }], { connections });
    await server.converge(declared(17, [database('limits_db', { timeouts })], [api(4)]));
    const [session] = await server.as(
      'limits_api',
      'limits_db',
      `SELECT current_setting('statement_timeout') AS statement, current_setting('search_path') AS path,
        rolconnlimit AS connections FROM pg_roles WHERE rolname = current_user`,
    );
    expect(session).toEqual({ statement: '30s', path: 'app, log, ops', connections: 4 });
    const { plan } = await server.converge(declared(17, [database('limits_db')], [api(null)]));
    expect(plan).toEqual([
      'postgres: ALTER ROLE "limits_api" CONNECTION LIMIT -1',
      'limits_db: ALTER ROLE "limits_api" IN DATABASE "limits_db" RESET idle_session_timeout',
      'limits_db: ALTER ROLE "limits_api" IN DATABASE "limits_db" RESET statement_timeout',
    ]);
  });

  test('a database that holds nothing goes with its roles and logins', async () => {
    const api = login('gone_api', [{ database: 'gone_db', role: 'writer' }]);
    await server.converge(declared(17, [database('gone_db')], [api]));
    expect(await names('gone_')).toEqual(['gone_api', ...all('gone_db')]);
    const result = await server.converge(declared(17, []));
    expect(result).toMatchObject({
      problems: [],
      kept: expect.not.arrayContaining(['gone']) as unknown,
    });
    expect(await names('gone_')).toEqual([]);
  });

  test('a database that holds a table or a session stays, and nobody enters', async () => {
    const api = login('kept_api', [{ database: 'kept_db', role: 'migrator' }]);
    await server.converge(declared(17, [database('kept_db'), database('busy_db')], [api]));
    await server.as('kept_api', 'kept_db', 'CREATE TABLE t (id int)');
    const busy = await server.server.superuser('busy_db');
    const result = await server.converge(declared(17, [], [login('kept_api', [])]));
    expect(result.kept).toEqual(
      expect.arrayContaining([
        'database kept_db of kept: holds 1 table',
        'database busy_db of busy: has 1 session',
      ]),
    );
    expect(await server.tries('kept_api', 'kept_db', 'SELECT 1')).toBe(DENIED);
    await busy.end();
    const again = await server.converge(declared(17, [], [login('kept_api', [])]));
    expect(again.kept).toContain('database kept_db of kept: holds 1 table');
    expect(await names('busy_')).toEqual([]);
    expect(await names('kept_db')).toEqual(all('kept_db'));
    // Declared again, it is as it was, with its table.
    await server.converge(declared(17, [database('kept_db')], [api]));
    expect(await server.tries('kept_api', 'kept_db', 'SELECT * FROM t')).toBe('ok');
  });

  test('a database and its roles get another name, with all that they hold', async () => {
    const named = (name: string) =>
      declared(
        17,
        [database(name, { service: 'named' })],
        [login('named_api', [{ database: name, role: 'migrator' }])],
      );
    await server.converge(named('Before "it"'));
    await server.as('named_api', 'Before "it"', 'CREATE TABLE t (id int)');
    const { plan, outcome } = await server.converge(named('after_db'));
    expect(outcome).toBe('converged');
    expect(plan.slice(0, 7)).toContain(
      'postgres: ALTER DATABASE "Before ""it""" RENAME TO "after_db"',
    );
    expect(plan.slice(7)).toEqual([
      `after_db: ALTER ROLE "named_api" IN DATABASE "after_db" SET role = 'after_db_migrator'`,
    ]);
    expect(await names('after_db')).toEqual(all('after_db'));
    expect(await names('Before')).toEqual([]);
    expect(await server.tries('named_api', 'after_db', 'ALTER TABLE t ADD a int')).toBe('ok');
    expect(await server.converge(named('after_db'))).toMatchObject({ plan: [] });
  });

  test('schemas that come, go, and hold something else', async () => {
    const state = (...schemas: { name: string; holds: 'data' | 'audit' }[]) =>
      declared(
        17,
        [database('schemas_db', { schemas, searchPath: schemas.map(({ name }) => name) })],
        [
          login('schemas_api', [{ database: 'schemas_db', role: 'writer' }]),
          login('schemas_migrator', [{ database: 'schemas_db', role: 'migrator' }]),
        ],
      );
    await server.converge(state({ name: 'Order "x"', holds: 'data' }));
    await server.as('schemas_migrator', 'schemas_db', 'CREATE TABLE "Order ""x""".t (id int)');
    const tries = (sql: string) => server.tries('schemas_api', 'schemas_db', sql);
    expect(await tries('SELECT * FROM t')).toBe('ok');
    await server.converge(state({ name: 'Order "x"', holds: 'audit' }));
    expect(await tries('SELECT * FROM t')).toBe(DENIED);
    expect(await tries('INSERT INTO t VALUES (1)')).toBe('ok');
    const result = await server.converge(state({ name: 'other', holds: 'data' }));
    expect(result.findings).toContainEqual({
      ...{ kind: 'beyond', where: 'schemas_db', who: 'schemas_db_owner' },
      what: 'schema Order "x"',
    });
    expect(await tries('INSERT INTO "Order ""x""".t VALUES (1)')).toBe(DENIED);
  });

  test('`public` as a schema of its own', async () => {
    const schemas = [{ name: 'public', holds: 'data' }] as const;
    const state = declared(
      17,
      [database('public_db', { schemas, searchPath: ['public'] })],
      [
        login('public_api', [{ database: 'public_db', role: 'writer' }]),
        login('public_migrator', [{ database: 'public_db', role: 'migrator' }]),
      ],
    );
    await server.converge(state);
    await server.as('public_migrator', 'public_db', 'CREATE TABLE t (id int)');
    expect(await server.tries('public_api', 'public_db', 'INSERT INTO t VALUES (1)')).toBe('ok');
    expect(await server.converge(state)).toMatchObject({ plan: [] });
  });

  test('extensions go to `ops`, and what they make is left as it is', async () => {
    const extensions = ['pg_trgm', 'uuid-ossp'] as const;
    const state = declared(
      17,
      [database('ext_db', { extensions })],
      [login('ext_reader', [{ database: 'ext_db', role: 'reader' }])],
    );
    await server.converge(state);
    expect(await server.tries('ext_reader', 'ext_db', "SELECT similarity('a', 'b')")).toBe('ok');
    expect(await server.converge(state)).toMatchObject({ plan: [] });
    const result = await server.converge(declared(17, [database('ext_db')]));
    expect(result.findings).toContainEqual({
      ...{ kind: 'beyond', where: 'ext_db', who: 'kura_admin', what: 'extension pg_trgm' },
    });
  });

  test('a dry run does nothing', async () => {
    const state = declared(17, [database('dry_db')]);
    const lines: string[] = [];
    const result = await server.converge(state, { dryRun: true, log: (line) => lines.push(line) });
    expect(result.plan.length).toBeGreaterThan(20);
    expect([result.applied, lines, await names('dry_')]).toEqual([0, [], []]);
  });

  test('two runners work one after the other', async () => {
    const state = declared(
      17,
      [database('two_db')],
      [login('two_api', [{ database: 'two_db', role: 'writer' }])],
    );
    const results = await Promise.all([server.converge(state), server.converge(state)]);
    expect(results.map(({ problems }) => problems)).toEqual([[], []]);
    expect(results.map(({ applied }) => applied > 0).sort()).toEqual([false, true]);
  });

  test('what fails in one database is not done there, and all else is', async () => {
    const state = declared(
      17,
      [database('bad_db'), database('good_db')],
      [
        login('migrator', [
          { database: 'bad_db', role: 'migrator' },
          { database: 'good_db', role: 'migrator' },
        ]),
      ],
    );
    await server.converge(state);
    for (const name of ['bad_db', 'good_db'])
      await server.as('migrator', name, 'CREATE TABLE t ()', `REVOKE ALL ON t FROM ${name}_reader`);
    const grant = /^GRANT SELECT ON TABLE "app"."t" TO "bad_db_reader"/;
    const { outcome, problems, plan, applied } = await server.converge(state, {
      beforeStatement: async (sql) => {
        if (grant.test(sql)) await server.as('migrator', 'bad_db', 'DROP TABLE t');
      },
    });
    expect([outcome, plan.length, applied]).toEqual(['failed', 2, 1]);
    expect(problems.map(sayProblem)).toEqual([
      'bad_db: `GRANT SELECT ON TABLE "app"."t" TO "bad_db_reader"` must succeed, got "42P01: relation \\"app.t\\" does not exist". Mend what it names and run again: a run goes on where the last one stopped.',
    ]);
    expect(await server.converge(state)).toMatchObject({ outcome: 'converged', plan: [] });
  });

  test('what belongs to the platform is said and left', async () => {
    const whose = (owner: string) => `ALTER DATABASE postgres OWNER TO ${owner}`;
    await server.as(
      'postgres',
      'postgres',
      whose('postgres'),
      'GRANT CONNECT ON DATABASE postgres TO PUBLIC',
    );
    const result = await server.converge(declared(17, [database('left_db')]));
    await server.as('postgres', 'postgres', whose('kura_admin'));
    expect(result).toMatchObject({ outcome: 'converged', problems: [] });
    expect(result.withheld).toContain('PUBLIC keeps CONNECT on database postgres');
  });

  test('a run that lost its session is not gone on with', async () => {
    const result = await server.converge(declared(17, [database('lost_db')]), {
      beforeStatement: async (sql) => {
        if (!sql.startsWith('CREATE SCHEMA')) return;
        await server.as(
          'postgres',
          'postgres',
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'kura_admin'",
        );
      },
    });
    expect(result.outcome).toBe('failed');
    expect(result.problems).toHaveLength(1);
    expect(await server.converge(declared(17, [database('lost_db')]))).toMatchObject({
      ...{ outcome: 'converged', problems: [] },
    });
  });
});
