import type { Problem } from '../../model/problem';
import { errorCode } from '../error-code';
import type { Session } from '../host';
import { sendGuarded, type Send } from './guarded';
import { name } from './quoting';
import { statementProblem } from './statement-problem';
import { sayStatement, type Statement } from './statement';

/** How statements are sent. */
export interface Sending {
  readonly admin: string;
  readonly log: (line: string) => void;
  /** For tests: runs before each text that is sent; a run ends where it throws. */
  readonly beforeStatement?: (sql: string) => void | Promise<void>;
  /** How many statements hold. */
  readonly applied: { count: number };
  /** The lines of those that failed, and of others that the run does not try again. */
  readonly failed: Set<string>;
}

/** The end of the whole run, and not of one session. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Applies all of a batch or nothing of it, and returns why it could not be. */
export async function applyBatch(
  batch: readonly Statement[],
  session: Session,
  sending: Sending,
): Promise<readonly Problem[]> {
  const [first] = batch;
  if (!first) return [];
  let current = first;
  const send: Send = async (sql) => {
    try {
      await sending.beforeStatement?.(sql);
    } catch (cause) {
      throw new Interrupted('The run was ended.', { cause });
    }
    return session.query(sql);
  };
  const isOne = first.alone === true;
  try {
    if (!isOne) await send('BEGIN');
    if (!isOne) await send(`SET LOCAL lock_timeout = '5s'`);
    let role = sending.admin;
    for (const statement of batch) {
      current = statement;
      if (statement.as !== role) await send(`SET LOCAL ROLE ${name(statement.as)}`);
      role = statement.as;
      sending.log(sayStatement(statement));
      if (statement.guarded) await sendGuarded(statement.sql, send);
      else await send(statement.sql);
    }
    if (!isOne) await send('COMMIT');
    sending.applied.count += batch.length;
    // Who comes back at once is let in by somebody else: to end his sessions again would never end.
    if (first.phase === 'sessions')
      for (const statement of batch) sending.failed.add(sayStatement(statement));
    return [];
  } catch (error) {
    if (!isServers(error)) throw error;
    if (!isOne) await session.query('ROLLBACK');
    for (const statement of batch) sending.failed.add(sayStatement(statement));
    return isBusy(current, error) ? [] : [statementProblem(current, error)];
  }
}

/** Applies each alone where all of them together fail: one that cannot be keeps no other. */
export async function applyEach(
  batch: readonly Statement[],
  session: Session,
  sending: Sending,
): Promise<readonly Problem[]> {
  const problems = await applyBatch(batch, session, sending);
  if (problems.length === 0 || batch.length === 1) return problems;
  const each: Problem[] = [];
  for (const statement of batch) {
    sending.failed.delete(sayStatement(statement));
    each.push(...(await applyBatch([statement], session, sending)));
  }
  return each;
}

/** An error that the server has answered with: the session goes on. Others end it. */
function isServers(error: unknown): boolean {
  return /^(?!57P0|08|25P0[34])[0-9A-Z]{5}$/.test(errorCode(error));
}

/** Somebody connected to a database that was to be dropped: it is kept, and the next look says why. */
function isBusy(statement: Statement, error: unknown): boolean {
  return statement.phase === 'drop' && errorCode(error) === '55006';
}
