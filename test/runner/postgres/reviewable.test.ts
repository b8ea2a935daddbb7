import type { DeclaredState } from '../../../model/sql/declared-state';
import { reviewablePostgres } from '../../../runner/postgres/reviewable';
import { database, declared, login } from './declared';
import { startPostgres } from '../../support/postgres-server';
import { running } from './running';

const tables = [
  { schema: 'app', table: 'orders', columns: null },
  { schema: 'app', table: 'lines', columns: ['id', 'what'] },
];
const partitions = [
  { schema: 'app', table: 'events', column: 'at', keep: 3, expired: 'drop' },
] as const;
const STATE: DeclaredState = declared(
  17,
  [
    database('order_db', { partitions, extensions: ['pg_trgm'] }),
    database(`it's "x"=\\y`, { service: 'other' }),
  ],
  [
    login('writer', [{ database: 'order_db', role: 'writer' }]),
    login('operator', [{ database: 'order_db', role: 'operator', until: '2027-01-01T00:00:00Z' }]),
    login('batch', [{ database: 'order_db', role: 'reader', tables }], {
      ...{ via: 'secret', secret: 'prod/order/batch', connections: 2 },
    }),
    login('sa@project.iam', [{ database: 'order_db', role: 'migrator' }], { made: false }),
  ],
);

test('SQL to review says what will be, in the order in which it comes about', () => {
  expect(reviewablePostgres(STATE)).toMatchSnapshot();
});

test('SQL to review does what the runner does', async () => {
  const server = await running(17);
  try {
    const state: DeclaredState = { ...STATE, platform: 'local' };
    const text = reviewablePostgres(state)
      // What a server of one's own has not loaded, and what no table is there for.
      .replace(/^CREATE EXTENSION "(?:pgaudit|pg_stat_statements)".*\n/gm, '')
      .replace(/^GRANT "pg_.*\n/gm, '')
      .replace(/^GRANT .* ON TABLE .*\n/gm, '')
      .replace(/^ALTER ROLE .*pgaudit\.log.*\n/gm, '');
    await server.as('postgres', 'postgres', 'CREATE ROLE "sa@project.iam" LOGIN');
    for (const block of text.split(/^\\connect /m).slice(1)) {
      const [target = '', ...sql] = block.split('\n');
      await server.as('kura_admin', databaseOf(target), sql.join('\n'));
    }
    const { plan, problems } = await server.converge({
      ...state,
      logins: state.logins.map((each) => ({ ...each, via: 'iam' })),
    });
    expect(problems).toEqual([]);
    expect(plan).toEqual([
      'postgres: REVOKE CONNECT, TEMPORARY ON DATABASE "postgres" FROM PUBLIC',
      'postgres: REVOKE CONNECT ON DATABASE "template1" FROM PUBLIC',
    ]);
  } finally {
    await server.stop();
  }
});

test('SQL to review for Cloud SQL is what its administrators may say', async () => {
  const server = await startPostgres({ major: 17, platform: 'cloud-sql' });
  try {
    const runner = 'order-runner@suzumina.iam';
    const state: DeclaredState = {
      ...declared(
        17,
        [database('order_db')],
        [login('op', [{ database: 'order_db', role: 'operator' }])],
        'cloud-sql',
      ),
      admin: { login: runner, role: 'cloudsqlsuperuser' },
    };
    await server.iamUser(runner);
    await server.assignRole(runner, 'cloudsqlsuperuser');
    const text = reviewablePostgres(state);
    expect(text).toContain(
      '-- Not here, since the platform lets nobody do it: order_db_operator: membership in pg_signal_backend.',
    );
    for (const block of text.split(/^\\connect /m).slice(1)) {
      const [target = '', ...lines] = block.split('\n');
      const session = await server.connect(databaseOf(target), runner);
      // One that runs alone may share its text with no other.
      for (const sql of lines.filter((line) => !line.startsWith('--'))) await session.query(sql);
      await session.end();
    }
    const session = await server.superuser();
    const { rows } = await session.query(
      `SELECT pg_get_userbyid(grantor) AS grantor FROM pg_auth_members
       WHERE member = 'op'::regrole AND roleid = 'order_db_operator'::regrole`,
    );
    expect(rows).toEqual([{ grantor: 'cloudsqlsuperuser' }]);
  } finally {
    await server.stop();
  }
});

test('a long list is broken between names, and never in one', () => {
  const odd = 'a", "b';
  const columns = Array.from({ length: 20 }, (_, i) => `${odd}${i}`);
  const tables = [{ schema: 'app', table: 't', columns }];
  const access = [{ database: 'order_db', role: 'reader', tables } as const];
  const text = reviewablePostgres(declared(17, [database('order_db')], [login('one', access)]));
  const lines = /GRANT SELECT \(((?:.|\n)*?)\) ON TABLE/.exec(text)?.[1]?.split('\n  ') ?? [];
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(' ')).toBe(
    columns.map((column) => `"${column.replace(/"/g, '""')}"`).join(', '),
  );
});

/** As psql reads it. */
function databaseOf(target: string): string {
  const text = /"(.*)"$/.exec(target)?.[1]?.replace(/""/g, '"') ?? '';
  return (/^dbname='(.*)'$/.exec(text)?.[1] ?? text).replace(/\\(.)/g, '$1');
}
