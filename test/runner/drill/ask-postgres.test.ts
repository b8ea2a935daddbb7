import { sayProblem } from '../../../model/problem';
import { ask, type Asking, type DrillHost } from '../../../runner/drill/ask';
import { postgresHost } from '../../support/postgres-host';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';
import { awsOrder } from './orders';

const atOnce = (): Promise<void> => Promise.resolve();

/** A copy as RDS restores it: the administrator logs in by a token, as before. */
let server: PostgresServer;
const sql = async (database: string, ...statements: readonly string[]): Promise<void> => {
  const session = await server.superuser(database);
  for (const statement of statements) await session.query(statement);
  await session.end();
};
beforeAll(async () => {
  server = await startPostgres({ major: 17, platform: 'rds' });
  await sql(
    'postgres',
    'GRANT rds_iam TO kura_admin',
    'CREATE ROLE order_app LOGIN',
    'CREATE DATABASE order_db',
    'CREATE DATABASE billing_db',
  );
  await sql(
    'order_db',
    'CREATE SCHEMA app',
    'GRANT USAGE ON SCHEMA app TO kura_admin',
    'CREATE TABLE app."or""ders" (id int)',
    'INSERT INTO app."or""ders" VALUES (1)',
    'CREATE TABLE app.kept (id int)',
    'GRANT SELECT ON app."or""ders" TO kura_admin',
  );
});
afterAll(() => server.stop());

const asked = (more: Parameters<typeof awsOrder>[0] = {}, host?: DrillHost): Promise<Asking> =>
  ask(awsOrder(more), host ?? postgresHost(server, 'rds'), atOnce);
const problems = (asking: Asking): readonly string[] =>
  ('answer' in asking ? asking.answer.problems : [asking.problem]).map(sayProblem);

it('finds what is declared, and reads what it may', async () => {
  const asking = await asked({ databases: ['order_db', 'billing_db'] });
  expect(asking).toEqual({ answer: { tables: 2, read: 1, problems: [] } });
});

it('says which database and which role did not come back', async () => {
  const asking = await asked({ databases: ['order_db', 'gone_db'], roles: ['order_app', 'lost'] });
  expect(problems(asking)).toEqual([
    'prod-aws-order-recovery, drill of replicated-backups: the database gone_db must be in the copy, got none. Restore a copy by hand (`restoreFrom`) and see what it lacks: until then count on another mechanism.',
    'prod-aws-order-recovery, drill of replicated-backups: the role lost must be in the copy, got none. Restore a copy by hand (`restoreFrom`) and see what it lacks: until then count on another mechanism.',
  ]);
});

it('says which database does not open', async () => {
  await sql('postgres', 'REVOKE CONNECT ON DATABASE billing_db FROM PUBLIC');
  const asking = await asked({ databases: ['billing_db', 'order_db'] });
  expect(problems(asking)).toEqual([
    expect.stringContaining('prod-aws-order-recovery, database billing_db: ') as string,
  ]);
  expect(asking).toMatchObject({ answer: { tables: 2, read: 1 } });
  await sql('postgres', 'GRANT CONNECT ON DATABASE billing_db TO PUBLIC');
});

it('says which table cannot be read', async () => {
  // The file of the table is not there any more, as after a restore that lost a block.
  await sql(
    'order_db',
    'CREATE TABLE app.broken AS SELECT 1 AS id',
    'GRANT SELECT ON app.broken TO kura_admin',
    'CHECKPOINT',
  );
  const session = await server.superuser('order_db');
  const { rows } = await session.query<{ path: string }>(
    `SELECT current_setting('data_directory') || '/' || pg_relation_filepath('app.broken') AS path`,
  );
  await session.query(`COPY (SELECT 1 WHERE false) TO PROGRAM 'rm ${rows[0]?.path ?? ''}'`);
  await session.end();
  const asking = await asked();
  expect(problems(asking)).toEqual([
    expect.stringMatching(/"app"\."broken" in order_db must be readable, got \w+\./) as string,
  ]);
  await sql('order_db', 'DROP TABLE app.broken');
});

it('runs no policy of a table’s, which is code of applications’', async () => {
  await sql(
    'order_db',
    'CREATE TABLE app.seen (id int)',
    'INSERT INTO app.seen VALUES (1)',
    'GRANT SELECT ON app.seen TO kura_admin',
    'CREATE FUNCTION app.spy() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE division_by_zero; END $$',
    'CREATE POLICY spied ON app.seen USING (app.spy())',
    'ALTER TABLE app.seen ENABLE ROW LEVEL SECURITY',
  );
  expect(await asked()).toEqual({ answer: { tables: 3, read: 1, problems: [] } });
  await sql('order_db', 'DROP TABLE app.seen');
});

it('says why nobody could ask', async () => {
  const { connect } = postgresHost(server, 'rds');
  const nowhere: DrillHost = {
    connect: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    log: () => undefined,
  };
  expect(problems(await asked({}, nowhere))).toEqual([
    expect.stringMatching(
      /^prod-aws-order-recovery, suzumina-prod-order-drill: the server must be reachable/,
    ) as string,
  ]);
  const stranger = { connect: () => connect('postgres', { user: 'nobody' }), log: () => undefined };
  expect(problems(await asked({}, stranger))).toEqual([
    expect.stringContaining('the runner must be able to log in as kura_admin') as string,
  ]);
});
