import type { Cloud } from '../access/identity';
import type { Failure } from './objectives';
import { restoreMilliseconds } from './restore-time';

/** What meets an objective, the cheapest first. */
export const MECHANISM_NAMES = [
  'point-in-time-recovery',
  'vault-copy',
  'replicated-backups',
  'standby',
  'recovery-replica',
] as const;
export type MechanismName = (typeof MECHANISM_NAMES)[number];

/** What a drill rehearses and measures: nobody takes a zone away, and AWS Backup alone restores a vault’s copy. */
export const DRILLED_MECHANISMS = [
  'point-in-time-recovery',
  'replicated-backups',
  'recovery-replica',
] as const satisfies readonly MechanismName[];
export type DrilledMechanism = (typeof DRILLED_MECHANISMS)[number];

/**
 * How firmly a bound is known. `published`: the vendor states it, though often as “typically”, which is no promise. `assumed`:
 * nobody publishes it, so that it counts only together with a drill and an alarm. `measured`: a drill’s result, which the estate
 * states.
 */
export type Firmness = 'published' | 'assumed' | 'measured';

/** The worst that a mechanism leaves, and who says so. */
export interface Bound {
  readonly milliseconds: number;
  readonly firmness: Firmness;
  readonly source: string;
}

export interface Bounds {
  readonly rpo: Bound;
  readonly rto: Bound;
}

/** What a bound depends on. */
export interface Size {
  /** GiB: the disk to begin with. */
  readonly storage: number;
}

export interface Mechanism {
  readonly name: MechanismName;
  /** In what the instance itself costs, in per cent: an order of size that decides which is taken, not a price. */
  readonly cost: number;
  /** What it meets an objective after; none where nobody measures how long it takes, which is there all the same. */
  readonly failures: readonly Failure[];
  readonly bounds: (size: Size) => Bounds;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const published = (milliseconds: number, source: string): Bound => ({
  milliseconds,
  firmness: 'published',
  source,
});
const assumed = (milliseconds: number, source: string): Bound => ({
  milliseconds,
  firmness: 'assumed',
  source,
});

/** Nobody publishes how long a restore takes; it grows with the data. */
const restored = ({ storage }: Size): Bound =>
  assumed(
    restoreMilliseconds(storage),
    `Kura’s assumption: a restore of ${String(storage)} GiB, and a deploy that moves the way in`,
  );

/** A snapshot a day, its copy on the way, and no promise of either. */
const DAILY_COPY = 28 * HOUR;

/**
 * What RDS has. What is lost with the zone is restored in another by the same means as after a mistake. A vault’s copy is under another
 * key, and locked against deletion: it survives who may delete automated backups. It is the last way back and meets no objective:
 * the restore tests of AWS Backup show that it can be restored, and neither how old it is nor how long that takes.
 */
const AWS: readonly Mechanism[] = [
  {
    name: 'point-in-time-recovery',
    cost: 0,
    failures: ['mistake', 'zone'],
    bounds: (size) => ({
      rpo: published(
        5 * MINUTE,
        '“typically within the last 5 minutes” (Restoring to a specified time, RDS user guide, read 2026-08)',
      ),
      rto: restored(size),
    }),
  },
  {
    name: 'vault-copy',
    cost: 10,
    failures: [],
    bounds: (size) => ({
      rpo: assumed(
        DAILY_COPY,
        'Kura’s assumption: a snapshot a day, copied to the recovery region within four hours',
      ),
      rto: restored(size),
    }),
  },
  {
    name: 'replicated-backups',
    cost: 15,
    failures: ['region'],
    bounds: (size) => ({
      rpo: published(
        30 * MINUTE,
        '“ranging 5–30 minutes” (Amazon RDS PITR snapshot replication, AWS Prescriptive Guidance, read 2026-11)',
      ),
      rto: restored(size),
    }),
  },
  {
    name: 'standby',
    cost: 100,
    failures: ['zone'],
    bounds: () => ({
      rpo: published(
        0,
        'synchronous (Multi-AZ DB instance deployments, RDS user guide, read 2026-08)',
      ),
      rto: published(
        2 * MINUTE,
        '“typically 60–120 seconds”, longer with large transactions (Failing over a Multi-AZ DB instance, RDS user guide, read 2026-08)',
      ),
    }),
  },
  {
    name: 'recovery-replica',
    cost: 100,
    failures: ['region'],
    bounds: () => ({
      rpo: assumed(5 * MINUTE, 'Kura’s assumption: asynchronous; an alarm watches its lag'),
      rto: assumed(
        30 * MINUTE,
        'Kura’s assumption: a promotion with its restart, and a deploy that moves the way in',
      ),
    }),
  },
];

/**
 * What Cloud SQL has. Backups of an instance with a customer’s key are encrypted with the key of the instance’s region wherever
 * they lie, so that no backup survives the region: a replica with a key of its own does (decision 0024).
 */
const GOOGLE: readonly Mechanism[] = [
  {
    name: 'point-in-time-recovery',
    cost: 0,
    failures: ['mistake', 'zone'],
    bounds: (size) => ({
      rpo: published(
        5 * MINUTE,
        'an RPO “typically five minutes or less” where the instance is unavailable (Point-in-time recovery, Cloud SQL, read 2026-08)',
      ),
      rto: restored(size),
    }),
  },
  {
    name: 'standby',
    cost: 100,
    failures: ['zone'],
    bounds: () => ({
      rpo: published(0, '“no data loss” (Availability in Cloud SQL, read 2026-11)'),
      rto: published(
        1 * MINUTE,
        '“about sixty seconds”, of which Google says that it varies (About high availability, Cloud SQL, read 2026-11)',
      ),
    }),
  },
  {
    name: 'recovery-replica',
    cost: 100,
    failures: ['region'],
    bounds: () => ({
      rpo: assumed(5 * MINUTE, 'Kura’s assumption: asynchronous; an alert watches its lag'),
      rto: assumed(
        30 * MINUTE,
        'Kura’s assumption: a promotion, and a deploy that moves the way in',
      ),
    }),
  },
];

/** The mechanisms of a cloud. Both engines have all of them. */
export const MECHANISMS: Readonly<Record<Cloud, readonly Mechanism[]>> = {
  aws: AWS,
  google: GOOGLE,
};
