import type { Problem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import { connectionProblem } from '../connection-problem';
import type { Session } from '../host';
import type { Outcome, Result } from '../result';
import { applyPlan } from './apply';
import type { Sending } from './apply-batch';
import { lockServer } from './lock';
import { plan, type Plan } from './plan';
import { duePasswords, givePassword, sayPassword, type Passwords } from './plan-passwords';
import { readCatalog, type Reading } from './read-catalog';
import { inSession, type OpenSession } from './sessions';
import { MAINTENANCE, sayStatement, type Statement } from './statement';

/** What a run works with beside the server. */
export interface ConvergeOptions {
  /** Where passwords are kept. */
  readonly passwords: Passwords;
  /** A line of the log: each statement before it is run. */
  readonly log: (line: string) => void;
  /** Says what would be done, and does nothing. */
  readonly dryRun?: boolean;
  /** For tests: another day than the server's. */
  readonly now?: Date;
  /** For tests: runs before each text that is sent; a run ends where it throws. */
  readonly beforeStatement?: Sending['beforeStatement'];
}

/** What was taken shows what may be dropped, and what was let in what may be looked into. */
const ROUNDS = 6;

/** Brings a PostgreSQL server to what is declared, and reads it again to know that it is so. Whatever is wrong is in the result. */
export async function convergePostgres(
  state: DeclaredState,
  open: OpenSession,
  options: ConvergeOptions,
): Promise<Result> {
  const run: Run = {
    ...{ state, open, options, lines: [], problems: [] },
    ...{ applied: { count: 0 }, failed: new Set(), unended: new Set() },
  };
  try {
    return await inSession(open, MAINTENANCE, async (session) => {
      const problem = options.dryRun ? undefined : await lockServer(session, state.stack);
      return problem
        ? result(run, 'refused', { problems: [problem] })
        : await converge(run, session);
    });
  } catch (error) {
    return result(run, 'failed', { problems: [connectionProblem(state.stack, error)] });
  }
}

/** A run, and what it has done so far. */
interface Run {
  readonly state: DeclaredState;
  readonly open: OpenSession;
  readonly options: ConvergeOptions;
  readonly lines: string[];
  readonly applied: { count: number };
  /** Why something could not be: all else is done. */
  readonly problems: Problem[];
  /** The lines of what could not be, which is not tried again. */
  readonly failed: Set<string>;
  /** Sessions that it may not end. */
  readonly unended: Set<string>;
}

async function converge(run: Run, session: Session): Promise<Result> {
  for (let round = 0; round < ROUNDS; round++) {
    const now = await look(run, session);
    if (now.plan.refused.length > 0)
      return result(run, round === 0 ? 'refused' : 'failed', { problems: now.plan.refused });
    for (const each of now.plan.unended) run.unended.add(each);
    run.lines.push(...now.todo.map(sayStatement), ...now.due.map(sayPassword));
    if (run.options.dryRun === true || (now.todo.length === 0 && now.due.length === 0))
      return ended(run, now);
    if (await apply(run, session, now)) return result(run, 'failed', { problems: run.problems });
  }
  const problem: Problem = {
    place: run.state.stack,
    required: `the server must be as declared after ${ROUNDS} rounds`,
    got: 'more to do',
    cure: 'See who else changes roles there, and run again.',
  };
  return result(run, 'failed', { problems: [...run.problems, problem] });
}

interface Look {
  readonly plan: Plan;
  /** What is to be done of it now. */
  readonly todo: readonly Statement[];
  readonly due: Awaited<ReturnType<typeof duePasswords>>;
  /** Databases that could not be read. */
  readonly unread: Reading['unread'];
}

async function look({ state, open, options, failed }: Run, session: Session): Promise<Look> {
  const { unread, ...catalog } = await readCatalog(state, session, open);
  const planned = plan(state, catalog, options.now ?? catalog.server.now);
  // What is done elsewhere may be what lets the runner in: then the next look has it.
  const todo = planned.statements.filter(
    (each) =>
      !failed.has(sayStatement(each)) && !(each.phase === 'database' && unread.has(each.database)),
  );
  const due =
    planned.refused.length > 0
      ? []
      : await duePasswords(state, catalog.server, options.passwords, catalog.server.now);
  return { plan: planned, todo, due, unread };
}

/** Applies a plan and says whether it must stop there. Passwords come last: their logins are there by then. */
async function apply(run: Run, session: Session, { todo, due }: Look): Promise<boolean> {
  const { state, open, options, applied, failed } = run;
  const { log, beforeStatement } = options;
  const { problems, stopped } = await applyPlan(todo, {
    ...{ admin: state.admin.role, session, open, log, applied, failed },
    ...(beforeStatement && { beforeStatement }),
  });
  run.problems.push(...problems);
  if (stopped) return true;
  for (const login of due) {
    log(sayPassword(login));
    await givePassword(login, session, options.passwords);
    applied.count += 1;
  }
  return false;
}

function ended(run: Run, { plan: planned, unread }: Look): Result {
  const { findings, waiting, kept } = planned;
  const withheld = [...new Set([...planned.withheld, ...run.unended])];
  const problems = [...run.problems, ...unread.values()];
  const outcome: Outcome =
    findings.length > 0 ? 'findings' : waiting.length > 0 ? 'waiting' : 'converged';
  return result(run, problems.length > 0 ? 'failed' : outcome, {
    ...{ findings, waiting, kept, withheld, problems },
  });
}

function result({ state, lines, applied }: Run, outcome: Outcome, part: Partial<Result>): Result {
  return {
    ...{ format: 1, stack: state.stack, outcome, plan: lines, applied: applied.count },
    ...{ waiting: [], kept: [], findings: [], withheld: [], problems: [] },
    ...part,
  };
}
