import { QUOTED_WORDS } from '../../../model/tables/reserved-words';
import { awsInstanceOf, orderWith, smallEstate } from '../../support/estate-folder';
import { startPostgres } from '../../support/postgres-server';
import { expectRefusal, SERVICE, type Refusal } from '../../support/refusals';

const marked = (lines: string) =>
  awsInstanceOf(orderWith(lines), 'prod-aws-order').services[0]?.personalTables;

test('a service marks none by itself', () => {
  expect(marked('data: personal')).toEqual({
    ...{ value: [], reason: 'the service marks none', place: 'data classes' },
  });
});

test('a table without a schema is in the first of the search path', () => {
  expect(
    marked(
      'data: payment\nschemas: { core: data, log: audit }\npersonalTables: [users, log.events]',
    ),
  ).toEqual({
    value: [
      { schema: 'core', table: 'users' },
      { schema: 'log', table: 'events' },
    ],
    ...{ reason: 'the service says so', place: 'services/order.yaml:9:1' },
  });
});

describe('marked tables are refused', () => {
  test.each<Refusal>([
    [
      'where reads are not recorded',
      orderWith('personalTables: [users]'),
      'services/order.yaml:7:1: reads are recorded of data: personal or payment alone, got personalTables with data: internal. Write `data: personal`, or take personalTables out.',
    ],
    [
      'on MySQL',
      smallEstate({
        'services/order.yaml': `${SERVICE.replace('engine: postgres', 'engine: mysql')}data: personal\npersonalTables: [users]\n`,
      }),
      'services/order.yaml:8:1: personalTables must be left out on MySQL: its audit log has statements, and no names of tables, got personalTables. Take it out, or write `engine: postgres`.',
    ],
    [
      'in a schema that is not the service’s',
      orderWith('data: personal\npersonalTables: [users, other.users]'),
      'services/order.yaml:8:25: a table must be in a schema of the service (app), got "other.users". Write the schema below `schemas:` too, or another table.',
    ],
    [
      'whose names the trail has in quotes',
      orderWith('data: personal\npersonalTables: [user]'),
      'services/order.yaml:8:18: a marked table must have a name that PostgreSQL writes without quotes, as its lines are looked for by name, got "user". Rename it, or mark another: a keyword of SQL is quoted in the trail.',
    ],
    [
      'with capitals',
      orderWith('data: personal\npersonalTables: [Users]'),
      'services/order.yaml:8:18: personalTables[0] must be a table’s name, or a schema’s and a table’s with a dot between, in lower-case letters, digits and underscores, 63 each at most, got "Users". Write it as users or user_management.addresses.',
    ],
    [
      'that are more than the filters of a log have room for',
      orderWith(
        `data: personal\npersonalTables: [${Array.from({ length: 21 }, (_, i) => `t${String(i)}`).join(', ')}]`,
      ),
      'services/order.yaml:8:1: personalTables must be 20 tables at most, got a list of 21. Mark those from which people are known.',
    ],
    [
      'twice',
      orderWith('data: personal\npersonalTables: [users, users]'),
      'services/order.yaml:8:1: personalTables must name each once, got a list of 2. Take the second out.',
    ],
  ])('%s', expectRefusal);
});

test.each([16, 17, 18] as const)(
  'PostgreSQL %i writes no other word of small letters in quotes',
  async (major) => {
    const server = await startPostgres({ major, platform: 'local' });
    const session = await server.superuser();
    const { rows } = await session.query<{ word: string }>(
      'SELECT word FROM pg_get_keywords() WHERE quote_ident(word) <> word ORDER BY 1',
    );
    await server.stop();
    const quoted = rows.map(({ word }) => word);
    expect(quoted.length).toBeGreaterThan(100);
    expect(quoted.filter((word) => !QUOTED_WORDS.has(word))).toEqual([]);
  },
  60_000,
);
