import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import type { Problem } from '../../model/problem';

/** As whom the server’s programs run: whoever runs this where absent. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root: then as its usual user, where the machine has one. */
export function serverUser(): ServerUser | Problem {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout || NaN),
  );
  if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) return { uid, gid };
  return {
    place: 'kura local',
    required: 'another user than root is required, as whom PostgreSQL runs',
    got: 'root, and no user postgres',
    cure: 'Run it as yourself, or make one: `useradd --system postgres`.',
  };
}

/** Gives a folder to whom the server runs as. */
export function giveTo({ uid, gid }: ServerUser, folder: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
}
