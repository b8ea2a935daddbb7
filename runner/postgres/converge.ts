import type { Problem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import { connectionProblem } from '../connection-problem';
import type { Session } from '../host';
import type { Outcome, Result } from '../result';
import { applyPlan, type Sending } from './apply';
import { lockServer } from './lock';
import { plan, type Plan } from './plan';
import { duePasswords, givePassword, sayPassword, type Passwords } from './plan-passwords';
import { readCatalog } from './read-catalog';
import { inSession, type OpenSession } from './sessions';
import { MAINTENANCE, sayStatement } from './statement';

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
const ROUNDS = 4;

/** Brings a PostgreSQL server to what is declared, and reads it again to know that it is so. Whatever is wrong is in the result. */
export async function convergePostgres(
  state: DeclaredState,
  open: OpenSession,
  options: ConvergeOptions,
): Promise<Result> {
  const run: Run = { state, open, options, lines: [], applied: { count: 0 } };
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
}

async function converge(run: Run, session: Session): Promise<Result> {
  for (let round = 0; round < ROUNDS; round++) {
    const now = await look(run, session);
    if (now.plan.refused.length > 0)
      return result(run, round === 0 ? 'refused' : 'failed', { problems: now.plan.refused });
    run.lines.push(...now.plan.statements.map(sayStatement), ...now.due.map(sayPassword));
    if (run.options.dryRun === true || (now.plan.statements.length === 0 && now.due.length === 0))
      return ended(run, now.plan);
    const problems = await apply(run, session, now);
    if (problems.length > 0) return result(run, 'failed', { problems });
  }
  const problem: Problem = {
    place: run.state.stack,
    required: `the server must be as declared after ${ROUNDS} rounds`,
    got: 'more to do',
    cure: 'See who else changes roles there, and run again.',
  };
  return result(run, 'failed', { problems: [problem] });
}

interface Look {
  readonly plan: Plan;
  readonly due: Awaited<ReturnType<typeof duePasswords>>;
}

async function look({ state, open, options }: Run, session: Session): Promise<Look> {
  const catalog = await readCatalog(state, session, open);
  const planned = plan(state, catalog, options.now ?? catalog.server.now);
  const due =
    planned.refused.length > 0
      ? []
      : await duePasswords(state, catalog.server, options.passwords, catalog.server.now);
  return { plan: planned, due };
}

/** Passwords come last: their logins are there by then. */
async function apply(
  run: Run,
  session: Session,
  { plan: planned, due }: Look,
): Promise<readonly Problem[]> {
  const { state, open, options, applied } = run;
  const { log, beforeStatement } = options;
  const problems = await applyPlan(planned.statements, {
    ...{ admin: state.admin.role, session, open, log, applied },
    ...(beforeStatement && { beforeStatement }),
  });
  if (problems.length > 0) return problems;
  for (const login of due) {
    log(sayPassword(login));
    await givePassword(login, session, options.passwords);
    applied.count += 1;
  }
  return [];
}

function ended(run: Run, { findings, waiting, kept, withheld }: Plan): Result {
  const outcome: Outcome =
    findings.length > 0 ? 'findings' : waiting.length > 0 ? 'waiting' : 'converged';
  return result(run, outcome, { findings, waiting, kept, withheld });
}

function result({ state, lines, applied }: Run, outcome: Outcome, part: Partial<Result>): Result {
  return {
    ...{ format: 1, stack: state.stack, outcome, plan: lines, applied: applied.count },
    ...{ waiting: [], kept: [], findings: [], withheld: [], problems: [] },
    ...part,
  };
}
