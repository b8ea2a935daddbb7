import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sayProblem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import type { Host } from '../host';
import { parseState } from '../read-state';
import { run } from '../run';
import { cloudSqlInstance, type Environment } from './environment';
import { isWell, sayResult } from './say-result';

/** The exit code of a run that brought nothing about, or not all. */
const FAILED = 1;
/** The exit code of a run that never began. */
const UNUSABLE = 2;

/** A run on Google, as a program: the declared state is a file, and its exit code says how it ended. */
export async function runAsJob(
  args: readonly string[],
  environment: Environment,
  log: (line: string) => void,
): Promise<number> {
  try {
    const [file] = args;
    if (file === undefined) throw new Error('The file of the declared state must be named.');
    const read = parseState(readFileSync(file, 'utf8'));
    if ('problems' in read) throw new Error(read.problems.map(sayProblem).join('\n'));
    const host = await hostOf(read.state, environment, log);
    const result = await run(read.state, host, sleep);
    if (isWell(result)) return 0;
    log(sayResult(result));
    return FAILED;
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    return UNUSABLE;
  }
}

/** Loaded only here: the other cloud's host needs none of it. */
async function hostOf(
  { engine }: DeclaredState,
  environment: Environment,
  log: (line: string) => void,
): Promise<Host> {
  const { cloudSqlHost } = await import('./cloud-sql');
  const { googleCaller } = await import('./google-request');
  const instance = cloudSqlInstance(environment);
  return cloudSqlHost(instance, engine, { call: googleCaller(), log, sleep });
}
