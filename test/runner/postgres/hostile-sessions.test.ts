import type { DeclaredLogin, DeclaredPartitions } from '../../../model/sql/declared-state';
import { convergePostgres } from '../../../runner/postgres/converge';
import { database, declared, login } from './declared';
import { running, SUPERUSER, type Running } from './running';

/** The code of a statement in a session that has been ended: the driver may learn of it first. */
const ENDED = /57P01|Connection terminated|not queryable/;

const NO_PASSWORDS = {
  newestVersion: () => Promise.resolve(undefined),
  addVersion: () => Promise.reject(new Error('No secret here.')),
};

describe('logins that work against the runner', () => {
  let server: Running;
  beforeAll(async () => {
    server = await running(17);
  });
  beforeEach(() => server.wipe());
  afterAll(() => server.stop());

  const migrator = login('mig', [{ database: 'order_db', role: 'migrator' }]);
  const monthly = (...tables: string[]) =>
    declared(
      17,
      [
        database('order_db', {
          partitions: tables.map((table): DeclaredPartitions => ({
            ...{ schema: 'app', table, column: 'at', keep: 2, expired: 'detach' },
          })),
        }),
      ],
      [migrator],
    );
  const state = (...logins: DeclaredLogin[]) => declared(17, [database('order_db')], logins);
  const roles = async (like: string): Promise<number> =>
    (
      await server.as(
        SUPERUSER,
        'postgres',
        `SELECT FROM pg_roles WHERE rolname LIKE '${like}' UNION ALL
         SELECT FROM pg_auth_members WHERE pg_get_userbyid(member) LIKE '${like}'`,
      )
    ).length;

  const table = [
    'CREATE TABLE app.ev (at date NOT NULL, what text) PARTITION BY RANGE (at)',
    'CREATE TABLE app.ev_default PARTITION OF app.ev DEFAULT',
  ];
  const check = (body: string): string[] => [
    ...table,
    `CREATE FUNCTION app.become() RETURNS bool LANGUAGE plpgsql VOLATILE AS $$ BEGIN
       IF session_user = 'kura_admin' THEN
         PERFORM set_config('role', 'kura_admin', true);
         EXECUTE 'CREATE ROLE intruder LOGIN CREATEROLE';
       END IF;
       RETURN true;
     END $$`,
    `CREATE FUNCTION app.later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       PERFORM app.become(); RETURN NULL;
     END $$`,
    'CREATE TABLE app.bait (id int)',
    `CREATE CONSTRAINT TRIGGER late AFTER INSERT ON app.bait DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION app.later()`,
    `CREATE FUNCTION app.chk() RETURNS bool LANGUAGE plpgsql VOLATILE AS $$ BEGIN ${body} RETURN true; END $$`,
    `CREATE FUNCTION app.fixed(int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
       IF session_user = 'kura_admin' THEN PERFORM app.chk(); END IF; RETURN true;
     END $$`,
    'ALTER TABLE app.ev_default ADD CHECK (app.fixed(1))',
  ];
  const again = `EXECUTE 'CREATE OR REPLACE FUNCTION pg_temp.kura_run(text) RETURNS void LANGUAGE plpgsql
    SECURITY INVOKER AS ''BEGIN PERFORM app.become(); END''';`;

  test.each([
    ['at once', 'PERFORM app.become();', '42501: cannot set parameter'],
    ['when the transaction ends', 'INSERT INTO app.bait VALUES (1);', 'wrote to app.bait'],
    [
      'in a cursor that is held',
      `EXECUTE 'DECLARE held CURSOR WITH HOLD FOR SELECT app.become()';`,
      undefined,
    ],
    ['in the next statement', again, undefined],
    [
      'with a path of its own',
      `EXECUTE 'CREATE OR REPLACE FUNCTION app.format(text, name, name) RETURNS text LANGUAGE sql AS ''SELECT app.become()::text''';
       PERFORM set_config('search_path', 'app, pg_catalog', false);`,
      undefined,
    ],
  ])('a check of a partition is not the administrator’s, %s', async (_, body, got) => {
    await server.converge(monthly());
    await server.as('mig', 'order_db', ...check(body));
    const { outcome, problems } = await server.converge(monthly('ev'));
    expect(await roles('intruder')).toBe(0);
    if (got === undefined) expect(problems).toEqual([]);
    else expect([outcome, problems[0]?.got]).toEqual(['failed', expect.stringContaining(got)]);
  });

  test('a table that gets no month keeps neither revocations nor other tables', async () => {
    await server.converge(monthly());
    await server.as(
      'mig',
      'order_db',
      ...check('PERFORM app.become();'),
      'CREATE TABLE app.fine (at date) PARTITION BY RANGE (at)',
      'GRANT SELECT ON app.bait TO PUBLIC',
    );
    const { outcome, problems } = await server.converge(monthly('ev', 'fine'));
    expect([outcome, problems.length]).toEqual(['failed', 1]);
    const rows = await server.as(
      'mig',
      'order_db',
      `SELECT FROM pg_class WHERE relname LIKE 'fine_y%'`,
      `SELECT (SELECT count(*) FROM pg_class WHERE relname LIKE 'fine_y%')::int AS months,
        has_table_privilege('public', 'app.bait', 'SELECT') AS everybody`,
    );
    expect(rows).toEqual([{ months: 4, everybody: false }]);
  });

  test('sessions of access that has ended end, and no others', async () => {
    const access = { database: 'order_db', role: 'migrator' } as const;
    const owner = login('own', [{ database: 'order_db', role: 'owner' }]);
    const api = login('api', [{ database: 'order_db', role: 'writer' }]);
    const past = (until: string) => login('past', [{ ...access, until }]);
    await server.converge(state(migrator, owner, api, past('2999-01-01T00:00:00Z')));
    const open = async (user: string) => server.server.connect('order_db', user);
    const works = async (client: Awaited<ReturnType<typeof open>>): Promise<string> =>
      client.query('SELECT current_user').then(
        () => 'works',
        (error: unknown) => `${(error as { code?: string }).code ?? ''} ${String(error)}`,
      );
    const [mig, own, writer, late] = [
      await open('mig'),
      await open('own'),
      await open('api'),
      await open('past'),
    ];
    await mig.query('SET ROLE order_db_migrator');
    const reader = login('mig', [{ database: 'order_db', role: 'reader' }]);
    const result = await server.converge(state(reader, api, past('2000-01-01T00:00:00Z')));
    expect(result).toMatchObject({ outcome: 'converged', problems: [] });
    for (const client of [mig, own, late]) expect(await works(client)).toMatch(ENDED);
    expect(await works(writer)).toBe('works');
    expect(await roles('own')).toBe(0);
    expect(await server.converge(state(reader, api, past('2000-01-01T00:00:00Z')))).toMatchObject({
      plan: [],
    });
  });

  test('sessions that the administrator may not end are said', async () => {
    await server.as(SUPERUSER, 'postgres', 'CREATE ROLE cloud LOGIN');
    const cloud = login('cloud', [{ database: 'order_db', role: 'migrator' }], { made: false });
    await server.converge(state(cloud));
    const client = await server.server.connect('order_db', 'cloud');
    await client.query('SET ROLE order_db_migrator');
    const { withheld } = await server.converge(
      state(login('cloud', [{ database: 'order_db', role: 'reader' }], { made: false })),
    );
    expect(withheld).toContain(
      'cloud keeps its open sessions: to end them needs pg_signal_backend',
    );
  });

  test('a database that somebody fills while it is closed stays', async () => {
    await server.converge(declared(17, [database('late_db')], []));
    await server.as(SUPERUSER, 'late_db', 'GRANT CONNECT ON DATABASE late_db TO PUBLIC');
    const closing = /^REVOKE .* ON DATABASE "late_db" FROM/;
    const { kept, problems } = await server.converge(declared(17, []), {
      beforeStatement: async (sql) => {
        if (closing.test(sql))
          await server.as(SUPERUSER, 'late_db', 'CREATE TABLE IF NOT EXISTS app.late (id int)');
      },
    });
    expect([problems, kept.filter((each) => each.startsWith('database'))]).toEqual([
      [],
      ['database late_db of late: holds 1 table'],
    ]);
  });

  test.each([
    ["CREATE COLLATION app.mine (locale = 'C')"],
    ['CREATE TEXT SEARCH CONFIGURATION app.mine (COPY = simple)'],
    ['CREATE PUBLICATION mine'],
    ["SELECT lo_from_bytea(0, 'data')"],
  ])('a database is not empty after %s', async (sql) => {
    await server.converge(declared(17, [database('odd_db')]));
    await server.as(SUPERUSER, 'odd_db', sql);
    const { kept } = await server.converge(declared(17, []));
    expect(kept).toContain('database odd_db of odd: holds 1 object');
  });

  test.each([
    ["SET default_transaction_read_only = 'on'"],
    ["SET transaction_timeout = '1ms'"],
    ['CONNECTION LIMIT 0'],
  ])('an owner’s ALTER DATABASE %s keeps nobody out', async (what) => {
    const both = declared(17, [database('order_db'), database('user_db')], []);
    await server.converge(both);
    await server.as(SUPERUSER, 'order_db', 'DROP SCHEMA log');
    await server.as(SUPERUSER, 'user_db', 'DROP SCHEMA log');
    await server.as(SUPERUSER, 'postgres', `ALTER DATABASE order_db ${what}`);
    expect(await server.converge(both)).toMatchObject({ outcome: 'converged', problems: [] });
  });

  test('a database that nobody enters is a problem of its own', async () => {
    const both = declared(17, [database('order_db'), database('user_db')], []);
    await server.converge(both);
    await server.as(SUPERUSER, 'user_db', 'DROP SCHEMA log');
    const { outcome, problems } = await convergePostgres(
      both,
      async (place) => {
        if (place === 'order_db') throw Object.assign(new Error('No.'), { code: '53300' });
        return server.open(place);
      },
      { passwords: NO_PASSWORDS, log: () => undefined },
    );
    const [there] = await server.as(SUPERUSER, 'user_db', "SELECT to_regnamespace('log') AS log");
    expect([outcome, problems.map(({ place }) => place), there]).toEqual([
      'failed',
      ['order_db'],
      { log: 'log' },
    ]);
  });

  test('a stranger among the administrator’s members is found', async () => {
    await server.converge(state());
    await server.as(SUPERUSER, 'postgres', 'CREATE ROLE spy LOGIN', 'GRANT kura_admin TO spy');
    expect(await server.verify(state())).toContainEqual({
      ...{ kind: 'beyond', where: 'server', who: 'spy', what: 'membership in kura_admin' },
    });
  });
});
