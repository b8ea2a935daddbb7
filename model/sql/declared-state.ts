import type { Role } from '../language/roles';
import type { Engine } from '../tables/engines';
import type { ExtensionName } from './extensions';
import type { Timeouts } from './role-limits';

/**
 * What an instance is to hold inside: all that the runner brings about and verifies. Plain data without a secret, the same bytes
 * for the same estate. Group roles, their names and their rights follow from it by rule (`role-names.ts`, and the
 * runner's tables of privileges).
 */
export interface DeclaredState {
  readonly format: 1;
  /** `<environment>-<cloud>-<id>`. */
  readonly stack: string;
  readonly platform: Platform;
  readonly engine: Engine;
  /** Major version: another is refused. */
  readonly version: string;
  readonly admin: Admin;
  readonly databases: readonly DeclaredDatabase[];
  readonly logins: readonly DeclaredLogin[];
  /** MySQL of Cloud SQL: all rules of its audit log. Elsewhere nothing inside the server says what is recorded. */
  readonly auditRules?: readonly DeclaredAuditRule[];
}

/** Who runs the server: what its own roles are called, and who makes logins. `local` is a server of the developer's own. */
export type Platform = 'rds' | 'cloud-sql' | 'local';

/** As whom the runner works. */
export interface Admin {
  /** The database user the runner logs in as, by IAM. */
  readonly login: string;
  /** The role it works as and that makes all others: the login itself, or one the login may become. MySQL: the login. */
  readonly role: string;
  /** RDS: the platform's own administrator, whose password the cloud's API can set when the login does not work yet. */
  readonly bootstrap?: string;
}

export interface DeclaredDatabase {
  /** The service's first name, which a rename keeps: by it a database is known again under a new name. */
  readonly service: string;
  readonly name: string;
  /** PostgreSQL only, as are all below. */
  readonly schemas: readonly DeclaredSchema[];
  readonly searchPath: readonly string[];
  readonly extensions: readonly ExtensionName[];
  /** Classes of pgAudit beyond the instance's own; null for none. */
  readonly audit: string | null;
  readonly partitions: readonly DeclaredPartitions[];
  /** Timeouts of each role that has a login here; a timeout that is absent is the instance's parameter. */
  readonly timeouts: Readonly<Partial<Record<Role, Partial<Timeouts>>>>;
}

/** `data`: writers write, readers read. `audit`: writers append and auditors read. */
export interface DeclaredSchema {
  readonly name: string;
  readonly holds: 'data' | 'audit';
}

/** A table in monthly ranges of one column. */
export interface DeclaredPartitions {
  readonly schema: string;
  readonly table: string;
  /** Of type date, timestamp or timestamptz. */
  readonly column: string;
  /** Whole months kept beside the current one. */
  readonly keep: number;
  /** What becomes of a month past them. */
  readonly expired: 'detach' | 'drop';
}

export interface DeclaredLogin {
  /** Database user. */
  readonly name: string;
  /** The ARN or member that logs in. */
  readonly identity: string;
  readonly via: 'iam' | 'secret';
  /** The cloud's name of the secret with its password. */
  readonly secret?: string;
  /** Whether the runner makes it; else Terraform does (`google_sql_user`) and the runner only gives it rights. */
  readonly made: boolean;
  /** Most sessions at once; null for no limit. */
  readonly connections: number | null;
  readonly access: readonly DeclaredAccess[];
}

export interface DeclaredAccess {
  readonly database: string;
  readonly role: Role;
  /** Only these tables, not all that the role may: readers and writers. */
  readonly tables?: readonly DeclaredTable[];
  /** The instant it ends, in UTC: `2026-12-01T00:00:00Z`. */
  readonly until?: string;
}

export interface DeclaredTable {
  /** MySQL: the database. */
  readonly schema: string;
  readonly table: string;
  /** Null for all of them, future ones too. */
  readonly columns: readonly string[] | null;
}

/** A rule of Cloud SQL's audit log of MySQL, as its table has it. */
export interface DeclaredAuditRule {
  /** `user@host`, several with commas, `*` for all. */
  readonly user: string;
  readonly database: string;
  readonly object: string;
  /** Operations, or groups of them. */
  readonly operations: string;
  /** `B`: what succeeds and what fails. `E`: neither, whatever other rules say. */
  readonly result: 'B' | 'E';
}

/** The schema of extensions and operations, which every PostgreSQL database has (seed 001: アプリ/運用). */
export const OPS_SCHEMA = 'ops';

/** The schema of a service that names none. */
export const DEFAULT_SCHEMA = 'app';
