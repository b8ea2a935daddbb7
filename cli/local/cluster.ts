import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { scramVerifier } from '../../runner/scram-verifier';
import type { Installation } from './installation';
import { LOCAL_ADMINS } from './local-state';
import { giveTo, type ServerUser } from './server-user';

const ADMIN = LOCAL_ADMINS.postgres;

export interface ClusterSettings {
  readonly installation: Installation;
  readonly user: ServerUser;
  /** Where its files are, or will be. */
  readonly data: string;
}

/** The major version of the files that are there. */
export function clusterVersion(data: string): string | undefined {
  const file = path.join(data, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Makes the files of a server, whole or not at all. */
export function makeCluster(settings: ClusterSettings, password: string): void {
  const { installation, user, data } = settings;
  const partial = `${data}.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  giveTo(user, partial);
  const flags = ['-U', 'postgres', '-A', 'reject', '-E', 'UTF8', '--locale=C'];
  run(installation.initdb, ['-D', partial, ...flags], user, '');
  writeFileSync(path.join(partial, 'pg_hba.conf'), LOGINS);
  appendFileSync(path.join(partial, 'postgresql.conf'), SETTINGS);
  runSingle({ ...settings, data: partial }, [
    `CREATE ROLE ${ADMIN} LOGIN CREATEDB CREATEROLE PASSWORD '${scramVerifier(password)}'`,
    ...['postgres', 'template1'].map((each) => `ALTER DATABASE ${each} OWNER TO ${ADMIN}`),
    `GRANT pg_read_all_stats, pg_read_all_settings, pg_signal_backend TO ${ADMIN} WITH ADMIN OPTION`,
  ]);
  renameSync(partial, data);
}

/** Where the password was lost: a server that is off takes another one. */
export function resetPassword(settings: ClusterSettings, password: string): void {
  runSingle(settings, [`ALTER ROLE ${ADMIN} PASSWORD '${scramVerifier(password)}'`]);
}

/** By password and from this machine alone; the superuser has none, and cannot log in at all. */
const LOGINS = `host all postgres 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
`;

const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
`;

/** PostgreSQL without a server: one statement a line, with no password for anybody else to see. */
function runSingle(
  { installation, user, data }: ClusterSettings,
  statements: readonly string[],
): void {
  const input = statements.map((sql) => `${sql}\n`).join('');
  const said = run(installation.postgres, ['--single', '-D', data, 'postgres'], user, input);
  if (/\b(?:ERROR|FATAL|PANIC):/.test(said)) throw new Error(`PostgreSQL: ${said}`);
}

function run(program: string, args: readonly string[], user: ServerUser, input: string): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    ...user,
    env: { ...process.env, LC_ALL: 'C' },
    cwd: path.dirname(program),
    input,
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${path.basename(program)}: ${stdout}${stderr}`);
  return stderr;
}
