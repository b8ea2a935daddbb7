import { emptyServer } from '../../../runner/postgres/fresh-database';
import { plan } from '../../../runner/postgres/plan';
import { database, declared } from './declared';
import type { DatabaseObject } from '../../../runner/postgres/database-object';
import { sayObject } from '../../../runner/postgres/object-text';
import { parameterValue, readNames } from '../../../runner/postgres/parameter-list';
import {
  covers,
  firstDay,
  monthOf,
  partitionName,
  readSpan,
} from '../../../runner/postgres/partition-months';
import type { PrivilegeChange } from '../../../runner/postgres/privilege-change';
import { privilegeStatements } from '../../../runner/postgres/privilege-statements';
import { dotted, parameterName, privilegeWord } from '../../../runner/postgres/quoting';

test.each([
  ['app, log', ['app', 'log']],
  ['"$user", public', ['$user', 'public']],
  ['"a ""b"", c",d', ['a "b", c', 'd']],
  ['""', ['']],
  ['', []],
])('the list %s has the names %j', (list, names) => {
  expect(readNames(list)).toEqual(names);
});

test('a value that PostgreSQL writes with fewer quotes is the same', () => {
  expect(parameterValue('search_path', 'app, "Order"')).toBe('"app", "Order"');
  expect(parameterValue('work_mem', '1GB')).toBe('1GB');
});

test('names are quoted, whatever they hold', () => {
  expect(dotted('a"b', "c'd\\")).toBe(`"a""b"."c'd\\"`);
  expect(parameterName('pgaudit.log')).toBe('pgaudit.log');
  expect(parameterName('a;b.c')).toBe('"a;b"."c"');
  expect(() => privilegeWord('SELECT; DROP')).toThrow('No privilege has the name');
});

test('a month is named by its table, cut by bytes where that is long', () => {
  const month = monthOf(new Date('2026-12-31T23:59:59Z'));
  expect([firstDay(month), firstDay(month + 1)]).toEqual(['2026-12-01', '2027-01-01']);
  expect(partitionName('orders', month)).toBe('orders_y2026m12');
  const long = partitionName('注文'.repeat(10), month);
  expect(long).toMatch(/^(?:注文)+注?_[0-9a-f]{8}_y2026m12$/);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(63);
  expect(partitionName(`${'a'.repeat(60)}b`, month)).not.toBe(
    partitionName(`${'a'.repeat(60)}c`, month),
  );
});

test.each([
  ["FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", 'all'],
  ["FOR VALUES FROM (MINVALUE) TO ('2026-02-01')", 'all'],
  ["FOR VALUES FROM ('2026-01-01') TO (MAXVALUE)", 'all'],
  ["FOR VALUES FROM ('2026-01-02') TO ('2026-03-01')", 'some'],
  ["FOR VALUES FROM ('2025-01-02') TO ('2026-01-15')", 'some'],
  ["FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')", 'nothing'],
])('of January, %s covers %s', (bound, part) => {
  const span = readSpan(bound);
  expect(span && covers(span, monthOf(new Date('2026-01-15T00:00:00Z')), 'date')).toBe(part);
});

test('a default partition and one of lists have no span', () => {
  expect([readSpan('DEFAULT'), readSpan("FOR VALUES IN ('2026-01-01')")]).toEqual([
    undefined,
    undefined,
  ]);
});

const grant = (object: DatabaseObject, more: Partial<PrivilegeChange> = {}): PrivilegeChange => ({
  ...{ action: 'grant', object, grantee: 'reader', privileges: ['SELECT'], cascade: false },
  ...more,
});
const table = (name: string) => ({ kind: 'table', schema: 'app', name }) as const;
const column = (name: string) => ({ kind: 'column', schema: 'app', table: 't', name }) as const;

test('many objects share a statement, a hundred at most, and what is taken comes first', () => {
  const many = Array.from({ length: 250 }, (_, i) => grant(table(`t${i}`)));
  const statements = privilegeStatements([
    ...many,
    grant(table('t0'), { action: 'revoke', grantee: null, cascade: true }),
    grant(table('t1'), { action: 'strip' }),
    grant(column('a'), { privileges: ['SELECT', 'UPDATE'] }),
    grant(column('b')),
  ]);
  expect(statements.map((sql) => sql.replace(/("app"\."t\d+", ){98}/, '…'))).toEqual([
    'REVOKE SELECT ON TABLE "app"."t0" FROM PUBLIC CASCADE',
    'REVOKE GRANT OPTION FOR SELECT ON TABLE "app"."t1" FROM "reader"',
    'GRANT SELECT ON TABLE …"app"."t98", "app"."t99" TO "reader"',
    'GRANT SELECT ON TABLE …"app"."t198", "app"."t199" TO "reader"',
    expect.stringMatching(/^GRANT SELECT ON TABLE "app"\."t200", .*"app"\."t249" TO "reader"$/),
    'GRANT SELECT ("a", "b"), UPDATE ("a") ON TABLE "app"."t" TO "reader"',
  ]);
});

test('objects are said as people write them', () => {
  const args = [
    ['pg_catalog', 'int4'],
    ['app', 'mood'],
  ] as const;
  expect(sayObject({ kind: 'routine', schema: 'app', name: 'f', args })).toBe(
    'routine app.f(int4, app.mood)',
  );
  expect(sayObject({ kind: 'default', creator: 'm', schema: null, of: 'type' })).toBe(
    'each future type of m',
  );
});

test('an extension with a schema of its own is the migrator’s to use', () => {
  const state = declared(17, [database('order_db', { extensions: ['pg_cron'] })]);
  const { statements, refused } = plan(state, emptyServer(state), new Date(0));
  expect(refused).toEqual([]);
  expect(statements.map(({ sql }) => sql)).toEqual(
    expect.arrayContaining([
      'CREATE EXTENSION "pg_cron"',
      'GRANT USAGE ON SCHEMA "cron" TO "order_db_migrator"',
    ]),
  );
});
