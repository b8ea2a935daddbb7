import type { Account } from './account';
import { databasePattern, identifier, reaches } from './quote';

/** On what a privilege is. A database is a pattern as GRANT takes it; a table's or routine's database is its name. */
export type Scope =
  | { readonly on: 'server' }
  | { readonly on: 'database'; readonly pattern: string }
  | { readonly on: 'table'; readonly database: string; readonly table: string }
  | {
      readonly on: 'routine';
      readonly database: string;
      readonly kind: string;
      readonly routine: string;
    };

/** One privilege of one account. */
export interface Grant {
  readonly account: Account;
  readonly scope: Scope;
  /** In capitals; GRANT OPTION too, which is one for the scope. */
  readonly privilege: string;
  /** Of a table: this column only. */
  readonly column?: string;
}

export const GRANT_OPTION = 'GRANT OPTION';

/** All of a database, and of none that looks like it. */
export function wholeDatabase(database: string): Scope {
  return { on: 'database', pattern: databasePattern(database) };
}

/** A scope as GRANT and REVOKE write it. */
export function scopeSql(scope: Scope): string {
  switch (scope.on) {
    case 'server':
      return '*.*';
    case 'database':
      return `${identifier(scope.pattern)}.*`;
    case 'table':
      return `${identifier(scope.database)}.${identifier(scope.table)}`;
    case 'routine':
      return `${scope.kind} ${identifier(scope.database)}.${identifier(scope.routine)}`;
  }
}

/** Whether a scope is of a database; the server's is of all and of none. */
export function isOf(scope: Scope, database: string): boolean {
  if (scope.on === 'server') return false;
  return scope.on === 'database' ? reaches(scope.pattern, database) : scope.database === database;
}

/** A privilege by its scope, whoever has it. */
export function grantKey({ scope, privilege, column }: Grant): string {
  return JSON.stringify([scopeSql(scope), privilege, column ?? null]);
}

/** Privileges on one thing, in words: `SELECT, INSERT on order\_db.*`. A database stands there as the pattern that it is. */
export function sayGrants(scope: Scope, grants: readonly Grant[]): string {
  const words = grants.map(({ privilege, column }) =>
    column === undefined ? privilege : `${privilege} (${column})`,
  );
  return `${words.join(', ')} on ${sayScope(scope)}`;
}

/** Where a privilege is: a database or the server. */
export function whereOf(scope: Scope): string {
  if (scope.on === 'server') return 'server';
  return scope.on === 'database' ? scope.pattern.replace(/\\(.)/g, '$1') : scope.database;
}

function sayScope(scope: Scope): string {
  switch (scope.on) {
    case 'server':
      return '*.*';
    case 'database':
      return `${scope.pattern}.*`;
    case 'table':
      return `${scope.database}.${scope.table}`;
    case 'routine':
      return `${scope.kind.toLowerCase()} ${scope.database}.${scope.routine}`;
  }
}
