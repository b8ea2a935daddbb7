import { startPostgres, type PostgresServer } from '../support/postgres-server';

describe.each([16, 17, 18] as const)('an emulated RDS with PostgreSQL %i', (major) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major, platform: 'rds' });
    await server.setPassword('kura_admin', 'secret');
  });
  afterAll(() => server.stop());

  it('lets its administrator in by the password, and by no token', async () => {
    const admin = await server.connect('postgres', 'kura_admin', 'secret');
    const { rows } = await admin.query('SELECT current_user AS who, current_setting($1) AS v', [
      'server_version_num',
    ]);
    expect(rows).toEqual([{ who: 'kura_admin', v: expect.stringMatching(`^${major}`) as string }]);
    await expect(server.connect('postgres', 'kura_admin')).rejects.toMatchObject({ code: '28000' });
    await expect(server.connect('postgres', 'kura_admin', 'guess')).rejects.toMatchObject({
      code: '28000',
    });
  });

  it('takes the password from an administrator who made a role that logs in by a token', async () => {
    const admin = await server.connect('postgres', 'kura_admin', 'secret');
    await admin.query('CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pgaudit');
    await admin.query('CREATE ROLE app LOGIN; GRANT rds_iam TO app');
    await server.connect('postgres', 'app');
    await expect(server.connect('postgres', 'kura_admin', 'secret')).rejects.toMatchObject({
      code: '28000',
    });
    await server.connect('postgres', 'kura_admin');
  });
});

describe('an emulated Cloud SQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major: 17, platform: 'cloud-sql' });
  });
  afterAll(() => server.stop());

  it('lets nobody in as postgres before the password is set', async () => {
    await expect(server.connect('postgres', 'postgres', '')).rejects.toThrow();
    await server.setPassword('postgres', 'secret');
    await server.connect('postgres', 'postgres', 'secret');
  });

  it('lets users of the API in by a token', async () => {
    await server.iamUser('runner@p.iam');
    const session = await server.connect('postgres', 'runner@p.iam');
    await expect(session.query('CREATE ROLE x')).rejects.toMatchObject({ code: '42501' });
    await expect(server.connect('postgres', 'runner@p.iam', 'guess')).rejects.toMatchObject({
      code: '28000',
    });
  });
});

describe('a local server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major: 17, platform: 'local' });
  });
  afterAll(() => server.stop());

  it('trusts everybody, and gives nothing that only clouds give', async () => {
    const admin = await server.connect('postgres', 'kura_admin');
    await expect(admin.query('CREATE EXTENSION pg_stat_statements')).rejects.toThrow(/denied/);
  });
});
