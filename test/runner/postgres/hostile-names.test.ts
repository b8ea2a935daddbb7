import type { DeclaredState } from '../../../model/sql/declared-state';
import { groupRole } from '../../../model/sql/role-names';
import type { Finding } from '../../../runner/result';
import { database, declared, login } from './declared';
import { running, SUPERUSER, type Running } from './running';

const MIGRATOR = login('mig', [{ database: 'order_db', role: 'migrator' }]);
const OWNER = login('own', [{ database: 'order_db', role: 'owner' }]);
const OPERATOR = login('op', [{ database: 'order_db', role: 'operator' }]);
const of = (...names: string[]): DeclaredState =>
  declared(
    17,
    names.map((name) => database(name)),
    [MIGRATOR, OWNER, OPERATOR],
  );
const says = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ kind, who, what }) => `${kind} ${who} ${what}`);

describe('names that others have chosen', () => {
  let server: Running;
  beforeAll(async () => {
    server = await running(17);
  });
  beforeEach(() => server.wipe());
  afterAll(() => server.stop());

  const superuser = (name: string, ...sql: string[]) => server.as(SUPERUSER, name, ...sql);
  const may = async (role: string, on: string, privilege: string): Promise<unknown> =>
    superuser(
      'order_db',
      `SELECT has_table_privilege('${role}', '${on}', '${privilege}') AS may`,
    ).then(([row]) => (row as { may: boolean }).may);

  test.each(['rds', 'cloud-sql', 'local'] as const)(
    'a login that is named as if it were the platform’s has nothing on %s',
    async (platform) => {
      const state = { ...of('order_db'), platform };
      await server.converge(state);
      await server.as('mig', 'order_db', 'CREATE TABLE app.t (id int)');
      for (const name of ['rdsreports', 'cloudsqlreports']) {
        await server.as('kura_admin', 'postgres', `CREATE ROLE ${name} LOGIN CREATEROLE CREATEDB`);
        await server.as('mig', 'order_db', `GRANT SELECT ON app.t TO ${name}`);
      }
      const found = says(await server.verify(state));
      const { findings } = await server.converge(state);
      for (const name of ['rdsreports', 'cloudsqlreports']) {
        expect(found).toContain(`beyond ${name} SELECT on table app.t`);
        expect(says(findings)).toContain(`beyond ${name} CREATEROLE`);
        expect(await may(name, 'app.t', 'SELECT')).toBe(false);
      }
    },
  );

  test('the platform’s own keep what they have, those of another platform do not', async () => {
    const state = { ...of('order_db'), platform: 'rds' } as const;
    await server.converge(state);
    await server.as('mig', 'order_db', 'CREATE TABLE app.t (id int)');
    // The first two as RDS has them, then one of its future, one with a member and one of Google's.
    const all = ['rds_superuser', 'rdstopmgr', 'rds_future', 'rds_lent', 'cloudsqlsuperuser'];
    for (const name of all) {
      await superuser('postgres', `CREATE ROLE ${name} ${name === 'rdstopmgr' ? 'LOGIN' : ''}`);
      await server.as('mig', 'order_db', `GRANT SELECT ON app.t TO ${name}`);
    }
    await superuser('postgres', 'CREATE ROLE friend LOGIN IN ROLE rds_lent');
    await server.converge(state);
    expect(await Promise.all(all.map((name) => may(name, 'app.t', 'SELECT')))).toEqual([
      ...[true, true, true],
      ...[false, false],
    ]);
  });

  test('a database that is named as if it were the platform’s gets all that is declared', async () => {
    const state = declared(
      17,
      [database('rds_exporter_db')],
      [login('api', [{ database: 'rds_exporter_db', role: 'writer' }])],
      'rds',
    );
    const iam = {
      ...state,
      logins: state.logins.map((each) => ({ ...each, via: 'secret' as const })),
    };
    // A server of one's own has none of a cloud's libraries.
    const cloud = ['pg_stat_statements', 'pgaudit'].map(
      (extension) => `short kura_admin extension ${extension}`,
    );
    expect(says((await server.converge(iam)).findings)).toEqual(cloud);
    expect(await server.converge(iam)).toMatchObject({ plan: [] });
    expect(await server.tries('api', 'rds_exporter_db', 'SELECT 1')).toBe('ok');
    await server.as(
      'kura_admin',
      'postgres',
      'GRANT rds_exporter_db_reader TO rds_exporter_db_writer',
    );
    expect(says(await server.verify(iam))).toEqual([
      'beyond rds_exporter_db_writer membership in rds_exporter_db_reader',
      ...cloud,
    ]);
  });

  test('an owner cannot give his database out for another service’s', async () => {
    await server.converge(of('order_db'));
    await server.as('mig', 'order_db', 'CREATE TABLE app.t (id int)');
    await server.as(
      'own',
      'order_db',
      'SET ROLE order_db_owner',
      "COMMENT ON DATABASE order_db IS 'kura: database of bill'",
    );
    const { outcome, plan } = await server.converge(of('order_db', 'bill_db'));
    expect(outcome).toBe('converged');
    expect(plan.filter((line) => line.includes('RENAME'))).toEqual([]);
    expect(plan).toContain(`postgres: COMMENT ON DATABASE "order_db" IS 'kura: database of order'`);
    expect(await may('mig', 'app.t', 'SELECT')).toBe(true);
  });

  test('a database that its owner calls another service’s is renamed with its own', async () => {
    await server.converge(of('order_db'));
    await server.as(
      'own',
      'order_db',
      'SET ROLE order_db_owner',
      'COMMENT ON DATABASE order_db IS NULL',
    );
    const state = declared(17, [database('sales_db', { service: 'order' })]);
    const { plan } = await server.converge(state);
    expect(plan).toContain('postgres: ALTER DATABASE "order_db" RENAME TO "sales_db"');
  });

  test('a database that is marked and belongs to nobody of Kura’s is nobody’s to drop', async () => {
    await superuser(
      'postgres',
      'CREATE DATABASE stray_db OWNER kura_admin',
      "COMMENT ON DATABASE stray_db IS 'kura: database of stray'",
    );
    const result = await server.converge(of('order_db'));
    expect(result.kept).toEqual([]);
    expect(says(result.findings)).toContain('beyond kura_admin database stray_db');
  });

  test('a database that is given to Kura becomes its migrator’s, with all in it', async () => {
    await superuser('postgres', 'CREATE ROLE legacy LOGIN', 'GRANT legacy TO kura_admin');
    await superuser(
      'postgres',
      'CREATE DATABASE order_db OWNER legacy',
      "COMMENT ON DATABASE order_db IS 'kura: database of order'",
    );
    await server.as(
      'legacy',
      'order_db',
      'CREATE SCHEMA app',
      'GRANT ALL ON SCHEMA app TO PUBLIC',
      'CREATE TABLE app.t (id serial, n int GENERATED ALWAYS AS IDENTITY)',
      'CREATE VIEW app.v AS SELECT * FROM app.t',
      'CREATE MATERIALIZED VIEW app.m AS SELECT * FROM app.t',
      'CREATE SEQUENCE app.s',
      'CREATE TABLE app.p (id int) PARTITION BY RANGE (id)',
      'CREATE TABLE app.p1 PARTITION OF app.p DEFAULT',
      "CREATE TYPE app.mood AS ENUM ('ok')",
      'CREATE DOMAIN app.d AS int',
      'CREATE TYPE app.pair AS (a int, b app.mood)',
      'CREATE TYPE app.span AS RANGE (subtype = int4)',
      "CREATE FUNCTION app.f (int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "CREATE PROCEDURE app.p (int) LANGUAGE sql AS 'SELECT 1'",
      'CREATE AGGREGATE app.total (int) (sfunc = int4pl, stype = int)',
      'GRANT ALL ON ALL TABLES IN SCHEMA app TO PUBLIC',
      'GRANT UPDATE (id) ON app.t TO PUBLIC',
      'CREATE TABLE public.old (id int)',
      'GRANT ALL ON public.old TO PUBLIC',
    );
    const result = await server.converge(of('order_db'));
    expect(result.problems).toEqual([]);
    expect(says(result.findings)).toEqual([
      'beyond legacy LOGIN',
      'beyond pg_database_owner schema public',
    ]);
    const owners = await superuser(
      'order_db',
      `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'app'::regnamespace
       UNION SELECT pg_get_userbyid(proowner) FROM pg_proc
         WHERE pronamespace = 'app'::regnamespace AND proname IN ('f', 'p', 'total')
       UNION SELECT pg_get_userbyid(typowner) FROM pg_type WHERE typnamespace = 'app'::regnamespace`,
    );
    expect(owners).toEqual([{ owner: 'order_db_migrator' }]);
    await superuser('postgres', 'CREATE ROLE friend LOGIN');
    expect(await may('friend', 'app.t', 'SELECT')).toBe(false);
    expect(await may('friend', 'public.old', 'SELECT')).toBe(false);
    expect(await server.tries('mig', 'order_db', 'ALTER TABLE app.t ADD more int')).toBe('ok');
    expect(await server.converge(of('order_db'))).toMatchObject({ plan: [] });
  });

  test('what an owner makes as the owner of the database becomes the migrator’s', async () => {
    await server.converge(of('order_db'));
    await server.as('own', 'order_db', 'SET ROLE order_db_owner', 'CREATE TABLE app.t (id int)');
    expect(says(await server.verify(of('order_db')))).toEqual([
      'beyond order_db_owner owner of table app.t',
    ]);
    const { plan } = await server.converge(of('order_db'));
    expect(plan).toEqual(['order_db: ALTER TABLE "app"."t" OWNER TO "order_db_migrator"']);
    expect(await server.tries('mig', 'order_db', 'ALTER TABLE app.t ADD more int')).toBe('ok');
  });

  test('an operator reaches into other databases only where there are none', async () => {
    const held = async (): Promise<unknown> =>
      superuser(
        'postgres',
        `SELECT pg_has_role('op', 'pg_signal_backend', 'USAGE') AS ends,
           pg_has_role('op', 'pg_read_all_stats', 'USAGE') AS reads,
           pg_has_role('op', 'pg_read_all_settings', 'USAGE') AS settings`,
      );
    // The admin of a server of one's own has no ADMIN on these.
    await superuser(
      'postgres',
      'GRANT pg_signal_backend, pg_read_all_stats, pg_read_all_settings TO kura_admin WITH ADMIN TRUE',
    );
    await server.converge(of('order_db'));
    expect(await held()).toEqual([{ ends: true, reads: true, settings: true }]);
    expect(await server.converge(of('order_db', 'user_db'))).toMatchObject({ findings: [] });
    expect(await held()).toEqual([{ ends: false, reads: false, settings: true }]);
  });

  test('two long names of few characters and many bytes stay two', async () => {
    const names = ['注'.repeat(20), `${'注'.repeat(19)}文`] as const;
    for (const name of names)
      expect(Buffer.byteLength(groupRole(name, 'migrator'))).toBeLessThanOrEqual(63);
    const result = await server.converge(
      declared(
        17,
        names.map((name) => database(name)),
      ),
    );
    expect(result).toMatchObject({ outcome: 'converged', problems: [] });
  });
});

describe.each([16, 17, 18] as const)('on PostgreSQL %i', (version) => {
  test('procedures that differ only in what they give out are told apart', async () => {
    const server = await running(version);
    try {
      const state = { ...of('order_db'), version: String(version) };
      await server.converge(state);
      await server.as(
        'mig',
        'order_db',
        "CREATE PROCEDURE app.p (int, OUT b text) LANGUAGE plpgsql AS 'BEGIN b := 1; END'",
        "CREATE PROCEDURE app.p (int, text) LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE PROCEDURE app.p (INOUT a int, VARIADIC b int[]) LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE FUNCTION app.v (a int, OUT b int, VARIADIC c int[]) LANGUAGE plpgsql AS 'BEGIN END'",
        'CREATE AGGREGATE app.total (int) (sfunc = int4pl, stype = int)',
        'CREATE AGGREGATE app.share (float8 ORDER BY float8) (sfunc = float8pl, stype = float8)',
        'GRANT EXECUTE ON ALL ROUTINES IN SCHEMA app TO PUBLIC',
      );
      expect(await server.converge(state)).toMatchObject({ outcome: 'converged', problems: [] });
      expect(
        await server.as(
          SUPERUSER,
          'order_db',
          `SELECT count(*)::int AS open FROM pg_proc
           WHERE pronamespace = 'app'::regnamespace AND has_function_privilege('public', oid, 'EXECUTE')`,
        ),
      ).toEqual([{ open: 0 }]);
    } finally {
      await server.stop();
    }
  });
});
