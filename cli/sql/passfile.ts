import { readFileSync, statSync } from 'node:fs';
import type { Reach } from './reach';

/**
 * PostgreSQL’s file of passwords, read as psql reads it ("The Password File", PostgreSQL 18): `host:port:database:user:password`, the first
 * line that fits. The driver’s own reading of it is to go, and warns of it.
 */
function passwordIn(
  { passfile, host, port, user }: Pick<Reach, 'passfile' | 'host' | 'port' | 'user'>,
  database: string,
): string | undefined {
  const wanted = [host, String(port), database, user];
  for (const line of linesOf(passfile)) {
    const [, ...fields] = LINE.exec(line) ?? [];
    const [password = '', ...rest] = fields.map(plain).reverse();
    if (fields.length > 0 && rest.reverse().every((each, i) => each === '*' || each === wanted[i]))
      return password;
  }
  return undefined;
}

/** Its password, from the environment or that file. */
export const passwordOf = (reach: Reach, database: string): string | undefined =>
  reach.password ?? passwordIn(reach, database);

/** A backslash takes a colon, or another one, for what it is. */
const FIELD = String.raw`((?:[^:\\]|\\.)*)`;
const LINE = new RegExp(`^(?!#)${[FIELD, FIELD, FIELD, FIELD].join(':')}:(.+)$`);

const plain = (field: string): string => (field === '*' ? field : field.replace(/\\(.)/g, '$1'));

/** As psql, it takes no file that others can read. */
function linesOf(file: string): readonly string[] {
  try {
    const stat = statSync(file);
    const isPrivate = process.platform === 'win32' || (stat.mode & 0o077) === 0;
    return stat.isFile() && isPrivate ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  } catch {
    return [];
  }
}
