/** Bytes in a GiB: what RDS calls a GB of storage. */
const GIB = 1024 ** 3;

/** gp3 on RDS for PostgreSQL and MySQL: sizes in GiB. "Amazon RDS DB instance storage" (RDS user guide, read 2026-08). */
export const GP3 = {
  smallest: 20,
  largest: 65_536,
  /** The largest disk that leaves autoscaling its 10 %. */
  roomy: 59_392,
  /** From here on RDS stripes the volume: a higher baseline, and only from here on iops and throughput may be named. */
  striped: 400,
  stripedIops: 12_000,
  /** MiB/s. */
  stripedThroughput: 500,
} as const;

/** How far ahead the first disk and the ceiling look, in years of growth. */
const FIRST_DISK_YEARS = 1;
const CEILING_YEARS = 5;

export interface Storage {
  /** GiB. */
  readonly storage: number;
  /** GiB. */
  readonly ceiling: number;
}

/**
 * The disk of an instance, the same on both clouds (Cloud SQL takes from 10 GiB to 64 TiB, “Instance settings”, updated
 * 2026-04-10). RDS requires a ceiling of at least 110 % of the disk and recommends 126 % ("Managing capacity
 * automatically", RDS user guide, read 2026-08); Kura takes twice the disk or five years of growth, whichever is more.
 *
 * @param stated bytes the services ask for, in all; @param growth bytes a year they expect, in all
 */
export function storageFor(stated: number, growth: number): Storage {
  const wanted = stated > 0 ? stated : growth * FIRST_DISK_YEARS;
  const storage = clamp(Math.ceil(wanted / GIB));
  const ceiling = clamp(Math.max(2 * storage, storage + Math.ceil((growth * CEILING_YEARS) / GIB)));
  return { storage, ceiling };
}

/** What gp3 is told of its speed; null where RDS takes nothing. */
export function gp3Of(storage: number): {
  readonly iops: number | null;
  /** MiB/s. */
  readonly throughput: number | null;
} {
  const striped = storage >= GP3.striped;
  return {
    iops: striped ? GP3.stripedIops : null,
    throughput: striped ? GP3.stripedThroughput : null,
  };
}

function clamp(gib: number): number {
  return Math.min(Math.max(gib, GP3.smallest), GP3.largest);
}
