import { LoginRefused, type Host } from '../../runner/host';
import { postgresSession } from '../../runner/hosts/postgres-session';
import type { Admission } from '../../runner/admission';
import { admitPostgres } from '../../runner/postgres/admin';
import type { OpenSession } from '../../runner/postgres/sessions';
import type { DeclaredState, Platform } from '../../model/sql/declared-state';
import { postgresHost, type FakeHost } from '../support/postgres-host';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

const RUNNER = 'order-runner@suzumina.iam';

const declared = (platform: Platform): Pick<DeclaredState, 'stack' | 'platform' | 'admin'> => ({
  stack: 'prod-x-order',
  platform,
  admin:
    platform === 'cloud-sql'
      ? { login: RUNNER, role: 'cloudsqlsuperuser' }
      : { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
});

const at = (
  platform: Platform,
  host: Host,
  pauses: number[] = [],
): Promise<Admission<OpenSession>> =>
  admitPostgres(declared(platform), host, (pause) => {
    pauses.push(pause);
    return Promise.resolve();
  });

async function who(admission: Admission<OpenSession>): Promise<unknown> {
  if ('problem' in admission) return admission.problem;
  const session = await admission.open('postgres');
  const rows = await session.query(
    `SELECT session_user AS login, current_user AS role,
      current_setting('search_path') AS path, current_setting('application_name') AS name`,
  );
  await session.end();
  return rows[0];
}

/** What is there of roles and memberships. */
async function roles(server: PostgresServer): Promise<unknown> {
  const session = await server.superuser();
  const { rows } = await session.query(
    `SELECT r.rolname, m.rolname AS member, a.admin_option, a.inherit_option, a.set_option
     FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
     ORDER BY 1, 2`,
  );
  await session.end();
  return rows;
}

describe('the administrator of an RDS', () => {
  let server: PostgresServer;
  let host: FakeHost;
  beforeAll(async () => {
    server = await startPostgres({ major: 17, platform: 'rds' });
    host = postgresHost(server, 'rds');
  });
  afterAll(() => server.stop());
  const itself = {
    ...{ login: 'kura_admin', role: 'kura_admin' },
    ...{ path: 'pg_catalog', name: 'kura-runner' },
  };

  it('comes in by a password once, and by a token ever after', async () => {
    expect(await who(await at('rds', host))).toEqual(itself);
    expect(host.calls).toEqual(['password of kura_admin']);
    const first = await roles(server);
    expect(await who(await at('rds', host))).toEqual(itself);
    expect(host.calls).toHaveLength(1);
    expect(await roles(server)).toEqual(first);
    await expect(host.connect('postgres', { user: 'kura_admin', password: 'x' })).rejects.toThrow(
      LoginRefused,
    );
  });

  it('says in its log that a password is set, and never which', () => {
    expect(host.lines).toEqual([
      'kura_admin cannot log in yet: kura_admin gets a password that is forgotten at once.',
    ]);
  });

  it('finds its way in again where somebody took it away', async () => {
    const superuser = await server.superuser();
    await superuser.query('REVOKE rds_iam FROM kura_admin GRANTED BY rds_superuser');
    expect(await who(await at('rds', host))).toEqual(itself);
    expect(host.calls).toHaveLength(2);
  });

  it('is not locked out by a role of its own that logs in by a token', async () => {
    const superuser = await server.superuser();
    await superuser.query('REVOKE rds_iam FROM kura_admin GRANTED BY rds_superuser');
    await superuser.query('SET ROLE kura_admin; CREATE ROLE app LOGIN; GRANT rds_iam TO app');
    expect(await who(await at('rds', host))).toEqual(itself);
    expect(host.calls).toHaveLength(2);
  });

  it('says what to look at where neither a token nor a new password is taken', async () => {
    const pauses: number[] = [];
    const refuses = (): Promise<never> => Promise.reject(new LoginRefused('no'));
    expect(await at('rds', { ...host, connect: refuses }, pauses)).toEqual({
      problem: {
        place: 'prod-x-order',
        required: 'the runner must be able to log in as kura_admin and to work as kura_admin',
        got: 'a refusal',
        cure: 'See that IAM authentication is on, and that the runner’s role may rds-db:connect as this user of this instance.',
      },
    });
    expect(pauses.slice(0, 6)).toEqual([1000, 2000, 4000, 8000, 15000, 15000]);
    // A minute and a half before anything is changed, and five after.
    expect(pauses.reduce((sum, each) => sum + each)).toBe(390_000);
  });

  it('waits for a server that comes up, and then as long as a password takes', async () => {
    const superuser = await server.superuser();
    await superuser.query('DROP ROLE app; REVOKE rds_iam FROM kura_admin GRANTED BY rds_superuser');
    let calls = 0;
    let refused = false;
    const slow: Host = {
      ...host,
      connect: (database, as) => {
        if (++calls <= 2) return Promise.reject(Object.assign(new Error(), { code: 'ETIMEDOUT' }));
        if (as.password !== undefined && !refused) {
          refused = true;
          return Promise.reject(new LoginRefused('not yet'));
        }
        return host.connect(database, as);
      },
    };
    const pauses: number[] = [];
    expect(await who(await at('rds', slow, pauses))).toEqual(itself);
    const before = pauses.slice(0, -1);
    expect(before.reduce((sum, each) => sum + each)).toBe(90_000);
    expect(pauses.slice(-1)).toEqual([1000]);
  });

  it('changes nothing for a refusal that passes', async () => {
    let calls = 0;
    const glitch: Host = {
      ...host,
      connect: (database, as) =>
        ++calls === 1 ? Promise.reject(new LoginRefused('throttled')) : host.connect(database, as),
    };
    const before = host.calls.length;
    expect(await who(await at('rds', glitch))).toEqual(itself);
    expect(host.calls).toHaveLength(before);
  });

  it('says so where the server is not there', async () => {
    const gone: Host = { ...host, connect: () => postgresSession({ host: '127.0.0.1', port: 1 }) };
    const pauses: number[] = [];
    expect(await at('rds', gone, pauses)).toMatchObject({
      problem: { required: 'the server must be reachable' },
    });
    expect(pauses.reduce((sum, each) => sum + each)).toBe(90_000);
  });

  it('says so where the cloud’s API refuses', async () => {
    const refuses: Host = {
      ...host,
      connect: () => Promise.reject(new LoginRefused('no')),
      setBootstrapPassword: () => Promise.reject(new Error('not authorized: rds:ModifyDBInstance')),
    };
    expect(await at('rds', refuses)).toMatchObject({
      problem: { got: '"not authorized: rds:ModifyDBInstance"' },
    });
  });
});

describe('the administrator of a Cloud SQL', () => {
  let server: PostgresServer;
  let host: FakeHost;
  beforeAll(async () => {
    server = await startPostgres({ major: 17, platform: 'cloud-sql' });
    host = postgresHost(server, 'cloud-sql');
  });
  afterAll(() => server.stop());
  const itself = {
    ...{ login: RUNNER, role: 'cloudsqlsuperuser' },
    ...{ path: 'pg_catalog', name: 'kura-runner' },
  };

  it('needs the database user that Terraform makes', async () => {
    const noUser: Host = { ...host, assignAdminRole: () => Promise.resolve() };
    expect(await at('cloud-sql', noUser)).toMatchObject({
      problem: {
        cure: 'See that Terraform has made this database user, and that its service account has roles/cloudsql.instanceUser.',
      },
    });
  });

  it('is given its role by the API once, and works as it', async () => {
    await server.iamUser(RUNNER);
    expect(await who(await at('cloud-sql', host))).toEqual(itself);
    expect(host.calls).toEqual([`cloudsqlsuperuser for ${RUNNER}`]);
    const first = await roles(server);
    expect(await who(await at('cloud-sql', host))).toEqual(itself);
    expect(host.calls).toHaveLength(1);
    expect(await roles(server)).toEqual(first);
  });

  it('finds its way in again where somebody took the role away', async () => {
    const superuser = await server.superuser();
    await superuser.query(`REVOKE cloudsqlsuperuser FROM "${RUNNER}"`);
    expect(await who(await at('cloud-sql', host))).toEqual(itself);
    expect(host.calls).toHaveLength(2);
  });

  it('makes roles and databases as its role', async () => {
    const admission = await at('cloud-sql', host);
    if (!('open' in admission)) throw new Error('no way in');
    const session = await admission.open('postgres');
    await session.query('CREATE ROLE app_owner');
    await session.query('GRANT app_owner TO CURRENT_USER WITH INHERIT TRUE, SET TRUE');
    await session.query('CREATE DATABASE app OWNER app_owner');
    await session.end();
  });
});

describe('the administrator of a local server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major: 16, platform: 'local' });
  });
  afterAll(() => server.stop());

  it('is whoever says so, and nobody makes it', async () => {
    const host = postgresHost(server, 'local');
    expect(await who(await at('local', host))).toMatchObject({ role: 'kura_admin' });
    const superuser = await server.superuser();
    await superuser.query(
      'ALTER DATABASE postgres OWNER TO postgres; ALTER DATABASE template1 OWNER TO postgres; DROP ROLE kura_admin',
    );
    expect(await at('local', host)).toMatchObject({
      problem: { cure: 'Make it as a superuser: CREATE ROLE … LOGIN CREATEDB CREATEROLE.' },
    });
  });
});
