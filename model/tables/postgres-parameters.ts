import {
  AT_ONCE,
  AT_RESTART,
  decimal,
  SWITCH,
  whole,
  word,
  type DatabaseParameter,
  type OnCloud,
  type ParameterForm,
} from './parameter-row';

type Rest = Partial<Pick<DatabaseParameter, 'since' | 'until'>> & {
  readonly aws?: OnCloud;
  readonly google?: OnCloud;
};

const row = (name: string, form: ParameterForm, rest: Rest = {}): DatabaseParameter => {
  const { aws = AT_ONCE, google = AT_ONCE, ...versions } = rest;
  return { engine: 'postgres', name, form, ...versions, on: { aws, google } };
};

/** At the next start on both clouds. */
const STATIC = { aws: AT_RESTART, google: AT_RESTART } as const;

const UNVERIFIED = 'Kura could not find it in Cloud SQL’s list of flags';

/** A setting that a database or a role can have of its own, where Cloud SQL has no flag of the name. */
const noFlag = (
  name: string,
  example: string,
  refused = UNVERIFIED,
): { readonly google: OnCloud } => ({
  google: {
    refused,
    cure: `Write \`ALTER DATABASE … SET ${name} = '${example}'\` in a migration, which does the same.`,
  },
});

/**
 * What a service may tune of PostgreSQL.
 *
 * - RDS: "Working with parameters on your RDS for PostgreSQL DB instance" (names, static or dynamic, units; read 2026-11), and
 *   for what its table leaves out, parameter groups of public projects as RDS printed them (read 2026-11)
 * - Cloud SQL: the nais console's copy of the flags in "Configure database flags" (read 2026-11), which names, ranges and units
 *   are from; the page itself was out of reach. A flag that the copy lacks is refused there: an emulator's list has
 *   `statement_timeout`, but a review of the page (2026) finds it missing
 * - Meaning, ranges and units: "Server Configuration", PostgreSQL 16 to 18; narrower where more would harm
 */
export const POSTGRES_PARAMETERS: readonly DatabaseParameter[] = [
  // Limits on statements, locks and sessions.
  row(
    'statement_timeout',
    whole(0, undefined, 'ms'),
    noFlag('statement_timeout', '30s', 'Cloud SQL’s list of flags lacks it'),
  ),
  row('lock_timeout', whole(0, undefined, 'ms')),
  row('deadlock_timeout', whole(1, undefined, 'ms')),
  row('idle_in_transaction_session_timeout', whole(0, undefined, 'ms')),
  row('idle_session_timeout', whole(0, undefined, 'ms'), noFlag('idle_session_timeout', '1h')),
  row(
    'default_transaction_isolation',
    word('serializable', 'repeatable read', 'read committed', 'read uncommitted'),
  ),
  row('max_locks_per_transaction', whole(10, 8192), STATIC),
  row('temp_file_limit', whole(1_048_576, undefined, 'kB'), { aws: AT_RESTART }),

  // The planner.
  row('random_page_cost', decimal(0, 1_000_000)),
  row('default_statistics_target', whole(1, 10_000)),
  row('from_collapse_limit', whole(1, 1000)),
  row('join_collapse_limit', whole(1, 1000)),
  row('jit', SWITCH, noFlag('jit', 'off')),
  row('effective_io_concurrency', whole(0, 1000), noFlag('effective_io_concurrency', '200')),
  row('max_parallel_workers', whole(0, 1024)),
  row('max_parallel_workers_per_gather', whole(0, 1024)),
  row('max_parallel_maintenance_workers', whole(0, 1024)),

  // Autovacuum. How many workers there are is the memory plan's; no value comes near to switching it off.
  row('autovacuum_naptime', whole(1, 3600, 's')),
  row('autovacuum_vacuum_threshold', whole(0, 1_000_000)),
  row('autovacuum_vacuum_scale_factor', decimal(0, 1)),
  row('autovacuum_analyze_threshold', whole(0, 1_000_000)),
  row('autovacuum_analyze_scale_factor', decimal(0, 1)),
  row('autovacuum_vacuum_cost_delay', whole(0, 100, 'ms')),
  row('autovacuum_vacuum_cost_limit', whole(0, 10_000)),
  row('autovacuum_vacuum_insert_scale_factor', decimal(0, 1), {
    google: {
      refused: UNVERIFIED,
      cure: 'Write `ALTER TABLE … SET (autovacuum_vacuum_insert_scale_factor = 0.05)` in a migration, for the tables that need it.',
    },
  }),
  row('log_autovacuum_min_duration', whole(-1, undefined, 'ms')),

  // The write-ahead log. What lies between two checkpoints is what a crash makes the database replay.
  row('checkpoint_timeout', whole(30, 3600, 's')),
  row('checkpoint_completion_target', decimal(0, 1)),
  row('max_wal_size', whole(2, 65_536, 'MB')),
  row('wal_compression', SWITCH, {
    aws: {
      refused: 'RDS has changed its values between versions, and Kura has not verified them',
      cure: 'Take it out: RDS compresses as its parameter group’s family does by default.',
    },
  }),
  row('gin_pending_list_limit', whole(64, undefined, 'kB')),
  // Gone from PostgreSQL 17 on (its release notes).
  row('old_snapshot_threshold', whole(0, 86_400, 'min'), { ...STATIC, until: '16' }),

  // Statistics of what runs.
  row('track_io_timing', SWITCH),
  row('track_functions', word('none', 'pl', 'all')),
  row('track_activity_query_size', whole(100, 102_400, 'bytes'), STATIC),
  row('pg_stat_statements.max', whole(100, 100_000), STATIC),
  row('pg_stat_statements.track', word('none', 'top', 'all')),
];
