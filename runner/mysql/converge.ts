import type { Problem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import { connectionProblem } from '../connection-problem';
import type { SecretVersion } from '../host';
import type { Outcome, Result } from '../result';
import { applySteps, mayApply } from './apply-steps';
import { readFacts } from './catalog';
import { planMysql } from './plan';
import { newProgress, type Progress } from './progress';
import type { Plan } from './step';
import type { ConvergeOptions } from './converge-options';
import { openServer, type OpenSession, type Server } from './server';

/** Each round's statements may show what the next must do: what is emptied is dropped then. */
const ROUNDS = 4;

/** Brings a MySQL server to what is declared, and reads it again to know that it is so. */
export async function convergeMysql(
  state: DeclaredState,
  open: OpenSession,
  options: ConvergeOptions,
): Promise<Result> {
  const server = await openServer(state, open, options.standIn);
  if ('problem' in server) return result(state, { outcome: 'refused', problems: [server.problem] });
  try {
    return await converge(state, server, options);
  } finally {
    // The lock goes with the session. One that is broken already must not hide why.
    await server.session.end().catch(() => undefined);
  }
}

async function converge(
  state: DeclaredState,
  server: Server,
  options: ConvergeOptions,
): Promise<Result> {
  const progress = newProgress();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const plan = await readPlan(state, server, options);
      for (const each of plan.withheld) progress.withheld.add(each);
      if (plan.problems.length > 0)
        return result(state, {
          ...said(plan),
          outcome: round === 0 ? 'refused' : 'failed',
          ...shown(progress),
        });
      const steps = plan.steps.filter((step) => mayApply(step, progress));
      if (steps.length === 0)
        return result(state, { ...said(plan), outcome: outcomeOf(plan), ...shown(progress) });
      await applySteps({ ...server, platform: state.platform }, steps, progress, options);
    }
    const problem: Problem = {
      place: state.stack,
      required: `the server must be as declared after ${ROUNDS} rounds`,
      got: 'more to do',
      cure: 'See who else changes accounts there, and run again.',
    };
    return result(state, { outcome: 'failed', problems: [problem], ...shown(progress) });
  } catch (error) {
    const problem = connectionProblem(state.stack, error);
    return result(state, { outcome: 'failed', problems: [problem], ...shown(progress) });
  }
}

async function readPlan(
  state: DeclaredState,
  { session, flavour }: Server,
  { passwords }: ConvergeOptions,
): Promise<Plan> {
  const secrets = await readSecrets(state, passwords);
  return planMysql(state, await readFacts(session, state, flavour, secrets));
}

async function readSecrets(
  { logins }: DeclaredState,
  { newestVersion }: ConvergeOptions['passwords'],
): Promise<ReadonlyMap<string, SecretVersion | undefined>> {
  const versions = new Map<string, SecretVersion | undefined>();
  for (const { name, secret, made } of logins)
    if (made && secret !== undefined) versions.set(name, await newestVersion(secret));
  return versions;
}

/** What a run did. */
function shown({ statements, applied, withheld }: Progress): Partial<Result> {
  return { plan: statements, applied, withheld: [...withheld] };
}

/** What a plan says beside its steps. */
function said({ steps, ...rest }: Plan): Omit<Plan, 'steps'> {
  return rest;
}

function outcomeOf({ findings, waiting }: Plan): Outcome {
  if (findings.length > 0) return 'findings';
  return waiting.length > 0 ? 'waiting' : 'converged';
}

function result({ stack }: DeclaredState, part: Pick<Result, 'outcome'> & Partial<Result>): Result {
  return {
    format: 1,
    stack,
    plan: [],
    applied: 0,
    waiting: [],
    kept: [],
    findings: [],
    withheld: [],
    problems: [],
    ...part,
  };
}
