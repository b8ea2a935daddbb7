import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresInstallation } from './postgres-installation';

export interface PostgresSetup {
  readonly major: number;
  /** Whether its extensions are as a cloud has them. */
  readonly cloud: boolean;
  readonly superuser: string;
  /** The text of pg_hba.conf. */
  readonly logins: string;
  readonly preload: readonly string[];
  /** What it proves itself with; without it takes no TLS. */
  readonly tls?: ServerProof;
  /** Where its programs are; those of the npm package of its major version where absent. */
  readonly bin?: string;
}

export interface ServerProof {
  readonly certificate: string;
  readonly key: string;
}

export interface PostgresProcess {
  readonly port: number;
  /** What it has said so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts PostgreSQL's program in a folder of its own, which goes when it stops. */
export async function postgresProcess(setup: PostgresSetup): Promise<PostgresProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-postgres-'));
  const bin = setup.bin ?? postgresInstallation(setup.major, folder, setup.cloud);
  writeProof(folder, setup.tls);
  const owner = unprivileged();
  if (owner !== undefined) spawnSync('chown', ['-Rh', `${owner.uid}:${owner.gid}`, folder]);
  const data = path.join(folder, 'data');
  const flags = ['-D', data, '-U', setup.superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  const init = spawnSync(path.join(bin, 'initdb'), [...flags, '--no-sync'], {
    ...{ ...owner, cwd: folder, encoding: 'utf8' },
  });
  if (init.status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error(`initdb failed: ${init.stdout}${init.stderr}`);
  }
  const port = await freePort();
  configure(data, port, setup);
  const server = run(path.join(bin, 'postgres'), folder, owner);
  return {
    port,
    log: () => readFileSync(path.join(folder, 'log'), 'utf8'),
    stop: () => stopped(server),
  };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then as its usual user, who is made where there is none. */
function unprivileged(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout || NaN);
  if (Number.isNaN(id('-u'))) spawnSync('useradd', ['--system', '--no-create-home', 'postgres']);
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((found) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

function writeProof(folder: string, proof: ServerProof | undefined): void {
  for (const [name, text] of Object.entries(proof ?? {}))
    writeFileSync(path.join(folder, name), text as string, { mode: 0o600 });
}

function configure(data: string, port: number, { logins, preload, tls }: PostgresSetup): void {
  writeFileSync(path.join(data, 'pg_hba.conf'), logins);
  const settings = {
    port,
    listen_addresses: "'127.0.0.1'",
    unix_socket_directories: "''",
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    shared_buffers: "'16MB'",
    max_connections: 60,
    shared_preload_libraries: `'${preload.join(',')}'`,
    ...(tls && { ssl: 'on', ssl_cert_file: "'../certificate'", ssl_key_file: "'../key'" }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  appendFileSync(path.join(data, 'postgresql.conf'), lines.join(''));
}

/** A shell that waits for the end of its input: the server and its folder go when this process ends in whatever way. */
const WATCHED = `
"$1" -D "$2/data" >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
cd /
rm -rf "$2"`;

function run(program: string, folder: string, owner: Owner | undefined): ChildProcess {
  const shell = spawn('sh', ['-c', WATCHED, 'sh', program, folder], {
    ...{ ...owner, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
  });
  shell.unref();
  (shell.stdin as unknown as { unref: () => void }).unref();
  return shell;
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((gone) => {
    server.ref();
    server.once('exit', () => gone());
    server.stdin?.end();
  });
}
