import { readFileSync } from 'node:fs';
import type { Result } from '../../runner/result';
import { describeMysql, startMysql, type MysqlServer } from '../support/mysql-server';
import { describeOnPgAudit } from '../support/pgaudit-server';
import type { PostgresProcess } from '../support/postgres-process';
import { athena, toDuckDb, type Athena, type LogEvent } from '../support/trail/athena';
import { CALLS } from '../support/trail/calls';
import { hasAuditPlugin, mysqlWeek } from '../support/trail/mysql-week';
import { questionsOf, saidAgainst } from '../support/trail/questions';
import { week, type Message } from '../support/trail/week';

const questions = questionsOf('docs/audit-trail/aws.md', 'athena');

const PEOPLE = {
  ...{ admin: 'kura_admin', migrator: 'user_migrate', application: 'user_api' },
  ...{ report: 'user_report', oncall: 'oncall' },
};

const RESULT: Result = {
  ...{ format: 1, stack: 'prod-aws-user', outcome: 'converged', applied: 1 },
  plan: ['GRANT "a" TO "b"'],
  ...{ waiting: [], kept: [], findings: [], withheld: [], problems: [] },
};

const RUNNER: readonly LogEvent[] = ['START RequestId: x\n', `${JSON.stringify(RESULT)}\n`].map(
  (message) => ({
    logGroup: '/aws/lambda/suzumina-prod-user-runner',
    when: new Date('2026-11-18T00:00:00Z'),
    message,
  }),
);

const IAM_FAILURE: LogEvent = {
  logGroup: '/aws/rds/instance/suzumina-prod-user/iam-db-auth-error',
  when: new Date('2026-11-20T01:00:00Z'),
  message: '(as RDS words it)',
};

/** Rows as words, which read like an answer. */
async function answer(
  store: Athena,
  question: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  const rows = await store.ask(questions.get(question) ?? `no ${question}`);
  return rows.map((row) => columns.map((column) => String(row[column])).join(' '));
}

const events = (
  messages: readonly Message[],
  logGroup: string,
  cut: (text: string) => readonly string[] = (text) => [text],
): readonly LogEvent[] =>
  messages.flatMap(({ when, text }) => cut(text).map((message) => ({ logGroup, when, message })));

describe('each question', () => {
  it.each([...questions])('%s is Athena’s SQL to a parser', async (_, sql) => {
    expect(await saidAgainst(sql, 'athena')).toEqual([]);
  });

  it('would be refused by it where its grammar is wrong', async () => {
    const [sql = ''] = questions.values();
    expect(await saidAgainst(sql.replace('FROM audit', 'FRM audit'), 'athena')).not.toEqual([]);
    expect(await saidAgainst(sql.replace('ORDER BY', 'ORDER'), 'athena')).not.toEqual([]);
  });

  it('is asked in words that the translation leaves, but for functions and the unnesting', () => {
    expect(toDuckDb("SELECT regexp_like(a, '(?i)\\bb'), c FROM d")).toBe(
      "SELECT trino_regexp_like(a, '(?i)\\bb'), c FROM d",
    );
    expect(toDuckDb('FROM d CROSS JOIN UNNEST(es) AS e (a, b)')).toBe(
      'FROM d CROSS JOIN LATERAL (SELECT unnest(es, recursive := true)) AS e (a, b)',
    );
  });
});

describeOnPgAudit('lines of a PostgreSQL with pgAudit', (start) => {
  let server: PostgresProcess;
  let messages: readonly Message[];
  let store: Athena;
  beforeAll(async () => {
    server = await start();
    messages = await week(server, PEOPLE);
    store = await athena(
      [
        ...events(messages, '/aws/rds/instance/suzumina-prod-user/postgresql'),
        ...[IAM_FAILURE, ...RUNNER],
      ],
      CALLS,
    );
  }, 60_000);
  afterAll(async () => {
    store.close();
    await server.stop();
  });

  const READ = [
    '2026-11-18 11:00:00 user_api 2001:db8::7 WRITE INSERT false',
    '2026-11-18 11:00:00 user_api 2001:db8::7 READ SELECT false',
    '2026-11-18 11:00:00 user_api 2001:db8::7 WRITE TRUNCATE TABLE false',
    '2026-11-18 14:00:00 oncall 10.30.0.20 READ SELECT false',
    '2026-11-19 23:15:00 oncall 10.30.0.20 READ SELECT false',
    // Somebody who had no password wrote this one.
    '2026-11-20 09:31:00 kura_admin 10.30.0.9 READ SELECT true',
    '2026-11-21 10:00:00 user_report 10.30.4.5 READ SELECT false',
  ];
  const WHO_READ = ['happened', 'login', 'remote', 'class', 'command', 'doubtful'];
  /** The client’s port is another each time. */
  const withoutPorts = (rows: readonly string[]): readonly string[] =>
    rows.map((row) => row.replaceAll(/\(\d+\)/g, ''));

  test('say who read or changed a table, and what was done in each statement once', async () => {
    expect(withoutPorts(await answer(store, 'who-read-a-table', WHO_READ))).toEqual([
      ...READ.slice(0, 1),
      // A statement that quotes the head of a line is marked, too.
      READ[1]?.replace('false', 'true'),
      ...READ.slice(2),
    ]);
  });

  test('say the same where each line of a message is an event of its own', async () => {
    const cut = await athena(
      events(messages, '/aws/rds/instance/suzumina-prod-user/postgresql', (text) =>
        text.split('\n'),
      ),
      CALLS,
    );
    expect(withoutPorts(await answer(cut, 'who-read-a-table', WHO_READ))).toEqual(READ);
    cut.close();
  });

  test('name a table that has a comma and a quote in its name', async () => {
    const sql = (questions.get('who-read-a-table') ?? '').replace(
      "'app.users'",
      `'app."odd,na""me"'`,
    );
    const rows = await store.ask(sql);
    expect(rows.map(({ login, command }) => [login, command])).toContainEqual([
      'user_api',
      'SELECT',
    ]);
    expect(rows[0]?.statement).toBe('"SELECT * FROM app.""odd,na""""me""",<not logged>');
  });

  test('say what a person did, and what was refused', async () => {
    const rows = await answer(store, 'what-a-person-did', ['happened', 'severity', 'said']);
    expect(rows.map((row) => row.replace(/ (?:user|application_name)=.*| time: .*/, ''))).toEqual([
      '2026-11-18 14:00:00 LOG connection authorized:',
      '2026-11-18 14:00:00 LOG AUDIT: SESSION,1,1,READ,SELECT,TABLE,app.users,SELECT email FROM app.users,<not logged>',
      '2026-11-18 14:00:00 LOG disconnection: session',
      '2026-11-19 23:15:00 LOG connection authorized:',
      '2026-11-19 23:15:00 LOG AUDIT: SESSION,1,1,READ,SELECT,TABLE,app.users,SELECT count(*) FROM app.users,<not logged>',
      '2026-11-19 23:15:00 ERROR permission denied for table users',
      '2026-11-19 23:15:00 STATEMENT DELETE FROM app.users',
      '2026-11-19 23:15:00 LOG disconnection: session',
    ]);
  });

  test('say who changed a right', async () => {
    expect(
      await answer(store, 'who-changed-a-right', ['happened', 'login', 'command', 'doubtful']),
    ).toEqual([
      '2026-11-17 13:10:00 user_migrate GRANT false',
      '2026-11-17 13:10:00 user_migrate GRANT false',
      '2026-11-17 13:10:00 user_migrate GRANT false',
      '2026-11-20 09:32:00 kura_admin GRANT true',
      '2026-11-20 12:00:00 kura_admin ALTER ROLE false',
    ]);
    expect(
      await answer(store, 'who-changed-a-right-of-the-account', ['happened', 'name', 'who']),
    ).toEqual([
      '2026-11-20 11:06:00 AttachRolePolicy arn:aws:sts::333333333333:assumed-role/root/jun',
    ]);
  });

  test('say who logged in, and who did out of hours', async () => {
    expect(await answer(store, 'logins', ['happened', 'login'])).toEqual([
      '2026-11-17 13:10:00 user_migrate',
      '2026-11-17 20:30:00 user_migrate',
      '2026-11-18 11:00:00 user_api',
      '2026-11-18 14:00:00 oncall',
      '2026-11-19 23:15:00 oncall',
      '2026-11-20 12:00:00 kura_admin',
      '2026-11-21 10:00:00 user_report',
    ]);
    expect(await answer(store, 'logins-out-of-hours', ['happened', 'login'])).toEqual([
      '2026-11-17 20:30:00 user_migrate',
      '2026-11-19 23:15:00 oncall',
      '2026-11-21 10:00:00 user_report',
    ]);
  });

  test('say who failed to log in, by password and by IAM', async () => {
    const rows = await answer(store, 'failed-logins', ['remote', 'said', 'log_group']);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatch(/^10\.30\.9\.9\(\d+\) password authentication failed for user "kura/);
    expect(rows[2]).toMatch(/iam-db-auth-error$/);
  });

  test('say who changed the schema outside a release', async () => {
    expect(
      await answer(store, 'schema-outside-a-release', ['happened', 'login', 'command', 'object']),
    ).toEqual(['2026-11-17 20:30:00 user_migrate ALTER TABLE app.users']);
  });

  test('say which statements failed', async () => {
    expect(await answer(store, 'failed-statements', ['login', 'severity', 'said'])).toEqual([
      'user_api ERROR relation "app.missing" does not exist at character 15',
      'user_api STATEMENT SELECT * FROM app.missing',
      'user_api ERROR permission denied to set parameter "pgaudit.log"',
      "user_api STATEMENT SET pgaudit.log = 'none'",
      'oncall ERROR permission denied for table users',
      'oncall STATEMENT DELETE FROM app.users',
    ]);
  });

  test('are joined to the tunnel by which a person came, and show who came without', async () => {
    const rows = await answer(store, 'time-boxed-logins', ['happened', 'came', 'who', 'jump_host']);
    expect([...new Set(rows)]).toEqual([
      '2026-11-18 14:00:00 2026-11-18 13:58:00 arn:aws:sts::333333333333:assumed-role/oncall/mio i-0123456789abcdef0',
      '2026-11-19 23:15:00 null null null',
    ]);
    expect(await answer(store, 'roles-taken', ['happened', 'session'])).toEqual([
      '2026-11-18 13:57:00 mio',
    ]);
  });

  test('and calls say who read the trail, and who tried to delete of it', async () => {
    expect(
      await answer(store, 'who-read-the-trail', ['name', 'error', 'object', 'question']),
    ).toEqual([
      'StartQueryExecution null null SELECT 1',
      'GetObject null databases/2026/11/18/a.gz null',
      'DeleteObject AccessDenied databases/a.gz null',
    ]);
  });

  test('say who changed what is recorded; of a session’s own SET there is the login alone', async () => {
    const rows = await answer(store, 'audit-settings', ['happened', 'login', 'said']);
    expect(rows).toEqual([
      '2026-11-20 12:00:00 kura_admin connection authorized: user=kura_admin database=user_service_db',
      `2026-11-20 12:00:00 kura_admin AUDIT: SESSION,1,1,ROLE,ALTER ROLE,,,"ALTER ROLE ""oncall"" SET pgaudit.log = 'none'",<not logged>`,
    ]);
    expect(await answer(store, 'audit-settings-of-the-account', ['happened', 'name'])).toEqual([
      '2026-11-20 11:00:00 DeleteObject',
      '2026-11-20 11:05:00 StopLogging',
    ]);
  });

  test('say what a runner did', async () => {
    expect(await answer(store, 'runner-results', ['stack', 'outcome', 'applied'])).toEqual([
      'prod-aws-user converged 1',
    ]);
  });

  test('name each line that somebody may have forged by the name that he claimed', async () => {
    const rows = await answer(store, 'forged-lines', ['message']);
    expect(
      rows.map((row) => row.replace(/\n[\s\S]*/, '…').replaceAll(/\(\d+\)|\[\d+\]/g, '')),
    ).toEqual([
      '2026-11-18 02:00:00 UTC:2001:db8::7:user_api@user_service_db::LOG:  AUDIT: SESSION,2,1,READ,SELECT,TABLE,app.users,"SELECT id,…',
      '2026-11-18 05:00:00 UTC:10.30.0.20:oncall@user_service_db::LOG:  connection authorized: user=oncall database=user_service_db application_name=x?2026-11-18 05:00:00 UTC:10.30.0.9:kura_admin@x::LOG:  AUDIT: SESSION,1',
      '2026-11-20 00:30:00 UTC:10.30.9.9:',
      '2026-11-20 00:31:00 UTC:10.30.0.9:kura_admin@d::LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,app.users,::FATAL:  password authentication failed for user "…',
      '2026-11-20 00:32:00 UTC:10.30.9.9:kura_admin@x::LOG:  AUDIT: SESSION,1,1,ROLE,GRANT,,,forged,@user_service_db::FATAL:  password authentication failed for user "kura_admin@x::LOG:  AUDIT: SESSION,1,1,ROLE,GRANT,,,forged,"',
    ]);
  });
});

describeMysql('lines of MariaDB’s audit plugin, which RDS has for MySQL', () => {
  let server: MysqlServer;
  let store: Athena;
  beforeAll(async () => {
    server = await startMysql();
    const root = await server.root();
    if (!(await hasAuditPlugin(root))) throw new Error('This MariaDB has no server_audit.');
    const messages = await mysqlWeek(server, root);
    store = await athena(events(messages, '/aws/rds/instance/suzumina-prod-order/audit'), CALLS);
  }, 60_000);
  afterAll(async () => {
    store.close();
    await server.stop();
  });

  const DELETE = 'DELETE FROM orders_db.orders';

  test('say whose statements name a table, in the line after a line break, too', async () => {
    const rows = await answer(store, 'who-read-a-table-mysql', ['login', 'remote', 'statement']);
    expect(rows.map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      'order_migrate 10.30.4.2 CREATE',
      'order_migrate 10.30.4.2 GRANT',
      'order_migrate 10.30.4.2 /*',
      'order_api 10.30.4.3 INSERT',
      'order_api 10.30.4.3 SELECT',
      'order_api 10.30.4.3 DELETE',
      'oncall 10.30.0.20 SELECT',
    ]);
    expect(rows.at(-1)).toBe('oncall 10.30.0.20 SELECT 1 FROM orders');
  });

  test('say what a person did', async () => {
    expect(
      await answer(store, 'what-a-person-did-mysql', ['happened', 'operation', 'error']),
    ).toEqual([
      '2026-11-19 23:30:00 CONNECT 0',
      '2026-11-19 23:30:00 QUERY 0',
      '2026-11-19 23:30:00 DISCONNECT 0',
      '2026-11-20 09:30:00 FAILED_CONNECT 1045',
      '2026-11-20 09:30:00 DISCONNECT 0',
    ]);
  });

  const OTHERS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['who-changed-a-right-mysql', ['happened', 'login'], ['2026-11-17 13:05:00 order_migrate']],
    [
      'logins-out-of-hours-mysql',
      ['happened', 'login'],
      ['2026-11-17 21:00:00 order_migrate', '2026-11-19 23:30:00 oncall'],
    ],
    ['failed-logins-mysql', ['login', 'remote', 'error'], ['oncall 10.30.9.9 1045']],
    [
      'schema-outside-a-release-mysql',
      ['happened', 'login'],
      ['2026-11-17 21:00:00 order_migrate'],
    ],
    ['failed-statements-mysql', ['login', 'error', 'statement'], [`order_api 1142 ${DELETE}`]],
  ];
  test.each(OTHERS)('answer %s', async (question, columns, rows) => {
    expect(await answer(store, question, columns)).toEqual(rows);
  });
});

/** Each question is asked above, by its name. */
test('no question is only parsed', () => {
  const asked = readFileSync(__filename, 'utf8');
  expect([...questions.keys()].filter((name) => !asked.includes(`'${name}'`))).toEqual([]);
});
