import { spawn, spawnSync } from 'node:child_process';
import { once as event } from 'node:events';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { LocalContract } from '../../cli/local/contract';
import { freePort } from '../../cli/local/server';
import { estateFolder, orderWith, SMALL_ESTATE } from '../support/estate-folder';
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

/** Where the files of an environment of the estate are kept. */
const filesOf = (folder: string, of: string = estate, environment = 'prod'): string => {
  const digest = createHash('sha256').update(realpathSync(of)).digest('hex').slice(0, 8);
  return path.join(folder, `.kura/local/${environment}-order-${digest}`);
};

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
  /** What it has said on stderr so far. */
  readonly said: () => string;
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
    said: () => err,
    stop: async (signal) => {
      child.kill(signal);
      const [code] = (await event(child, 'exit')) as [number | null];
      return code;
    },
  };
}

describe('kura local', () => {
  const folder = project();
  const files = filesOf(folder);

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

  test('refuses files of another version, and does not begin with losing them', async () => {
    writeFileSync(path.join(files, 'data/PG_VERSION'), '16\n');
    const { code, err } = await local(folder, '--once');
    writeFileSync(path.join(files, 'data/PG_VERSION'), '17\n');
    expect(code).toBe(2);
    expect(err).toBe(
      `${files}: the files must be of PostgreSQL 17, got 16. Choose an --environment that still has 16, or write \`version: '16'\` again, and dump what you need; --fresh then starts over, without what is in them.\n1 problem\n`,
    );
  });

  test('does not remember a port that the server could not have', async () => {
    const before = readFileSync(path.join(files, 'pgpass'), 'utf8');
    const settings = path.join(files, 'data/postgresql.conf');
    const own = readFileSync(settings, 'utf8');
    // An address that is nobody’s here, as a port that is not the user’s.
    writeFileSync(settings, `${own}\nlisten_addresses = '192.0.2.1'\n`);
    const port = (await freePort(0)) ?? 0;
    const { code, err } = await local(folder, '--once', '--port', String(port));
    writeFileSync(settings, own);
    expect(code).toBe(2);
    expect(err).toContain('got "could not bind IPv4 address \\"192.0.2.1\\": ');
    expect(err).toContain('Choose another --port.');
    expect(err).not.toContain('--fresh');
    expect(readFileSync(path.join(files, 'pgpass'), 'utf8')).toBe(before);
    expect((await local(folder, '--once')).code).toBe(0);
  });

  test('is verified by the example of the verb’s help, also as a replica', async () => {
    const replica = path.join(files, 'data/standby.signal');
    const verified: unknown[] = [];
    for (const isReplica of [false, true]) {
      if (isReplica) writeFileSync(replica, '');
      const { contract, said, stop } = await start(folder);
      process.env.PGPASSFILE = contract.passfile;
      try {
        expect(said().includes('server must be the primary')).toBe(isReplica);
        const near = ['--host', contract.host, '--port', String(contract.port), '--no-tls'];
        const mine = ['--local', '--service', 'order', '--user', 'kura_admin'];
        const argv = ['prod/order', '--estate', estate, ...mine, ...near];
        verified.push(await kura('verify-access', ...argv));
      } finally {
        delete process.env.PGPASSFILE;
        await stop('SIGINT');
        rmSync(replica, { force: true });
      }
    }
    const [primary, standby] = verified;
    expect(primary).toMatchObject({
      code: 0,
      out: expect.stringContaining('prod-aws-order: nobody may do more') as string,
      err: expect.stringContaining('  - extension pg_partman, which this server lacks\n') as string,
    });
    expect(standby).toEqual(primary);
  });

  test('shares no data with another environment or another estate of the project', async () => {
    const files2 = {
      ...orderWith(MORE),
      'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace(/ {2}prod:[^]*/, (prod) =>
        [prod, prod.replace('prod:', 'qa:').replace('333333333333', '444444444444')].join(''),
      ),
    };
    const second = estateFolder(files2);
    const before = process.cwd();
    process.chdir(folder);
    const ran = await kura('local', 'order', '--once', '--environment', 'qa', '--estate', second);
    process.chdir(before);
    expect(ran.code).toBe(0);
    expect(existsSync(filesOf(folder, second, 'qa'))).toBe(true);
    expect(existsSync(filesOf(folder, second, 'prod'))).toBe(false);
  });
});

describe('kura local before and between migrations', () => {
  const folder = project();
  const tables = estateFolder(
    orderWith(`  - { identity: role/order-migrate, role: migrator }
  - { identity: role/order-report, role: reader, tables: { orders: all, lines: all } }`),
  );
  const eventually = async (work: () => Promise<unknown>): Promise<void> => {
    for (let tries = 0; ; tries++) {
      try {
        await work();
        return;
      } catch (error) {
        if (tries === 40) throw error;
        await sleep(250);
      }
    }
  };

  test('keeps running with what waits and what is refused, and goes on after the migration', async () => {
    const first = await start(folder, '--estate', tables);
    try {
      expect(first.contract.waiting).toHaveLength(2);
      await query(first.contract, 'order_migrate', 'CREATE TABLE orders (id int)');
    } finally {
      expect(await first.stop('SIGINT')).toBe(0);
    }
    // One table of two: a run refuses that, and the server is there to migrate.
    const { contract, said, stop } = await start(folder, '--estate', tables);
    try {
      expect(said()).toContain('order_service_db: table app.lines must exist, got none.');
      const read = () => query(contract, 'order_report', 'SELECT FROM orders, lines');
      await expect(read()).rejects.toThrow();
      await query(contract, 'order_migrate', 'CREATE TABLE lines (id int)');
      await eventually(read);
      await eventually(() =>
        said().includes('nothing waits any more')
          ? Promise.resolve()
          : Promise.reject(new Error(said())),
      );
    } finally {
      expect(await stop('SIGINT')).toBe(0);
    }
  });

  test('refuses with --once, where nobody could migrate', async () => {
    const before = process.cwd();
    const other = await start(folder, '--estate', tables);
    await query(other.contract, 'order_migrate', 'DROP TABLE lines');
    await other.stop('SIGINT');
    process.chdir(folder);
    const { code, out, err } = await kura('local', 'order', '--once', '--estate', tables);
    process.chdir(before);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('table app.lines must exist');
  });
});

describe('kura local refuses', () => {
  test.each([
    [
      ['catalog'],
      'kura local: the engine must be postgres, whose server npm has, got "catalog" on mysql. Start the Docker image mysql:8.4, and give it the SQL of `npx kura sql dev/shared-mysql --cloud aws --local --service catalog`, with a password of your own where each BY has a place for one.',
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
