import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { RUNNER_LOADER } from '../../constructs/google/runner-loader';
import { localhostCertificates } from '../support/certificates';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

const ROOT = path.resolve(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'kura-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Built {
  readonly bundle: Buffer;
  readonly zip: Buffer;
}

/** Builds the runner from a copy of what it is made of. */
function build(name: string): Built {
  const copy = path.join(folder, name);
  mkdirSync(copy, { recursive: true });
  for (const each of ['build.mjs', 'tsconfig.json', 'model', 'runner'])
    cpSync(path.join(ROOT, each), path.join(copy, each), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  const program = "import('./build.mjs').then(({ bundleRunner }) => bundleRunner())";
  const { status, stderr } = node(copy, '-e', program);
  if (status !== 0) throw new Error(stderr);
  const made = (file: string): Buffer => readFileSync(path.join(copy, 'dist', file));
  return { bundle: made('runner.cjs'), zip: made('runner.zip') };
}

function node(cwd: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  const env = { PATH: process.env.PATH, TZ: 'Asia/Tokyo', TMPDIR: folder };
  return spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
}

let built: Built;
beforeAll(() => {
  built = build('one');
});

it('is the same bytes in another folder', () => {
  const other = build('another/deeper');
  expect(other.bundle.equals(built.bundle)).toBe(true);
  expect(other.zip.equals(built.zip)).toBe(true);
});

it('says nothing of the machine that built it', () => {
  const text = built.bundle.toString('utf8');
  for (const each of [ROOT, folder, process.env.HOME ?? ROOT])
    expect({ each, at: text.indexOf(`${each}/`) }).toEqual({ each, at: -1 });
});

describe('alone in a folder', () => {
  const alone = path.join(folder, 'alone');
  const [, file = '', exported = ''] =
    /handler: '(\w+)\.(\w+)'/.exec(
      readFileSync(path.join(ROOT, 'constructs/aws/runner-function.ts'), 'utf8'),
    ) ?? [];
  beforeAll(() => {
    mkdirSync(alone);
    for (const [name, bytes] of Object.entries(unzipSync(built.zip)))
      writeFileSync(path.join(alone, name), bytes);
    writeFileSync(path.join(alone, 'runner.cjs'), built.bundle);
  });

  it('has for Lambda the one file that its handler is in', () => {
    const unzipped = unzipSync(built.zip);
    expect(Object.keys(unzipped)).toEqual([`${file}.js`]);
    expect(built.bundle.equals(unzipped[`${file}.js`] ?? Buffer.alloc(0))).toBe(true);
  });

  it('is loaded by Lambda, and takes no other state', () => {
    const call = `require('./${file}.js').${exported}({}).catch(({ message }) => console.log(message))`;
    const { status, stdout } = node(alone, '-e', call);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^the state\.format: must be right/) as string,
    });
  });

  /** As Cloud Run starts it, on a state. */
  const run = (text: string): SpawnSyncReturns<string> => {
    writeFileSync(path.join(alone, 'state.json'), text);
    const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
    const pinned = ['runner.cjs', sha256(built.bundle), 'state.json', sha256(text)];
    return node(alone, '-e', RUNNER_LOADER, ...pinned, 'prod/x');
  };

  it('is run by the loader of Cloud Run’s job, and ends with its own code', () => {
    const { status, stdout } = run('{}');
    expect({ status, stdout }).toEqual({
      status: 2,
      stdout: expect.stringMatching(/^the state\.format: must be right/) as string,
    });
  });

  describe('with a state', () => {
    const state = (engine: string): string =>
      JSON.stringify({
        ...{ format: 1, stack: 'x', platform: 'rds', engine, version: '17' },
        ...{ admin: { login: 'a', role: 'a' }, databases: [], logins: [] },
      });

    it.each(['postgres', 'mysql'])('of %s asks Cloud Run for the instance', (engine) => {
      expect(run(state(engine)).stdout).toContain('KURA_INSTANCE must be set');
    });

    let server: PostgresServer;
    beforeAll(async () => {
      const tls = localhostCertificates();
      server = await startPostgres({ major: 17, platform: 'rds', tls });
    });
    afterAll(() => server.stop());

    it('goes from Lambda to the server with a token, and verifies who it is', () => {
      const environment = {
        ...{ KURA_HOST: 'localhost', KURA_PORT: String(server.port), KURA_REGION: 'x' },
        ...{
          KURA_INSTANCE: 'x',
          KURA_STACK: 'x',
          AWS_ACCESS_KEY_ID: 'x',
          AWS_SECRET_ACCESS_KEY: 'x',
        },
      };
      const call = `Object.assign(process.env, ${JSON.stringify(environment)});
        require('./${file}.js').${exported}(${state('postgres')}, { getRemainingTimeInMillis: () => 900_000 }).catch(({ message }) => console.log(message))`;
      expect(node(alone, '-e', call).stdout).toContain('the server must prove who it is');
    });
  });
});
