import { readFileSync } from 'node:fs';
import { describeOnPgAudit } from '../support/pgaudit-server';
import type { PostgresProcess } from '../support/postgres-process';
import { CLOUD, MYSQL, entriesOf } from '../support/trail/entries';
import { logAnalytics, toDuckDb, type LogAnalytics } from '../support/trail/log-analytics';
import { questionsOf, saidAgainst } from '../support/trail/questions';
import { week } from '../support/trail/week';

const questions = questionsOf('docs/audit-trail/google.md', 'log-analytics');

const PEOPLE = {
  admin: 'kura-runner@suzumina-prod.iam',
  migrator: 'user-migrate@suzumina-prod.iam',
  application: 'user-api@suzumina-prod.iam',
  report: 'rin@suzumina.example',
  oncall: 'oncall@suzumina.example',
};

async function answer(
  store: LogAnalytics,
  question: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  const rows = await store.ask(questions.get(question) ?? `no ${question}`);
  return rows.map((row) => columns.map((column) => String(row[column])).join(' '));
}

describe('each question', () => {
  it.each([...questions])('%s is BigQuery’s SQL to a parser', async (_, sql) => {
    expect(await saidAgainst(sql, 'log-analytics')).toEqual([]);
  });

  it('is asked in words that the translation leaves, but for those of BigQuery alone', () => {
    expect(
      toDuckDb("SELECT JSON_VALUE(a.b), DATETIME(timestamp, 'UTC') FROM `p.l.b._AllLogs`"),
    ).toBe(`SELECT bigquery_JSON_VALUE(a.b), timezone('UTC', "timestamp") FROM all_logs`);
    expect(toDuckDb("EXTRACT(DAYOFWEEK FROM a) = 1 AND x >= TIMESTAMP '2026-11-16'")).toBe(
      "(1 + EXTRACT(DAYOFWEEK FROM a)) = 1 AND x >= TIMESTAMPTZ '2026-11-16'",
    );
    expect(toDuckDb("FROM a, UNNEST(JSON_QUERY_ARRAY(b.c)) AS d WHERE e = r'\\s'")).toBe(
      `FROM a, (SELECT unnest(from_json(b.c, '["JSON"]')) AS d) WHERE e = '\\s'`,
    );
  });
});

describeOnPgAudit('entries made of lines of a PostgreSQL with pgAudit', (start) => {
  let server: PostgresProcess;
  let store: LogAnalytics;
  beforeAll(async () => {
    server = await start();
    store = await logAnalytics([...entriesOf(await week(server, PEOPLE), PEOPLE), ...CLOUD]);
  }, 60_000);
  afterAll(async () => {
    store.close();
    await server.stop();
  });

  const MIGRATOR = 'user-migrate@suzumina-prod.iam';
  const API = 'user-api@suzumina-prod.iam';
  const RUNNER = 'kura-runner@suzumina-prod.iam';
  const ONCALL = 'oncall@suzumina.example';
  const RIN = 'rin@suzumina.example';
  const JUN = 'jun@suzumina.example';
  const LOGINS = [
    `2026-11-17 13:10:00 ${MIGRATOR}`,
    `2026-11-17 20:30:00 ${MIGRATOR}`,
    `2026-11-18 11:00:00 ${API}`,
    `2026-11-18 14:00:00 ${ONCALL}`,
    `2026-11-19 23:15:00 ${ONCALL}`,
    `2026-11-20 12:00:00 ${RUNNER}`,
    `2026-11-21 10:00:00 ${RIN}`,
  ];
  const ANSWERS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      'who-read-a-table',
      ['happened', 'who', 'remote', 'class', 'command'],
      [
        `2026-11-18 11:00:00 ${API}.gserviceaccount.com 2001:db8::7 WRITE INSERT`,
        // A statement in two parts is one.
        `2026-11-18 11:00:00 ${API}.gserviceaccount.com 2001:db8::7 READ SELECT`,
        `2026-11-18 11:00:00 ${API}.gserviceaccount.com 2001:db8::7 WRITE TRUNCATE TABLE`,
        `2026-11-18 14:00:00 ${ONCALL} 10.30.0.20 READ SELECT`,
        `2026-11-19 23:15:00 ${ONCALL} 10.30.0.20 READ SELECT`,
        `2026-11-21 10:00:00 ${RIN} 10.30.4.5 READ SELECT`,
      ],
    ],
    [
      'what-a-person-did',
      ['happened', 'name', 'statement'],
      [
        '2026-11-18 13:58:00 AuthorizeUser null',
        '2026-11-18 14:00:00 cloudsql.instances.login null',
        '2026-11-18 14:00:00 cloudsql.instances.query SELECT email FROM app.users',
        '2026-11-19 23:15:00 cloudsql.instances.login null',
        '2026-11-19 23:15:00 cloudsql.instances.query SELECT count(*) FROM app.users',
      ],
    ],
    [
      'who-changed-a-right',
      ['happened', 'login', 'command'],
      [
        ...Array.from({ length: 3 }, () => `2026-11-17 13:10:00 ${MIGRATOR} GRANT`),
        `2026-11-20 12:00:00 ${RUNNER} ALTER ROLE`,
      ],
    ],
    [
      'who-changed-a-right-of-the-project',
      ['who', 'action', 'role', 'member', 'until'],
      [
        `${JUN} ADD roles/cloudsql.instanceUser user:${ONCALL} request.time < timestamp("2026-12-31T15:00:00Z")`,
      ],
    ],
    ['users-of-the-instance', ['who', 'name'], [`${JUN} cloudsql.users.update`]],
    ['logins', ['happened', 'login'], LOGINS],
    ['logins-of-the-database', ['happened', 'login'], LOGINS],
    ['logins-out-of-hours', ['happened', 'who'], [LOGINS[4] ?? '', LOGINS[6] ?? '']],
    [
      'schema-outside-a-release',
      ['happened', 'login', 'command', 'object'],
      [`2026-11-17 20:30:00 ${MIGRATOR} ALTER TABLE app.users`],
    ],
    [
      'time-boxed-logins',
      ['happened', 'came', 'came_from', 'statement'],
      [
        '2026-11-18 14:00:00 2026-11-18 13:58:00 203.0.113.7 SELECT email FROM app.users',
        '2026-11-19 23:15:00 null null SELECT count(*) FROM app.users',
      ],
    ],
    [
      'who-read-the-trail',
      ['happened', 'who', 'name'],
      [`2026-11-19 10:00:00 ${RIN} google.logging.v2.LoggingServiceV2.ListLogEntries`],
    ],
    [
      'audit-settings',
      ['happened', 'login', 'statement'],
      [`2026-11-20 12:00:00 ${RUNNER} ALTER ROLE "${ONCALL}" SET pgaudit.log = 'none'`],
    ],
    [
      'audit-settings-of-the-project',
      ['name', 'audit'],
      [
        'google.logging.v2.ConfigServiceV2.DeleteSink null',
        'SetIamPolicy [{"action":"REMOVE","service":"cloudsql.googleapis.com"}]',
        'cloudsql.instances.update null',
      ],
    ],
    [
      'runner-results',
      ['job', 'stack', 'outcome', 'applied'],
      ['suzumina-prod-web-runner prod-google-suzumina-web converged 2'],
    ],
  ];
  test.each(ANSWERS)('answer %s', async (question, columns, rows) => {
    expect(await answer(store, question, columns)).toEqual(rows);
  });

  test('say which statements failed', async () => {
    const rows = await answer(store, 'failed-statements', ['text']);
    expect(rows.map((row) => row.replace(/^.*user=/, ''))).toEqual([
      `${API} ERROR:  relation "app.missing" does not exist at character 15`,
      `${API} STATEMENT:  SELECT * FROM app.missing`,
      `${API} ERROR:  permission denied to set parameter "pgaudit.log"`,
      `${API} STATEMENT:  SET pgaudit.log = 'none'`,
      `${ONCALL} ERROR:  permission denied for table users`,
      `${ONCALL} STATEMENT:  DELETE FROM app.users`,
    ]);
  });

  test('say who failed to log in, whatever name was claimed', async () => {
    const rows = await answer(store, 'failed-logins', ['happened', 'said']);
    expect(rows.map((row) => row.split(' "')[0]?.replace(/ user.*/, ''))).toEqual([
      '2026-11-20 09:30:00 password authentication failed for',
      '2026-11-20 09:32:00 password authentication failed for',
    ]);
  });
});

describe('entries of MySQL’s audit', () => {
  let store: LogAnalytics;
  beforeAll(async () => {
    store = await logAnalytics(MYSQL);
  });
  afterAll(() => store.close());

  test.each([
    ['who-read-a-table-mysql', ['SELECT * FROM v']],
    ['who-changed-a-right-mysql', ['GRANT SELECT ON orders_db.* TO x', 'CREATE USER x']],
    ['schema-outside-a-release-mysql', ['ALTER TABLE orders ADD a int']],
    ['failed-statements-mysql', ['UPDATE other SET a = 1', '']],
    ['audit-settings-mysql', ["CALL mysql.cloudsql_delete_audit_rule('1', 1, @r, @m)"]],
  ])('answer %s', async (question, statements) => {
    expect(await answer(store, question, ['statement'])).toEqual(statements);
  });

  test('say who failed to log in', async () => {
    expect(await answer(store, 'failed-logins-mysql', ['login', 'remote', 'error'])).toEqual([
      'order-api 10.31.0.7 1045',
    ]);
  });
});

test('no question is only parsed', () => {
  const asked = readFileSync(__filename, 'utf8');
  expect([...questions.keys()].filter((name) => !asked.includes(`'${name}'`))).toEqual([]);
});
