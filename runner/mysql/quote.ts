import { escape, escapeId } from 'mysql2';
import type { Account } from './account';

/** A name in SQL. A dot is a part of it. */
export function identifier(name: string): string {
  return escapeId(name, true);
}

/** A value in SQL. It leans on backslashes, which `prepareSession` sees to. */
export function literal(value: string | number | boolean | null): string {
  return escape(value);
}

/** An account in SQL. The stand-in's roles have no host. */
export function accountName({ user, host }: Account): string {
  return host === '' ? literal(user) : `${literal(user)}@${literal(host)}`;
}

/**
 * A database in `GRANT … ON database.*`, where `_` and `%` are wildcards: `order_db` would be `orderxdb` too. With
 * partial_revokes on, the server takes both kinds of text for the name itself ("Privilege Restriction Using Partial Revokes",
 * MySQL 8.4 reference manual).
 */
export function databasePattern(database: string): string {
  return database.replace(/[\\%_]/g, '\\$&');
}

/** Whether a pattern of a grant reaches a database. */
export function reaches(pattern: string, database: string): boolean {
  const expression = pattern.replace(/\\(.)|([%_])|[^\\%_]/gs, (character, escaped, wildcard) => {
    if (wildcard === '%') return '.*';
    if (wildcard === '_') return '.';
    const plain = typeof escaped === 'string' ? escaped : character;
    return plain.replace(
      /[^a-zA-Z0-9]/gu,
      (each) => `\\u{${each.codePointAt(0)?.toString(16) ?? ''}}`,
    );
  });
  return new RegExp(`^${expression}$`, 'su').test(database);
}
