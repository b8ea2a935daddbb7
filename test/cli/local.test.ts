import { spawn, spawnSync } from 'node:child_process';
import { once as event } from 'node:events';
import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { LocalContract } from '../../cli/local/contract';
import { freePort } from '../../cli/local/server';
import { estateFolder, orderWith } from '../support/estate-folder';
import { ESTATE, kura, ROOT, scratch } from './kura';

const MORE = `  - { identity: role/order-migrate, role: migrator }
  - { identity: role/order-report, role: reader, via: secret }
extensions: [pg_trgm, pg_partman]`;
const estate = estateFolder(orderWith(MORE));

// As root the server runs as its usual user, whom not every machine has.
if (process.getuid?.() === 0 && spawnSync('id', ['postgres']).status !== 0)
  spawnSync('useradd', ['--system', '--no-create-home', 'postgres']);

/** An empty project, which whoever the server runs as may pass through. */
function project(): string {
  const folder = scratch();
  chmodSync(folder, 0o755);
  return folder;
}

/** Runs the verb in a project: it keeps its files below. */
async function local(folder: string, ...argv: readonly string[]) {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await kura('local', 'order', '--estate', estate, ...argv);
  } finally {
    process.chdir(before);
  }
}

const passwordOf = (contract: Pick<LocalContract, 'passfile'>): string =>
  /:(\w+)$/m.exec(readFileSync(contract.passfile, 'utf8'))?.[1] ?? '';

async function query(contract: LocalContract, user: string, sql: string): Promise<unknown[]> {
  const { host, port, database } = contract;
  const client = new Client({ host, port, database, user, password: passwordOf(contract) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

interface Running {
  readonly contract: LocalContract;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts the real command in a process of its own, and waits until it says how to connect. */
async function start(folder: string, ...argv: readonly string[]): Promise<Running> {
  const command = path.join(ROOT, 'cli/kura.mjs');
  const verb = ['local', 'order', '--estate', estate, '--format', 'json', ...argv];
  const child = spawn(process.execPath, [command, ...verb], { cwd: folder });
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  for await (const chunk of child.stdout) {
    out += String(chunk);
    if (out.endsWith('\n}\n')) break;
  }
  if (!out.endsWith('\n}\n')) throw new Error(`It did not start: ${out}${err}`);
  return {
    contract: JSON.parse(out) as LocalContract,
    stop: async (signal) => {
      child.kill(signal);
      const [code] = (await event(child, 'exit')) as [number | null];
      return code;
    },
  };
}

describe('kura local', () => {
  const folder = project();
  const files = path.join(folder, '.kura/local/order');

  test('starts a server that has what is declared, says how to connect, and stops', async () => {
    const { code, out, err } = await local(folder, '--once');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^order: PostgreSQL 17, as prod has it\n {2}host +127\.0\.0\.1\n/);
    expect(out).toMatch(/^ {2}reader +order_report$/m);
    expect(out).toContain('  - pgaudit\n  - pg_partman\n');
    // It has no secret, and others may not read the one that is kept.
    const password = passwordOf({ passfile: path.join(files, 'pgpass') });
    expect(password).toMatch(/^\w{40}$/);
    expect(out).not.toContain(password);
    expect(statSync(path.join(files, 'pgpass')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(files, 'log'), 'utf8')).not.toContain(password);
    expect(readFileSync(path.join(files, 'log'), 'utf8')).toContain('database system is shut down');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'keeps its data, its password and its port, and stops cleanly at %s',
    async (signal) => {
      const before = readFileSync(path.join(files, 'pgpass'), 'utf8');
      const { contract, stop } = await start(folder);
      try {
        expect(readFileSync(contract.passfile, 'utf8')).toBe(before);
        expect(contract).toMatchObject({
          ...{ service: 'order', environment: 'prod', database: 'order_service_db' },
          users: { writer: ['order_api'], reader: ['order_report'], migrator: ['order_migrate'] },
        });
        await query(contract, 'order_migrate', 'CREATE TABLE IF NOT EXISTS orders (id int)');
        await query(contract, 'order_api', 'INSERT INTO orders VALUES (1)');
        const rows = await query(contract, 'order_report', 'SELECT id FROM orders');
        expect(rows).toHaveLength(signal === 'SIGINT' ? 1 : 2);
        await expect(query(contract, 'order_report', 'DELETE FROM orders')).rejects.toThrow();
        const [admin] = await query(
          contract,
          'kura_admin',
          'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
        );
        expect(admin).toEqual({ rolsuper: false });
        await expect(query(contract, 'postgres', 'SELECT 1')).rejects.toThrow(/pg_hba/);
        const second = await local(folder, '--once');
        expect(second.code).toBe(2);
        expect(second.err).toMatch(
          /no server may run on these files already, got process \d+ on port/,
        );
      } finally {
        expect(await stop(signal)).toBe(0);
      }
      const log = readFileSync(path.join(files, 'log'), 'utf8');
      expect(log).toContain('database system is shut down');
    },
  );

  test('takes another password where the old one is lost', async () => {
    rmSync(path.join(files, 'pgpass'));
    const { code, out } = await local(folder, '--once', '--format', 'json');
    expect(code).toBe(0);
    expect(passwordOf(JSON.parse(out) as LocalContract)).toMatch(/^\w{40}$/);
  });

  test('starts over with --fresh, at the port that is asked for', async () => {
    const port = (await freePort(0)) ?? 0;
    const { contract, stop } = await start(folder, '--fresh', '--port', String(port));
    try {
      expect(contract.port).toBe(port);
      const missing = query(contract, 'order_api', 'SELECT FROM orders');
      await expect(missing).rejects.toThrow(/does not exist/);
    } finally {
      await stop('SIGINT');
    }
  });

  test('says so and exits 2 where the server ends by itself', async () => {
    const { stop } = await start(folder);
    const [pid] = readFileSync(path.join(files, 'data/postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGINT');
    expect(await stop('SIGCONT')).toBe(2);
  });

  test('refuses files of another version', async () => {
    const other = estateFolder(orderWith(`${MORE}\nversion: '16'`));
    const before = process.cwd();
    process.chdir(folder);
    const { code, err } = await kura('local', 'order', '--once', '--estate', other);
    process.chdir(before);
    expect(code).toBe(2);
    expect(err).toBe(
      `${files}: the files must be of PostgreSQL 16, got 17. Start over with --fresh: what is in them is lost.\n1 problem\n`,
    );
  });
});

describe('kura local refuses', () => {
  test.each([
    [
      ['catalog'],
      'kura local: the engine must be postgres, whose server npm has, got "catalog" on mysql. Start the Docker image mysql:8.4, and give it the SQL of `npx kura sql dev/shared-mysql --local`.',
    ],
    [
      ['ordr'],
      'kura local: the service must be one of the estate (auth, catalog, order, payment, product, suzumina-web, user), got "ordr". Did you mean "order"?',
    ],
    [
      ['order', '--environment', 'prd'],
      '--environment: the environment must be one that order runs in (dev, prod, staging), got "prd". Choose one of these.',
    ],
    [
      ['order', '--port', '0'],
      '--port: a port must be a whole number from 1 to 65535, got "0". Leave it out, or choose another.',
    ],
  ])('%j', async (argv, message) => {
    const ran = await kura('local', ...argv, '--estate', ESTATE);
    expect(ran).toEqual({ code: 2, out: '', err: `${message}\n1 problem\n` });
  });
});
