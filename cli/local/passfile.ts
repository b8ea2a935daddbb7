import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { newPassword } from '../../runner/password';

/** The one password of a local server, and the port that it had last. */
export interface Passfile {
  readonly password: string;
  readonly port?: number;
  /** Whether the server cannot know it yet. */
  readonly made: boolean;
}

const LINE = /^127\.0\.0\.1:(\d+):\*:\*:(\w+)$/m;

/** Reads the file that every client of PostgreSQL knows, or thinks up a password. */
export function readPassfile(file: string): Passfile {
  const [, port, password] = LINE.exec(textOf(file)) ?? [];
  return password === undefined
    ? { password: newPassword(), made: true }
    : { password, port: Number(port), made: false };
}

/** Writes it, for nobody else to read: clients take no other. */
export function writePassfile(file: string, port: number, password: string): void {
  const lines = ['127.0.0.1', 'localhost'].map((host) => `${host}:${port}:*:*:${password}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  chmodSync(file, 0o600);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
