import type { DeclaredState } from '../../../model/sql/declared-state';
import { admitPostgres } from '../../../runner/postgres/admin';
import { convergePostgres } from '../../../runner/postgres/converge';
import { verifyPostgres } from '../../support/verify-postgres';
import type { OpenSession } from '../../../runner/postgres/sessions';
import type { Result } from '../../../runner/result';
import { postgresHost, type FakeHost } from '../../support/postgres-host';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';
import { database, declared, login } from './declared';

const admitted = async (state: DeclaredState, host: FakeHost): Promise<OpenSession> => {
  const admission = await admitPostgres(state, host, () => Promise.resolve());
  if ('problem' in admission) throw new Error(admission.problem.got);
  return admission.open;
};

const rows = async (
  server: PostgresServer,
  place: string,
  user: string,
  sql: string,
  password?: string,
): Promise<unknown[]> => {
  const client = await server.connect(place, user, password);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe.each([16, 17] as const)('an RDS of PostgreSQL %i', (version) => {
  let server: PostgresServer;
  let host: FakeHost;
  beforeAll(async () => {
    server = await startPostgres({ major: version, platform: 'rds' });
    host = postgresHost(server, 'rds');
  });
  afterAll(() => server.stop());

  const timeouts = { operator: { statement: 60_000 } };
  const state = (via: 'iam' | 'secret'): DeclaredState => ({
    ...declared(
      version,
      [database('order_db', { audit: 'write, ddl', timeouts, extensions: ['pg_trgm'] })],
      [
        login('api', [{ database: 'order_db', role: 'writer' }]),
        login('operator', [{ database: 'order_db', role: 'operator' }]),
        login('batch', [{ database: 'order_db', role: 'reader' }], {
          ...(via === 'secret' ? { via, secret: 'prod/order/batch' } : { via }),
        }),
      ],
      'rds',
    ),
    admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
  });
  const run = async (via: 'iam' | 'secret'): Promise<Result> =>
    convergePostgres(state(via), await admitted(state(via), host), {
      ...{ passwords: host, log: host.log },
    });

  test('gets all that is declared, and says no password', async () => {
    const result = await run('secret');
    expect(result).toMatchObject({
      ...{ outcome: 'converged', problems: [], findings: [], withheld: [], waiting: [], kept: [] },
    });
    expect(result.plan).toEqual(
      expect.arrayContaining([
        'postgres: GRANT "rds_iam" TO "api" WITH INHERIT TRUE, SET TRUE',
        `postgres: ALTER ROLE "batch" PASSWORD '…'`,
        'order_db: CREATE EXTENSION "pgaudit" SCHEMA "ops"',
        'order_db: CREATE EXTENSION "pg_stat_statements" SCHEMA "ops"',
        `postgres: ALTER DATABASE "order_db" SET pgaudit.log = 'write, ddl'`,
        `order_db: ALTER ROLE "operator" IN DATABASE "order_db" SET pgaudit.log = 'all'`,
      ]),
    );
    expect(result.applied).toBe(result.plan.length);
    expect(JSON.stringify([result, host.lines])).not.toContain('SCRAM');
    expect(await run('secret')).toMatchObject({ outcome: 'converged', plan: [] });
    expect(await verifyPostgres(state('secret'), await admitted(state('secret'), host))).toEqual(
      [],
    );
  });

  test('lets its logins in by a token, or by the password of the secret', async () => {
    const password = host.secrets['prod/order/batch']?.at(-1)?.password;
    expect(await rows(server, 'order_db', 'api', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(
      await rows(server, 'order_db', 'batch', 'SHOW default_transaction_read_only', password),
    ).toEqual([{ default_transaction_read_only: 'on' }]);
    await expect(rows(server, 'order_db', 'batch', 'SELECT 1')).rejects.toThrow();
  });

  test('lets an operator see what runs and end it, and read what statements cost', async () => {
    const seen = await rows(
      server,
      'order_db',
      'operator',
      `SELECT pg_has_role('pg_signal_backend', 'USAGE') AS ends,
        (SELECT count(*) >= 0 FROM pg_stat_statements) AS costs,
        current_setting('pgaudit.log') AS audited, current_setting('statement_timeout') AS limit`,
    );
    expect(seen).toEqual([{ ends: true, costs: true, audited: 'all', limit: '1min' }]);
  });

  test('changes a password that somebody has changed in the secret', async () => {
    host.secrets['prod/order/batch']?.push({ id: 'by hand', created: new Date(), password: '?' });
    expect(await run('secret')).toMatchObject({
      ...{ outcome: 'converged', plan: [`postgres: ALTER ROLE "batch" PASSWORD '…'`] },
    });
  });

  test('moves a login from its password to IAM, and back', async () => {
    const { plan } = await run('iam');
    expect(plan).toEqual([
      `postgres: COMMENT ON ROLE "batch" IS 'kura: login'`,
      'postgres: ALTER ROLE "batch" PASSWORD NULL',
      'postgres: GRANT "rds_iam" TO "batch" WITH INHERIT TRUE, SET TRUE',
    ]);
    expect(await rows(server, 'order_db', 'batch', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const back = await run('secret');
    expect(back.plan).toEqual([
      expect.stringMatching(
        /^postgres: REVOKE "rds_iam" FROM "batch" GRANTED BY "(?:rds_superuser|kura_admin)" CASCADE$/,
      ),
      `postgres: ALTER ROLE "batch" PASSWORD '…'`,
    ]);
  });
});

describe.each([16, 17] as const)('a Cloud SQL of PostgreSQL %i', (version) => {
  const RUNNER = 'order-runner@suzumina.iam';
  let server: PostgresServer;
  let host: FakeHost;
  beforeAll(async () => {
    server = await startPostgres({ major: version, platform: 'cloud-sql' });
    host = postgresHost(server, 'cloud-sql');
    for (const user of [RUNNER, 'api@suzumina.iam', 'left@suzumina.iam', 'migrate@suzumina.iam'])
      await server.iamUser(user);
  });
  afterAll(() => server.stop());

  const given = (name: string, role: 'writer' | 'migrator' | 'reader') =>
    login(`${name}@suzumina.iam`, [{ database: 'order_db', role }], {
      ...{ made: false, connections: 5 },
    });
  const timeouts = {
    writer: { statement: 30_000, lock: 5000 },
    migrator: { statement: 0, lock: 5000 },
    reader: { statement: 60_000, lock: 1000 },
  };
  const state = (...more: string[]): DeclaredState => ({
    ...declared(
      version,
      [database('order_db', { timeouts, audit: 'ddl' })],
      [
        given('api', 'writer'),
        given('migrate', 'migrator'),
        ...more.map((name) => given(name, 'reader')),
        login('batch', [{ database: 'order_db', role: 'writer' }], {
          ...{ via: 'secret', secret: 'batch' },
        }),
      ],
      'cloud-sql',
    ),
    admin: { login: RUNNER, role: 'cloudsqlsuperuser' },
  });
  const run = async (declaredState: DeclaredState): Promise<Result> =>
    convergePostgres(declaredState, await admitted(declaredState, host), {
      ...{ passwords: host, log: host.log },
    });

  test('gets all that is declared, and says what is the cloud’s', async () => {
    const result = await run(state('left'));
    expect(result).toMatchObject({ outcome: 'converged', problems: [], findings: [], kept: [] });
    expect(result.withheld).toEqual([
      'order_db_auditor: membership in pg_read_all_settings',
      'order_db_operator: membership in pg_read_all_stats',
      'order_db_operator: membership in pg_read_all_settings',
      'order_db_operator: membership in pg_signal_backend',
      'settings and limit of sessions of api@suzumina.iam: the login is the cloud’s',
      'settings and limit of sessions of migrate@suzumina.iam: the login is the cloud’s',
      'settings and limit of sessions of left@suzumina.iam: the login is the cloud’s',
    ]);
    expect(await run(state('left'))).toMatchObject({ outcome: 'converged', plan: [] });
  });

  test('has its limits in the database, as wide as its applications and people need', async () => {
    const sql = `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`;
    expect(await rows(server, 'order_db', 'api@suzumina.iam', sql)).toEqual([
      { statement: '1min', lock: '5s' },
    ]);
    const password = host.secrets.batch?.at(-1)?.password;
    expect(await rows(server, 'order_db', 'batch', sql, password)).toEqual([
      { statement: '30s', lock: '5s' },
    ]);
  });

  test('covers what a migrator makes as its group, and reports what he makes as himself', async () => {
    const migrate = 'migrate@suzumina.iam';
    await rows(
      server,
      'order_db',
      migrate,
      'SET ROLE order_db_migrator; CREATE TABLE app.t (id int)',
    );
    await rows(server, 'order_db', 'api@suzumina.iam', 'SELECT * FROM app.t');
    await rows(server, 'order_db', migrate, 'CREATE TABLE app.mine (id int)');
    const { findings } = await run(state('left'));
    expect(findings).toContainEqual({
      ...{ kind: 'beyond', where: 'order_db', who: migrate, what: 'owner of table app.mine' },
    });
    await rows(server, 'order_db', migrate, 'DROP TABLE app.mine');
  });

  test('takes all from a login that leaves, and leaves the login to Terraform', async () => {
    const { plan } = await run(state());
    expect(plan).toEqual([
      'postgres: REVOKE "order_db_reader" FROM "left@suzumina.iam" GRANTED BY "cloudsqlsuperuser" CASCADE',
      `postgres: SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'left@suzumina.iam' AND datname IN ('order_db')`,
      // It was the widest that anybody needed.
      `postgres: ALTER DATABASE "order_db" SET statement_timeout = '30000'`,
    ]);
    await expect(rows(server, 'order_db', 'left@suzumina.iam', 'SELECT 1')).rejects.toThrow(
      'permission denied for database "order_db"',
    );
  });
});
