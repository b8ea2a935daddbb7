import { RDSClient } from '@aws-sdk/client-rds';
import type { AwsDrillOrder, DrillPhase } from '../../model/recovery/drill-order';
import { connectionProblem } from '../connection-problem';
import { nameOf, rdsHost, setMasterPassword } from '../hosts/rds';
import { newPassword } from '../password';
import type { Sleep } from '../persist';
import { ask, type Asking, type DrillHost } from './ask';
import { nextStep, type Step } from './next-step';
import { makeCopy, promoteCopy, removeCopy } from './rds-changes';
import { mark, seeCopy, type RdsCopy } from './rds-copy';
import { leftOver, strange, unanswered } from './problems';
import { failedDrill, judge, sayReport, type DrillReport } from './report';
import { metricLine } from './report-lines';

/** What a drill has besides its order. */
export interface RdsDrillSurroundings {
  readonly region: string;
  readonly log: (line: string) => void;
  readonly sleep: Sleep;
  /** Milliseconds. */
  readonly now: () => number;
  /** Who may have signed the copy's certificate: RDS's own authorities, unless a test says others. */
  readonly authorities?: readonly string[];
}

/** What one call did. */
export interface DrillCallResult {
  readonly step: Step;
  readonly report?: DrillReport;
}

/**
 * One step of a drill of RDS. Its calls of AWS are exercised against servers that answer as AWS documents it, and not against AWS.
 *
 * @throws {Error} where the drill has failed: an invocation that returns is a success to Lambda
 */
export async function drillOnRds(
  order: AwsDrillOrder,
  phase: DrillPhase,
  surroundings: RdsDrillSurroundings,
): Promise<DrillCallResult> {
  const { log, now } = surroundings;
  const result = await call(order, phase, surroundings).catch((error: unknown): DrillCallResult => {
    // The next call goes on. A drill that cannot begin, or cannot be cleared away, has nobody else to say so.
    if (phase === 'continue') throw error;
    const message = error instanceof Error ? error.message : String(error);
    const named = Object.assign(new Error(message), { code: nameOf(error) });
    const problem = connectionProblem(order.stack, named);
    return { step: 'give-up', report: failedDrill(order, [problem]) };
  });
  const { report } = result;
  if (report !== undefined) log(metricLine(report, now()));
  if (report?.outcome === 'failed') throw new Error(sayReport(report));
  return result;
}

interface Taking {
  readonly client: RDSClient;
  readonly order: AwsDrillOrder;
  readonly surroundings: RdsDrillSurroundings;
}

async function call(
  order: AwsDrillOrder,
  phase: DrillPhase,
  surroundings: RdsDrillSurroundings,
): Promise<DrillCallResult> {
  const { region, log } = surroundings;
  const client = new RDSClient({ region });
  const copy = await seeCopy(client, order);
  const now = surroundings.now();
  const step = nextStep(order, phase, copy, now);
  log(`${order.instance}, drill of ${order.mechanism}: ${step}.`);
  if (step === 'make') await makeCopy(client, order, now);
  if (copy === null) return { step };
  const report = await take(step, { client, order, surroundings }, copy, now);
  return { step, ...(report && { report }) };
}

/** Does a step with a copy that is there, and reports where it ends the drill. */
async function take(
  step: Step,
  taking: Taking,
  copy: RdsCopy,
  now: number,
): Promise<DrillReport | undefined> {
  const { client, order } = taking;
  const { started, promoted } = copy.marks;
  switch (step) {
    case 'promote':
      if ((await promoteCopy(client, order.target)) && promoted === null)
        await mark(client, copy.arn, { promoted: now });
      return undefined;
    case 'ask':
      return answerOf(taking, copy);
    case 'remove':
      await removeCopy(client, order.target);
      return undefined;
    case 'give-up': {
      await removeCopy(client, order.target);
      const isLeft = started !== null && now - started >= 2 * order.longest;
      return failedDrill(order, [isLeft ? leftOver(order) : unanswered(order)]);
    }
    case 'refuse':
      return failedDrill(order, [strange(order)]);
    default:
      return undefined;
  }
}

/** A server that lets nobody in yet may do so at the next call: only an answer ends the drill, or the time that it has. */
async function answerOf(
  { client, order, surroundings }: Taking,
  copy: RdsCopy,
): Promise<DrillReport | undefined> {
  const { log, now } = surroundings;
  const asking = await asked(client, order, copy, surroundings).catch((error: unknown): Asking => ({
    problem: connectionProblem(order.stack, error),
  }));
  if ('problem' in asking) {
    log(`${order.target} was not asked: ${asking.problem.required}, got ${asking.problem.got}.`);
    return undefined;
  }
  const { tables, read, problems } = asking.answer;
  log(`${order.target} answers: ${tables} tables, of which ${read} were read.`);
  const { promoted, started, rpo } = copy.marks;
  const begun = promoted ?? started;
  const report = judge(order, { rto: begun === null ? null : now() - begun, rpo }, problems);
  await mark(client, copy.arn, { answered: true });
  return report;
}

/**
 * MySQL's administrator has a password and PostgreSQL's a token: a member of rds_iam cannot log in otherwise ("Database
 * authentication with Amazon RDS", RDS user guide, read 2026-11). The password is known to this one call.
 */
async function asked(
  client: RDSClient,
  order: AwsDrillOrder,
  { endpoint }: RdsCopy,
  { region, log, sleep, authorities }: RdsDrillSurroundings,
): Promise<Asking> {
  if (endpoint === null) throw new Error(`RDS gives ${order.target} no address.`);
  const instance = { engine: order.engine, ...endpoint, region, identifier: order.target };
  const host = rdsHost(instance, { log, sleep, authorities });
  if (order.engine === 'postgres') return ask(order, host, sleep);
  const user = order.admin.bootstrap ?? order.admin.login;
  const password = newPassword();
  await setMasterPassword(client, order.target, password, sleep);
  const withPassword: DrillHost = {
    log,
    connect: (database) => host.connect(database, { user, password }),
  };
  return ask({ ...order, admin: { login: user, role: user } }, withPassword, sleep);
}
