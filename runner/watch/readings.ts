import { HOURLY_METRICS } from '../../model/alerts/watch-order';
import { KURA_METRICS } from '../../model/tables/kura-metrics';
import { errorCode } from '../error-code';
import { statusOf } from '../hosts/google-request';
import { measured, type Measure } from './measure';

/** What a run has read, and what it could not. */
export interface Readings {
  readonly measures: readonly Measure[];
  /** What could not be read. Each says what was asked, and what came of it. */
  readonly failures: readonly string[];
  /** What was read and could not be written, in the same words. */
  readonly unwritten: readonly string[];
}

/** Takes what is read, piece by piece: what was read before a call failed counts. */
export interface Reading {
  readonly take: (measures: readonly Measure[]) => void;
  /** Does a part. One that fails is noted, and keeps no other from being done. */
  readonly attempt: (what: string, part: () => Promise<void>) => Promise<void>;
  /** Notes what cannot be relied on though it was answered. */
  readonly fail: (what: string, why: string) => void;
  /** All of it, and how much could not be read, also where that is nothing. */
  readonly done: () => Readings;
}

/** @param namespace whose the databases are */
export function startReading(namespace: string): Reading {
  const measures: Measure[] = [];
  const failures: string[] = [];
  return {
    take: (more) => void measures.push(...more),
    attempt: (what, part) =>
      part().catch((error: unknown) => void failures.push(sayRefusal(what, error))),
    fail: (what, why) => void failures.push(`${what}: ${why}`),
    done: () => ({
      measures: [...measures, ...measured(namespace, 'Unreadable', failures.length)],
      failures: [...failures],
      unwritten: [],
    }),
  };
}

/** Whether it is of all that is watched, and of no database. */
export const isOfNetwork = ({ metric }: Measure): boolean => KURA_METRICS[metric].of === 'network';

const HOURLY: ReadonlySet<string> = new Set(HOURLY_METRICS);

/**
 * Whether a run is to fail: something was refused and nothing read of what every run reads, or it could not write what it read. One that read something of it ends
 * well, and says how much it could not read: of one database in hundreds nobody is to hear that the watch is silent. What is read once an
 * hour does not count, or silence would end and begin again each hour.
 */
export function hasFailed({ measures, failures, unwritten }: Readings): boolean {
  const often = measures.filter((each) => !isOfNetwork(each) && !HOURLY.has(each.metric));
  return unwritten.length > 0 || (failures.length > 0 && often.length === 0);
}

/** How much a run has said. */
export interface Watched {
  readonly databases: number;
  readonly metrics: number;
}

export function watchedOf({ measures }: Readings): Watched {
  const databases = measures.filter((each) => !isOfNetwork(each)).map(({ database }) => database);
  return { databases: new Set(databases).size, metrics: measures.length };
}

/** What was asked; and the code or status and the words of what came of it, on one line. */
export function sayRefusal(what: string, error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error && error.name !== 'Error' ? error.name : errorCode(error);
  const code = name || String(statusOf(error) || '');
  return [what, code, words].filter(Boolean).join(': ').replace(/\s+/g, ' ');
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
