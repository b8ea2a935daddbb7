import type { Engine } from '../tables/engines';
import { digestOf } from '../values/digest';

/** Longest database user name: PostgreSQL NAMEDATALEN - 1; MySQL 8.4 reference manual, "Account names" (32 characters). */
export const LONGEST_LOGIN: Readonly<Record<Engine, number>> = { postgres: 63, mysql: 32 };

/**
 * The database user made from an identity’s bare name: in lower case with every other character as `_`. A name over
 * the engine's limit keeps its beginning and ends with eight digits of its SHA-256, so that two long names stay two.
 */
export function loginName(bare: string, engine: Engine): string {
  const plain = bare
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const name = /^[a-z]/.test(plain) ? plain : `u_${plain}`;
  const limit = LONGEST_LOGIN[engine];
  if (name.length <= limit) return name;
  return `${name.slice(0, limit - 9)}_${digestOf(name)}`;
}

/**
 * Database users that nobody may be: the engine’s own, RDS’s and Kura’s admin. PostgreSQL keeps all `pg_…` names for itself
 * ("CREATE ROLE", PostgreSQL 17 documentation); RDS makes `rds…` roles and the user `rdsadmin`, Cloud SQL `cloudsql…`.
 */
const RESERVED_LOGINS: Readonly<Record<Engine, RegExp>> = {
  postgres: /^(?:pg_.*|rds.*|cloudsql.*|postgres|public|none|user|admin|kura_admin)$/,
  mysql: /^(?:mysql.*|rds.*|cloudsql.*|root|user|admin|kura_admin)$/,
};

export function isReservedLogin(login: string, engine: Engine): boolean {
  return RESERVED_LOGINS[engine].test(login);
}
