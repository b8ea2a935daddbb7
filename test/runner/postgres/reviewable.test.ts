import type { DeclaredState } from '../../../model/sql/declared-state';
import { reviewablePostgres } from '../../../runner/postgres/reviewable';
import { database, declared, login } from './declared';
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

/** As psql reads it. */
function databaseOf(target: string): string {
  const text = /"(.*)"$/.exec(target)?.[1]?.replace(/""/g, '"') ?? '';
  return (/^dbname='(.*)'$/.exec(text)?.[1] ?? text).replace(/\\(.)/g, '$1');
}
