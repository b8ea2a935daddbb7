import type { Role } from '../language/roles';
import type { Engine } from '../tables/engines';
import { LONGEST_LOGIN } from '../access/login-name';
import { digestOf } from '../values/digest';

/**
 * The group role of a database: `order_service_db_writer`. It never logs in; logins are its members. A name over the engine's limit
 * keeps its beginning and ends with eight digits of its SHA-256 before the role, so that two long names stay two. Engines count bytes.
 */
export function groupRole(database: string, role: Role, engine: Engine = 'postgres'): string {
  const name = `${database}_${role}`;
  const limit = LONGEST_LOGIN[engine];
  if (Buffer.byteLength(name) <= limit) return name;
  const end = `_${digestOf(database)}_${role}`;
  let cut = database;
  while (Buffer.byteLength(`${cut}${end}`) > limit) cut = Array.from(cut).slice(0, -1).join('');
  return `${cut}${end}`;
}

/**
 * The role that sessions of migrators and owners work as, so that what they make belongs to it. PostgreSQL sets it at login where the
 * runner may alter the login; else the session says SET ROLE.
 */
export function workingRole(database: string, role: Role): { readonly worksAs?: string } {
  return role === 'migrator' || role === 'owner'
    ? { worksAs: groupRole(database, 'migrator') }
    : {};
}
