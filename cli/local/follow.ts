import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../../runner/result';
import type { LocalDatabase } from './open-local';

/** Short enough that nobody waits for it after a migration, and long beside what a run takes. */
const PAUSE = 3000;

/** Whether a run left something that a migration, or somebody who mends what is wrong, may make possible. */
export const isUnfinished = ({ outcome, waiting }: Result): boolean =>
  outcome === 'refused' || outcome === 'failed' || waiting.length > 0;

/**
 * Runs the runner again while something is unfinished, so that a migration’s tables get what is declared for them by themselves; a finished
 * server is left alone. Every other end than the last is told. `over` settles when the server is not to be used any more.
 */
export async function follow(
  { result, again }: Pick<LocalDatabase, 'result' | 'again'>,
  over: Promise<unknown>,
  tell: (result: Result) => void,
): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  void over.then(() => stop.abort());
  let last = result;
  while (isUnfinished(last)) {
    await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const next = await again();
    // What failed because the server ended is no news.
    if (isAborted(signal)) return;
    if (newsOf(next) !== newsOf(last)) tell(next);
    last = next;
  }
}

/** A function: what was false before an `await` need not be after it. */
const isAborted = ({ aborted }: AbortSignal): boolean => aborted;

const newsOf = ({ outcome, waiting, findings, problems }: Result): string =>
  JSON.stringify({ outcome, waiting, findings, problems });
