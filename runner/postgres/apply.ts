import type { Problem } from '../../model/problem';
import { errorCode } from '../error-code';
import type { Session } from '../host';
import { statementProblem } from './statement-problem';
import { name } from './quoting';
import { fewAtOnce, inSession, type OpenSession } from './sessions';
import { MAINTENANCE, PHASES, sayStatement, type Statement } from './statement';

/** How statements are sent. */
export interface Sending {
  readonly admin: string;
  /** The session with the maintenance database, which holds the lock. */
  readonly session: Session;
  readonly open: OpenSession;
  readonly log: (line: string) => void;
  /** For tests: runs before each text that is sent; a run ends where it throws. */
  readonly beforeStatement?: (sql: string) => void | Promise<void>;
  /** How many statements hold. */
  readonly applied: { count: number };
}

/** So many statements share a transaction: each holds locks until its end, and a server has room for some thousands. */
const MOST = 1000;

/**
 * Applies a plan, phase by phase. All of one database is one transaction; one that fails stops no other, and nothing that comes after
 * its phase is done where roles or databases are missing.
 */
export async function applyPlan(
  statements: readonly Statement[],
  sending: Sending,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const isLocked = lockWatch(sending.session);
  for (const phase of PHASES) {
    const own = statements.filter((statement) => statement.phase === phase);
    const batches = batchesOf(own);
    const done =
      phase === 'database'
        ? await fewAtOnce(batches, async (batch) => {
            await isLocked();
            return inSession(sending.open, batch[0]?.database ?? MAINTENANCE, (session) =>
              applyBatch(batch, session, sending),
            );
          })
        : await inTurn(batches, (batch) => applyBatch(batch, sending.session, sending));
    const failed = done.flatMap((problem) => problem ?? []);
    problems.push(...failed);
    if (failed.length > 0 && phase !== 'database' && phase !== 'drop') break;
  }
  return problems;
}

/** Whoever lost the session with the lock must not go on beside another runner. One session answers one question at a time. */
function lockWatch(session: Session): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(async () => {
      await session.query('SELECT 1');
    });
    return last;
  };
}

async function inTurn<Each, Got>(
  list: readonly Each[],
  work: (each: Each) => Promise<Got>,
): Promise<readonly Got[]> {
  const results: Got[] = [];
  for (const each of list) results.push(await work(each));
  return results;
}

/** Neighbours of one database, but for those that run alone. What is dropped is dropped one by one. */
function batchesOf(statements: readonly Statement[]): readonly Statement[][] {
  const batches: Statement[][] = [];
  for (const statement of statements) {
    const last = batches.at(-1);
    const [first] = last ?? [];
    const joins =
      first?.database === statement.database &&
      (first.phase === 'database' || (last?.length ?? 0) < MOST) &&
      !first.alone &&
      !statement.alone &&
      statement.phase !== 'drop';
    if (joins) last?.push(statement);
    else batches.push([statement]);
  }
  return batches;
}

/** Applies all of a batch or nothing of it, and returns why it could not be. */
async function applyBatch(
  batch: readonly Statement[],
  session: Session,
  sending: Sending,
): Promise<Problem | undefined> {
  const [first] = batch;
  let current = first;
  const send = async (sql: string): Promise<void> => {
    await sending.beforeStatement?.(sql);
    await session.query(sql);
  };
  const isOne = first?.alone === true;
  try {
    if (!isOne) await send('BEGIN');
    if (!isOne) await send(`SET LOCAL lock_timeout = '5s'`);
    let role = sending.admin;
    for (const statement of batch) {
      current = statement;
      if (statement.as !== role) await send(`SET LOCAL ROLE ${name(statement.as)}`);
      role = statement.as;
      sending.log(sayStatement(statement));
      await send(statement.sql);
    }
    if (!isOne) await send('COMMIT');
    sending.applied.count += batch.length;
    return undefined;
  } catch (error) {
    if (!isServers(error)) throw error;
    if (!isOne) await session.query('ROLLBACK');
    return isBusy(current, error) ? undefined : statementProblem(current, error);
  }
}

/** An error that the server has answered with: the session goes on. Others end the run. */
function isServers(error: unknown): boolean {
  return /^(?!57P0|08)[0-9A-Z]{5}$/.test(errorCode(error));
}

/** Somebody connected to a database that was to be dropped: it is kept, and the next look says why. */
function isBusy(statement: Statement | undefined, error: unknown): boolean {
  return statement?.phase === 'drop' && errorCode(error) === '55006';
}
