import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoginRefused } from '../../runner/host';
import type { ClusterSettings } from './cluster';

export interface LocalServer {
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends all sessions and then the server. */
  readonly stop: () => Promise<void>;
}

/** Starts the server. `log` is the file that it writes. */
export function startServer(
  { installation, user, data }: ClusterSettings,
  port: number,
  log: string,
): LocalServer {
  const file = openSync(log, 'w', 0o600);
  // In a group of its own: a Ctrl-C of the terminal is ours to pass on.
  const server = spawn(installation.postgres, ['-D', data, '-p', String(port)], {
    ...user,
    env: { ...process.env, LC_ALL: 'C' },
    cwd: path.dirname(installation.postgres),
    stdio: ['ignore', file, file],
    detached: true,
  });
  closeSync(file);
  const ended = new Promise<void>((end) => {
    server.once('exit', () => end());
    server.once('error', () => end());
  });
  return {
    ended,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
    },
  };
}

const PATIENCE = 60_000;
const PAUSE = 50;

/** Waits until a login succeeds: false where the server ends before, refuses it or never lets anybody in. */
export async function isReady(
  { ended }: LocalServer,
  login: () => Promise<void>,
): Promise<boolean> {
  const state = { ended: false };
  void ended.then(() => (state.ended = true));
  for (let waited = 0; waited < PATIENCE && !state.ended; waited += PAUSE) {
    try {
      await login();
      return true;
    } catch (error) {
      if (error instanceof LoginRefused) return false;
      await sleep(PAUSE);
    }
  }
  return false;
}

/** The process that has the files, where a server runs on them; one that was killed leaves its note behind. */
export async function runningServer(
  data: string,
): Promise<{ readonly pid: number; readonly port: number } | undefined> {
  const note = path.join(data, 'postmaster.pid');
  if (!existsSync(note)) return undefined;
  const [pid, , , port] = readFileSync(note, 'utf8').split('\n').map(Number);
  if (!pid || !port || (await freePort(port)) !== undefined) return undefined;
  return { pid, port };
}

/** Whether nobody listens on a port; 0 asks for any, and the answer is which. */
export function freePort(port: number): Promise<number | undefined> {
  const probe = createServer();
  return new Promise((found) => {
    probe.once('error', () => found(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address() as AddressInfo;
      probe.close(() => found(address.port));
    });
  });
}
