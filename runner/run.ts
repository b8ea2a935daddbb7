import type { DeclaredState } from '../model/sql/declared-state';
import { connectionProblem } from './connection-problem';
import type { Host } from './host';
import type { Sleep } from './persist';
import type { Outcome, Result } from './result';

/**
 * Brings a server to what is declared. Whatever is wrong is in the result: nothing is thrown. The log says each statement and
 * ends with the result as one line of JSON, neither with a secret.
 */
export async function run(state: DeclaredState, host: Host, sleep: Sleep): Promise<Result> {
  const result = await converge(state, host, sleep).catch((error: unknown) =>
    ended(state, 'failed', [connectionProblem(state.stack, error)]),
  );
  host.log(JSON.stringify(result));
  return result;
}

/** Only the engine's own half is loaded: a function starts the quicker for it. */
async function converge(state: DeclaredState, host: Host, sleep: Sleep): Promise<Result> {
  const options = { passwords: host, log: host.log };
  if (state.engine === 'mysql') {
    const { admitMysql } = await import('./mysql/admin');
    const admission = await admitMysql(state, host, sleep);
    if ('problem' in admission) return ended(state, 'refused', [admission.problem]);
    const { convergeMysql } = await import('./mysql/converge');
    return convergeMysql(state, admission.open, options);
  }
  const { admitPostgres } = await import('./postgres/admin');
  const admission = await admitPostgres(state, host, sleep);
  if ('problem' in admission) return ended(state, 'refused', [admission.problem]);
  const { convergePostgres } = await import('./postgres/converge');
  return convergePostgres(state, admission.open, options);
}

function ended(
  { stack }: Pick<DeclaredState, 'stack'>,
  outcome: Outcome,
  problems: Result['problems'],
): Result {
  return {
    ...{ format: 1, stack, outcome, problems },
    ...{ plan: [], applied: 0, waiting: [], kept: [], findings: [], withheld: [] },
  };
}
