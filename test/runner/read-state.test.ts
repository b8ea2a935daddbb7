import { declaredText, declareState } from '../../model/sql/declare';
import type { DeclaredState } from '../../model/sql/declared-state';
import { parseState, readState } from '../../runner/read-state';
import { DEPLOYMENT } from '../support/deployment';

const STATE: DeclaredState = {
  format: 1,
  stack: 'prod-aws-order',
  platform: 'rds',
  engine: 'postgres',
  version: '17',
  admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
  databases: [
    {
      service: 'order',
      name: 'order_db',
      schemas: [
        { name: 'app', holds: 'data' },
        { name: 'audit', holds: 'audit' },
      ],
      searchPath: ['app'],
      extensions: ['pgaudit'],
      audit: 'ddl',
      partitions: [{ schema: 'app', table: 'events', column: 'at', keep: 12, expired: 'detach' }],
      timeouts: { writer: { statement: 30_000 }, reader: {} },
    },
  ],
  logins: [
    {
      name: 'order_api',
      identity: 'arn:aws:iam::1:role/order-api',
      via: 'secret',
      secret: 'arn:x',
      made: true,
      connections: null,
      access: [
        {
          database: 'order_db',
          role: 'reader',
          tables: [
            { schema: 'app', table: 'orders', columns: ['id'] },
            { schema: 'app', table: 'items', columns: null },
          ],
          until: '2026-12-01T00:00:00Z',
        },
      ],
    },
  ],
};

const CURE = 'Apply what this version of Kura writes: nobody writes the state by hand.';

it('reads a state as it was written', () => {
  expect(parseState(JSON.stringify(STATE))).toEqual({ state: STATE });
});

it.each(DEPLOYMENT.instances.map((instance) => [instance.stack, instance] as const))(
  'reads what is declared for %s',
  (_stack, instance) => {
    const state = declareState(instance);
    expect(parseState(declaredText(state))).toEqual({ state });
  },
);

it.each<[string, object, string, string]>([
  ['another format', { format: 2 }, 'the state.format', '2'],
  ['an unknown engine', { engine: 'oracle' }, 'the state.engine', '"oracle"'],
  ['no stack', { stack: '' }, 'the state.stack', '""'],
  [
    'a name that PostgreSQL would cut',
    { databases: [{ ...STATE.databases[0], name: '注文'.repeat(11) }] },
    'the state.databases.0.name',
    `"${'注文'.repeat(11)}"`,
  ],
  [
    'a name of two lines',
    { logins: [{ ...STATE.logins[0], name: 'api\nDROP' }] },
    'the state.logins.0.name',
    '"api�DROP"',
  ],
  ['an unknown key', { more: 1 }, 'the state', 'a mapping'],
  [
    'a login of the wrong kind',
    { logins: [{ ...STATE.logins[0], via: 'password' }] },
    'the state.logins.0.via',
    '"password"',
  ],
  [
    'an unknown role',
    { databases: [{ ...STATE.databases[0], timeouts: { boss: {} } }] },
    'the state.databases.0.timeouts',
    'a mapping',
  ],
])('is refused with %s', (_case, change, place, got) => {
  expect(readState({ ...STATE, ...change })).toEqual({
    problems: [
      { place, required: expect.stringMatching(/^must be right \(/) as string, got, cure: CURE },
    ],
  });
});

it('is refused where it is no JSON, or nothing', () => {
  expect(parseState('{')).toEqual({
    problems: [{ place: 'the state', required: 'must be JSON', got: '"{"', cure: CURE }],
  });
  expect(readState(undefined)).toMatchObject({ problems: [{ got: 'nothing' }] });
});
