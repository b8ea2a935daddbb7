import type { Alert, AlertFacts } from './alert';
import { both } from './both-engines';
import { eachCounts } from './each-counts';

const noSecrets = ({ secrets }: AlertFacts) =>
  secrets ? undefined : ({ code: 'not-applicable', why: 'nobody logs in by password' } as const);

/** What the cloud, people and Kura’s own programs do to an instance. */
export const UPKEEP_ALERTS: readonly Alert[] = [
  {
    name: 'failover',
    title: 'the standby took over',
    layer: 'upkeep',
    watches: 'databases',
    unit: 'count',
    side: 'above',
    missing: 'well',
    // Completed, by either way, recovered from one in part, and given up; that it began, and that names follow, are the same one.
    aws: both({
      kind: 'event',
      ids: ['RDS-EVENT-0049', 'RDS-EVENT-0051', 'RDS-EVENT-0065', 'RDS-EVENT-0034'],
    }),
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/auto_failover_request_count',
      aligner: 'ALIGN_DELTA',
    }),
    unless: ({ highAvailability }) =>
      highAvailability ? undefined : { code: 'not-applicable', why: 'it has no standby' },
    levels: () => [
      {
        severity: 'warning',
        threshold: 0,
        because: 'it serves again: somebody looks at why, by day',
        minutes: 5,
      },
    ],
    first: [
      'See that applications write again: a pool that keeps dead connections must be restarted.',
      'See why in the events: a lost zone, a failed host, a failover by hand, maintenance.',
    ],
  },
  {
    name: 'unhealthy',
    title: 'RDS says that a database needs somebody',
    layer: 'upkeep',
    watches: 'databases',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    /*
     * By id and not by category: `failure` holds what is over (0420) and what passes (0219, 0220), and `low storage` each usual growth
     * (0089, and 0222 of MySQL). That the disk grows no more (0223, 0224) `storage-runway` and `storage-stuck` tell. Put into a failed
     * state, parameters or network that do not fit, storage exhausted, a stop for it, MySQL that does not start, quota, no resources, key
     * out of reach, an upgrade that failed.
     */
    aws: both({
      kind: 'event',
      ids: [
        ...['RDS-EVENT-0031', 'RDS-EVENT-0035', 'RDS-EVENT-0036', 'RDS-EVENT-0007'],
        ...['RDS-EVENT-0221', 'RDS-EVENT-0022', 'RDS-EVENT-0270'],
        ...['RDS-EVENT-0254', 'RDS-EVENT-0353', 'RDS-EVENT-0418', 'RDS-EVENT-0419'],
      ],
    }),
    google: both({
      code: 'other-alert',
      why: 'Cloud SQL has no such events: `unavailable`, `storage-stuck` and `replication-stopped` watch the metrics',
    }),
    levels: () => [
      {
        severity: 'critical',
        threshold: 0,
        because: 'each of these stops it, or is about to',
        minutes: 0,
      },
    ],
    first: [
      'Read the event: it says what is wrong, and its page in the RDS user guide what to do.',
      'Where the database must be restored: `npx kura runbook {service}`.',
    ],
  },
  {
    name: 'replication-error',
    title: 'RDS says that replication ended with an error',
    layer: 'upkeep',
    watches: 'replicas',
    unit: 'count',
    side: 'above',
    missing: 'well',
    // Stopped with an error, and its stream terminated.
    aws: both({ kind: 'event', ids: ['RDS-EVENT-0045', 'RDS-EVENT-0057'] }),
    google: both({
      code: 'other-alert',
      why: 'Cloud SQL has no such events: `replication-stopped` watches the metric',
    }),
    levels: () => [
      {
        severity: 'warning',
        threshold: 0,
        because:
          'it often mends itself: where it does not, its lag or `replication-stopped` wakes somebody',
        minutes: 0,
      },
    ],
    first: [
      'Read why in the event and in the replica’s log.',
      'See whether it follows again: its lag is on the dashboard.',
    ],
  },
  {
    name: 'configuration-changed',
    title: 'somebody changed the instance',
    layer: 'upkeep',
    watches: 'databases',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({
      kind: 'own',
      metric: 'event subscription: configuration change, deletion',
      unseen: true,
    }),
    // CIS Google Cloud Foundations 2.11 (2.12 in the fifth): a deploy is one, too.
    google: both({
      kind: 'log',
      filter:
        'resource.type="cloudsql_database" AND protoPayload.methodName=("cloudsql.instances.update" OR "cloudsql.instances.delete" OR "cloudsql.instances.failover" OR "cloudsql.instances.promoteReplica" OR "cloudsql.instances.restoreBackup" OR "cloudsql.instances.demoteMaster" OR "cloudsql.instances.stopReplica") AND resource.labels.database_id=~"{databases}"',
    }),
    levels: () => [eachCounts('warning', 0)],
    first: [
      'Was it a deploy, or a drill, whose copy ends in -drill? Then nothing is to be done.',
      'Else see who, in CloudTrail or the audit log, and deploy the stack again: Terraform takes it back.',
    ],
  },
  {
    name: 'maintenance-pending',
    title: 'the cloud is about to maintain it',
    layer: 'upkeep',
    watches: 'databases',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'metric', metric: 'PendingMaintenance', statistic: 'Maximum' }),
    google: both({ kind: 'emitted', metric: 'PendingMaintenance' }),
    levels: () => [
      { severity: 'info', threshold: 0, because: 'its window is in the estate', minutes: 0 },
    ],
    first: [
      'Nothing, where the window suits. Else have it done earlier by hand, or move the window.',
    ],
  },
  {
    name: 'certificate-expiry',
    title: 'the server’s certificate ends soon',
    layer: 'upkeep',
    watches: 'databases',
    idle: true,
    unit: 'days',
    side: 'below',
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'CertificateLifetime', statistic: 'Minimum' }),
    google: both({ kind: 'emitted', metric: 'CertificateLifetime' }),
    levels: () => [
      {
        severity: 'warning',
        threshold: 30,
        because: 'when Google’s own recommender speaks (Rotate server certificate, 2026)',
        minutes: 60,
      },
      { severity: 'critical', threshold: 7, because: 'a week to rotate it in', minutes: 60 },
    ],
    possible: () => ({
      always: { at: 365, why: 'a server’s certificate may be made for a year' },
      never: { at: 0, why: 'it has ended by then' },
    }),
    first: [
      'See that clients know the newest CA: `npx kura connect {service}` says which bundle.',
      'Rotate: on RDS by the pending action, in the window; on Cloud SQL add a server CA, wait until clients have it, rotate.',
    ],
  },
  {
    name: 'secret-age',
    title: 'a password is old',
    layer: 'upkeep',
    watches: 'instance',
    unit: 'days',
    side: 'above',
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'SecretAge', statistic: 'Maximum' }),
    google: both({ kind: 'emitted', metric: 'SecretAge' }),
    unless: noSecrets,
    levels: () => [
      {
        severity: 'warning',
        threshold: 90,
        because:
          'Kura’s assumption: a quarter of a year. It is no page: an old password breaks nothing tonight',
        minutes: 60,
      },
    ],
    possible: () => ({
      always: { at: 0, why: 'a password is as old as its last change' },
      never: { at: 3650, why: 'nobody waits for ten years' },
    }),
    first: [
      'See why the runner did not write a new one: its log, and the secret’s versions.',
      'Where the client can log in by IAM: take `via: secret` out.',
    ],
  },
  {
    name: 'runner-failed',
    title: 'the runner failed',
    layer: 'upkeep',
    watches: 'instance',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'own', metric: 'AWS/Lambda Errors' }),
    google: both({ kind: 'own', metric: 'run.googleapis.com/job/completed_execution_count' }),
    levels: () => [eachCounts('warning', 5)],
    first: [
      'The database goes on as it is; what the estate declares inside it is not so, or could not be checked.',
      'Read its log: each problem has its cure. Run it again: `npx kura sql apply {instance}`.',
    ],
  },
  {
    name: 'runner-missed',
    title: 'the runner did not run for a day',
    layer: 'upkeep',
    watches: 'instance',
    unit: 'count',
    side: 'below',
    missing: 'wrong',
    aws: both({ kind: 'own', metric: 'AWS/Lambda Invocations' }),
    google: both({ kind: 'own', metric: 'run.googleapis.com/job/completed_execution_count' }),
    levels: ({ cloud }) => [
      {
        severity: 'warning',
        threshold: 1,
        because: 'it runs every day',
        // Of hours CloudWatch counts whole ones; Cloud Monitoring looks back no further.
        minutes: (cloud === 'aws' ? 26 : 25) * 60,
      },
    ],
    first: ['See its schedule: paused or gone. Deploy the stack again.'],
  },
  {
    name: 'access-drift',
    title: 'somebody has more or less access than is declared',
    layer: 'upkeep',
    watches: 'instance',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'own', metric: 'the runner’s log: outcome findings' }),
    google: both({
      kind: 'log',
      filter:
        'resource.type="cloud_run_job" AND resource.labels.job_name=~"{jobs}" AND jsonPayload.outcome="findings"',
    }),
    levels: () => [eachCounts('warning', 5)],
    first: [
      'See what in the runner’s log, or with `npx kura verify-access {instance}` through `npx kura connect {service}`.',
      'What was given by hand and is needed: declare it. What is not: the runner has taken back what it may; revoke the rest.',
    ],
  },
  {
    name: 'not-started',
    title: 'a run or a drill was not started',
    layer: 'upkeep',
    watches: 'networks',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'own', metric: 'AWS/Scheduler InvocationDroppedCount' }),
    google: both({ kind: 'own', metric: 'logging.googleapis.com/log_entry_count' }),
    levels: () => [eachCounts('warning', 5)],
    first: [
      'See whether it ran after all: Cloud Scheduler tells of each attempt, and tries again.',
      'See whether what starts it still may, and whether what it starts is still there. Deploy the stack again.',
      'Run it by hand: `npx kura sql apply` an instance, `npx kura drill` it.',
    ],
  },
  {
    name: 'watch-failed',
    title: 'something cannot be measured that the cloud does not',
    layer: 'upkeep',
    watches: 'networks',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'own', metric: 'Kura/Databases Unreadable' }),
    google: both({
      kind: 'own',
      metric:
        'custom.googleapis.com/kura/unreadable, run.googleapis.com/job/completed_execution_count',
    }),
    levels: ({ cloud }) => [
      {
        severity: 'warning',
        threshold: 0,
        because:
          cloud === 'aws'
            ? 'in each of two hours: what the cloud throttles once is read again, and some things are read once an hour'
            : 'in each of two hours, as are runs that fail: what the cloud throttles once is read again, and some things are read once an hour',
        minutes: 120,
      },
    ],
    first: [
      'Read its log: it says what it could not read. The alerts on that know nothing of it.',
      'A right that it lost comes back with a deploy of the stack. Where each run fails on Google Cloud, `npx kura sql apply` of any instance brings what it runs.',
    ],
  },
  {
    name: 'watch-silent',
    title: 'nobody measures what the cloud does not',
    layer: 'upkeep',
    watches: 'networks',
    unit: 'count',
    side: 'below',
    missing: 'wrong',
    aws: both({ kind: 'own', metric: 'AWS/Lambda Invocations' }),
    google: both({ kind: 'own', metric: 'run.googleapis.com/job/completed_execution_count' }),
    levels: () => [
      {
        severity: 'critical',
        threshold: 1,
        because: 'the watch runs every five minutes',
        minutes: 30,
      },
    ],
    first: [
      'Read its log. A right that it lost comes back with a deploy of the foundation’s stack.',
      'See its schedule: paused or gone. Deploy that stack again.',
    ],
  },
];
