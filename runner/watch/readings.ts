import { errorCode } from '../error-code';
import { statusOf } from '../hosts/google-request';
import type { Measure } from './measure';

/** What a run has read, and what it could not read. */
export interface Readings {
  readonly measures: readonly Measure[];
  /** Each says what was asked, and what came of it. */
  readonly failures: readonly string[];
}

/** Takes what is read, piece by piece: what was read before a call failed counts. */
export interface Reading {
  readonly take: (measures: readonly Measure[]) => void;
  /** Does a part. One that fails is noted, and keeps no other from being done. */
  readonly attempt: (what: string, part: () => Promise<void>) => Promise<void>;
  /** Notes what cannot be relied on though it was answered. */
  readonly fail: (what: string, why: string) => void;
  readonly done: () => Readings;
}

export function startReading(): Reading {
  const measures: Measure[] = [];
  const failures: string[] = [];
  const fail = (what: string, why: string): void => void failures.push(`${what}: ${why}`);
  return {
    take: (more) => void measures.push(...more),
    attempt: (what, part) => part().catch((error: unknown) => fail(what, sayRefusal(error))),
    fail,
    done: () => ({ measures, failures }),
  };
}

/** Its code or status and its words, on one line. */
function sayRefusal(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error && error.name !== 'Error' ? error.name : errorCode(error);
  const code = name || String(statusOf(error) || '');
  return [code, words].filter(Boolean).join(': ').replace(/\s+/g, ' ');
}

/** Does something with each, a few at a time: hundreds of instances are read in time, and no quota in a moment. */
export async function withEach<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
