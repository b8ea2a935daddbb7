import type { Platform } from '../../model/sql/declared-state';
import type { CatalogRole } from './catalog';

/** What a platform has made on a server before anybody else came. */
interface Platforms {
  readonly roles: ReadonlySet<string>;
  readonly databases: ReadonlySet<string>;
  /** How the names begin that it has since given to roles which nobody here has heard of. */
  readonly prefix?: string;
}

/**
 * Names by which a platform’s roles are known, one by one: whoever has CREATEROLE may make another that begins like them.
 * Amazon RDS user guide, “Understanding PostgreSQL roles and permissions” and “Controlling user access to PostgreSQL”;
 * Cloud SQL for PostgreSQL, “About PostgreSQL users and roles”, whose first user `postgres` is an administrator like Kura’s.
 */
const PLATFORMS: Readonly<Record<Platform, Platforms>> = {
  rds: {
    roles: new Set([
      ...['rdsadmin', 'rdsrepladmin', 'rdstopmgr', 'rds_superuser', 'rds_iam', 'rds_password'],
      ...['rds_replication', 'rds_ad', 'rds_extension', 'rds_reserved', 'rds_pgaudit'],
    ]),
    databases: new Set(['rdsadmin']),
    prefix: 'rds',
  },
  'cloud-sql': {
    roles: new Set([
      ...['cloudsqladmin', 'cloudsqlsuperuser', 'cloudsqlagent', 'cloudsqlimportexport'],
      ...['cloudsqlreplica', 'cloudsqllogical', 'cloudsqlconnpooladmin', 'cloudsqlobservability'],
      ...['cloudsqliamuser', 'cloudsqliamserviceaccount', 'cloudsqliamworkforceidentity'],
      ...['cloudsqliamgroup', 'cloudsqliamgroupuser', 'cloudsqliamgroupserviceaccount'],
      ...['cloudsqlinactiveuser', 'postgres'],
    ]),
    databases: new Set(['cloudsqladmin']),
    prefix: 'cloudsql',
  },
  local: { roles: new Set(), databases: new Set() },
};

/** PostgreSQL refuses CREATE ROLE and RENAME to a name that begins so, to superusers too: such a role is its own. */
const isPostgres = (role: string): boolean => role.startsWith('pg_');

const KNOWN = new Set(Object.values(PLATFORMS).flatMap(({ roles }) => [...roles]));

/** Whether a name is one of PostgreSQL’s own or of a cloud’s. */
export const isPlatformName = (role: string): boolean => isPostgres(role) || KNOWN.has(role);

export const isPlatformDatabase = (platform: Platform, database: string): boolean =>
  PLATFORMS[platform].databases.has(database);

/**
 * Whether a role is the platform’s. Of one that only begins like the platform’s it is believed where it can do no harm: it cannot
 * log in, has no power over the server and no member who could use it, and is nobody’s whom the admin role administers.
 */
export function isPlatformRole(
  platform: Platform,
  role: string,
  { known, members }: { readonly known: CatalogRole | undefined; readonly members: () => number },
): boolean {
  if (isPostgres(role)) return true;
  const { roles, prefix } = PLATFORMS[platform];
  const harms = known !== undefined && (known.login || hasPower(known));
  // The platforms give ADMIN on none of their own that logs in or has power, so that somebody here has made it.
  if (roles.has(role)) return !(harms && known.administered);
  if (prefix === undefined || !role.startsWith(prefix)) return false;
  return known !== undefined && !harms && !known.administered && members() === 0;
}

function hasPower(role: CatalogRole): boolean {
  const { superuser, createRole, createDatabase, replication, bypassRowSecurity } = role;
  return superuser || createRole || createDatabase || replication || bypassRowSecurity;
}
