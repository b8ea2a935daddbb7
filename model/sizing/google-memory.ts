import type { Tier } from '../tables/tiers';
import { PER_CONNECTION } from './aws-memory';
import type { PlanMemory } from './resolve-memory';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** What a Cloud SQL machine has for the database. Google publishes no figure; an assumption, as of RDS: 4 % and 310 MiB less. */
function machineMemory({ google: { memoryGib } }: Tier): number {
  return memoryGib * GIB * 0.96 - 310 * MIB;
}

/** Cloud SQL sets shared_buffers to a third of the machine ("About memory usage", Cloud SQL for PostgreSQL, read 2026-11). */
const SHARED_BUFFERS_SHARE = 1 / 3;

/**
 * The share of a machine that Cloud SQL gives innodb_buffer_pool_size, by GiB from which it holds ("Configure database flags",
 * Cloud SQL for MySQL, updated 2026-04-10). Largest first.
 */
const BUFFER_POOL_SHARES: readonly (readonly [gib: number, share: number])[] = [
  [26, 0.73],
  [15, 0.7],
  [7.5, 0.53],
  [0, 0.37],
];

/** Half a MiB for each GiB, 4 MiB at least: as on AWS. Bytes. */
export function googleWorkMem({ google: { memoryGib } }: Tier): number {
  return Math.max(Math.floor(memoryGib / 2), 4) * MIB;
}

/** A sixteenth of the machine, 1 GiB at most: as on AWS. Bytes. */
export function googleMaintenanceWorkMem({ google: { memoryGib } }: Tier): number {
  return Math.min(Math.floor((memoryGib * 1024) / 16) * MIB, GIB);
}

const AUTOVACUUM_WORKERS = 3;

/** Plans the memory of a Cloud SQL instance, whose cache is Cloud SQL's own to size. */
export const planGoogleMemory: PlanMemory = (engine, tier, connections, statedWorkMem) => {
  const usable = machineMemory(tier);
  const total = tier.google.memoryGib * GIB;
  const postgres = engine === 'postgres';
  const poolShare =
    BUFFER_POOL_SHARES.find(([gib]) => tier.google.memoryGib >= gib)?.[1] ?? SHARED_BUFFERS_SHARE;
  const cache = Math.floor(total * (postgres ? SHARED_BUFFERS_SHARE : poolShare));
  const maintenance = postgres ? AUTOVACUUM_WORKERS * googleMaintenanceWorkMem(tier) : 0;
  const workMem = postgres ? (statedWorkMem ?? googleWorkMem(tier)) : 0;
  const planned = cache + maintenance + connections * (PER_CONNECTION[engine] + workMem);
  return { cache, maintenance, workMem, connections, planned, usable };
};
