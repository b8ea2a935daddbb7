import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { awsInstanceOf, orderWith, type EstateFiles } from '../../support/estate-folder';
import { postgresProcess, type PostgresProcess } from '../../support/postgres-process';

const SUPERUSER = 'postgres';

/** Starts PostgreSQL with what an instance of RDS logs by, as far as it is PostgreSQL's own. */
async function logging(major: number, preset: string): Promise<PostgresProcess> {
  const server = await postgresProcess({
    ...{ major, cloud: false, superuser: SUPERUSER, preload: ['auto_explain'] },
    logins: `host all ${SUPERUSER} 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n`,
  });
  const session = await connected(server);
  const files = orderWith(`version: ${String(major)}\nlatencyBudget: 60ms`);
  for (const [name, value] of Object.entries(settings(files, preset)))
    await session.query(`ALTER SYSTEM SET ${name} = ${escapeLiteral(value)}`);
  await session.query("ALTER SYSTEM SET deadlock_timeout = '20ms'");
  await session.query('SELECT pg_reload_conf()');
  await session.end();
  await sleep(100);
  return server;
}

function settings(files: EstateFiles, preset: string): Readonly<Record<string, string>> {
  const { parameters } = awsInstanceOf(
    { ...files, 'estate.yaml': String(files['estate.yaml']).replace('production', preset) },
    preset === 'development' ? 'prod-aws-shared-postgres' : 'prod-aws-order',
  );
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => /^(?:log_|auto_explain\.)/.test(name))
      .map(([name, { value }]) => [name.split('.').map(escapeIdentifier).join('.'), value]),
  );
}

async function connected({ port }: PostgresProcess, user = SUPERUSER): Promise<Client> {
  for (let tries = 0; ; tries++) {
    const client = new Client({
      ...{ host: '127.0.0.1', port, user, password: 'wrong', database: 'postgres' },
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (user !== SUPERUSER || tries > 400) throw error;
      await sleep(25);
    }
  }
}

/** All that writes a line, with values that are told apart. */
async function use(server: PostgresProcess): Promise<void> {
  const one = await connected(server);
  const other = await connected(server);
  await one.query("CREATE TABLE person (id int PRIMARY KEY, email text UNIQUE DEFAULT 'LITERAL')");
  await one.query("INSERT INTO person SELECT g, 'mail' || g FROM generate_series(1, 3) AS g");
  await one.query('SELECT pg_sleep(0.3) FROM person WHERE email < $1 LIMIT 1', ['zBIND']);
  await one.query("SELECT pg_sleep(0.1), 'LITERAL of a slow one'");
  const failing = async (sql: string, values: readonly unknown[]): Promise<void> => {
    await expect(one.query(sql, [...values])).rejects.toThrow();
  };
  await failing('INSERT INTO person SELECT 8 + id, $1::text FROM person', ['BIND key']);
  await failing('INSERT INTO person VALUES ($1, $2)', [null, 'BIND row']);
  await failing('SELECT $1::int', ['QUOTED']);
  await waitFor(one, other);
  await cross(one, other);
  await one.query("CREATE ROLE somebody LOGIN PASSWORD 'right'");
  await expect(connected(server, 'somebody')).rejects.toThrow();
  await Promise.all([one.end(), other.end()]);
  await sleep(100);
}

const UPDATE = 'UPDATE person SET email = $2 WHERE id = $1';

/** One waits until the other ends its transaction. */
async function waitFor(one: Client, other: Client): Promise<void> {
  await other.query('BEGIN');
  await other.query(UPDATE, [1, 'BIND 1']);
  const waiting = one.query(UPDATE, [1, 'BIND 2']);
  await sleep(200);
  await other.query('COMMIT');
  await waiting;
}

/** Each waits for the other. */
async function cross(one: Client, other: Client): Promise<void> {
  for (const session of [one, other]) await session.query('BEGIN');
  await one.query(UPDATE, [1, 'BIND 3']);
  await other.query(UPDATE, [2, 'BIND 4']);
  const crossed = await Promise.allSettled([
    one.query(UPDATE, [2, 'BIND 5']),
    other.query(UPDATE, [1, 'BIND 6']),
  ]);
  expect(crossed.map(({ status }) => status)).toContain('rejected');
  for (const session of [one, other]) await session.query('ROLLBACK');
}

describe.each([16, 17, 18])('the log of PostgreSQL %i', (major) => {
  test('holds no bind value in production, and each line that is counted', async () => {
    const server = await logging(major, 'production');
    try {
      await use(server);
      const log = server.log();
      expect(log).not.toContain('BIND');
      for (const counted of [
        /LOG: {2}duration: [\d.]+ ms {2}execute <unnamed>: SELECT pg_sleep\(0\.3\) FROM person WHERE email < \$1/,
        /ERROR: {2}deadlock detected/,
        /LOG: {2}process \d+ still waiting for ShareLock on transaction \d+ after/,
        /FATAL: {2}password authentication failed for user "somebody"/,
        /ERROR: {2}duplicate key value violates unique constraint/,
        /LOG: {2}connection authorized: user=postgres/,
        /LOG: {2}disconnection: session time:/,
      ])
        expect(log).toMatch(counted);
      expect(log).not.toContain('plan:');
      // What no setting leaves out: literals, and the value that an error is about.
      expect(log).toContain('LITERAL of a slow one');
      expect(log).toContain('invalid input syntax for type integer: "QUOTED"');
    } finally {
      await server.stop();
    }
  });
});

test('the log holds values and plans in development', async () => {
  const server = await logging(17, 'development');
  try {
    await use(server);
    const log = server.log();
    expect(log).toMatch(/DETAIL: {2}Parameters: \$1 = 'zBIND'/);
    expect(log).toContain('DETAIL:  Key (email)=(BIND key) already exists.');
    expect(log).toMatch(/duration: [\d.]+ ms {2}plan:\n\s*\{\n\s*"Query Text": "SELECT pg_sleep/);
  } finally {
    await server.stop();
  }
});

test('a plan holds the value of a parameter although none is to be logged', async () => {
  const server = await logging(17, 'production');
  try {
    const session = await connected(server);
    await session.query('SET auto_explain.log_min_duration = 0');
    await session.query('SET auto_explain.log_parameter_max_length = 0');
    await session.query('SELECT 1 FROM pg_class WHERE relname = $1', ['BIND of a plan']);
    await session.end();
    await sleep(100);
    expect(server.log()).toMatch(/relname = 'BIND of a plan'/);
  } finally {
    await server.stop();
  }
});
