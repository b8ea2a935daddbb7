import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { DATA_CLASSES, type DataClass } from '../../../model/audit/data-class';
import { awsInstanceOf, orderWith } from '../../support/estate-folder';
import { describeOnPgAudit } from '../../support/pgaudit-server';
import type { PostgresProcess } from '../../support/postgres-process';

/** As RDS writes it ("Parameters for logging in RDS for PostgreSQL", RDS user guide, read 2026-11). */
const PREFIX = '%t:%r:%u@%d:[%p]:';

const instance = awsInstanceOf(orderWith('data: personal'), 'prod-aws-order');

async function session({ port }: PostgresProcess, user: string, database: string): Promise<Client> {
  for (let tries = 0; ; tries++) {
    const client = new Client({ host: '127.0.0.1', port, user, database });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (tries > 400) throw error;
      await sleep(25);
    }
  }
}

/** A server with what an instance of RDS records by, and a database of each class with what the runner sets of it. */
async function recording(server: PostgresProcess): Promise<void> {
  const admin = await session(server, 'postgres', 'postgres');
  const settings = Object.entries(instance.parameters).filter(([name]) =>
    name.startsWith('pgaudit.'),
  );
  for (const [name, { value }] of [...settings, ['log_line_prefix', { value: PREFIX }] as const]) {
    const parameter = name.split('.').map(escapeIdentifier).join('.');
    await admin.query(`ALTER SYSTEM SET ${parameter} = ${escapeLiteral(value)}`);
  }
  await admin.query('SELECT pg_reload_conf()');
  await admin.query('CREATE ROLE app_migrator LOGIN');
  await admin.query('CREATE ROLE app LOGIN');
  for (const data of DATA_CLASSES) {
    await admin.query(`CREATE DATABASE ${data} OWNER app_migrator`);
    const [service] = awsInstanceOf(orderWith(`data: ${data}`), 'prod-aws-order').services;
    const audit = service?.contents.value.audit ?? null;
    if (audit !== null)
      await admin.query(`ALTER DATABASE ${data} SET pgaudit.log = ${escapeLiteral(audit)}`);
    const inside = await session(server, 'postgres', data);
    await inside.query('CREATE EXTENSION pgaudit');
    await inside.end();
  }
  await admin.end();
}

/** What a migration and an application do. */
async function use(server: PostgresProcess, data: DataClass): Promise<void> {
  const migrator = await session(server, 'app_migrator', data);
  await migrator.query('CREATE SCHEMA app');
  await migrator.query('CREATE TABLE app.person (id int, email text)');
  await migrator.query('GRANT USAGE ON SCHEMA app TO app');
  await migrator.query('GRANT SELECT, INSERT ON app.person TO app');
  await migrator.end();
  const app = await session(server, 'app', data);
  await app.query('INSERT INTO app.person VALUES ($1, $2)', [1, 'BOUND']);
  await app.query('SELECT email FROM app.person WHERE email = $1', ['BOUND']);
  await app.query("SET work_mem = '8MB'");
  await expect(app.query("SET pgaudit.log = 'none'")).rejects.toThrow(/permission denied/);
  await app.end();
  await sleep(100);
}

describeOnPgAudit('on a PostgreSQL with pgAudit', (start) => {
  let server: PostgresProcess;
  beforeAll(async () => {
    server = await start();
    await recording(server);
    for (const data of DATA_CLASSES) await use(server, data);
  }, 60_000);
  afterAll(() => server.stop());

  /** Lines of the trail of one database: who, and what pgAudit says of it. */
  const trail = (data: DataClass): readonly (readonly [string, string])[] =>
    server
      .log()
      .split('\n')
      .flatMap((line) => {
        const [, who = '', said = ''] =
          new RegExp(`:(app\\w*)@${data}:\\[\\d+\\]:LOG: {2}AUDIT: (.*)$`).exec(line) ?? [];
        return said === '' ? [] : [[who, said] as const];
      });
  /** `DDL CREATE TABLE app.person`. */
  const kinds = (data: DataClass): readonly string[] =>
    trail(data).map(([who, said]) => {
      const [, , , kind, command, , object] = said.split(',');
      return [who, kind, command, object].filter(Boolean).join(' ');
    });

  const ALWAYS = [
    'app_migrator DDL CREATE SCHEMA app',
    'app_migrator DDL CREATE TABLE app.person',
    'app_migrator ROLE GRANT',
    'app_migrator ROLE GRANT',
  ];

  test('changes of schema and of rights are in the trail of every class', () => {
    expect(kinds('internal')).toEqual(ALWAYS);
  });

  test('of personal data it is there who read and changed which table', () => {
    expect(kinds('personal')).toEqual([
      ...ALWAYS,
      'app WRITE INSERT app.person',
      'app READ SELECT app.person',
    ]);
  });

  test('of payment data what a session sets is there, too', () => {
    expect(kinds('payment')).toEqual([
      ...ALWAYS,
      'app WRITE INSERT app.person',
      'app READ SELECT app.person',
      'app MISC SET',
    ]);
  });

  test('no bind value is in it', () => {
    for (const data of DATA_CLASSES)
      for (const [, said] of trail(data)) {
        expect(said).not.toContain('BOUND');
        expect(said).toMatch(/<not logged>$/);
      }
  });

  test('an application cannot take itself out of it, and that it tried is in the log', () => {
    expect(server.log()).toMatch(
      /app@payment:\[\d+\]:ERROR: {2}permission denied to set parameter "pgaudit\.log"/,
    );
  });
});
