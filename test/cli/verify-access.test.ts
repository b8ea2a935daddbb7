import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { declareState } from '../../model/sql/declare';
import { run } from '../../runner/run';
import { localhostCertificates } from '../support/certificates';
import { estateFolder, instanceOf, SMALL_ESTATE, type EstateFiles } from '../support/estate-folder';
import { postgresHost } from '../support/postgres-host';
import { startPostgres, tokenOf, type PostgresServer } from '../support/postgres-server';
import { kura, scratch } from './kura';

/** Two services that share an instance. */
const FILES: EstateFiles = {
  'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace('production', 'development'),
  'services/order.yaml': SMALL_ESTATE['services/order.yaml'],
  'services/pay.yaml': String(SMALL_ESTATE['services/order.yaml']).replaceAll('order', 'pay'),
};
const NAME = 'prod/shared-postgres';
const STACK = 'prod-aws-shared-postgres';
const state = declareState(instanceOf(FILES, STACK));
const estate = estateFolder(FILES);
const certificates = localhostCertificates();
const ca = path.join(scratch(), 'ca.pem');
writeFileSync(ca, certificates.authority);

let server: PostgresServer;
const converge = () => run(state, postgresHost(server, 'rds'), () => Promise.resolve());

beforeAll(async () => {
  server = await startPostgres({ major: 17, platform: 'rds', tls: certificates });
  expect((await converge()).outcome).toBe('converged');
});
afterAll(() => server.stop());

/** Runs a verb on the server, through TLS whose certificate is of another name than the address, as behind a tunnel. */
async function on(user: string, password: string | undefined, ...argv: readonly string[]) {
  const before = { ...process.env };
  if (password === undefined) delete process.env.PGPASSWORD;
  else process.env.PGPASSWORD = password;
  const near = ['--host', '127.0.0.1', '--port', String(server.port), '--user', user];
  try {
    const [verb = '', ...rest] = argv;
    return await kura(verb, NAME, '--estate', estate, ...near, ...rest);
  } finally {
    process.env = before;
  }
}

const tls = ['--server-name', 'localhost', '--ca', ca];
const as = (user: string, ...argv: readonly string[]) => on(user, tokenOf(user), ...argv, ...tls);

const sql = async (database: string, text: string): Promise<void> => {
  const session = await server.superuser(database);
  await session.query(text);
  await session.end();
};

const CLEAN = `${STACK}: nobody may do more or less than is declared.\n`;

describe('a database that is as declared', () => {
  test('is verified by its administrator, who sees all of it', async () => {
    const ran = await as('kura_admin', 'verify-access');
    expect(ran).toEqual({ code: 0, out: CLEAN, err: '' });
  });

  test('is verified by an application’s login, which says what it could not see', async () => {
    const { code, out, err } = await as('order_api', 'verify-access');
    expect({ code, out }).toEqual({ code: 0, out: CLEAN });
    expect(err).toBe('Not seen:\n  - pay_service_db: all inside it, for want of CONNECT\n');
  });

  test('leaves the runner nothing to do', async () => {
    const { code, out, err } = await as('order_api', 'sql', '--diff');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain(`${STACK}: all is as declared.\n`);
  });
});

describe('a database that somebody changed', () => {
  beforeAll(async () => {
    await sql('order_service_db', 'GRANT CREATE ON SCHEMA app TO PUBLIC');
    await sql('postgres', 'REVOKE order_service_db_writer FROM order_api GRANTED BY kura_admin');
    await sql('postgres', 'CREATE ROLE mallory LOGIN SUPERUSER');
  });
  afterAll(async () => {
    await sql('postgres', 'DROP ROLE mallory');
    expect((await converge()).outcome).toBe('converged');
  });

  test('is told of in a table, and with exit code 1', async () => {
    const { code, out } = await as('kura_admin', 'verify-access');
    expect(code).toBe(1);
    const lines = out.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(lines.slice(0, 3)).toEqual([
      'kind where who what',
      'beyond order_service_db PUBLIC CREATE on schema app',
      'beyond server mallory SUPERUSER',
    ]);
    expect(lines[3]).toMatch(/^short server order_api member.* order_service_db_writer/);
    expect(lines.slice(-3)).toEqual(['', `${STACK}: 3 findings.`, '']);
    expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
  });

  test('is told of as JSON for machines', async () => {
    const { code, out } = await as('kura_admin', 'verify-access', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ stack: STACK, unseen: [], waiting: [], kept: [] });
    expect((JSON.parse(out) as { findings: unknown[] }).findings).toContainEqual({
      kind: 'beyond',
      where: 'order_service_db',
      who: 'PUBLIC',
      what: 'CREATE on schema app',
    });
  });

  test('has what the runner would do printed, and nothing done', async () => {
    for (let round = 0; round < 2; round++) {
      const { code, out, err } = await as('kura_admin', 'sql', '--diff');
      expect(code).toBe(1);
      expect(out).toContain('order_service_db: REVOKE CREATE ON SCHEMA "app" FROM PUBLIC;\n');
      expect(out).toMatch(/^postgres: GRANT "order_service_db_writer" TO "order_api" .*;$/m);
      expect(out).toContain('The runner changes none of this:\n');
      expect(err).toContain(`${STACK}: 2 statements to run.\n`);
    }
  });

  test('has both as JSON', async () => {
    const { out } = await as('kura_admin', 'sql', '--diff', '--format', 'json');
    const { statements, findings } = JSON.parse(out) as Record<string, unknown[]>;
    expect({ statements: statements?.length, findings: findings?.length }).toEqual({
      statements: 2,
      findings: 1,
    });
  });
});

describe('a database that cannot be looked at', () => {
  const message = async (...args: Parameters<typeof on>): Promise<string> => {
    const { code, out, err } = await on(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    return err;
  };

  test.each([
    ['a wrong password', 'wrong', 'See PGPASSWORD: an IAM token holds for 15 minutes'],
    ['no password', undefined, 'got no PGPASSWORD. Set PGPASSWORD of the environment'],
  ])('lets nobody in with %s', async (_, password, words) => {
    const err = await message('order_api', password, 'verify-access', ...tls);
    expect(err).toContain(`127.0.0.1:${server.port}: the server must let order_api in, got `);
    expect(err).toContain(words);
    expect(err).not.toContain('wrong');
  });

  test.each([
    ['has a certificate of another name', ['--server-name', 'order.example', '--ca', ca]],
    ['has a certificate of nobody known', ['--server-name', 'localhost']],
    ['is meant by its address alone', ['--ca', ca]],
  ])('is not spoken to where it %s', async (_, argv) => {
    const err = await message('order_api', tokenOf('order_api'), 'verify-access', ...argv);
    expect(err).toContain('the server must prove who it is, got ');
    expect(err).toContain('--server-name');
  });

  test('is not there', async () => {
    const near = ['--host', '127.0.0.1', '--port', '1', '--user', 'x', '--no-tls'];
    const { code, err } = await kura('verify-access', NAME, '--estate', estate, ...near);
    expect(code).toBe(2);
    expect(err).toMatch(/^127\.0\.0\.1:1: the server must be reachable, got "ECONNREFUSED/);
  });

  test('is of another major version', async () => {
    const service = `${String(FILES['services/order.yaml'])}version: '16'\n`;
    const other = estateFolder({
      'estate.yaml': FILES['estate.yaml'],
      'services/order.yaml': service,
    });
    process.env.PGPASSWORD = tokenOf('order_api');
    const near = ['--host', '127.0.0.1', '--port', String(server.port), '--user', 'order_api'];
    const ran = await kura('verify-access', NAME, '--estate', other, ...near, ...tls);
    delete process.env.PGPASSWORD;
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('server must be PostgreSQL 16, got 17.');
  });
});

describe('a database that is only to be looked at', () => {
  test('is verified by a login that begins as read-only', async () => {
    await sql('postgres', 'ALTER ROLE order_api SET default_transaction_read_only = on');
    const { code, out } = await as('order_api', 'verify-access');
    await sql('postgres', 'ALTER ROLE order_api RESET default_transaction_read_only');
    // Only the setting itself is otherwise than declared.
    expect({ code, findings: out.match(/^(?:beyond|short) /gm)?.length }).toEqual({
      code: 1,
      findings: 1,
    });
  });

  test('is verified and compared where the whole server takes no writes, as a replica', async () => {
    await sql('postgres', 'ALTER SYSTEM SET default_transaction_read_only = on');
    await sql('postgres', 'SELECT pg_reload_conf()');
    for (const verb of [['verify-access'], ['sql', '--diff']]) {
      const { code, err } = await as('kura_admin', ...verb);
      expect({ code, refused: err.includes('must take writes') }).toEqual({
        code: 0,
        refused: false,
      });
    }
    await sql('postgres', 'ALTER SYSTEM RESET default_transaction_read_only');
    await sql('postgres', 'SELECT pg_reload_conf()');
  });

  test('takes a password from the file that psql takes it from, unless others may read it', async () => {
    const file = path.join(scratch(), 'pgpass');
    const line = `127.0.0.1:${server.port}:*:order_api:${tokenOf('order_api').replace(':', '\\:')}`;
    writeFileSync(file, `# of a test\n127.0.0.1:1:*:*:wrong\n${line}\n`, { mode: 0o600 });
    process.env.PGPASSFILE = file;
    const look = () => on('order_api', undefined, 'verify-access', ...tls);
    expect(await look()).toMatchObject({ code: 0, out: CLEAN });
    chmodSync(file, 0o644);
    expect(await look()).toMatchObject({ code: 2 });
    delete process.env.PGPASSFILE;
  });
});
