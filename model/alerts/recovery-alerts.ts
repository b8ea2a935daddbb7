import { formatDuration } from '../values/duration';
import type { Alert, AlertFacts, Gap, Level } from './alert';
import { both } from './both-engines';
import { eachCounts } from './each-counts';
import { QUIET_LAG } from './database-alerts';
import { EMITTED_EVERY } from '../tables/kura-metrics';

const DAY = 86_400;

/** Seconds: backups to an instant are “typically” five minutes old on either cloud, and the watch sees them five minutes later. */
const FRESHEST = 300 + EMITTED_EVERY;

const without =
  (mechanism: string, why: string) =>
  ({ mechanisms }: AlertFacts) =>
    mechanisms.includes(mechanism) ? undefined : ({ code: 'not-applicable', why } as const);

const undrilled = ({ drills }: AlertFacts): Gap | undefined =>
  drills.length === 0
    ? { code: 'nobody-to-watch', why: 'every bound that counts is published: nothing is drilled' }
    : undefined;

/** Seconds. */
const shortestRto = ({ drills }: AlertFacts): number =>
  Math.min(...drills.map(({ rto }) => (rto === null ? Infinity : rto / 1000)));

const NOT_ON_GOOGLE: Gap = {
  code: 'not-applicable',
  why: 'no backup of Cloud SQL under a customer’s key survives its region: a replica does, which `recovery-replica-lag` watches',
};

/** Seconds, where nothing is demanded. */
const USUAL = 900;
/** Seconds: no backup is kept for longer than 35 days, so that none is found to be older. */
const LONGEST = 30 * DAY;

/** What a threshold follows from: a clause. */
const demandOf = (rpo: number | null): string =>
  rpo === null
    ? 'nothing is demanded, and 15 minutes are usual'
    : `an RPO of ${formatDuration(rpo)}`;

/**
 * From two thirds of what may be lost on somebody is told, and from all of it on somebody is woken: 10 and 15 minutes of 15. Neither
 * before the age that backups have anyway.
 */
function ages(rpo: number | null, freshest: number, minutes: number): readonly Level[] {
  const whole = rpo === null ? USUAL : Math.floor(rpo / 1000);
  const demanded = Math.min(whole, LONGEST);
  const of = whole > LONGEST ? `the 30 days that are seen of ${demandOf(rpo)}` : demandOf(rpo);
  const level = (
    severity: Level['severity'],
    threshold: number,
    least: number,
    because: string,
  ): Level => ({
    severity,
    threshold: Math.max(threshold, least),
    because:
      threshold < least
        ? `${of}, but backups are ${formatDuration(freshest * 1000)} behind anyway${least > freshest ? ': half as much again' : ''}`
        : because,
    minutes,
  });
  return [
    level('warning', Math.floor((2 * demanded) / 3), freshest, `two thirds of ${of}`),
    level('critical', demanded, Math.floor(1.5 * freshest), of),
  ];
}

/** What a recovery starts from. */
export const RECOVERY_ALERTS: readonly Alert[] = [
  {
    name: 'recovery-point-age',
    title: 'the newest instant that it can be restored to is old',
    layer: 'upkeep',
    watches: 'writers',
    unit: 'seconds',
    side: 'above',
    // The watch says how old it is since it was made where there is none yet; that it says nothing is told once, by `watch-silent`.
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'RecoveryPointAge', statistic: 'Maximum' }),
    google: both({ kind: 'emitted', metric: 'RecoveryPointAge' }),
    levels: ({ rpo }) => ages(rpo.mistake, FRESHEST, 5),
    possible: () => ({
      always: {
        at: FRESHEST - 1,
        why: 'backups are five minutes behind, and seen five minutes later',
      },
      never: { at: 35 * DAY, why: 'no backup is kept for longer' },
    }),
    first: [
      'Until it is mended a mistake costs more than was agreed: hold back risky migrations.',
      'See whether the disk is full, the instance stopped, or its key out of reach: backups stop with it.',
      'See the instance’s events and logs. Where it writes nothing at all, nothing is lost: it is a quiet database.',
    ],
  },
  {
    name: 'replicated-backup-age',
    title: 'the backups in the recovery region are old',
    layer: 'upkeep',
    watches: 'writers of the primary region, from the recovery region',
    unit: 'seconds',
    side: 'above',
    missing: 'wrong',
    aws: both({ kind: 'metric', metric: 'ReplicatedBackupAge', statistic: 'Maximum' }),
    google: both(NOT_ON_GOOGLE),
    unless: without('replicated-backups', 'its backups are not replicated'),
    // “ranging 5–30 minutes” (Amazon RDS PITR snapshot replication, AWS Prescriptive Guidance, read 2026-11).
    levels: ({ rpo }) => ages(rpo.region, 1800 + EMITTED_EVERY, 30),
    first: [
      'Until it is mended the loss of the region costs more than was agreed.',
      'See in the recovery region whether the replication is still there: `aws rds describe-db-instance-automated-backups`.',
      'Where it is gone: deploy the instance’s recovery stack, which makes it anew. Until the first backup is there it counts from when the instance was made.',
    ],
  },
  {
    name: 'recovery-replica-lag',
    title: 'the recovery replica is behind',
    layer: 'upkeep',
    watches: 'recovery replica',
    unit: 'seconds',
    side: 'above',
    // A replica that is gone is told of once, by `unavailable`; one that has stopped by `replication-stopped`, or its lag grows.
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'ReplicaLag', statistic: 'Maximum' }),
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/replication/replica_lag',
      aligner: 'ALIGN_MAX',
    }),
    unless: without('recovery-replica', 'it has no recovery replica'),
    levels: ({ cloud, rpo }) => {
      const demanded = rpo.region === null ? USUAL : Math.floor(rpo.region / 1000);
      const least = cloud === 'aws' ? QUIET_LAG : 0;
      const of = demandOf(rpo.region);
      return [
        {
          severity: 'critical',
          threshold: Math.max(demanded, least),
          because:
            demanded < least
              ? `${of}, but a replica of a quiet PostgreSQL says up to five minutes`
              : of,
          minutes: 5,
        },
      ];
    },
    cause: 'replication',
    first: [
      'Until it has caught up the loss of the region costs more than was agreed.',
      'After a bulk load or a large transaction it catches up by itself. Behind for hours: its tier is too small for the writes.',
      'Where it has stopped: see its log and restart it.',
      'Where that does not help it is made anew: approve `protection: deletion` of `recovery` below `breakGlass`, deploy, delete it, take the approval out and deploy again. Cloud SQL may keep its name for a week, and wants a `storage` no smaller than the primary’s disk has grown to.',
    ],
  },
  {
    name: 'backup-late',
    title: 'the daily backup is late',
    layer: 'upkeep',
    watches: 'writers',
    unit: 'seconds',
    side: 'above',
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'BackupAge', statistic: 'Maximum' }),
    google: both({ kind: 'emitted', metric: 'BackupAge' }),
    levels: () => [
      {
        severity: 'warning',
        threshold: 30 * 3600,
        because: 'a day, the backup window, and what a backup takes',
        minutes: 60,
      },
      {
        severity: 'critical',
        threshold: 54 * 3600,
        because: 'the second one is late, too',
        minutes: 60,
      },
    ],
    possible: () => ({
      always: { at: DAY, why: 'backups are a day apart' },
      never: { at: 35 * DAY, why: 'no backup is kept for longer' },
    }),
    first: [
      'See the instance’s events and its newest backups.',
      'Full disk, stopped instance, key out of reach: mend that. Otherwise take one by hand and open a ticket with the cloud.',
    ],
  },
  {
    name: 'copy-failed',
    title: 'a snapshot or its copy to the vault failed',
    layer: 'upkeep',
    watches: 'network in the primary region',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({
      kind: 'own',
      metric: 'Backup Job State Change, Copy Job State Change',
      unseen: true,
    }),
    google: both(NOT_ON_GOOGLE),
    unless: without('vault-copy', 'it has no copies in a vault'),
    levels: () => [eachCounts('critical', 0)],
    first: [
      'Read why in AWS Backup: the job’s status message.',
      'The older copies are still there. The next one comes tomorrow; start one by hand where that is too late.',
    ],
  },
  {
    name: 'copy-late',
    title: 'the newest copy in the recovery region’s vault is old',
    layer: 'upkeep',
    watches: 'what serves in the primary region, from the recovery region',
    unit: 'seconds',
    side: 'above',
    // A plan that is gone starts no job, and none fails. Before the first copy there is nothing to be old.
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'VaultCopyAge', statistic: 'Maximum' }),
    google: both(NOT_ON_GOOGLE),
    unless: without('vault-copy', 'it has no copies in a vault'),
    levels: () => [
      {
        severity: 'warning',
        threshold: 36 * 3600,
        because: 'a day, the snapshot, and what a copy takes',
        minutes: 60,
      },
      {
        severity: 'critical',
        threshold: 60 * 3600,
        because: 'the second one is late, too',
        minutes: 60,
      },
    ],
    first: [
      'See in AWS Backup whether the plan, its selection and its role are still there, and what became of its jobs.',
      'Deploy the stack again, which takes back what was changed, and start a backup by hand where tomorrow is too late.',
    ],
  },
  {
    name: 'restore-test-failed',
    title: 'a copy in the vault could not be restored',
    layer: 'upkeep',
    watches: 'network in the recovery region',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'own', metric: 'Restore Job State Change', unseen: true }),
    google: both(NOT_ON_GOOGLE),
    unless: without('vault-copy', 'it has no copies in a vault'),
    levels: () => [eachCounts('critical', 0)],
    first: [
      'Read why in AWS Backup, in the recovery region: the status message of the restore job.',
      'A quota or a network that does not fit: mend it. A copy that cannot be read: have a new one made today, and restore that.',
    ],
  },
  {
    name: 'drill-failed',
    title: 'a drill failed',
    layer: 'upkeep',
    watches: 'drills',
    unit: 'count',
    side: 'above',
    missing: 'as before',
    aws: both({ kind: 'own', metric: 'Kura/Recovery DrillFailed' }),
    google: both({ kind: 'own', metric: 'run.googleapis.com/job/completed_execution_count' }),
    unless: undrilled,
    levels: () => [eachCounts('warning', 0)],
    first: [
      'The database serves as before. That it can be recovered in time is not shown until a drill passes.',
      'Read what it found: `npx kura drill {instance}` rehearses again and says so.',
    ],
  },
  {
    name: 'drill-slow',
    title: 'a drill took longer than its objective',
    layer: 'upkeep',
    watches: 'drills',
    unit: 'seconds',
    side: 'above',
    missing: 'as before',
    aws: both({ kind: 'own', metric: 'Kura/Recovery DrillRto' }),
    google: both({
      code: 'other-alert',
      why: 'a drill of Cloud SQL that is too slow fails: `drill-failed`',
    }),
    unless: (facts) =>
      undrilled(facts) ??
      (shortestRto(facts) === Infinity
        ? { code: 'not-applicable', why: 'no objective says how long a recovery may take' }
        : undefined),
    levels: (facts) => [
      {
        severity: 'warning',
        threshold: shortestRto(facts),
        because: 'the shortest RTO that is rehearsed; each drill has its own',
        minutes: 0,
      },
    ],
    first: [
      'Write what was measured below `measured`: the recovery engine takes what meets the objective then.',
      'Or take another objective, agreed with the business.',
    ],
  },
  {
    name: 'drill-broken',
    title: 'what rehearses recoveries broke off',
    layer: 'upkeep',
    watches: 'networks with drills',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'own', metric: 'AWS/Lambda Errors' }),
    google: both({
      code: 'other-alert',
      why: 'a drill of Cloud SQL that breaks off is a job that fails: `drill-failed`',
    }),
    unless: undrilled,
    levels: () => [eachCounts('warning', 5)],
    first: [
      'Read its log. A drill that goes on is called again ten minutes later.',
      'Where it breaks off again and again: see whether a right or the network is missing, and deploy the stack again.',
    ],
  },
];
