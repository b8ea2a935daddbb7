import { formatDuration } from '../values/duration';
import type { Alert, AlertFacts, Gap } from './alert';
import { both } from './both-engines';

const GIB = 1024 ** 3;

const POSTGRES_ONLY: Gap = {
  code: 'other-engine',
  why: 'MySQL has no transaction ids to run out of',
};
const NO_READERS: Gap = { code: 'nobody-to-watch', why: 'it has no readers' };

/**
 * Connections that clients cannot have: PostgreSQL keeps 3 for superusers ("Connections and Authentication", PostgreSQL 17, its default),
 * and RDS 2 for its own (`rds.rds_superuser_reserved_connections`, public parameter groups, read 2026-11). MySQL adds one of its own.
 */
const RESERVED = 5;

function usableConnections({
  engine,
  maxConnections,
}: Pick<AlertFacts, 'engine' | 'maxConnections'>): number {
  return engine === 'postgres' ? maxConnections - RESERVED : maxConnections;
}

/** Bytes of write-ahead log in a second: less, and nothing says how old what a replica of RDS has is. */
const BUSY = 300_000;
/**
 * Seconds. A replica of a PostgreSQL without writes says up to five minutes, and then little again ("Working with read replicas for
 * Amazon RDS for PostgreSQL", RDS user guide, read 2026-11).
 */
export const QUIET_LAG = 360;

/** That RDS’s own heartbeat is no lag. */
const quietly = (cloud: AlertFacts['cloud'], engine: AlertFacts['engine']): string =>
  cloud === 'aws' && engine === 'postgres' ? '; six minutes more while little is written' : '';

const SLOW: readonly string[] = [
  'Find them: `pg_stat_statements` by mean time, Query Insights or Database Insights, the slow log.',
  'Explain the worst (seed 001: プロファイル→仮説→実験→計測). An index, a smaller page, or a limit.',
  'Where they may take so long: raise `latencyBudget` of the service.',
];

/** What the engine does inside. */
export const DATABASE_ALERTS: readonly Alert[] = [
  {
    name: 'connections',
    title: 'connections run out',
    layer: 'database',
    watches: 'databases',
    unit: 'count',
    side: 'above',
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'DatabaseConnections', statistic: 'Maximum' }),
    google: {
      postgres: {
        kind: 'metric',
        metric: 'cloudsql.googleapis.com/database/postgresql/num_backends',
        aligner: 'ALIGN_MAX',
        reducer: 'REDUCE_SUM',
      },
      mysql: {
        kind: 'metric',
        metric: 'cloudsql.googleapis.com/database/mysql/threads',
        aligner: 'ALIGN_MAX',
        labels: { thread_kind: 'threads_connected' },
      },
    },
    levels: (facts) => {
      const usable = usableConnections(facts);
      const of = `the ${String(usable)} that clients can have of max_connections ${String(facts.maxConnections)}`;
      return [
        {
          severity: 'warning',
          threshold: Math.floor(0.8 * usable),
          because: `80 % of ${of}`,
          minutes: 10,
        },
        {
          severity: 'critical',
          threshold: Math.floor(0.95 * usable),
          because: `95 % of ${of}`,
          minutes: 5,
        },
      ];
    },
    possible: (facts) => ({
      always: { at: 1, why: 'Kura’s runner and the cloud connect, too' },
      never: {
        at: usableConnections(facts),
        why: `clients can have no more than ${String(usableConnections(facts))} of max_connections ${String(facts.maxConnections)}`,
      },
    }),
    cause: 'load',
    first: [
      'See which login has them: `SELECT usename, state, count(*) FROM pg_stat_activity GROUP BY 1, 2`, or `SHOW PROCESSLIST`.',
      'Idle in a transaction: end those sessions, and mend what leaves them. Many instances of an application: lower its `pool`.',
      'Where all are needed: raise `maxConnections`, for which the tier must have memory.',
    ],
  },
  {
    name: 'replica-lag',
    title: 'a reader is behind',
    layer: 'database',
    watches: 'readers',
    unit: 'seconds',
    side: 'above',
    missing: 'as before',
    aws: {
      postgres: {
        kind: 'metric',
        metric: 'ReplicaLag',
        statistic: 'Maximum',
        math: {
          // Where nothing is written the lag is that of RDS's own heartbeat.
          expression: () => `IF(FILL(log, REPEAT) > ${String(BUSY)}, m, m - ${String(QUIET_LAG)})`,
          others: {
            log: { metric: 'TransactionLogsGeneration', statistic: 'Average', of: 'writer' },
          },
        },
      },
      mysql: { kind: 'metric', metric: 'ReplicaLag', statistic: 'Maximum' },
    },
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/replication/replica_lag',
      aligner: 'ALIGN_MAX',
    }),
    unless: ({ readers }) => (readers === 0 ? NO_READERS : undefined),
    // seed 001: 数百ms〜数秒、負荷時数十秒 (H06).
    levels: ({ cloud, engine }) => [
      {
        severity: 'warning',
        threshold: 5,
        because: `some seconds are usual (seed 001 §4)${quietly(cloud, engine)}`,
        minutes: 5,
      },
      {
        severity: 'critical',
        threshold: 30,
        because: `tens of seconds only under load (seed 001 §4)${quietly(cloud, engine)}`,
        minutes: 5,
      },
    ],
    possible: () => ({
      always: { at: 0, why: 'asynchronous replication is always a little behind' },
      never: { at: 86_400, why: 'a reader a day behind has long been replaced' },
    }),
    cause: 'replication',
    first: [
      'Send reads that must be fresh to the writer until it has caught up.',
      'Look for a long query on the reader, a bulk load or a large transaction on the writer: it passes by itself.',
      'Behind for hours: its tier is too small for the writes. It stopped: see the log, and restart it.',
    ],
  },
  {
    name: 'replication-stopped',
    title: 'a replica follows no more',
    layer: 'database',
    watches: 'replicas',
    unit: 'seconds',
    side: 'below',
    missing: 'as before',
    aws: {
      postgres: {
        code: 'other-alert',
        why: 'RDS gives PostgreSQL’s lag no negative value: `replica-lag` and `recovery-replica-lag` grow, and `replication-error` hears its events',
      },
      mysql: { kind: 'metric', metric: 'ReplicaLag', statistic: 'Minimum' },
    },
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/replication/replica_lag',
      aligner: 'ALIGN_MIN',
    }),
    levels: () => [
      {
        severity: 'critical',
        threshold: 0,
        because: 'a lag below zero says that replication is inactive',
        minutes: 5,
      },
    ],
    cause: 'replication',
    first: [
      'A reader: send its reads to another one or to the writer. In the recovery region: until it follows, the loss of the region costs more than was agreed.',
      'Read why in its log. Restart it: replication starts again.',
      'Where it does not: approve `protection: deletion` of `readers` or `recovery` below `breakGlass`, remove it and deploy it anew.',
    ],
  },
  {
    name: 'transaction-age',
    title: 'transaction ids run out',
    layer: 'database',
    watches: 'writers',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: { kind: 'metric', metric: 'MaximumUsedTransactionIDs', statistic: 'Maximum' },
      mysql: POSTGRES_ONLY,
    },
    google: {
      postgres: {
        kind: 'metric',
        metric: 'cloudsql.googleapis.com/database/postgresql/transaction_id_utilization',
        aligner: 'ALIGN_MAX',
        scale: () => 1 / 2_000_000_000,
      },
      mysql: POSTGRES_ONLY,
    },
    levels: () => [
      {
        severity: 'warning',
        threshold: 1_000_000_000,
        because:
          'half of all; AWS’s own threshold (Recommended alarms, CloudWatch user guide, 2025-07)',
        minutes: 5,
      },
      {
        severity: 'critical',
        threshold: 1_600_000_000,
        because:
          '80 % of all, at which Google’s recommender speaks (Prevent transaction ID wraparound, 2026)',
        minutes: 5,
      },
    ],
    possible: () => ({
      always: {
        at: 200_000_000,
        why: 'autovacuum begins at autovacuum_freeze_max_age, 200 million',
      },
      never: { at: 2_100_000_000, why: 'PostgreSQL takes no more writes before' },
    }),
    first: [
      'Look for what holds vacuum back: a transaction open for days, a prepared one, a replication slot, a table that vacuum skips.',
      'End it, and run `VACUUM (FREEZE)` on the tables with the oldest `relfrozenxid`.',
      'There is time: at a million transactions a second what is left lasts for minutes, at a thousand for days. Count.',
    ],
  },
  {
    name: 'slot-lag',
    title: 'a replica holds back much of the write-ahead log',
    layer: 'database',
    watches: 'writers',
    unit: 'bytes',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: { kind: 'metric', metric: 'OldestReplicationSlotLag', statistic: 'Maximum' },
      mysql: {
        code: 'other-engine',
        why: 'MySQL keeps its binary log for a time, not for a replica',
      },
    },
    google: {
      postgres: {
        kind: 'metric',
        metric: 'cloudsql.googleapis.com/database/postgresql/replication/replica_byte_lag',
        aligner: 'ALIGN_MAX',
        reducer: 'REDUCE_MAX',
        labels: { replica_lag_type: 'flush_location' },
      },
      mysql: {
        code: 'other-engine',
        why: 'MySQL keeps its binary log for a time, not for a replica',
      },
    },
    unless: ({ readers, mechanisms }) =>
      readers === 0 && !mechanisms.includes('recovery-replica')
        ? { code: 'nobody-to-watch', why: 'nothing follows it' }
        : undefined,
    levels: ({ storage }) => [
      {
        severity: 'warning',
        threshold: wholeMib(0.1 * storage),
        because: `a tenth of the first ${String(storage)} GiB of disk, which the log fills up`,
        minutes: 15,
      },
      {
        severity: 'critical',
        threshold: wholeMib(0.25 * storage),
        because: `a quarter of the first ${String(storage)} GiB of disk, which the log fills up`,
        minutes: 15,
      },
    ],
    possible: ({ storageCeiling }) => ({
      always: { at: 64 * 1024 ** 2, why: 'RDS writes a segment of 64 MiB at a time' },
      never: { at: storageCeiling * GIB, why: 'the disk is full before' },
    }),
    first: [
      'See which replica it is: `SELECT slot_name, active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots`.',
      'Mend that replica, or remove it: what it holds back goes with it.',
    ],
  },
  {
    name: 'deadlocks',
    title: 'transactions lock each other out',
    layer: 'database',
    watches: 'instance',
    unit: 'count',
    side: 'above',
    missing: 'well',
    // `Deadlocks` is Aurora's alone.
    aws: {
      postgres: {
        kind: 'log',
        filters: [{ log: 'postgresql', pattern: '"ERROR:" "deadlock detected"' }],
      },
      mysql: { kind: 'log', filters: [{ log: 'error', pattern: '"deadlock detected"' }] },
    },
    google: {
      postgres: {
        kind: 'metric',
        metric: 'cloudsql.googleapis.com/database/postgresql/deadlock_count',
        aligner: 'ALIGN_DELTA',
        reducer: 'REDUCE_SUM',
      },
      mysql: {
        kind: 'metric',
        metric: 'cloudsql.googleapis.com/database/mysql/innodb/deadlocks_count',
        aligner: 'ALIGN_DELTA',
      },
    },
    levels: () => [
      {
        severity: 'warning',
        threshold: 5,
        because:
          'Kura’s assumption: one now and then is retried; six in five minutes are a pattern',
        minutes: 5,
      },
    ],
    possible: () => ({
      always: { at: -1, why: 'none is also a count' },
      never: { at: 100_000, why: 'no database has hundreds in a second' },
    }),
    first: [
      'Find the statements: MySQL’s log has both of each, PostgreSQL’s the victim’s, and who waited for whom in the lines before. They take the same rows in another order: mend that in the application.',
      'Applications must retry a transaction that was the victim.',
    ],
  },
  {
    name: 'slow-queries',
    title: 'statements take longer than their budget',
    layer: 'application',
    watches: 'databases',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: {
        kind: 'log',
        filters: [{ log: 'postgresql', pattern: '"LOG:" "duration:" -"plan:"' }],
      },
      mysql: { kind: 'log', filters: [{ log: 'slowquery', pattern: '"Query_time"' }] },
    },
    google: {
      postgres: {
        code: 'other-alert',
        why: 'no log of Cloud SQL’s has slow statements without what they bind: `statement-latency` has them from Query Insights',
      },
      mysql: {
        kind: 'metric',
        metric: 'cloudsql.googleapis.com/database/mysql/slow_queries_count',
        aligner: 'ALIGN_DELTA',
      },
    },
    levels: ({ tier, latencyBudget }) => [
      {
        severity: 'warning',
        threshold: slowStatements(tier.vcpu, latencyBudget),
        because: `statements of ${formatDuration(latencyBudget)} and more that take a tenth of the time of ${String(tier.vcpu)} vCPUs in five minutes`,
        minutes: 5,
      },
    ],
    possible: ({ maxConnections, latencyBudget }) => ({
      always: { at: -1, why: 'none is also a count' },
      never: {
        at: Math.floor((maxConnections * 300_000) / latencyBudget),
        why: `${String(maxConnections)} connections can end no more statements of ${formatDuration(latencyBudget)} in five minutes`,
      },
    }),
    first: SLOW,
  },
  {
    name: 'statement-latency',
    title: 'a twentieth of the statements take longer than their budget',
    layer: 'application',
    watches: 'databases',
    unit: 'seconds',
    side: 'above',
    missing: 'well',
    aws: both({ code: 'other-alert', why: 'RDS has no metric of it: `slow-queries` counts them' }),
    google: {
      postgres: {
        kind: 'promql',
        metrics: ['cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies'],
        query:
          'histogram_quantile(0.95, sum by (resource_id, le) (rate({"cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies_bucket", monitored_resource="cloudsql_instance_database", resource_id=~"{databases}"}[5m]))) / 1000000',
      },
      mysql: { code: 'other-alert', why: 'MySQL counts them: `slow-queries`' },
    },
    levels: ({ latencyBudget }) => [
      {
        severity: 'warning',
        threshold: latencyBudget / 1000,
        because: `the latency budget of ${formatDuration(latencyBudget)}`,
        minutes: 15,
      },
    ],
    first: SLOW,
  },
  {
    name: 'login-failures',
    title: 'logins fail',
    layer: 'application',
    watches: 'instance',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: {
        kind: 'log',
        filters: [
          { log: 'postgresql', pattern: '?"authentication failed" ?"no pg_hba.conf entry"' },
        ],
      },
      mysql: { kind: 'log', filters: [{ log: 'error', pattern: '"Access denied for user"' }] },
    },
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/network/connection_attempt_count',
      aligner: 'ALIGN_DELTA',
      reducer: 'REDUCE_SUM',
      labels: { login_status: 'failed' },
    }),
    levels: () => [
      {
        severity: 'warning',
        threshold: 20,
        because: 'Kura’s assumption: one client that retries, or somebody who tries passwords',
        minutes: 5,
      },
    ],
    possible: () => ({
      always: { at: -1, why: 'none is also a count' },
      never: { at: 60_000, why: 'the clouds admit some 200 logins in a second' },
    }),
    first: [
      'Read who, and from where, in the log.',
      'A service’s own login: its token or secret is old, or `access` in the estate changed; `npx kura verify-access` says which.',
      'Nobody’s: take the client’s network off `clients`, and tell security.',
    ],
  },
];

/** GiB in bytes, as people write them. */
const wholeMib = (gib: number): number => Math.floor(gib * 1024) * 1024 ** 2;

/** A tenth of the vCPUs' time of five minutes, in statements that take their whole budget. */
function slowStatements(vcpu: number, budget: number): number {
  return Math.max(1, Math.floor((0.1 * vcpu * 300_000) / budget));
}
