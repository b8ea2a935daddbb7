import type { Engine } from '../tables/engines';
import type { Tier } from '../tables/tiers';
import { afterSystem, planWith } from './memory-plan';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** What a Cloud SQL machine has for the database. Google publishes no figure; an assumption, as of RDS. */
function machineMemory({ google: { memoryGib } }: Tier): number {
  return afterSystem(memoryGib);
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

/** The cache is Cloud SQL's own to size. */
function cacheOf(engine: Engine, { google: { memoryGib } }: Tier): number {
  const poolShare = BUFFER_POOL_SHARES.find(([gib]) => memoryGib >= gib)?.[1] ?? 0;
  return Math.floor(memoryGib * GIB * (engine === 'postgres' ? SHARED_BUFFERS_SHARE : poolShare));
}

/** Plans the memory of a Cloud SQL instance. */
export const planGoogleMemory = planWith({
  usable: machineMemory,
  cache: cacheOf,
  maintenanceWorkMem: googleMaintenanceWorkMem,
  workMem: googleWorkMem,
});
