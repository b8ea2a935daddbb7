import type { Tier } from '../tables/tiers';
import { afterSystem, planWith } from './memory-plan';

const KIB = 1024;

/**
 * What RDS calls DBInstanceClassMemory: a class’s memory less what the operating system and RDS keep. AWS publishes two points,
 * 8 GiB giving MySQL about 630 connections and 1 GiB about 60 (“Quotas and constraints”, RDS user guide, read 2026-08), each of
 * 12,582,880 bytes: 4 % and 310 MiB less lies just below both. An assumption between and beyond them.
 */
export function classMemory({ memoryGib }: Tier): number {
  return afterSystem(memoryGib);
}

/**
 * A parameter as a share of the class’s memory. RDS evaluates the formula on the class that really runs: a new class waits for
 * the maintenance window while its parameters do not, and a literal of the larger class would starve the smaller.
 */
export interface MemoryFormula {
  /** As RDS takes it, in the parameter’s own unit. */
  readonly formula: string;
  readonly meaning: string;
  /** Bytes it comes to on a class with this memory. */
  readonly bytes: (memory: number) => number;
}

/** PostgreSQL counts shared_buffers in pages of 8 kB. */
export const SHARED_BUFFERS: MemoryFormula = {
  formula: '{DBInstanceClassMemory/32768}',
  meaning: 'a quarter of the class’s memory, in pages of 8 kB',
  bytes: (memory) => Math.floor(memory / 32_768) * 8 * KIB,
};

export const MAINTENANCE_WORK_MEM: MemoryFormula = {
  formula: 'LEAST({DBInstanceClassMemory/16384},1048576)',
  meaning: 'a sixteenth of the class’s memory, 1 GiB at most, in kB',
  bytes: (memory) => Math.min(Math.floor(memory / 16_384), 1_048_576) * KIB,
};

export const WORK_MEM: MemoryFormula = {
  formula: 'GREATEST({DBInstanceClassMemory/2097152},4096)',
  meaning: 'half a MiB for each GiB of the class, 4 MiB at least, in kB',
  bytes: (memory) => Math.max(Math.floor(memory / 2_097_152), 4096) * KIB,
};

export const BUFFER_POOL: MemoryFormula = {
  formula: '{DBInstanceClassMemory*7/10}',
  meaning: 'seven tenths of the class’s memory, in bytes',
  bytes: (memory) => Math.floor((memory * 7) / 10),
};

/** Plans the memory of an RDS instance by the formulas that RDS evaluates. */
export const planAwsMemory = planWith({
  usable: classMemory,
  cache: (engine, tier) =>
    (engine === 'postgres' ? SHARED_BUFFERS : BUFFER_POOL).bytes(classMemory(tier)),
  maintenanceWorkMem: (tier) => MAINTENANCE_WORK_MEM.bytes(classMemory(tier)),
  workMem: (tier) => WORK_MEM.bytes(classMemory(tier)),
});
