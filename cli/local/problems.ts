import { readFileSync } from 'node:fs';
import type { Problem } from '../../model/problem';

/*
 * Why a local server does not start. Its data may be all that somebody has of a day’s work: what loses it is never the first cure.
 */

export const portTaken = (port: number | undefined): Problem => ({
  place: '--port',
  required: 'a port that is free on 127.0.0.1 is required',
  got: String(port),
  cure: 'Choose another, or leave it out.',
});

export const otherVersion = (folder: string, wanted: string, there: string): Problem => ({
  place: folder,
  required: `the files must be of PostgreSQL ${wanted}`,
  got: there,
  cure: `Choose an --environment that still has ${there}, or write \`version: '${there}'\` again, and dump what you need; --fresh then starts over, without what is in them.`,
});

/** `passfile` is where the server’s password is kept. */
export function notStarted(log: string, passfile: string): Problem {
  const got = reasonIn(readFileSync(log, 'utf8'));
  return {
    place: log,
    required: 'the server must start and let its administrator in',
    got: JSON.stringify(got.slice(0, LONGEST)),
    cure: cureOf(got, passfile),
  };
}

const LONGEST = 300;
const LEVEL = /^.*?\b(?:LOG|WARNING|ERROR|FATAL|PANIC): +/;

/** The first line that names a reason: the last ones only say that it ends. Who came too early is told so as FATAL too. */
function reasonIn(log: string): string {
  const lines = log.trimEnd().split('\n');
  const reasons = lines.filter(
    (line) => /\b(?:FATAL|PANIC):|could not /.test(line) && !line.includes('is starting up'),
  );
  return (reasons[0] ?? lines.at(-1) ?? '').replace(LEVEL, '');
}

function cureOf(reason: string, passfile: string): string {
  if (/bind|listen|socket|address/.test(reason)) return 'Choose another --port.';
  if (reason.includes('authentication failed'))
    return `Remove ${passfile}, and start it again: it then gets another password.`;
  return 'See the file, and mend what it says, or choose another --port. Where its files are broken, --fresh starts over, without what is in them.';
}
