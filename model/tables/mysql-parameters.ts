import {
  AT_ONCE,
  AT_RESTART,
  SWITCH,
  whole,
  word,
  type DatabaseParameter,
  type OnCloud,
  type ParameterForm,
} from './parameter-row';

type Rest = { readonly aws?: OnCloud; readonly google?: OnCloud };

const row = (name: string, form: ParameterForm, rest: Rest = {}): DatabaseParameter => {
  const { aws = AT_ONCE, google = AT_ONCE } = rest;
  return { engine: 'mysql', name, form, on: { aws, google } };
};

const YEAR = 31_536_000;

/** Modes of MySQL 8.4 ("Server SQL Modes"), without NO_DIR_IN_CREATE, which Cloud SQL does not support. */
const SQL_MODES = [
  'ALLOW_INVALID_DATES',
  'ANSI',
  'ANSI_QUOTES',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'HIGH_NOT_PRECEDENCE',
  'IGNORE_SPACE',
  'NO_AUTO_VALUE_ON_ZERO',
  'NO_BACKSLASH_ESCAPES',
  'NO_ENGINE_SUBSTITUTION',
  'NO_UNSIGNED_SUBTRACTION',
  'NO_ZERO_DATE',
  'NO_ZERO_IN_DATE',
  'ONLY_FULL_GROUP_BY',
  'PIPES_AS_CONCAT',
  'REAL_AS_FLOAT',
  'STRICT_ALL_TABLES',
  'STRICT_TRANS_TABLES',
  'TIME_TRUNCATE_FRACTIONAL',
  'TRADITIONAL',
];

/** Time zones by the names that both clouds have: "Local time zone for MySQL DB instances" (RDS) and Cloud SQL's "Timezone names". */
const TIME_ZONES = `
  Africa/Cairo Africa/Casablanca Africa/Harare Africa/Monrovia Africa/Nairobi Africa/Tripoli
  Africa/Windhoek America/Araguaina America/Asuncion America/Bogota America/Buenos_Aires
  America/Caracas America/Chihuahua America/Cuiaba America/Denver America/Fortaleza
  America/Guatemala America/Halifax America/Manaus America/Matamoros America/Monterrey
  America/Montevideo America/Phoenix America/Santiago America/Tijuana Asia/Amman Asia/Ashgabat
  Asia/Baghdad Asia/Baku Asia/Bangkok Asia/Beirut Asia/Calcutta Asia/Damascus Asia/Dhaka
  Asia/Irkutsk Asia/Jerusalem Asia/Kabul Asia/Karachi Asia/Kathmandu Asia/Krasnoyarsk Asia/Magadan
  Asia/Muscat Asia/Novosibirsk Asia/Riyadh Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Taipei
  Asia/Tehran Asia/Tokyo Asia/Ulaanbaatar Asia/Vladivostok Asia/Yakutsk Asia/Yerevan
  Atlantic/Azores Australia/Adelaide Australia/Brisbane Australia/Darwin Australia/Hobart
  Australia/Perth Australia/Sydney Brazil/East Canada/Newfoundland Canada/Saskatchewan
  Canada/Yukon Europe/Amsterdam Europe/Athens Europe/Dublin Europe/Helsinki Europe/Istanbul
  Europe/Kaliningrad Europe/Moscow Europe/Paris Europe/Prague Europe/Sarajevo Pacific/Auckland
  Pacific/Fiji Pacific/Guam Pacific/Honolulu Pacific/Samoa US/Alaska US/Central US/East-Indiana
  US/Eastern US/Pacific UTC
`
  .trim()
  .split(/\s+/);

/**
 * What a service may tune of MySQL.
 *
 * - RDS: AWS's list of MySQL 8.0 parameters and whether they can be changed ("Aurora MySQL configuration parameters", version 3,
 *   read 2026-11: RDS prints its own only on request), and public parameter groups of the families mysql8.0 and mysql8.4
 * - Cloud SQL: "Configure database flags" (Cloud SQL for MySQL, updated 2026-04-10): names, ranges, what needs a restart
 * - Meaning, ranges and units: "Server System Variables" and "InnoDB Startup Options", MySQL 8.4
 */
export const MYSQL_PARAMETERS: readonly DatabaseParameter[] = [
  // Limits on statements, locks and connections.
  row('wait_timeout', whole(1, YEAR, 's')),
  row('interactive_timeout', whole(1, YEAR, 's')),
  row('connect_timeout', whole(2, YEAR, 's')),
  row('net_read_timeout', whole(30, YEAR, 's')),
  row('net_write_timeout', whole(60, YEAR, 's')),
  row('lock_wait_timeout', whole(1, YEAR, 's')),
  row('innodb_lock_wait_timeout', whole(1, 1_073_741_824, 's')),
  row('max_execution_time', whole(0, 4_294_967_295, 'ms')),
  row('max_allowed_packet', whole(16_384, 1_073_741_824, 'bytes')),
  row('max_connect_errors', whole(1, 4_294_967_295)),
  row('group_concat_max_len', whole(4, 17_179_869_184, 'bytes')),

  // How statements mean what they mean. Cloud SQL restarts for the first and the last.
  row(
    'transaction_isolation',
    word('READ-UNCOMMITTED', 'READ-COMMITTED', 'REPEATABLE-READ', 'SERIALIZABLE'),
    { google: AT_RESTART },
  ),
  row('sql_mode', {
    kind: 'words',
    words: SQL_MODES,
    called: 'SQL modes of MySQL 8.4 with commas between, such as STRICT_TRANS_TABLES',
  }),
  row(
    'collation_server',
    word(
      'utf8mb4_0900_ai_ci',
      'utf8mb4_0900_as_ci',
      'utf8mb4_0900_as_cs',
      'utf8mb4_0900_bin',
      'utf8mb4_bin',
      'utf8mb4_general_ci',
      'utf8mb4_ja_0900_as_cs',
      'utf8mb4_ja_0900_as_cs_ks',
      'utf8mb4_unicode_520_ci',
      'utf8mb4_unicode_ci',
    ),
  ),
  row(
    'default_time_zone',
    {
      kind: 'word',
      words: TIME_ZONES,
      called: 'a time zone that both clouds have, such as Asia/Tokyo or UTC',
    },
    { aws: { name: 'time_zone', restarts: false }, google: AT_RESTART },
  ),

  // What the slow log holds besides. That it is written, and from which time on, is Kura's.
  row('log_queries_not_using_indexes', SWITCH),
  row('log_throttle_queries_not_using_indexes', whole(0, 4_294_967_295)),

  // The storage engine.
  row('innodb_io_capacity', whole(100, 100_000)),
  row('innodb_io_capacity_max', whole(100, 100_000)),
  row('innodb_stats_persistent_sample_pages', whole(1, 1_000_000)),
  row('innodb_ft_min_token_size', whole(0, 16), { aws: AT_RESTART, google: AT_RESTART }),
  row('optimizer_search_depth', whole(0, 62)),
  row('innodb_cloudsql_optimized_write', SWITCH, {
    aws: {
      refused: 'it is Cloud SQL’s own',
      cure: 'Take it out: RDS tunes its writes with `innodb_io_capacity`.',
    },
    google: { restarts: true, edition: 'ENTERPRISE_PLUS' },
  }),
];
