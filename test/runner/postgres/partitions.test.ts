import type { DeclaredPartitions } from '../../../model/sql/declared-state';
import { database, declared, login } from './declared';
import { running, type Running } from './running';

const MONTHLY = 'a_name_of_a_table_that_is_long_enough_to_be_cut_before_its_month';

describe('partitions by month', () => {
  let server: Running;
  beforeAll(async () => {
    server = await running(17);
  });
  beforeEach(() => server.wipe());
  afterAll(() => server.stop());

  const state = (...partitions: DeclaredPartitions[]) =>
    declared(
      17,
      [database('order_db', { partitions })],
      [
        login('migrator', [{ database: 'order_db', role: 'migrator' }]),
        login('writer', [{ database: 'order_db', role: 'writer' }]),
      ],
    );
  const months = (table: string, expired: 'detach' | 'drop' = 'drop'): DeclaredPartitions => ({
    ...{ schema: 'app', table, column: 'at', keep: 2, expired },
  });
  const tables = async (like: string): Promise<unknown[]> =>
    (
      (await server.as(
        'migrator',
        'order_db',
        `SELECT relname || CASE WHEN relispartition THEN '' ELSE ' (alone)' END AS name
         FROM pg_class WHERE relname LIKE '${like}' AND relkind IN ('r', 'p') ORDER BY 1`,
      )) as { name: string }[]
    ).map(({ name }) => name);

  test.each(['date', 'timestamp', 'timestamptz'])('of a column of type %s', async (type) => {
    await server.converge(state());
    const { version } = server;
    expect(version).toBe(17);
    await server.as(
      'migrator',
      'order_db',
      `CREATE TABLE app.events (at ${type} NOT NULL, what text) PARTITION BY RANGE (at)`,
    );
    const monthly = state(months('events'));
    const first = await server.converge(monthly, { now: new Date('2026-11-30T23:59:59Z') });
    expect(first).toMatchObject({ outcome: 'converged', findings: [] });
    const four = ['2026m11', '2026m12', '2027m01', '2027m02'].map((month) => `events_y${month}`);
    expect(await tables('events_%')).toEqual(four);
    expect(await server.converge(monthly, { now: new Date('2026-11-01T00:00:00Z') })).toMatchObject(
      { plan: [] },
    );
    // A writer writes into the month, as into any table, whatever zone he lives in.
    const insert = `SET timezone = 'Asia/Tokyo'; INSERT INTO app.events VALUES ('2027-02-28 08:00+09')`;
    expect(await server.tries('writer', 'order_db', insert)).toBe('ok');
    expect(await server.tries('writer', 'order_db', 'SELECT * FROM app.events_y2026m11')).toBe(
      'ok',
    );
    await server.as('migrator', 'order_db', "INSERT INTO app.events VALUES ('2026-11-15', 'old')");
    // Two months stay beside the current one.
    await server.converge(monthly, { now: new Date('2027-01-01T00:00:00Z') });
    expect(await tables('events_%')).toEqual([...four, 'events_y2027m03', 'events_y2027m04']);
    const last = await server.converge(monthly, { now: new Date('2027-02-01T00:00:00Z') });
    expect(last.plan.filter((line) => /DETACH|DROP/.test(line))).toEqual([
      'order_db: ALTER TABLE "app"."events" DETACH PARTITION "app"."events_y2026m11"',
      'order_db: DROP TABLE "app"."events_y2026m11"',
    ]);
    expect((await tables('events_%'))[0]).toBe('events_y2026m12');
    expect(await server.verify(monthly, new Date('2027-02-28T00:00:00Z'))).toEqual([]);
  });

  test('are detached, and then nobody’s to drop', async () => {
    await server.converge(state());
    await server.as(
      'migrator',
      'order_db',
      'CREATE TABLE app.events (at date) PARTITION BY RANGE (at)',
    );
    const monthly = state(months('events', 'detach'));
    await server.converge(monthly, { now: new Date('2026-01-15T00:00:00Z') });
    const later = { now: new Date('2026-06-15T00:00:00Z') };
    await server.converge(monthly, later);
    const alone = ['events_y2026m01 (alone)', 'events_y2026m02 (alone)', 'events_y2026m03 (alone)'];
    expect((await tables('events_%')).slice(0, 3)).toEqual(alone);
    const dropping = state(months('events', 'drop'));
    expect(await server.converge(dropping, later)).toMatchObject({ plan: [] });
    expect((await tables('events_%')).slice(0, 3)).toEqual(alone);
  });

  test('that somebody else made are used and never touched', async () => {
    await server.converge(state());
    await server.as(
      'migrator',
      'order_db',
      'CREATE TABLE app.events (at date) PARTITION BY RANGE (at)',
      "CREATE TABLE app.first PARTITION OF app.events FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
      "CREATE TABLE app.events_y2020m01 PARTITION OF app.events FOR VALUES FROM ('2020-01-01') TO ('2020-03-01')",
      "CREATE TABLE app.month PARTITION OF app.events FOR VALUES FROM ('2020-05-01') TO ('2020-06-01')",
      "CREATE TABLE app.year PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      'CREATE TABLE app.others PARTITION OF app.events DEFAULT',
    );
    const monthly = state(months('events'));
    const { plan } = await server.converge(monthly, { now: new Date('2026-10-15T00:00:00Z') });
    expect(plan).toEqual([
      `order_db: CREATE TABLE "app"."events_y2027m01" PARTITION OF "app"."events" FOR VALUES FROM ('2027-01-01') TO ('2027-02-01')`,
    ]);
  });

  test('that have no room are refused', async () => {
    await server.converge(state());
    await server.as(
      'migrator',
      'order_db',
      'CREATE TABLE app.events (at date) PARTITION BY RANGE (at)',
      "CREATE TABLE app.half PARTITION OF app.events FOR VALUES FROM ('2026-01-15') TO ('2026-02-01')",
      'CREATE TABLE app.events_y2026m03 ()',
    );
    const { outcome, problems } = await server.converge(state(months('events')), {
      now: new Date('2026-01-01T00:00:00Z'),
    });
    expect([outcome, ...problems.map(({ got }) => got)]).toEqual([
      'refused',
      '"half", which holds a part of that month',
      'another object of that name',
    ]);
  });

  test('of a table with a long name, and of one that its migrator gave to the owner', async () => {
    await server.converge(state());
    await server.as(
      'postgres',
      'order_db',
      'SET ROLE order_db_owner',
      `CREATE TABLE app."${MONTHLY.slice(0, 63)}" (at date) PARTITION BY RANGE (at)`,
    );
    const monthly = state(months(MONTHLY.slice(0, 63)));
    const now = { now: new Date('2026-01-01T00:00:00Z') };
    expect(await server.converge(monthly, now)).toMatchObject({ outcome: 'converged' });
    expect(await tables('a_name%2026m01')).toEqual([
      expect.stringMatching(/^a_name_of_a_table_that_is_long_enough_to_be_c_[0-9a-f]{8}_y2026m01$/),
    ]);
    await server.converge(monthly, { now: new Date('2026-05-01T00:00:00Z') });
    expect(await tables('a_name%2026m01')).toEqual([]);
  });
});
