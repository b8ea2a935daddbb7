import { auditRulesOf } from '../../../model/audit/audit-rules';
import { DATA_CLASSES, type DataClass } from '../../../model/audit/data-class';
import { MYSQL_AUDIT } from '../../../model/audit/mysql-audit';
import { declareState } from '../../../model/sql/declare';
import { isPlatformAccount } from '../../../runner/mysql/platform-accounts';
import {
  GOOGLE_ESTATE,
  googleInstanceOf,
  instanceOf,
  SMALL_ESTATE,
} from '../../support/estate-folder';
import { given } from '../../support/service';

const rulesOf = (data: DataClass) =>
  auditRulesOf([{ database: given('order_db'), data: given(data) }]);
const ON_MYSQL = (lines: string) => ({
  ...GOOGLE_ESTATE,
  'services/web.yaml': `${String(GOOGLE_ESTATE['services/web.yaml']).replace('postgres', 'mysql')}${lines}`,
});

test.each(DATA_CLASSES)(
  'of every server logins and changes are recorded, with %s data too',
  (data) => {
    expect(rulesOf(data)[0]).toEqual({
      ...{ user: '*', database: '*', object: '*' },
      ...{ operations: 'connect,disconnect,ddl,dcl', result: 'B' },
    });
  },
);

test.each(DATA_CLASSES)('of a database with %s data what its class says', (data) => {
  const { operations } = MYSQL_AUDIT[data];
  const own = rulesOf(data).filter(({ database }) => database === 'order_db');
  expect(own.map((rule) => rule.operations)).toEqual(operations ? [operations.join(',')] : []);
});

test('each class records no less than the one before, on either cloud', () => {
  for (const [i, data] of DATA_CLASSES.entries()) {
    const before = MYSQL_AUDIT[DATA_CLASSES[i - 1] ?? data];
    const { events, operations } = MYSQL_AUDIT[data];
    for (const each of before.operations ?? []) expect(operations).toContain(each);
    // QUERY has all that QUERY_… have.
    for (const each of before.events)
      expect(events.some((event) => each === event || each.startsWith(`${event}_`))).toBe(true);
  }
});

test('nobody is left out but the platform on the machine itself, and of it nothing but logins', () => {
  const excluding = rulesOf('payment').filter(({ result }) => result === 'E');
  expect(excluding).toHaveLength(1);
  expect(excluding[0]?.operations).toBe('connect,disconnect');
  const state = {
    platform: 'cloud-sql',
    admin: { login: 'runner', role: 'cloudsqlsuperuser' },
  } as const;
  for (const account of excluding[0]?.user.split(',') ?? []) {
    const [user = '', host = ''] = account.split('@');
    expect(['localhost', '127.0.0.1', '::1']).toContain(host);
    expect([account, isPlatformAccount(state, { user, host })]).toEqual([account, true]);
  }
});

test('no rule is longer than Cloud SQL takes, or has more combinations', () => {
  for (const { user, database, object, operations } of rulesOf('payment')) {
    const lists = [user, database, object, operations];
    for (const list of lists) expect(list.length).toBeLessThanOrEqual(2048);
    const combinations = lists.reduce((product, list) => product * list.split(',').length, 1);
    expect(combinations).toBeLessThanOrEqual(1000);
  }
});

test('the state of MySQL on Cloud SQL has them, and no other', () => {
  const declared = declareState(googleInstanceOf(ON_MYSQL('data: personal\n'), 'prod-google-web'));
  expect(declared.auditRules?.map(({ database }) => database)).toEqual([
    '*',
    'web_service_db',
    '*',
  ]);
  for (const instance of [
    googleInstanceOf(GOOGLE_ESTATE, 'prod-google-web'),
    instanceOf(SMALL_ESTATE, 'prod-aws-order'),
    instanceOf(
      {
        ...SMALL_ESTATE,
        'services/order.yaml': String(SMALL_ESTATE['services/order.yaml']).replace(
          'postgres',
          'mysql',
        ),
      },
      'prod-aws-order',
    ),
  ])
    expect(declareState(instance)).not.toHaveProperty('auditRules');
});
