import { emptyServer } from '../../../runner/postgres/fresh-database';
import { plan } from '../../../runner/postgres/plan';
import type { DeclaredState } from '../../../model/sql/declared-state';
import { sayProblem } from '../../../model/problem';
import { database, declared, login } from './declared';
import { normalForm } from './normal-form';
import { running, SUPERUSER, type Running } from './running';

const only = (more: Partial<DeclaredState>): DeclaredState => ({ ...declared(17, []), ...more });

describe('what is refused', () => {
  let server: Running;
  beforeAll(async () => {
    server = await running(17);
  });
  beforeEach(() => server.wipe());
  afterAll(() => server.stop());

  /** What a run says, which does nothing at all. */
  const refusal = async (state: DeclaredState): Promise<readonly string[]> => {
    const before = normalForm(await server.catalog(state));
    const result = await server.converge(state);
    expect(normalForm(await server.catalog(state))).toEqual(before);
    expect(result).toMatchObject({ outcome: 'refused', plan: [], applied: 0 });
    return result.problems.map(sayProblem);
  };
  const superuser = (name: string, ...sql: string[]) => server.as(SUPERUSER, name, ...sql);

  test('another engine or version', async () => {
    expect(await refusal(only({ engine: 'mysql', version: '16' }))).toEqual([
      'prod-aws-order: engine must be postgres, got "mysql". Run it against the instance that it was written for.',
      'prod-aws-order: server must be PostgreSQL 16, got 17. Synthesize again with the version that the instance has.',
    ]);
  });

  test('a server that takes no writes', async () => {
    await superuser('postgres', 'ALTER ROLE kura_admin SET default_transaction_read_only = on');
    const said = await refusal(only({}));
    await superuser('postgres', 'ALTER ROLE kura_admin RESET default_transaction_read_only');
    expect(said).toEqual([
      'prod-aws-order: server must take writes, got default_transaction_read_only = on. Switch it off on the instance.',
    ]);
  });

  test('a database that somebody else made', async () => {
    await superuser('postgres', 'CREATE DATABASE taken_db');
    const said = await refusal(declared(17, [database('taken_db')]));
    expect(said).toEqual([
      expect.stringContaining(
        'taken_db: database taken_db must be taken’s, got a database of "postgres" that Kura has not made.',
      ),
    ]);
  });

  test('a database of another service, and one that was half dropped', async () => {
    await superuser(
      'postgres',
      'CREATE DATABASE foreign_db',
      "COMMENT ON DATABASE foreign_db IS 'kura: database of other'",
      'CREATE DATABASE half_db',
      "COMMENT ON DATABASE half_db IS 'kura: database of half'",
      "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'half_db'",
    );
    const said = await refusal(declared(17, [database('foreign_db'), database('half_db')]));
    await superuser('postgres', 'DROP DATABASE foreign_db', 'DROP DATABASE half_db');
    expect(said).toEqual([
      'foreign_db: database foreign_db must be foreign’s, got a database of "other". Give the service another `database:`.',
      'half_db: database half_db must be whole, got one whose dropping was interrupted. Drop it by hand, and restore it from a backup.',
    ]);
  });

  test('a database whose owner is out of reach', async () => {
    const state = declared(17, [database('owned_db')]);
    await server.converge(state);
    await superuser('postgres', 'ALTER DATABASE owned_db OWNER TO postgres');
    const said = await refusal(state);
    await superuser('postgres', 'ALTER DATABASE owned_db OWNER TO owned_db_owner');
    expect(said).toEqual([
      'owned_db: database owned_db must belong to owned_db_owner, got "postgres". Run `ALTER DATABASE owned_db OWNER TO owned_db_owner` as its owner, or GRANT postgres to kura_admin.',
    ]);
  });

  test.each([
    ['a login', 'CREATE ROLE x_db_writer LOGIN', 'a role that kura_admin has no ADMIN on'],
    ['a role with members', 'CREATE ROLE x_db_writer ROLE kura_admin', 'a role that kura_admin'],
  ])('a group role that is %s', async (_, sql, got) => {
    await superuser('postgres', sql);
    const said = await refusal(declared(17, [database('x_db')]));
    await superuser('postgres', 'DROP ROLE x_db_writer');
    expect(said).toEqual([
      expect.stringContaining(`x_db: role x_db_writer must be Kura’s, got ${got}`),
    ]);
  });

  test.each([
    ['a login', ['CREATE ROLE x_db_writer LOGIN'], 'a login'],
    [
      'a role with members',
      ['CREATE ROLE x_db_writer', 'CREATE ROLE friend', 'GRANT x_db_writer TO friend'],
      'a role with the member "friend"',
    ],
    [
      'marked as a login',
      ['CREATE ROLE x_db_writer', "COMMENT ON ROLE x_db_writer IS 'kura: login'"],
      'a login of Kura’s',
    ],
  ])('a group role of the admin’s own that is %s', async (_, sql, got) => {
    await server.as('kura_admin', 'postgres', ...sql);
    const said = await refusal(declared(17, [database('x_db')]));
    await superuser('postgres', 'DROP ROLE x_db_writer', 'DROP ROLE IF EXISTS friend');
    expect(said).toEqual([
      `x_db: role x_db_writer must be Kura’s, got ${got}. Rename or drop the role: the name is that of the writers of x_db.`,
    ]);
  });

  test.each(['CREATEDB', 'CREATEROLE'])('a login that has %s', async (power) => {
    await server.as('kura_admin', 'postgres', `CREATE ROLE api LOGIN ${power}`);
    const said = await refusal(declared(17, [], [login('api', [])]));
    await superuser('postgres', 'DROP ROLE api');
    expect(said).toEqual([
      `prod-aws-order: login api must be role/api’s alone, got a role with ${power}. Drop it, or take ${power} from it.`,
    ]);
  });

  test('a login of somebody else’s, of the platform’s, and one that is not there', async () => {
    await superuser('postgres', 'CREATE ROLE api LOGIN');
    const said = await refusal(
      declared(
        17,
        [],
        [login('api', []), login('pg_monitor', []), login('sa@project.iam', [], { made: false })],
      ),
    );
    await superuser('postgres', 'DROP ROLE api');
    expect(said).toEqual([
      'prod-aws-order: login api must be role/api’s alone, got a role that kura_admin has no ADMIN on. Drop it, or GRANT api TO kura_admin WITH ADMIN TRUE.',
      'prod-aws-order: login pg_monitor must be role/pg_monitor’s alone, got a role that is another’s. Give the identity another name.',
      'prod-aws-order: login sa@project.iam must exist, got none. Apply the stack again: Terraform makes it.',
    ]);
  });

  test('an extension that the server has not, or lets superusers only create', async () => {
    const extensions = ['pg_partman', 'pg_cron', 'pg_trgm'] as const;
    expect(await refusal(declared(17, [database('ext_db', { extensions })]))).toEqual([
      'ext_db: server must offer the extension pg_cron, got none of that name. Take it out of `extensions:`, or have it on the instance first.',
      'ext_db: server must offer the extension pg_partman, got none of that name. Take it out of `extensions:`, or have it on the instance first.',
    ]);
  });

  test('tables and columns that are not there, once there are tables', async () => {
    const partitions = [
      { schema: 'app', table: 'days', column: 'at', keep: 3, expired: 'drop' },
      { schema: 'app', table: 'orders', column: 'id', keep: 3, expired: 'drop' },
      { schema: 'app', table: 'lists', column: 'at', keep: 3, expired: 'drop' },
    ] as const;
    const more = [
      login('one', [
        {
          ...{ database: 'tables_db', role: 'reader' },
          tables: [
            { schema: 'app', table: 'orders', columns: ['id', 'ID'] },
            { schema: 'app', table: 'Orders', columns: null },
          ],
        },
      ]),
    ];
    const migrator = login('tables_migrator', [{ database: 'tables_db', role: 'migrator' }]);
    const state = declared(17, [database('tables_db', { partitions })], [migrator, ...more]);
    const first = await server.converge(state);
    expect(first).toMatchObject({ outcome: 'waiting' });
    expect(first.waiting).toEqual([
      'tables_db: table app.orders',
      'tables_db: table app.Orders',
      'tables_db: table app.days',
      'tables_db: table app.lists',
    ]);
    await server.as(
      'tables_migrator',
      'tables_db',
      'CREATE TABLE app.orders (id int)',
      'CREATE TABLE app.lists (at date) PARTITION BY LIST (at)',
    );
    expect(await refusal(state)).toEqual([
      'tables_db: column app.orders.ID must exist, got none. Make it by a migration, or take it out of `tables:`.',
      'tables_db: table app.Orders must exist, got none. Make it by a migration, or take it out of `tables:`.',
      'tables_db: table app.days must exist, got none. Make it by a migration, or take it out of `partitions:`.',
      'tables_db: table app.lists must be partitioned by range of at, a date, timestamp or timestamptz, got list of at date. Make it so by a migration, or take it out of `partitions:`.',
      'tables_db: table app.orders must be partitioned by range of id, a date, timestamp or timestamptz, got a plain table. Make it so by a migration, or take it out of `partitions:`.',
    ]);
  });

  test('a database that shall have another name while somebody is in it', async () => {
    await server.converge(declared(17, [database('old_db', { service: 'name' })]));
    const client = await server.server.superuser('old_db');
    const said = await refusal(declared(17, [database('new_db', { service: 'name' })]));
    await client.end();
    expect(said).toEqual([
      'old_db: nobody may be connected to database old_db while it becomes new_db, got 1 session. Stop the service, and run this again.',
    ]);
  });

  test('a name that another service still has', async () => {
    const names = (a: string, b: string) =>
      declared(17, [database(a, { service: 'a' }), database(b, { service: 'b' })]);
    await server.converge(names('a_db', 'b_db'));
    const said = await refusal(names('b_db', 'a_db'));
    expect(said).toHaveLength(14);
    expect(said).toContain(
      'a_db: database a_db must be free to become b_db, got another database of that name. Rename or drop "b_db" by hand, or give the service another `database:`.',
    );
  });

  test('a server where another runner does not end', async () => {
    const { lockServer } = await import('../../../runner/postgres/lock');
    const sessions = [await server.open('postgres'), await server.open('postgres')] as const;
    expect(await lockServer(sessions[0], 'prod-aws-order')).toBeUndefined();
    const problem = await lockServer(sessions[1], 'prod-aws-order', '50ms');
    for (const session of sessions) await session.end();
    expect(problem && sayProblem(problem)).toBe(
      'prod-aws-order: no other runner may work on this server, got one that did not end in 50ms. Let it end, or end its session, and run again.',
    );
  });
});

test('a replica, whatever it holds', () => {
  const state = declared(17, [database('order_db')]);
  const empty = emptyServer(state);
  const catalog = { ...empty, server: { ...empty.server, inRecovery: true, readOnly: true } };
  expect(plan(state, catalog, empty.server.now)).toMatchObject({
    statements: [],
    refused: [
      {
        place: 'prod-aws-order',
        required: 'server must be the primary',
        got: 'a replica',
        cure: 'Run it against the primary, from which replicas get all of this.',
      },
    ],
  });
});
