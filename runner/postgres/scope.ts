import { ROLES, type Role } from '../../model/language/roles';
import type {
  DeclaredAccess,
  DeclaredDatabase,
  DeclaredLogin,
  DeclaredState,
} from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import type { Catalog, CatalogDatabase, CatalogRole, ServerCatalog } from './catalog';
import { readRoleMarker, serviceOf } from './markers';
import { isPlatformName, isPlatformRole } from './platform-roles';

/** What is declared and what is there, looked up in the ways that the parts of a plan need. */
export interface Scope {
  readonly state: DeclaredState;
  readonly catalog: Catalog;
  readonly server: ServerCatalog;
  readonly now: Date;
  readonly admin: string;
  /** What the admin role itself may do to the server. */
  readonly adminRole: CatalogRole | undefined;
  readonly roles: ReadonlyMap<string, CatalogRole>;
  readonly databases: ReadonlyMap<string, CatalogDatabase>;
  readonly declared: ReadonlyMap<string, DeclaredDatabase>;
  readonly logins: ReadonlyMap<string, DeclaredLogin>;
  /** The access that has not ended. */
  readonly access: readonly LiveAccess[];
  /** The group roles of declared databases. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Databases of Kura's that are no longer declared. */
  readonly undeclared: readonly CatalogDatabase[];
  /** The group roles of those. */
  readonly leftGroups: ReadonlyMap<string, CatalogDatabase>;
  /** Whether a role is Kura's: declared, or marked once. */
  readonly isOurs: (role: string) => boolean;
  /** Whether a role is the platform's or the runner's own. */
  readonly isPlatform: (role: string) => boolean;
  /** Whether Kura leaves a role's privileges alone: the platform's, unless it is declared. */
  readonly isExempt: (role: string) => boolean;
}

export interface LiveAccess extends DeclaredAccess {
  readonly login: DeclaredLogin;
}

export interface Group {
  readonly name: string;
  readonly role: Role;
  readonly database: DeclaredDatabase;
}

export { isPlatformName };

export function scopeOf(state: DeclaredState, catalog: Catalog, now: Date): Scope {
  const { server } = catalog;
  const roles = new Map(server.roles.map((role) => [role.name, role]));
  const declared = new Map(state.databases.map((database) => [database.name, database]));
  const logins = new Map(state.logins.map((login) => [login.name, login]));
  const groups = new Map(state.databases.flatMap(groupsOf).map((group) => [group.name, group]));
  const undeclared = server.databases.filter(
    (database) => serviceOf(database, roles) !== undefined && !declared.has(database.name),
  );
  const { role: admin, login, bootstrap } = state.admin;
  const own = new Set([admin, login, bootstrap]);
  const members = (role: string): number =>
    server.memberships.filter(
      (row) => row.role === role && !own.has(row.member) && !isPlatformName(row.member),
    ).length;
  const isPlatform = (role: string): boolean => {
    const known = roles.get(role);
    if (own.has(role) || known?.superuser === true) return true;
    return isPlatformRole(state.platform, role, { known, members: () => members(role) });
  };
  return {
    ...{ state, catalog, server, now, roles, declared, logins, groups, undeclared },
    admin,
    adminRole: roles.get(admin),
    databases: new Map(server.databases.map((database) => [database.name, database])),
    access: state.logins.flatMap((login) =>
      login.access
        .filter(({ until }) => until === undefined || new Date(until) > now)
        .map((access) => ({ ...access, login })),
    ),
    leftGroups: new Map(
      undeclared.flatMap((database) =>
        ROLES.map((role) => groupRole(database.name, role))
          .filter((name) => !groups.has(name))
          .map((name) => [name, database]),
      ),
    ),
    isOurs: (role) =>
      groups.has(role) ||
      logins.has(role) ||
      readRoleMarker(roles.get(role)?.comment ?? null) !== undefined,
    isPlatform,
    isExempt: (role) => !groups.has(role) && !logins.has(role) && isPlatform(role),
  };
}

function groupsOf(database: DeclaredDatabase): readonly Group[] {
  return ROLES.map((role) => ({ name: groupRole(database.name, role), role, database }));
}
