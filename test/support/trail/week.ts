import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { awsInstanceOf, orderWith } from '../estate-folder';
import type { PostgresProcess } from '../postgres-process';

/** As RDS writes it ("Parameters for logging in RDS for PostgreSQL", RDS user guide, read 2026-11). */
const PREFIX = '%t:%r:%u@%d:[%p]:';

/** Who does what in the week, by the names that a cloud gives them. */
export interface People {
  readonly admin: string;
  readonly migrator: string;
  readonly application: string;
  readonly report: string;
  readonly oncall: string;
}

/** A message of PostgreSQL’s, as its log has it from a head to the next; and when, for who asks of a week. */
export interface Message {
  readonly when: Date;
  readonly text: string;
}

const DATABASE = 'user_service_db';

/** What a client may send as its name: a line break, and all that the head of somebody else’s line needs. */
export const FORGED_LINE = {
  user: '\n2026-11-20 00:31:00 UTC:10.30.0.9(1):kura_admin',
  database: 'd:[1]:LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,app.users,',
};
/** The same without a line break. */
export const FORGED_NAME = {
  user: `kura_admin@x:[1]:LOG:  AUDIT: SESSION,1,1,ROLE,GRANT,,,forged,`,
  database: DATABASE,
};

/** What nothing but a line of a log should have, in a statement. */
const QUOTING = `SELECT id,
  email
FROM app.users
/*
2026-11-18 02:00:00 UTC:10.30.0.9(1):kura_admin@x:[1]:LOG:  AUDIT: SESSION,1,1,ROLE,GRANT,,,"GRANT ALL",<not logged>
*/
WHERE email <> 'a,"b",c'`;

/** A week on a real server: each message that it wrote, at the time and from the address that the week says. */
export async function week(server: PostgresProcess, people: People): Promise<readonly Message[]> {
  await prepare(server, people);
  const messages: Message[] = [];
  const login = async (
    when: string,
    remote: string,
    user: string,
    statements: readonly string[],
    { name, database = DATABASE }: { name?: string; database?: string } = {},
  ): Promise<void> => {
    const before = server.log().length;
    const client = clientOf(server, { user, database, name });
    try {
      await client.connect();
      // What fails is recorded, too.
      for (const each of statements) await client.query(each).catch(() => undefined);
      await client.end();
    } catch {
      // A login that is refused is a part of the week.
    }
    messages.push(...toldSince(await settled(server, before), new Date(when), remote));
  };
  const { admin, migrator, application, report, oncall } = people;
  const quoted = escapeIdentifier(migrator);
  // Before the week.
  await login('2026-11-15T10:00:00+09:00', '10.30.4.1', admin, [
    `CREATE SCHEMA app AUTHORIZATION ${quoted}`,
  ]);
  await login('2026-11-17T13:10:00+09:00', '10.30.4.2', migrator, [
    'CREATE TABLE app.users (id int, email text)',
    'CREATE TABLE app."odd,na""me" (id int)',
    `GRANT USAGE ON SCHEMA app TO ${[application, report, oncall].map(escapeIdentifier).join(', ')}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA app TO ${[application, report, oncall].map(escapeIdentifier).join(', ')}`,
    `GRANT INSERT, UPDATE, TRUNCATE ON app.users TO ${escapeIdentifier(application)}`,
  ]);
  await login('2026-11-17T20:30:00+09:00', '10.30.4.2', migrator, [
    'ALTER TABLE app.users ADD COLUMN since date',
  ]);
  await login('2026-11-18T11:00:00+09:00', '2001:db8::7', application, [
    "INSERT INTO app.users (id, email) VALUES (1, 'a')",
    QUOTING,
    'SELECT * FROM app."odd,na""me"',
    'SELECT * FROM app.missing',
    "SET pgaudit.log = 'none'",
    'TRUNCATE app.users',
  ]);
  await login('2026-11-18T14:00:00+09:00', '10.30.0.20', oncall, ['SELECT email FROM app.users'], {
    name: 'x\n2026-11-18 05:00:00 UTC:10.30.0.9(1):kura_admin@x:[1]:LOG:  AUDIT: SESSION,1',
  });
  await login('2026-11-19T23:15:00+09:00', '10.30.0.20', oncall, [
    'SELECT count(*) FROM app.users',
    'DELETE FROM app.users',
  ]);
  await login('2026-11-20T09:30:00+09:00', '10.30.9.9', FORGED_LINE.user, [], FORGED_LINE);
  await login('2026-11-20T09:32:00+09:00', '10.30.9.9', FORGED_NAME.user, [], FORGED_NAME);
  await login('2026-11-20T12:00:00+09:00', '10.30.4.1', admin, [
    `ALTER ROLE ${escapeIdentifier(oncall)} SET pgaudit.log = 'none'`,
    "SET pgaudit.log = 'none'",
    'SELECT * FROM app.users',
  ]);
  await login('2026-11-21T10:00:00+09:00', '10.30.4.5', report, ['SELECT id FROM app.users']);
  return messages;
}

async function prepare(server: PostgresProcess, people: People): Promise<void> {
  const root = await patient(server);
  const instance = awsInstanceOf(orderWith('data: personal'), 'prod-aws-order');
  const recorded = Object.entries(instance.parameters)
    .filter(([name]) => /^(?:pgaudit\.|log_(?:dis)?connections$|log_error_verbosity$)/.test(name))
    .map(([name, { value }]) => [name, value] as const);
  for (const [name, value] of [
    ...recorded,
    ['log_line_prefix', PREFIX] as const,
    ['log_timezone', 'UTC'] as const,
  ])
    await root.query(
      `ALTER SYSTEM SET ${name.split('.').map(escapeIdentifier).join('.')} = ${escapeLiteral(value)}`,
    );
  await root.query(`CREATE ROLE ${escapeIdentifier(people.admin)} LOGIN SUPERUSER`);
  for (const user of [people.migrator, people.application, people.report, people.oncall])
    await root.query(`CREATE ROLE ${escapeIdentifier(user)} LOGIN`);
  await root.query(`CREATE DATABASE ${DATABASE} OWNER ${escapeIdentifier(people.migrator)}`);
  const [service] = instance.services;
  const audit = service?.contents.value.audit ?? '';
  await root.query(`ALTER DATABASE ${DATABASE} SET pgaudit.log = ${escapeLiteral(audit)}`);
  await root.query(`COPY (${rulesFor(people)}) TO ${await rulesFile(root)}`);
  await root.query('SELECT pg_reload_conf()');
  await root.end();
  const inside = clientOf(server, { user: 'postgres', database: DATABASE });
  await inside.connect();
  await inside.query('CREATE EXTENSION pgaudit');
  await inside.end();
  await settled(server, 0);
}

/** The rules of logins: who is of the week needs no password, and nobody else has one. */
function rulesFor(people: People): string {
  const known = [people.admin, people.migrator, people.application, people.report, people.oncall];
  const lines = [
    `host all ${['postgres', ...known].map((name) => `"${name}"`).join(',')} 127.0.0.1/32 trust`,
    'host all all 127.0.0.1/32 scram-sha-256',
  ];
  return lines.map((line) => `SELECT ${escapeLiteral(line)}`).join(' UNION ALL ');
}

async function rulesFile(root: Client): Promise<string> {
  const { rows } = await root.query<{ hba_file: string }>('SHOW hba_file');
  return escapeLiteral(rows[0]?.hba_file ?? '');
}

interface As {
  readonly user: string;
  readonly database: string;
  readonly name?: string | undefined;
}

function clientOf({ port }: PostgresProcess, { user, database, name }: As): Client {
  const client = new Client({
    ...{ host: '127.0.0.1', port, user, database, password: 'guessed' },
    ...(name === undefined ? {} : { application_name: name }),
  });
  client.on('error', () => undefined);
  return client;
}

async function patient(server: PostgresProcess): Promise<Client> {
  for (let tries = 0; ; tries++) {
    const client = clientOf(server, { user: 'postgres', database: 'postgres' });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (tries > 400) throw error;
      await sleep(25);
    }
  }
}

/** What the server has said since, once it says no more: it tells of the end of a session after the client has gone. */
async function settled(server: PostgresProcess, since: number): Promise<string> {
  for (let said = ''; ;) {
    await sleep(150);
    const now = server.log().slice(since);
    if (now === said && now !== '') return now;
    said = now;
  }
}

const toldSince = (text: string, when: Date, remote: string): readonly Message[] =>
  text
    .trimEnd()
    .split(/\n(?=\d{4}-\d\d-\d\d )/)
    .map((each) => ({
      when,
      text: each.replace(
        /^[\d-]+ [\d:]+ UTC:127\.0\.0\.1(?=\(\d+\):)/,
        `${when.toISOString().slice(0, 19).replace('T', ' ')} UTC:${remote}`,
      ),
    }));
