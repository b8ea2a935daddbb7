import type { Problem } from '../../model/problem';
import { connectionProblem } from '../connection-problem';
import type { Session } from '../host';
import { applyBatch, applyEach, Interrupted, type Sending } from './apply-batch';
import { batchesOf, insidesOf, type Inside } from './batches';
import { fewAtOnce, inSession, type OpenSession } from './sessions';
import { PHASES, sayStatement, type Phase, type Statement } from './statement';

/** Where statements are sent, and how. */
export interface Applying extends Sending {
  /** The session with the maintenance database, which holds the lock. */
  readonly session: Session;
  readonly open: OpenSession;
}

/** What became of a plan. */
export interface Applied {
  readonly problems: readonly Problem[];
  /** Whether roles or databases are missing, so that nothing that needs them was done. */
  readonly stopped: boolean;
}

/** Without them, nothing that comes later would be right. */
const NEEDED: readonly Phase[] = ['rename', 'roles', 'create'];

/** Applies a plan, phase by phase. What fails stops no other that does not need it. */
export async function applyPlan(
  statements: readonly Statement[],
  applying: Applying,
): Promise<Applied> {
  const problems: Problem[] = [];
  let stopped = false;
  for (const phase of PHASES) {
    // Whose access has ended holds it in his sessions, whatever else could not be.
    if (stopped && phase !== 'sessions') continue;
    const own = statements.filter((statement) => statement.phase === phase);
    const failed =
      phase === 'database' ? await applyInside(own, applying) : await applyOutside(own, applying);
    problems.push(...failed);
    stopped ||= failed.length > 0 && NEEDED.includes(phase);
  }
  return { problems, stopped };
}

async function applyOutside(
  statements: readonly Statement[],
  applying: Applying,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const batch of batchesOf(statements)) {
    const failed = await applyBatch(batch, applying.session, applying);
    problems.push(...failed);
    if (failed.length > 0 && NEEDED.includes(batch[0]?.phase ?? 'drop')) break;
  }
  return problems;
}

async function applyInside(
  statements: readonly Statement[],
  applying: Applying,
): Promise<readonly Problem[]> {
  const isLocked = lockWatch(applying.session);
  const done = await fewAtOnce(insidesOf(statements), async (inside) => {
    await isLocked();
    return applyDatabase(inside, applying);
  });
  await isLocked();
  return done.flat();
}

/** What calls code of applications' has each a session of its own, in which it may leave anything. */
async function applyDatabase(
  { database, taken, rest, apart }: Inside,
  applying: Applying,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const plain = [...taken, ...rest];
  if (plain.length > 0) {
    const lost = await within(database, plain, applying, async (session) => {
      problems.push(...(await applyEach(taken, session, applying)));
      problems.push(...(await applyBatch(rest, session, applying)));
    });
    if (lost) return [...problems, lost];
  }
  for (const batch of apart) {
    const lost = await within(database, batch, applying, async (session) => {
      problems.push(...(await applyBatch(batch, session, applying)));
    });
    if (lost) problems.push(lost);
  }
  return problems;
}

/** A database that cannot be entered, or that ends a session, is a problem of its own. */
async function within(
  database: string,
  statements: readonly Statement[],
  applying: Applying,
  work: (session: Session) => Promise<void>,
): Promise<Problem | undefined> {
  try {
    await inSession(applying.open, database, work);
    return undefined;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    for (const statement of statements) applying.failed.add(sayStatement(statement));
    return connectionProblem(database, error);
  }
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
