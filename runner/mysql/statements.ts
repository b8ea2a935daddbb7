import type { DeclaredAuditRule, Platform } from '../../model/sql/declared-state';
import type { Account } from './account';
import { scopeSql, type Grant, type Scope } from './grant';
import { accountName, identifier, literal } from './quote';

/** What an account must be: how it logs in, always through TLS, and how often at once. */
export interface AccountTerms {
  /** `IDENTIFIED …`, or empty to leave it as it is. */
  readonly authentication: string;
  readonly connections: number | null;
}

/** Not IF NOT EXISTS: an account that somebody else has made meanwhile must not pass for this one. */
export function createUser(account: Account, terms: AccountTerms): string {
  return `CREATE USER ${accountName(account)}${termsSql(terms)}`;
}

export function alterUser(account: Account, terms: AccountTerms): string {
  return `ALTER USER ${accountName(account)}${termsSql(terms)} ACCOUNT UNLOCK`;
}

export function lockUser(account: Account): string {
  return `ALTER USER ${accountName(account)} ACCOUNT LOCK`;
}

export function dropUser(account: Account): string {
  return `DROP USER IF EXISTS ${accountName(account)}`;
}

/** RDS lets nobody end another's connection but by its own procedure ("mysql.rds_kill", RDS for MySQL). */
export function endConnection(platform: Platform, id: number): string {
  return platform === 'rds' ? `CALL mysql.rds_kill(${id})` : `KILL ${id}`;
}

/**
 * Cloud SQL's procedures for the rules of its audit log ("Use MySQL database auditing", Cloud SQL, read 2026-11). With `reload` the
 * server looks at all rules again.
 */
export function createAuditRule(rule: DeclaredAuditRule): (reload: boolean) => string {
  const { user, database, object, operations, result } = rule;
  const values = [user, database, object, operations, result].map(literal).join(', ');
  return (reload) =>
    `CALL mysql.cloudsql_create_audit_rule(${values}, ${reload ? 1 : 0}, @rc, @msg)`;
}

export function deleteAuditRule(id: number): (reload: boolean) => string {
  const list = literal(String(id));
  return (reload) => `CALL mysql.cloudsql_delete_audit_rule(${list}, ${reload ? 1 : 0}, @rc, @msg)`;
}

/** A limit of 0 is none. */
function termsSql({ authentication, connections }: AccountTerms): string {
  const how = authentication === '' ? '' : ` ${authentication}`;
  return `${how} REQUIRE SSL WITH MAX_USER_CONNECTIONS ${connections ?? 0}`;
}

export function createDatabase(name: string): string {
  return `CREATE DATABASE IF NOT EXISTS ${identifier(name)} CHARACTER SET utf8mb4`;
}

export function dropDatabase(name: string): string {
  return `DROP DATABASE IF EXISTS ${identifier(name)}`;
}

export function grant(account: Account, scope: Scope, grants: readonly Grant[]): string {
  return `GRANT ${privilegesSql(grants)} ON ${scopeSql(scope)} TO ${accountName(account)}`;
}

export function revoke(account: Account, scope: Scope, grants: readonly Grant[]): string {
  return `REVOKE ${privilegesSql(grants)} ON ${scopeSql(scope)} FROM ${accountName(account)}`;
}

/** Privileges with their columns: ``DELETE, SELECT (`a`, `b`)``. Their names are words of the server's own. */
function privilegesSql(grants: readonly Grant[]): string {
  const columns = new Map<string, string[]>();
  const whole = grants.filter(({ column }) => column === undefined);
  for (const { privilege, column } of grants) {
    if (column === undefined) continue;
    columns.set(privilege, [...(columns.get(privilege) ?? []), identifier(column)]);
  }
  return [
    ...whole.map(({ privilege }) => privilege),
    ...Array.from(columns, ([privilege, names]) => `${privilege} (${names.join(', ')})`),
  ].join(', ');
}

/** A row of Kura's record: the same row again changes nothing. */
export function putRow(
  table: string,
  row: Readonly<Record<string, string | boolean | null>>,
): string {
  const names = Object.keys(row).map(identifier).join(', ');
  const values = Object.values(row).map(literal).join(', ');
  return `REPLACE INTO ${identifier('kura')}.${identifier(table)} (${names}) VALUES (${values})`;
}

export function removeRow(table: string, key: string, value: string): string {
  return `DELETE FROM ${identifier('kura')}.${identifier(table)} WHERE ${identifier(key)} = ${literal(value)}`;
}
