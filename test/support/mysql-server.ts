import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';

export interface MysqlServer {
  readonly port: number;
  /** The authority of its certificate. */
  readonly ca: string;
  /** A session of root, who sees and may do all. */
  readonly root: () => Promise<Connection>;
  /** A session as anybody, through TLS. */
  readonly connect: (user: string, password: string, database?: string) => Promise<Connection>;
  readonly stop: () => Promise<void>;
}

const PROGRAMS = ['mariadbd', 'mariadb-install-db', 'openssl'];
/** Debian keeps servers where only root's path finds them. */
const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` };
const missing = PROGRAMS.filter(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`], { env }).status !== 0,
);

/** Tests on a server; where its programs are not installed, they are skipped and say why. */
export function describeMysql(name: string, tests: () => void): void {
  if (missing.length === 0) describe(name, tests);
  else
    describe.skip(`${name} (skipped: ${missing.join(', ')} not installed)`, () => {
      test.todo('needs a MariaDB server');
    });
}

/** Starts a MariaDB of its own, which stands in for MySQL, in a folder that goes when it stops. */
export async function startMysql(): Promise<MysqlServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-mysql-'));
  chmodSync(folder, 0o755);
  try {
    prepare(folder);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  const port = await freePort();
  const process = run(folder, port);
  const ca = readFileSync(path.join(folder, 'cert.pem'), 'utf8');
  const open: Connection[] = [];
  const kept = async (connecting: Promise<Connection>): Promise<Connection> => {
    const connection = await connecting;
    open.push(connection);
    return connection;
  };
  const root = (): Promise<Connection> =>
    kept(createConnection({ user: 'root', socketPath: path.join(folder, 'socket') }));
  await started(root, () => readFileSync(path.join(folder, 'log'), 'utf8'));
  return {
    port,
    ca,
    root,
    connect: (user, password, database) =>
      kept(createConnection({ host: '127.0.0.1', port, user, password, database, ssl: { ca } })),
    stop: async () => {
      for (const connection of open) connection.destroy();
      await stopped(process);
    },
  };
}

/** Its certificate, and its own tables. */
function prepare(folder: string): void {
  must('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'cert.pem')],
  ]);
  chmodSync(path.join(folder, 'key.pem'), 0o644);
  // A server that starts clears its folder of temporary tables, whosever they are: each has its own.
  mkdirSync(path.join(folder, 'tmp'));
  if (asUser().length > 0) must('chown', ['-R', 'mysql', folder]);
  must('mariadb-install-db', [
    ...['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db'],
    ...['--skip-name-resolve', `--datadir=${path.join(folder, 'data')}`, ...asUser()],
    ...[`--tmpdir=${path.join(folder, 'tmp')}`, ...SMALL],
  ]);
}

/** The server refuses to run as root: then as its usual user. */
const asUser = (): readonly string[] => (process.getuid?.() === 0 ? ['--user=mysql'] : []);

/** Tests need neither a big cache nor a log that survives a crash. */
const SMALL = [
  '--innodb-buffer-pool-size=8M',
  '--innodb-log-file-size=4M',
  '--innodb-flush-log-at-trx-commit=0',
  '--aria-pagecache-buffer-size=8M',
];

function must(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stdout}${stderr}`);
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

/** A shell that waits for the end of its input: the server and its folder go when this process ends in whatever way. */
const WATCHED = `
folder="$1"
shift
mariadbd "$@" >"$folder/log" 2>&1 &
server=$!
cat >/dev/null
kill -KILL $server
wait $server
cd /
rm -rf "$folder"`;

function run(folder: string, port: number): ChildProcess {
  const at = (name: string): string => path.join(folder, name);
  const flags = [
    ...['--no-defaults', `--datadir=${at('data')}`, `--socket=${at('socket')}`, `--port=${port}`],
    ...[`--pid-file=${at('pid')}`, '--skip-networking=0', '--bind-address=127.0.0.1'],
    ...[`--ssl-cert=${at('cert.pem')}`, `--ssl-key=${at('key.pem')}`, '--skip-name-resolve'],
    ...[`--tmpdir=${at('tmp')}`, ...asUser(), ...SMALL],
  ];
  const shell = spawn('sh', ['-c', WATCHED, 'sh', folder, ...flags], {
    ...{ env, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
  });
  shell.unref();
  (shell.stdin as unknown as { unref: () => void }).unref();
  return shell;
}

async function started(root: () => Promise<Connection>, log: () => string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      await (await root()).end();
      return;
    } catch {
      await sleep(25);
    }
  }
  throw new Error(`MariaDB did not start: ${log()}`);
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((gone) => {
    server.ref();
    server.once('exit', () => gone());
    server.stdin?.end();
  });
}
