import type { Platform } from '../../model/sql/declared-state';

/** How a platform's server is before anybody of ours has logged in. */
export interface PlatformFacts {
  /** The provider's own superuser, whom nobody else can be. */
  readonly superuser: string;
  /** What the provider has made. */
  readonly sql: readonly string[];
  /** Who logs in how: lines of pg_hba.conf, with TOKEN where a token server decides. */
  readonly logins: readonly string[];
  readonly preload: readonly string[];
  /** The role whose members log in by a token. */
  readonly tokens?: string;
}

const CLOUD_PRELOAD = ['pg_stat_statements', 'pgaudit'];

/**
 * RDS's administrator may grant rds_iam and is no member of it, which PostgreSQL has no way to say: here it has ADMIN on it
 * through rds_superuser, and the token server leaves that one grant out when it asks who is a member.
 */
const RDS: PlatformFacts = {
  superuser: 'rdsadmin',
  preload: CLOUD_PRELOAD,
  tokens: 'rds_iam',
  logins: ['kura_admin TOKEN', '+rds_iam TOKEN', 'all scram-sha-256'],
  sql: [
    'CREATE ROLE rds_superuser NOLOGIN',
    'CREATE ROLE rds_iam NOLOGIN',
    'CREATE ROLE rds_password NOLOGIN',
    ...['pg_monitor', 'pg_signal_backend', 'pg_read_all_stats', 'pg_read_all_settings'].map(
      (role) => `GRANT ${role} TO rds_superuser WITH ADMIN OPTION`,
    ),
    'GRANT rds_iam, rds_password TO rds_superuser WITH ADMIN OPTION',
    "CREATE ROLE kura_admin LOGIN CREATEDB CREATEROLE VALID UNTIL 'infinity'",
    'GRANT rds_superuser TO kura_admin',
    'GRANT SET ON PARAMETER pgaudit.log TO rds_superuser',
    'ALTER DATABASE postgres OWNER TO kura_admin',
    'ALTER DATABASE template1 OWNER TO kura_admin',
  ],
};

/** No member of cloudsqlsuperuser has ADMIN on it or on a role of PostgreSQL's own (measured on 16.15, 2026-09). */
const CLOUD_SQL: PlatformFacts = {
  superuser: 'cloudsqladmin',
  preload: CLOUD_PRELOAD,
  tokens: 'cloudsqliamserviceaccount',
  logins: ['+cloudsqliamserviceaccount TOKEN', 'all scram-sha-256'],
  sql: [
    'CREATE ROLE cloudsqlsuperuser NOLOGIN CREATEDB CREATEROLE',
    'CREATE ROLE cloudsqliamserviceaccount NOLOGIN',
    'GRANT pg_monitor, pg_signal_backend, pg_read_all_stats, pg_read_all_settings TO cloudsqlsuperuser',
    'CREATE ROLE postgres LOGIN CREATEDB CREATEROLE',
    'GRANT cloudsqlsuperuser TO postgres',
    'GRANT SET ON PARAMETER pgaudit.log TO cloudsqlsuperuser',
    'ALTER DATABASE postgres OWNER TO cloudsqlsuperuser',
    'ALTER DATABASE template1 OWNER TO cloudsqlsuperuser',
  ],
};

/** A server of the developer's own trusts who says a name. */
const LOCAL: PlatformFacts = {
  superuser: 'postgres',
  preload: [],
  logins: ['all trust'],
  sql: [
    'CREATE ROLE kura_admin LOGIN CREATEDB CREATEROLE',
    'ALTER DATABASE postgres OWNER TO kura_admin',
    'ALTER DATABASE template1 OWNER TO kura_admin',
  ],
};

export const PLATFORMS: Readonly<Record<Platform, PlatformFacts>> = {
  rds: RDS,
  'cloud-sql': CLOUD_SQL,
  local: LOCAL,
};

/**
 * Whether a user is a member of the role that tokens are for, through any grants but those that the provider made to its own
 * administrators.
 */
export const IS_TOKEN_USER = `
  WITH RECURSIVE held (role) AS (
    SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1
    UNION
    SELECT granted.roleid
    FROM held
    JOIN pg_catalog.pg_auth_members AS granted ON granted.member = held.role
    JOIN pg_catalog.pg_roles AS member ON member.oid = granted.member
    WHERE member.rolname NOT IN ('rds_superuser')
  )
  SELECT EXISTS (SELECT FROM held JOIN pg_catalog.pg_roles ON oid = role WHERE rolname = $2) AS member`;
