import type { Platform } from '../../model/sql/declared-state';
import type { Session } from '../host';
import { applyStep } from './apply-step';
import { endConnections, sayUnended } from './connections';
import type { ConvergeOptions } from './converge-options';
import type { Progress } from './progress';
import type { Step } from './step';

/** Whether a step is to be tried, or was once in vain. */
export function mayApply({ ends }: Step, { unended }: Progress): boolean {
  return ends === undefined || !unended.has(ends);
}

/**
 * Runs the steps of a round. Its statements are said before the first of them is run, but for the end of connections: which there are
 * is seen only when what they had is taken.
 */
export async function applySteps(
  { session, platform }: { readonly session: Session; readonly platform: Platform },
  steps: readonly Step[],
  progress: Progress,
  { passwords, log }: ConvergeOptions,
): Promise<void> {
  const say = (sql: string): void => {
    progress.statements.push(sql);
    log(sql);
  };
  const sayUntilEnd = (from: number): void => {
    const end = steps.findIndex(({ ends }, at) => at >= from && ends !== undefined);
    for (const { sql } of steps.slice(from, end === -1 ? undefined : end)) say(sql);
  };
  sayUntilEnd(0);
  for (const [at, step] of steps.entries()) {
    if (step.ends === undefined) {
      await applyStep(session, step, passwords);
      progress.applied += 1;
      continue;
    }
    const user = step.ends;
    const { ended, refused } = await endConnections(session, { platform, user }, say);
    progress.applied += ended;
    if (refused > 0) {
      progress.unended.add(user);
      progress.withheld.add(sayUnended(user, refused));
    }
    sayUntilEnd(at + 1);
  }
}
