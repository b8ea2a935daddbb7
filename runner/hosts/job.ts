import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GoogleWatchOrder } from '../../model/alerts/watch-order';
import { sayProblem } from '../../model/problem';
import type { GoogleDrillOrder } from '../../model/recovery/drill-order';
import type { DeclaredState } from '../../model/sql/declared-state';
import { isDrillCall, readCall } from '../drill/read-order';
import type { Host } from '../host';
import { parseState } from '../read-state';
import { run } from '../run';
import { isWatchCall, readWatch } from '../watch/read-order';
import { cloudSqlInstance, type Environment } from './environment';
import { isWell, sayResult } from './say-result';

/** The exit code of a run that brought nothing about, or not all. */
const FAILED = 1;
/** The exit code of a run that never began. */
const UNUSABLE = 2;

/** A run on Google, as a program: the declared state, or a call for a drill or to watch, is a file, and its exit code says how it ended. */
export async function runAsJob(
  args: readonly string[],
  environment: Environment,
  log: (line: string) => void,
): Promise<number> {
  try {
    const [file] = args;
    if (file === undefined) throw new Error('The file of the declared state must be named.');
    const text = readFileSync(file, 'utf8');
    const watching = watchOrder(text);
    if (watching !== null) return await watch(watching, log);
    const order = drillOrder(text);
    if (order !== null) return await drill(order, log);
    const read = parseState(text);
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

/** The order of a drill; null where the file is a declared state, right or wrong. */
function drillOrder(text: string): GoogleDrillOrder | null {
  const value = json(text);
  if (!isDrillCall(value)) return null;
  const read = readCall(value);
  if ('problems' in read) throw new Error(read.problems.map(sayProblem).join('\n'));
  const { drill: order, phase } = read.call;
  if (order.cloud !== 'google' || phase !== 'start')
    throw new Error('The drill’s order must be of Cloud SQL here, and its phase start.');
  return order;
}

/** The order of a watch; null where the file is something else. */
function watchOrder(text: string): GoogleWatchOrder | null {
  const value = json(text);
  if (!isWatchCall(value)) return null;
  const read = readWatch(value);
  if ('problems' in read) throw new Error(read.problems.map(sayProblem).join('\n'));
  const { watch: order } = read.call;
  if (order.cloud !== 'google') throw new Error('The watch’s order must be of Cloud SQL here.');
  return order;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Its report is a line of the log, from which alerts are made, and its failure the job's. */
async function drill(order: GoogleDrillOrder, log: (line: string) => void): Promise<number> {
  const { cloudSqlHost } = await import('./cloud-sql');
  const { googleCaller } = await import('./google-request');
  const { drillOnCloudSql } = await import('../drill/drill-on-cloud-sql');
  const { structuredLine } = await import('../drill/report-lines');
  const { project, region, target: name } = order;
  const call = googleCaller();
  const host = cloudSqlHost({ project, region, name }, order.engine, { call, log, sleep });
  const now = (): number => Date.now();
  const report = await drillOnCloudSql(order, { call, host, sleep, now });
  log(structuredLine(report));
  return report.outcome === 'passed' ? 0 : FAILED;
}

/** What could not be read or written is a line of the log each. The job fails where nothing was read, or something was not written. */
async function watch(order: GoogleWatchOrder, log: (line: string) => void): Promise<number> {
  const { googleCaller } = await import('./google-request');
  const { watchCloudSql } = await import('../watch/watch-cloud-sql');
  const { hasFailed, watchedOf } = await import('../watch/readings');
  const surroundings = { call: googleCaller(), sleep, now: Date.now() };
  const readings = await watchCloudSql(order, surroundings);
  for (const message of [...readings.failures, ...readings.unwritten])
    log(JSON.stringify({ severity: 'ERROR', message }));
  log(JSON.stringify({ severity: 'INFO', message: 'watch', watched: watchedOf(readings) }));
  return hasFailed(readings) ? FAILED : 0;
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
