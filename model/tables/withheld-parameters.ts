import type { Engine } from './engines';

/** A parameter that no service states: why, and the key of the service's file that decides it, where one does. */
export interface Withheld {
  readonly why: string;
  readonly key?: string;
}

type Names = Readonly<Record<string, Withheld>>;

const all = (why: string, ...names: readonly string[]): Names =>
  Object.fromEntries(names.map((name) => [name, { why }]));

const MEMORY = 'the memory plan of the tier decides it';
const DURABLE = 'a committed transaction must survive a crash';
const REPLICATION = 'readers, backups and recovery to a point in time rely on it';
const AUDIT = 'the audit trail and the logs are Kura’s';
const TEXTS = 'the preset decides which values of statements are logged';
const BUDGET: Withheld = { why: 'it has a key of its own', key: 'latencyBudget' };

/**
 * Beside the security tables of parameters.ts and flags.ts, which are withheld too: memory that the plan counts on, durability
 * (Cloud SQL’s service level agreement ends with it: "Operational guidelines"), replication, and code or logs.
 */
export const WITHHELD: Readonly<Record<Engine, Names>> = {
  postgres: {
    max_connections: { why: 'it has a key of its own', key: 'maxConnections' },
    work_mem: { why: 'it has a key of its own', key: 'workMem' },
    ...all(
      MEMORY,
      'shared_buffers',
      'maintenance_work_mem',
      'autovacuum_work_mem',
      'autovacuum_max_workers',
      'hash_mem_multiplier',
      'temp_buffers',
      'logical_decoding_work_mem',
      'effective_cache_size',
      'huge_pages',
    ),
    ...all(DURABLE, 'fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method'),
    ...all('without it tables bloat until the database stops', 'autovacuum'),
    ...all(
      REPLICATION,
      'wal_level',
      'rds.logical_replication',
      'cloudsql.logical_decoding',
      'max_wal_senders',
      'max_replication_slots',
      'wal_sender_timeout',
      'wal_receiver_timeout',
      'hot_standby_feedback',
      'max_standby_streaming_delay',
    ),
    log_min_duration_statement: BUDGET,
    ...all(AUDIT, 'log_duration', 'log_hostname', 'log_line_prefix'),
    ...all(
      TEXTS,
      'log_parameter_max_length',
      'log_error_verbosity',
      'log_min_duration_sample',
      'log_statement_sample_rate',
      'log_transaction_sample_rate',
      'auto_explain.log_analyze',
      'auto_explain.log_format',
      'auto_explain.log_min_duration',
      'auto_explain.log_nested_statements',
      'auto_explain.sample_rate',
    ),
    ...all('it switches foreign keys and triggers off', 'session_replication_role'),
    ...all('it loads code into the server', 'shared_preload_libraries'),
    ...all(
      'Kura could not find it in Cloud SQL’s list of flags, and `ALTER DATABASE … SET timezone` in a migration works on both clouds',
      'timezone',
    ),
  },
  mysql: {
    max_connections: { why: 'it has a key of its own', key: 'maxConnections' },
    long_query_time: BUDGET,
    ...all(
      MEMORY,
      'innodb_buffer_pool_size',
      'innodb_buffer_pool_instances',
      'innodb_log_buffer_size',
      'sort_buffer_size',
      'join_buffer_size',
      'read_buffer_size',
      'read_rnd_buffer_size',
      'tmp_table_size',
      'max_heap_table_size',
      'temptable_max_ram',
      'thread_stack',
      'performance_schema',
    ),
    ...all(
      DURABLE,
      'innodb_flush_log_at_trx_commit',
      'innodb_flush_log_at_timeout',
      'innodb_doublewrite',
      'innodb_flush_method',
      'sync_binlog',
    ),
    ...all(
      REPLICATION,
      'binlog_format',
      'binlog_row_image',
      'binlog_expire_logs_seconds',
      'gtid_mode',
      'replica_skip_errors',
      'replica_parallel_workers',
      'read_only',
    ),
    ...all('on a reader its events stop replication', 'event_scheduler'),
    ...all('it writes every statement’s text into a log', 'general_log'),
    ...all('the slow log must not leave statements out', 'min_examined_row_limit'),
    ...all('it runs a statement in every session', 'init_connect'),
    ...all('it can be chosen only when an instance is made', 'lower_case_table_names'),
    ...all(
      'utf8mb4 is MySQL’s default on both clouds, and the others cannot hold every text',
      'character_set_server',
    ),
  },
};

/** Gone from every version that Kura offers: the last that had it, and what took its place. */
export interface Removed {
  readonly last: string;
  readonly instead: string;
}

/** Release notes of PostgreSQL 12 to 16; "What Is New in MySQL 8.0" and "8.4", and Cloud SQL's page of flags. */
export const REMOVED: Readonly<Record<Engine, Readonly<Record<string, Removed>>>> = {
  postgres: {
    checkpoint_segments: { last: '9.4', instead: '`max_wal_size` took its place' },
    default_with_oids: { last: '11', instead: 'tables have no object ids since' },
    force_parallel_mode: { last: '15', instead: 'it was only ever for tests' },
    vacuum_cleanup_index_scale_factor: { last: '13', instead: 'vacuum decides it since' },
    vacuum_defer_cleanup_age: { last: '15', instead: 'it did little that readers need' },
  },
  mysql: {
    default_authentication_plugin: { last: '8.0', instead: 'Kura decides how users log in' },
    expire_logs_days: { last: '8.0', instead: 'Kura and the cloud decide how long logs are kept' },
    innodb_file_format: { last: '5.7', instead: 'there is one format since' },
    innodb_large_prefix: { last: '5.7', instead: 'long index keys are always allowed since' },
    log_warnings: { last: '5.7', instead: 'the error log has what matters since' },
    query_cache_size: { last: '5.7', instead: 'MySQL has no query cache since' },
    query_cache_type: { last: '5.7', instead: 'MySQL has no query cache since' },
    transaction_write_set_extraction: { last: '8.0', instead: 'MySQL always does it since' },
    tx_isolation: { last: '5.7', instead: '`transaction_isolation` took its place' },
  },
};
