import { setTimeout as sleep } from 'node:timers/promises';
import { sayProblem } from '../../model/problem';
import { readState } from '../read-state';
import type { Result } from '../result';
import { run } from '../run';
import { rdsInstance, type Environment } from './environment';
import { isWell, sayResult } from './say-result';

/** What Terraform keeps of a run. */
export type Kept = Pick<Result, 'outcome' | 'applied' | 'waiting' | 'kept' | 'withheld'>;

/**
 * A run on AWS. The event is the declared state, from Terraform or the schedule. A run that does not end well is thrown: an
 * invocation that returns is a success to Lambda and to Terraform, whatever it says.
 */
export async function runOnLambda(
  event: unknown,
  environment: Environment,
  log: (line: string) => void,
): Promise<Kept> {
  const read = readState(event);
  if ('problems' in read) throw new Error(read.problems.map(sayProblem).join('\n'));
  const { engine } = read.state;
  // Loaded only here: a start is the quicker for it, and the other cloud's host needs none of it.
  const { rdsHost } = await import('./rds');
  const host = rdsHost({ ...rdsInstance(environment), engine }, { log, sleep });
  const result = await run(read.state, host, sleep);
  if (!isWell(result)) throw new Error(sayResult(result));
  const { outcome, applied, waiting, kept, withheld } = result;
  return { outcome, applied, waiting, kept, withheld };
}
