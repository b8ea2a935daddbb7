import type { DeclaredState } from '../../model/sql/declared-state';
import { LoginRefused, type Host } from '../../runner/host';
import { run } from '../../runner/run';
import { postgresHost } from '../support/postgres-host';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

const STATE: DeclaredState = {
  ...{ format: 1, stack: 'prod-aws-order', platform: 'rds', engine: 'postgres', version: '17' },
  admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
  ...{ databases: [], logins: [] },
};

const atOnce = (): Promise<void> => Promise.resolve();

function host(connect: Host['connect']): Host & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  return {
    lines,
    connect,
    setBootstrapPassword: () => Promise.resolve(),
    newestVersion: () => Promise.resolve(undefined),
    addVersion: () => Promise.resolve('1'),
    log: (line) => lines.push(line),
  };
}

it.each(['postgres', 'mysql'] as const)('refuses where %s lets nobody in', async (engine) => {
  const it = host(() => Promise.reject(new LoginRefused('no')));
  const result = await run({ ...STATE, engine }, it, atOnce);
  expect(result).toMatchObject({ stack: 'prod-aws-order', outcome: 'refused', applied: 0 });
  expect(result.problems).toHaveLength(1);
  expect(JSON.parse(it.lines.at(-1) ?? '')).toEqual(result);
});

it.each(['postgres', 'mysql'] as const)('throws nothing where %s breaks', async (engine) => {
  const it = host(() =>
    Promise.resolve({
      query: () => Promise.reject(new Error('broken')),
      end: () => Promise.reject(new Error('broken too')),
    }),
  );
  const { outcome, problems } = await run({ ...STATE, engine }, it, atOnce);
  expect(outcome).toBe('refused');
  expect(problems[0]?.got).toContain('broken');
});

describe.each(['rds', 'cloud-sql'] as const)('a new PostgreSQL of %s', (platform) => {
  const runner = 'order-runner@suzumina.iam';
  const state: DeclaredState = {
    ...STATE,
    platform,
    ...(platform === 'cloud-sql' && { admin: { login: runner, role: 'cloudsqlsuperuser' } }),
    databases: [
      {
        ...{ service: 'order', name: 'order_db', schemas: [{ name: 'app', holds: 'data' }] },
        ...{ searchPath: ['app'], extensions: ['pg_stat_statements'], audit: null },
        ...{ partitions: [], timeouts: {} },
      },
    ],
    logins: [
      {
        ...{ name: 'order_batch', identity: 'role/batch', via: 'secret', secret: 'batch' },
        ...{ made: true, connections: 5, access: [{ database: 'order_db', role: 'writer' }] },
      },
    ],
  };

  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major: 17, platform });
  });
  afterAll(() => server.stop());

  it('holds what is declared after one run, which the next finds so', async () => {
    if (platform === 'cloud-sql') await server.iamUser(runner);
    const it = postgresHost(server, platform);
    const first = await run(state, it, atOnce);
    expect(first).toMatchObject({ outcome: 'converged', problems: [], findings: [] });
    expect(first.applied).toBeGreaterThan(0);
    expect(it.calls).toHaveLength(1);
    const password = it.secrets.batch?.at(-1)?.password ?? '';
    const session = await server.connect('order_db', 'order_batch', password);
    await session.end();
    expect(it.lines.join('\n')).not.toContain(password);
    expect(await run(state, it, atOnce)).toMatchObject({ outcome: 'converged', applied: 0 });
    expect(JSON.parse(it.lines.at(-1) ?? '')).toMatchObject({ format: 1, applied: 0 });
  });
});
