import { cloudSqlHost, userOf } from '../../../runner/hosts/cloud-sql';
import type { GoogleRequest } from '../../../runner/hosts/google-request';
import type { Host } from '../../../runner/host';
import type { Engine } from '../../../model/tables/engines';

const INSTANCE = { project: 'suzumina', region: 'asia-northeast1', name: 'suzumina-prod-order' };
const RUNNER = 'suzumina-prod-order-runner';
const ADMIN = 'https://sqladmin.googleapis.com/v1/projects/suzumina';
const SECRETS = 'https://secretmanager.googleapis.com/v1';

const refused = (status: number): Error =>
  Object.assign(new Error(`refused with ${status}`), { response: { status } });

interface Asked {
  readonly host: Host;
  readonly requests: readonly GoogleRequest[];
  readonly pauses: readonly number[];
}

/** A host whose API answers these in turn: bodies, or errors. */
function host(engine: Engine, ...answers: readonly unknown[]): Asked {
  const [requests, pauses]: [GoogleRequest[], number[]] = [[], []];
  const left = [...answers];
  return {
    requests,
    pauses,
    host: cloudSqlHost(INSTANCE, engine, {
      call: <Body>(request: GoogleRequest) => {
        requests.push(request);
        const answer = left.shift();
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as Body);
      },
      log: () => undefined,
      sleep: (pause) => {
        pauses.push(pause);
        return Promise.resolve();
      },
    }),
  };
}

describe('the role of the runner’s own user', () => {
  it('is given by the API, which is waited for', async () => {
    const { host: it, requests } = host(
      'postgres',
      { name: 'op-1', status: 'PENDING' },
      { name: 'op-1', status: 'RUNNING' },
      { name: 'op-1', status: 'DONE' },
    );
    await it.assignAdminRole?.(`${RUNNER}@suzumina.iam`, 'cloudsqlsuperuser');
    expect(requests).toEqual([
      {
        method: 'PUT',
        url: `${ADMIN}/instances/suzumina-prod-order/users?name=${RUNNER}%40suzumina.iam&databaseRoles=cloudsqlsuperuser`,
        data: {},
      },
      { method: 'GET', url: `${ADMIN}/operations/op-1` },
      { method: 'GET', url: `${ADMIN}/operations/op-1` },
    ]);
  });

  it('waits while the instance is at something else', async () => {
    const done = { name: 'op-1', status: 'DONE' };
    const { host: it, pauses } = host('postgres', refused(409), refused(503), done);
    await it.assignAdminRole?.(`${RUNNER}@suzumina.iam`, 'cloudsqlsuperuser');
    expect(pauses).toEqual([1000, 2000]);
  });

  it('is not given by who may not, or where the operation fails', async () => {
    const { host: it } = host('postgres', refused(403));
    await expect(it.assignAdminRole?.('x', 'y')).rejects.toThrow('refused with 403');
    const error = { errors: [{ code: 'NOT_FOUND', message: 'no such user' }] };
    const { host: other } = host('postgres', { name: 'op-1', status: 'DONE', error });
    await expect(other.assignAdminRole?.('x', 'y')).rejects.toThrow('NOT_FOUND no such user');
  });

  it('goes by the whole address in MySQL', () => {
    expect(userOf('mysql', INSTANCE, RUNNER)).toEqual({
      name: `${RUNNER}@suzumina.iam.gserviceaccount.com`,
      host: '%',
    });
  });
});

it('sets no password', () => {
  expect(host('postgres').host.setBootstrapPassword).toBeUndefined();
});

describe('a secret', () => {
  const SECRET = 'suzumina-prod-order-app';
  const NAME = `projects/suzumina/secrets/${SECRET}`;
  const version = (state: string): unknown => ({
    name: 'projects/1/secrets/app/versions/3',
    createTime: '2026-11-01T00:00:00.123456Z',
    state,
  });

  it('is found by its id in the instance’s project, and its newest version’s value by nobody', async () => {
    const { host: it, requests } = host('postgres', version('ENABLED'));
    expect(await it.newestVersion(SECRET)).toEqual({
      id: '3 of app on suzumina-prod-order',
      created: new Date('2026-11-01T00:00:00.123Z'),
    });
    expect(requests).toEqual([{ method: 'GET', url: `${SECRETS}/${NAME}/versions/latest` }]);
  });

  it('is another’s where another secret or another instance has the same version', async () => {
    const idOn = async (name: string, secret: string): Promise<string | undefined> => {
      const answer = { name: `projects/1/secrets/${secret}/versions/1`, state: 'ENABLED' };
      const version = await cloudSqlHost({ ...INSTANCE, name }, 'postgres', {
        call: <Body>() => Promise.resolve({ ...answer, createTime: '2026-11-01' } as Body),
        log: () => undefined,
        sleep: () => Promise.resolve(),
      }).newestVersion(secret);
      return version?.id;
    };
    const ids = [
      await idOn('order', 'app'),
      await idOn('order', 'app-recovery'),
      await idOn('order-at-before', 'app'),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('may have none that readers get', async () => {
    expect(await host('postgres', refused(404)).host.newestVersion(SECRET)).toBeUndefined();
    expect(await host('postgres', version('DISABLED')).host.newestVersion(SECRET)).toBeUndefined();
    await expect(host('postgres', refused(403)).host.newestVersion(SECRET)).rejects.toThrow('403');
  });

  it('gets another', async () => {
    const { host: it, requests } = host('postgres', version('ENABLED'));
    expect(await it.addVersion(SECRET, 'new')).toBe('3 of app on suzumina-prod-order');
    expect(requests).toEqual([
      {
        method: 'POST',
        url: `${SECRETS}/${NAME}:addVersion`,
        data: { payload: { data: 'bmV3' } },
      },
    ]);
  });
});
