import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { poolOf } from '../../examples/app/pool';
import { scratch } from '../support/synth';
import { SHIPPED } from './shipped';

const README = readFileSync(path.resolve(__dirname, '../../examples/README.md'), 'utf8');
const bundle = path.join(scratch(), 'bundle.pem');
writeFileSync(bundle, 'the CAs');

const VARIABLES = {
  PGHOST: 'db.example',
  PGPORT: '5432',
  PGDATABASE: 'order_service_db',
  PGUSER: 'order_api',
  PGSSLMODE: 'verify-full',
  PGSSLROOTCERT: bundle,
  POOL_MAX: '20',
  POOL_MIN: '5',
  POOL_ACQUIRE_MS: '30000',
  POOL_IDLE_MS: '10000',
};

test('a pool is what the variables say, and verifies the host against the bundle', () => {
  expect(poolOf(VARIABLES)).toEqual({
    host: 'db.example',
    port: 5432,
    database: 'order_service_db',
    user: 'order_api',
    ssl: { ca: 'the CAs' },
    max: 20,
    min: 5,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 10_000,
  });
});

test('before the proxy there is no TLS, and no bundle', () => {
  const { PGSSLROOTCERT: _, ...variables } = VARIABLES;
  expect(poolOf({ ...variables, PGSSLMODE: 'disable' })).toMatchObject({ ssl: false });
});

test('a variable that is missing is named', () => {
  expect(() => poolOf({ ...VARIABLES, PGHOST: undefined })).toThrow('PGHOST is not set');
});

describe('the README’s code', () => {
  const password = path.join(scratch(), 'password');
  writeFileSync(password, 'from the file');
  const code = /```ts\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
  const ways = runWays(code, {
    ...VARIABLES,
    AWS_REGION: 'ap-northeast-1',
    PGPASSWORD_FILE: password,
  });

  test('by IAM on ECS, each connection signs a token of its own', async () => {
    const token = ways.onEcsByIam?.().given.password;
    expect(await token?.()).toBe('token 1 for order_api at db.example:5432 in ap-northeast-1');
    expect(await token?.()).toBe('token 2 for order_api at db.example:5432 in ap-northeast-1');
  });

  test('with a secret on Cloud Run, the password is the file’s', async () => {
    expect(await ways.onCloudRunWithSecret?.().given.password?.()).toBe('from the file');
  });

  test('the others leave the password to node-postgres or to the proxy', () => {
    expect(ways.onEcsWithSecret?.().given).not.toHaveProperty('password');
    expect(ways.onCloudRunByIam?.().given).not.toHaveProperty('password');
  });
});

test('the README’s image has the contract’s bundle where the variables look for it', () => {
  const order = SHIPPED.instances.find(({ stack }) => stack === 'prod-aws-order');
  const url = order?.services[0]?.contract.tls.bundle ?? '';
  expect(README).toContain(`ADD --chmod=444 ${url} /etc/ssl/rds/\n`);
});

interface PoolSettings {
  readonly password?: () => Promise<string>;
}

/** Runs the block with its packages stood in for: what each way gives to `Pool`. */
function runWays(
  code: string,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, () => { readonly given: PoolSettings }>> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  let tokens = 0;
  class Pool {
    readonly given: PoolSettings;
    constructor(settings: PoolSettings) {
      this.given = settings;
    }
  }
  class Signer {
    constructor(readonly at: Readonly<Record<string, unknown>>) {}
    getAuthToken = (): Promise<string> => {
      const { username, hostname, port, region } = this.at;
      tokens += 1;
      return Promise.resolve(
        `token ${tokens} for ${String(username)} at ${String(hostname)}:${String(port)} in ${String(region)}`,
      );
    };
  }
  const modules: Readonly<Record<string, unknown>> = {
    pg: { Pool },
    '@aws-sdk/rds-signer': { Signer },
    './pool': { poolOf },
    'node:fs/promises': jest.requireActual('node:fs/promises'),
  };
  const exported: Record<string, () => { readonly given: PoolSettings }> = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the README's own code, with its packages stood in for
  const run = new Function('require', 'process', 'exports', outputText) as (
    ...given: readonly unknown[]
  ) => void;
  run((name: string) => modules[name], { env }, exported);
  return exported;
}
