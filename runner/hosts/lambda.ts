import { setTimeout as pauseFor } from 'node:timers/promises';
import { quote, sayProblem, type Problem } from '../../model/problem';
import type { DrillCallResult } from '../drill/drill-on-rds';
import { drillPlace } from '../drill/place';
import { isDrillCall, readCall } from '../drill/read-order';
import type { Sleep } from '../persist';
import { readState } from '../read-state';
import type { Result } from '../result';
import { run } from '../run';
import { isWatchCall, readWatch } from '../watch/read-order';
import type { Watched } from '../watch/readings';
import { rdsPlace, type Environment } from './environment';
import { isWell, sayResult } from './say-result';

/** What Terraform keeps of a run. */
export type Kept = Pick<Result, 'outcome' | 'applied' | 'waiting' | 'kept' | 'withheld'>;

/** Of what Lambda says about an invocation: how long it has left. */
export interface Invocation {
  readonly getRemainingTimeInMillis: () => number;
}

/** What a run on Lambda has besides its event. */
export interface LambdaSurroundings {
  readonly environment: Environment;
  readonly log: (line: string) => void;
  readonly invocation: Invocation;
}

/**
 * A run on AWS. The event is the declared state, from Terraform or the schedule, or a call for a drill or to watch, from its own. What
 * does not end well is thrown: an invocation that returns is a success to Lambda and to Terraform, whatever it says.
 */
export async function runOnLambda(
  event: unknown,
  surroundings: LambdaSurroundings,
): Promise<Kept | DrillCallResult | Watched> {
  if (isWatchCall(event)) return watch(event, surroundings);
  return isDrillCall(event) ? drill(event, surroundings) : converge(event, surroundings);
}

async function converge(
  event: unknown,
  { environment, log, invocation }: LambdaSurroundings,
): Promise<Kept> {
  const read = readState(event);
  if ('problems' in read) throw new Error(read.problems.map(sayProblem).join('\n'));
  const { state } = read;
  const { instance, stack } = rdsPlace(environment);
  if (state.stack !== stack)
    throw new Error(sayProblem(anotherInstances('the state', state.stack, stack)));
  // Loaded only here: a start is the quicker for it, and the other cloud's host needs none of it.
  const { rdsHost } = await import('./rds');
  const sleep = sleepWithin(invocation);
  const host = rdsHost({ ...instance, engine: state.engine }, { log, sleep });
  const result = await run(state, host, sleep);
  if (!isWell(result)) throw new Error(sayResult(result));
  const { outcome, applied, waiting, kept, withheld } = result;
  return { outcome, applied, waiting, kept, withheld };
}

async function drill(
  event: unknown,
  { environment, log, invocation }: LambdaSurroundings,
): Promise<DrillCallResult> {
  const read = readCall(event);
  if ('problems' in read) throw new Error(read.problems.map(sayProblem).join('\n'));
  const { drill: order, phase } = read.call;
  const { region, stack } = drillPlace(environment);
  if (order.stack !== stack)
    throw new Error(sayProblem(anotherInstances('the drill’s order', order.stack, stack)));
  if (order.cloud !== 'aws') throw new Error('The drill’s order must be of RDS here.');
  const { drillOnRds } = await import('../drill/drill-on-rds');
  const sleep = sleepWithin(invocation);
  return drillOnRds(order, phase, { region, log, sleep, now: () => Date.now() });
}

/** What was read is a line from which metrics come, and what was not one of the log. It throws only where nothing was read. */
async function watch(event: unknown, { environment, log }: LambdaSurroundings): Promise<Watched> {
  const read = readWatch(event);
  if ('problems' in read) throw new Error(read.problems.map(sayProblem).join('\n'));
  const { watch: order } = read.call;
  const { region, stack } = drillPlace(environment);
  if (order.stack !== stack)
    throw new Error(sayProblem(anotherInstances('the watch’s order', order.stack, stack)));
  if (order.cloud !== 'aws') throw new Error('The watch’s order must be of RDS here.');
  const { watchRds } = await import('../watch/watch-rds');
  const { metricLines } = await import('../watch/metric-lines');
  const { hasFailed, watchedOf } = await import('../watch/readings');
  const now = Date.now();
  const readings = await watchRds(order, { region, now });
  metricLines(readings.measures, now).forEach(log);
  for (const message of readings.failures) log(JSON.stringify({ level: 'ERROR', message }));
  if (hasFailed(readings)) throw new Error(readings.failures.join('\n'));
  return watchedOf(readings);
}

/** A state would make one instance's databases and logins in another, and take the other's own access away. */
function anotherInstances(what: string, got: string, stack: string): Problem {
  return {
    place: `${what}.stack`,
    required: `must be ${stack}, whose runner this is`,
    got: quote(got),
    cure: `Give it ${what} of ${stack}, or invoke the runner of ${got}.`,
  };
}

/** What is kept back to say how a run ended, in milliseconds. */
const RESERVE = 20_000;

/** Waits within what Lambda gives the run: past it the function is ended, and says "Task timed out" and no reason. */
function sleepWithin(invocation: Invocation): Sleep {
  return async (pause) => {
    if (invocation.getRemainingTimeInMillis() - pause < RESERVE) {
      throw new Error('Lambda gives the run no more time to wait: its log says what for.');
    }
    await pauseFor(pause);
  };
}
