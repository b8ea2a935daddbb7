import type { Role } from '../../model/language/roles';

/** What changes the schema: MySQL has no owner, so that an owner has what a migrator has. */
const SCHEMA_CHANGES = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'REFERENCES',
  'INDEX',
  'ALTER',
  'CREATE TEMPORARY TABLES',
  'LOCK TABLES',
  'CREATE VIEW',
  'SHOW VIEW',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'EXECUTE',
  'EVENT',
  'TRIGGER',
] as const;

/**
 * What a role may in its database. Without SHOW VIEW nobody can EXPLAIN a statement over a view, so that who reads rows has it: a
 * view's text holds no row. A reader has no EXECUTE, as a routine may write with its definer's rights. An auditor sees
 * which tables and views there are, and neither a row nor, without SELECT, a view's text.
 */
export const DATABASE_PRIVILEGES: Readonly<Record<Role, readonly string[]>> = {
  owner: SCHEMA_CHANGES,
  migrator: SCHEMA_CHANGES,
  writer: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE'],
  reader: ['SELECT', 'SHOW VIEW'],
  auditor: ['SHOW VIEW'],
  operator: ['SELECT', 'SHOW VIEW'],
};

/** What a role may on the server: an operator sees what runs. */
export const SERVER_PRIVILEGES: Readonly<Partial<Record<Role, readonly string[]>>> = {
  operator: ['PROCESS'],
};

/** What a role may on named tables: on all columns, and on some. */
export function tablePrivileges(role: Role, whole: boolean): readonly string[] {
  if (role !== 'writer') return ['SELECT'];
  return whole ? ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] : ['SELECT', 'INSERT', 'UPDATE'];
}

/**
 * What the runner gives and takes, and so must have itself, with grant option. RDS's and Cloud SQL's administrators have all of it
 * ("Master user account privileges", RDS; "About MySQL users", Cloud SQL; read 2026-11).
 */
export const GIVEN: readonly string[] = [...SCHEMA_CHANGES, 'PROCESS'];

/** What the runner needs for itself: to make accounts, see databases, and know a replica. */
export const NEEDED: readonly string[] = ['CREATE USER', 'SHOW DATABASES', 'REPLICATION CLIENT'];
