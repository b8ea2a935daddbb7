import type { Engine } from '../tables/engines';
import type { Tier } from '../tables/tiers';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Memory in bytes that an instance plans to use, part by part. */
export interface MemoryPlan {
  /** shared_buffers or innodb_buffer_pool_size. */
  readonly cache: number;
  /** PostgreSQL: what autovacuum may take in all; MySQL: 0. */
  readonly maintenance: number;
  /** PostgreSQL: work_mem, once for each connection; MySQL: 0. */
  readonly workMem: number;
  readonly connections: number;
  readonly planned: number;
  /** What the machine has for it. */
  readonly usable: number;
}

/** A cloud's way to plan: engine, tier, connections, and the bytes of work_mem that a service states. */
export type PlanMemory = (
  engine: Engine,
  tier: Tier,
  connections: number,
  statedWorkMem?: number,
) => MemoryPlan;

/** What a cloud gives a database of a tier, in bytes. */
export interface CloudMemory {
  /** What the machine has for the database. */
  readonly usable: (tier: Tier) => number;
  /** shared_buffers or innodb_buffer_pool_size. */
  readonly cache: (engine: Engine, tier: Tier) => number;
  readonly maintenanceWorkMem: (tier: Tier) => number;
  readonly workMem: (tier: Tier) => number;
}

/** A machine’s memory less what the operating system and the cloud keep: 4 % and 310 MiB (see aws-memory.ts, classMemory). */
export function afterSystem(memoryGib: number): number {
  return memoryGib * GIB * 0.96 - 310 * MIB;
}

/** A PostgreSQL backend before any work_mem, and MySQL's buffers for one connection (Kura’s assumption, in bytes). */
const PER_CONNECTION: Readonly<Record<Engine, number>> = { postgres: 5 * MIB, mysql: 3 * MIB };
/** autovacuum_max_workers of PostgreSQL: each may use maintenance_work_mem. */
const AUTOVACUUM_WORKERS = 3;

/**
 * Plans the memory of an instance: cache + maintenance + connections × (backend + work_mem), against what the machine has. The
 * caller refuses a plan whose `planned` exceeds `usable`.
 */
export function planWith(memory: CloudMemory): PlanMemory {
  return (engine, tier, connections, statedWorkMem) => {
    const postgres = engine === 'postgres';
    const cache = memory.cache(engine, tier);
    const maintenance = postgres ? AUTOVACUUM_WORKERS * memory.maintenanceWorkMem(tier) : 0;
    const workMem = postgres ? (statedWorkMem ?? memory.workMem(tier)) : 0;
    const planned = cache + maintenance + connections * (PER_CONNECTION[engine] + workMem);
    return { cache, maintenance, workMem, connections, planned, usable: memory.usable(tier) };
  };
}
