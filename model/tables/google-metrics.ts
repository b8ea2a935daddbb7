import type { Engine } from './engines';

/** A metric that Cloud Monitoring has without anybody’s doing. */
export interface GoogleMetric {
  /** The monitored resource whose it is. */
  readonly resource:
    'cloudsql_database' | 'cloudsql_instance_database' | 'cloud_run_job' | 'cloud_scheduler_job';
  readonly kind: 'GAUGE' | 'DELTA' | 'CUMULATIVE';
  readonly value: 'INT64' | 'DOUBLE' | 'BOOL' | 'DISTRIBUTION';
  readonly unit: string;
  /** Labels of its own. */
  readonly labels?: readonly string[];
  /** The engines that have it; both where absent. */
  readonly engines?: readonly Engine[];
}

type Rest = Pick<GoogleMetric, 'labels' | 'engines'>;

const sql = (
  kind: GoogleMetric['kind'],
  value: GoogleMetric['value'],
  unit: string,
  rest: Rest = {},
): GoogleMetric => ({ resource: 'cloudsql_database', kind, value, unit, ...rest });

const POSTGRES = { engines: ['postgres'] } as const;
const MYSQL = { engines: ['mysql'] } as const;

/**
 * Sources, read 2026-11: "Google Cloud metrics" (Cloud Monitoring: Cloud SQL, Cloud Run, and log-based metrics of the system). What it
 * calls deprecated is left out.
 */
export const GOOGLE_METRICS = {
  'cloudsql.googleapis.com/database/up': sql('GAUGE', 'INT64', '1'),
  'cloudsql.googleapis.com/database/cpu/utilization': sql('GAUGE', 'DOUBLE', '10^2.%'),
  'cloudsql.googleapis.com/database/memory/components': sql('GAUGE', 'DOUBLE', '%', {
    labels: ['component'],
  }),
  'cloudsql.googleapis.com/database/disk/bytes_used': sql('GAUGE', 'INT64', 'By'),
  'cloudsql.googleapis.com/database/disk/quota': sql('GAUGE', 'INT64', 'By'),
  'cloudsql.googleapis.com/database/disk/read_ops_count': sql('DELTA', 'INT64', '1'),
  'cloudsql.googleapis.com/database/disk/write_ops_count': sql('DELTA', 'INT64', '1'),
  'cloudsql.googleapis.com/database/network/received_bytes_count': sql('DELTA', 'INT64', 'By'),
  'cloudsql.googleapis.com/database/network/sent_bytes_count': sql('DELTA', 'INT64', 'By'),
  'cloudsql.googleapis.com/database/network/connection_attempt_count': sql('DELTA', 'INT64', '1', {
    labels: ['login_status', 'anomaly_detected', 'anomalous_connection_throttled'],
  }),
  'cloudsql.googleapis.com/database/available_for_failover': sql('GAUGE', 'INT64', '1'),
  'cloudsql.googleapis.com/database/auto_failover_request_count': sql('DELTA', 'INT64', '1'),
  'cloudsql.googleapis.com/database/replication/replica_lag': sql('GAUGE', 'DOUBLE', 's'),
  'cloudsql.googleapis.com/database/replication/log_archive_failure_count': sql(
    'DELTA',
    'INT64',
    '1',
  ),
  'cloudsql.googleapis.com/database/postgresql/replication/replica_byte_lag': sql(
    'GAUGE',
    'INT64',
    'By',
    { ...POSTGRES, labels: ['replica_name', 'replica_lag_type'] },
  ),
  'cloudsql.googleapis.com/database/postgresql/num_backends': sql('GAUGE', 'INT64', '1', {
    ...POSTGRES,
    labels: ['database'],
  }),
  'cloudsql.googleapis.com/database/postgresql/num_backends_by_state': sql('GAUGE', 'INT64', '1', {
    ...POSTGRES,
    labels: ['database', 'state'],
  }),
  'cloudsql.googleapis.com/database/postgresql/backends_in_wait': sql('GAUGE', 'INT64', '1', {
    ...POSTGRES,
    labels: ['backend_type', 'wait_event', 'wait_event_type'],
  }),
  'cloudsql.googleapis.com/database/postgresql/transaction_count': sql('DELTA', 'INT64', '1', {
    ...POSTGRES,
    labels: ['database', 'transaction_type'],
  }),
  'cloudsql.googleapis.com/database/postgresql/transaction_id_utilization': sql(
    'GAUGE',
    'DOUBLE',
    '10^2.%',
    POSTGRES,
  ),
  'cloudsql.googleapis.com/database/postgresql/deadlock_count': sql('DELTA', 'INT64', '1', {
    ...POSTGRES,
    labels: ['database'],
  }),
  'cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies': {
    resource: 'cloudsql_instance_database',
    kind: 'CUMULATIVE',
    value: 'DISTRIBUTION',
    unit: 'us',
    ...POSTGRES,
    labels: ['user', 'client_addr'],
  },
  'cloudsql.googleapis.com/database/mysql/threads': sql('GAUGE', 'INT64', '1', {
    ...MYSQL,
    labels: ['thread_kind'],
  }),
  'cloudsql.googleapis.com/database/mysql/queries': sql('DELTA', 'INT64', '1', MYSQL),
  'cloudsql.googleapis.com/database/mysql/slow_queries_count': sql('DELTA', 'INT64', '1', MYSQL),
  'cloudsql.googleapis.com/database/mysql/innodb/deadlocks_count': sql(
    'DELTA',
    'INT64',
    '1',
    MYSQL,
  ),
  'cloudsql.googleapis.com/database/mysql/innodb/row_lock_waits_count': sql(
    'DELTA',
    'INT64',
    '1',
    MYSQL,
  ),
  'run.googleapis.com/job/completed_execution_count': {
    resource: 'cloud_run_job',
    kind: 'DELTA',
    value: 'INT64',
    unit: '1',
    labels: ['result'],
  },
  'logging.googleapis.com/log_entry_count': {
    resource: 'cloud_scheduler_job',
    kind: 'DELTA',
    value: 'INT64',
    unit: '1',
    labels: ['severity', 'log'],
  },
} as const satisfies Readonly<Record<string, GoogleMetric>>;
export type GoogleMetricType = keyof typeof GOOGLE_METRICS;
