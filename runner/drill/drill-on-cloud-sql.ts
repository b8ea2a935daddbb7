import type { GoogleDrillOrder } from '../../model/recovery/drill-order';
import { connectionProblem } from '../connection-problem';
import type { CallGoogle } from '../hosts/google-request';
import type { Sleep } from '../persist';
import { ask, type DrillHost } from './ask';
import { clone, newestInstant, promote, remove, replicate } from './cloud-sql-changes';
import { seeCopy, type CloudSqlCopy } from './cloud-sql-copy';
import type { Changing } from './cloud-sql-operation';
import { NO_MARKS, type Marks } from './copy';
import { nextStep } from './next-step';
import { strangeOnCloudSql } from './cloud-sql-problems';
import { leftOver, unanswered, vanished } from './problems';
import { failedDrill, judge, type DrillReport } from './report';

/** What a drill has besides its order. */
export interface CloudSqlDrillSurroundings {
  readonly call: CallGoogle;
  /** How the copy is reached. */
  readonly host: DrillHost;
  readonly sleep: Sleep;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What a run knows of its copy: nothing keeps it but the run. */
interface Memory {
  marks: Marks;
  isMade: boolean;
  /** Whether the copy is this drill's or an earlier one's, and is to be removed. */
  isOurs: boolean;
}

const POLL = 15_000;

/**
 * A whole drill of Cloud SQL in one run, which removes its copy however it ends. Its calls of Google are exercised against answers
 * as Google documents them, and not against Google.
 */
export async function drillOnCloudSql(
  order: GoogleDrillOrder,
  surroundings: CloudSqlDrillSurroundings,
): Promise<DrillReport> {
  const { call, sleep } = surroundings;
  const changing = { call, sleep, project: order.project, patience: order.longest };
  const memory: Memory = { marks: NO_MARKS, isMade: false, isOurs: false };
  const report = await rehearse(order, surroundings, changing, memory).catch((error: unknown) =>
    failedDrill(order, [connectionProblem(order.stack, error)]),
  );
  if (!memory.isOurs) return report;
  try {
    const copy = await seeCopy(call, order, memory.marks, memory.isMade);
    if (copy !== null && copy.state !== 'going') await remove(changing, order, copy);
    return report;
  } catch (error) {
    const problems = [
      ...report.problems,
      connectionProblem(`${order.stack}, ${order.target}`, error),
    ];
    return { ...report, outcome: 'failed', problems };
  }
}

/** The steps up to an answer, or to why there is none. */
async function rehearse(
  order: GoogleDrillOrder,
  surroundings: CloudSqlDrillSurroundings,
  changing: Changing,
  memory: Memory,
): Promise<DrillReport> {
  const { call, host, sleep, now } = surroundings;
  const begun = now();
  while (now() - begun < order.longest) {
    const copy = await seeCopy(call, order, memory.marks, memory.isMade);
    memory.isOurs ||= copy?.ours === true;
    const step = nextStep(order, memory.isMade ? 'continue' : 'start', copy, now());
    host.log(`${order.instance}, drill of ${order.mechanism}: ${step}.`);
    switch (step) {
      case 'make':
        await make(order, changing, memory, now());
        break;
      case 'promote':
        memory.marks = { ...memory.marks, promoted: memory.marks.promoted ?? now() };
        await promote(changing, order);
        break;
      case 'ask':
        return answerOf(order, surroundings, memory.marks);
      case 'refuse':
        return failedDrill(order, [strangeOnCloudSql(order)]);
      case 'give-up':
        return failedDrill(order, [memory.isMade ? unanswered(order) : leftOver(order)]);
      case 'rest':
        if (isGone(copy, memory)) return failedDrill(order, [vanished(order)]);
        await sleep(POLL);
        break;
      default:
        await sleep(POLL);
    }
  }
  return failedDrill(order, [unanswered(order)]);
}

/** An earlier copy that is being deleted is waited for; this drill's own is not to go. */
const isGone = (copy: CloudSqlCopy | null, { isMade }: Memory): boolean => copy === null || isMade;

async function make(
  order: GoogleDrillOrder,
  changing: Changing,
  memory: Memory,
  now: number,
): Promise<void> {
  const taken = (): void => {
    memory.isMade = true;
    memory.isOurs = true;
  };
  memory.marks = { ...NO_MARKS, started: now };
  if (order.copy !== null) return replicate(changing, order, order.copy, taken);
  const instant = await newestInstant(changing, order, now);
  memory.marks = { ...memory.marks, rpo: now - instant };
  return clone(changing, order, instant, taken);
}

async function answerOf(
  order: GoogleDrillOrder,
  { host, sleep, now }: CloudSqlDrillSurroundings,
  { started, promoted, rpo }: Marks,
): Promise<DrillReport> {
  const asking = await ask(order, host, sleep);
  if ('problem' in asking) return failedDrill(order, [asking.problem]);
  const { tables, read, problems } = asking.answer;
  host.log(`${order.target} answers: ${tables} tables, of which ${read} were read.`);
  const begun = promoted ?? started;
  return judge(order, { rto: begun === null ? null : now() - begun, rpo }, problems);
}
