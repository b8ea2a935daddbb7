import type { Problem } from '../../model/problem';
import { errorCode } from '../error-code';
import type { Statement } from './statement';

const CURES: Readonly<Record<string, string>> = {
  '55P03': 'Somebody holds a lock for long: end that transaction, and run again.',
  '55006': 'Somebody is connected: end those sessions, and run again.',
  '42501': 'Give the admin role what it lacks, and run again.',
};

const RERUN = 'Mend what it names and run again: a run goes on where the last one stopped.';

/** A statement that the server has refused. */
export function statementProblem(statement: Statement | undefined, error: unknown): Problem {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    place: statement?.database ?? 'server',
    required: `\`${cut(statement?.sql ?? '')}\` must succeed`,
    got: JSON.stringify(`${code}: ${message}`),
    cure: CURES[code] ?? RERUN,
  };
}

const LONGEST = 120;
const cut = (sql: string): string => (sql.length > LONGEST ? `${sql.slice(0, LONGEST)}…` : sql);
