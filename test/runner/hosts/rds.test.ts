import { connectionProblem } from '../../../runner/connection-problem';
import { rdsHost, token, type RdsInstance } from '../../../runner/hosts/rds';
import type { Host } from '../../../runner/host';
import { localhostCertificates } from '../../support/certificates';
import {
  cloudApi,
  type ApiAnswer,
  type ApiRequest,
  type CloudApi,
} from '../../support/fake-cloud-api';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';

const INSTANCE: RdsInstance = {
  engine: 'postgres',
  host: 'order.abc.ap-northeast-1.rds.amazonaws.com',
  port: 5432,
  region: 'ap-northeast-1',
  identifier: 'suzumina-prod-order',
};

const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_SESSION_TOKEN: 'session',
  AWS_MAX_ATTEMPTS: '1',
};

let api: CloudApi;
let answers: ((request: ApiRequest) => ApiAnswer)[] = [];
const pauses: number[] = [];

/** The host, whose pauses are none. */
function host(instance = INSTANCE, authorities?: readonly string[]): Host {
  const sleep = (pause: number): Promise<void> => {
    pauses.push(pause);
    return Promise.resolve();
  };
  return rdsHost(instance, { log: () => undefined, sleep, authorities });
}

beforeAll(async () => {
  api = await cloudApi((request) => answers.shift()?.(request) ?? { status: 500, body: '' });
  Object.assign(process.env, ENVIRONMENT, {
    AWS_ENDPOINT_URL_RDS: api.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: api.url,
  });
});
afterAll(() => api.stop());
beforeEach(() => {
  answers = [];
  pauses.length = 0;
  (api.requests as ApiRequest[]).length = 0;
});

describe('the password of the master', () => {
  const described = (status: string, pending = ''): ApiAnswer => ({
    headers: { 'content-type': 'text/xml' },
    body: `<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
      <DescribeDBInstancesResult><DBInstances><DBInstance>
        <DBInstanceStatus>${status}</DBInstanceStatus>
        <PendingModifiedValues>${pending}</PendingModifiedValues>
      </DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
  });
  const modified: ApiAnswer = {
    headers: { 'content-type': 'text/xml' },
    body: `<ModifyDBInstanceResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
      <ModifyDBInstanceResult><DBInstance/></ModifyDBInstanceResult></ModifyDBInstanceResponse>`,
  };
  const error = (code: string): ApiAnswer => ({
    status: 400,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>Instance is not available.</Message></Error></ErrorResponse>`,
  });

  it('is set, and nothing else that waits for its window; it is waited for', async () => {
    answers = [
      () => modified,
      () => described('resetting-master-credentials'),
      () => described('available', '<MasterUserPassword>****</MasterUserPassword>'),
      // Somebody’s larger class waits for the window, and is not waited for.
      () => described('available', '<DBInstanceClass>db.r7g.large</DBInstanceClass>'),
    ];
    await host().setBootstrapPassword?.('kura_admin', 'new');
    // Without ApplyImmediately, which would do all that waits.
    expect(Object.fromEntries(new URLSearchParams(api.requests[0]?.body))).toEqual({
      ...{ Action: 'ModifyDBInstance', Version: '2014-10-31' },
      ...{ DBInstanceIdentifier: 'suzumina-prod-order', MasterUserPassword: 'new' },
    });
    expect(api.requests).toHaveLength(4);
    expect(pauses).toEqual([5000, 5000, 5000]);
  });

  it('waits while the instance is busy with something else', async () => {
    answers = [() => error('InvalidDBInstanceState'), () => modified, () => described('available')];
    await host().setBootstrapPassword?.('kura_admin', 'new');
    expect(pauses).toEqual([1000, 5000]);
  });

  it('is not set by who may not', async () => {
    answers = [() => error('AccessDenied')];
    await expect(host().setBootstrapPassword?.('kura_admin', 'new')).rejects.toThrow(
      'Instance is not available.',
    );
  });

  it.each(['modifying', 'storage-optimization'])(
    'is not waited for longer where the instance is %s',
    async (status) => {
      answers = [() => modified, () => described(status)];
      await host().setBootstrapPassword?.('kura_admin', 'new');
      expect(pauses).toEqual([5000]);
    },
  );

  it('is given up on at last', async () => {
    const pending = '<MasterUserPassword>****</MasterUserPassword>';
    const waiting = (): ApiAnswer => described('available', pending);
    answers = [() => modified, ...Array.from({ length: 200 }, () => waiting)];
    await expect(host().setBootstrapPassword?.('kura_admin', 'new')).rejects.toThrow(
      'RDS was still setting the password after 10 minutes.',
    );
  });
});

describe('a secret', () => {
  const json = (value: unknown): ApiAnswer => ({
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(value),
  });
  const SECRET = 'arn:aws:secretsmanager:ap-northeast-1:1:secret:app-abcdef';

  it('has the version that readers get', async () => {
    answers = [
      () =>
        json({
          Versions: [
            { VersionId: 'a', VersionStages: ['AWSPREVIOUS'], CreatedDate: 1 },
            { VersionId: 'b', VersionStages: ['AWSCURRENT'], CreatedDate: 1795000000 },
          ],
        }),
    ];
    expect(await host().newestVersion(SECRET)).toEqual({
      id: 'b',
      created: new Date(1795000000 * 1000),
    });
    expect(JSON.parse(api.requests[0]?.body ?? '')).toEqual({ SecretId: SECRET, MaxResults: 100 });
  });

  it('may have none', async () => {
    answers = [() => json({ Versions: [] })];
    expect(await host().newestVersion(SECRET)).toBeUndefined();
  });

  it('gets another', async () => {
    answers = [() => json({ VersionId: 'c' })];
    expect(await host().addVersion(SECRET, 'new')).toBe('c');
    expect(JSON.parse(api.requests[0]?.body ?? '')).toMatchObject({
      ...{ SecretId: SECRET, SecretString: 'new' },
    });
    expect(api.requests[0]?.headers['x-amz-target']).toBe('secretsmanager.PutSecretValue');
  });
});

it('signs a token for one user of one server, with no call', async () => {
  const url = new URL(`https://${await token(INSTANCE, 'kura_admin')}`);
  expect(url.host).toBe(`${INSTANCE.host}:5432`);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ Action: 'connect', DBUser: 'kura_admin', 'X-Amz-Expires': '900' },
    'X-Amz-Credential': expect.stringContaining('/ap-northeast-1/rds-db/aws4_request') as string,
  });
  expect(api.requests).toEqual([]);
});

describe('a session', () => {
  const certificates = localhostCertificates();
  let server: PostgresServer;
  const at = (name: string): RdsInstance => ({ ...INSTANCE, host: name, port: server.port });
  const problem = async (made: Promise<unknown>): Promise<string> =>
    made.then(
      () => 'none',
      (error: unknown) => connectionProblem('x', error).required,
    );
  beforeAll(async () => {
    server = await startPostgres({ major: 17, platform: 'local', tls: certificates });
  });
  afterAll(() => server.stop());

  it('is encrypted, with a server that an authority vouches for', async () => {
    const session = await host(at('localhost'), [certificates.authority]).connect('postgres', {
      user: 'kura_admin',
    });
    const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    expect(await session.query(sql)).toEqual([{ ssl: true }]);
    expect(await session.query('SELECT $1::int AS a', [1])).toEqual([{ a: 1 }]);
    await session.end();
  });

  it('is refused to a server whose certificate none of RDS’s authorities signed', async () => {
    const made = host(at('localhost')).connect('postgres', { user: 'kura_admin' });
    expect(await problem(made)).toBe('the server must prove who it is');
  });

  it('is refused to a server of another name', async () => {
    const made = host(at('127.0.0.1'), [certificates.authority]).connect('postgres', {
      user: 'kura_admin',
    });
    expect(await problem(made)).toBe('the server must prove who it is');
  });
});
