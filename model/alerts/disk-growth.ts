import type { AlertFacts } from './alert';

/** GiB, and a share of the disk: RDS grows a disk by the more of both. */
const STEP = 10;
const SHARE = 0.1;

/**
 * GiB that a disk grows to by itself. Cloud SQL grows to the limit. RDS takes no step that would reach or exceed the ceiling ("Managing
 * capacity automatically with Amazon RDS storage autoscaling", RDS user guide, read 2026-11): a small disk stops well below it. Steps that
 * RDS makes larger, because the data grows fast, may end elsewhere; `storage-stuck` says so then.
 */
export function grownTo({
  cloud,
  storage,
  storageCeiling,
}: Pick<AlertFacts, 'cloud' | 'storage' | 'storageCeiling'>): number {
  if (cloud === 'google') return storageCeiling;
  const next = storage + Math.max(STEP, Math.ceil(storage * SHARE));
  return next >= storageCeiling ? storage : grownTo({ cloud, storage: next, storageCeiling });
}
