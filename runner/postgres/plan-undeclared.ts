import { beyond, mend, report, SERVER, type Change } from './change';
import type { CatalogDatabase, CatalogRole, DatabaseCatalog } from './catalog';
import { readDatabaseMarker, readRoleMarker } from './markers';
import { isEntered } from './plan-database-privileges';
import { name } from './quoting';
import type { Scope } from './scope';
import { MAINTENANCE, type Statement } from './statement';

/** What Kura made and nobody declares any more: closed, dropped where it holds nothing, and kept else. */
export interface Undeclared {
  readonly changes: readonly Change[];
  readonly kept: readonly string[];
}

export function planUndeclared(scope: Scope): Undeclared {
  const databases = scope.undeclared.map((database) => leave(scope, database));
  const dropped = new Set(
    scope.undeclared.filter((_, i) => databases[i]?.kept.length === 0).map((each) => each.name),
  );
  const roles = scope.server.roles
    .filter((role) => isLeft(scope, role, dropped))
    .map((role) => leaveRole(scope, role, dropped));
  const all = [...databases, ...roles];
  return {
    changes: all.flatMap(({ changes }) => changes),
    kept: all.flatMap(({ kept }) => kept),
  };
}

function leave(scope: Scope, database: CatalogDatabase): Undeclared {
  const why = reasonToKeep(scope, database, scope.catalog.databases.get(database.name));
  if (why !== undefined) {
    const service = readDatabaseMarker(database.comment) ?? '';
    return { changes: [], kept: [`database ${database.name} of ${service}: ${why}`] };
  }
  const drop = { ...inDrop(scope, `DROP DATABASE ${name(database.name)}`), alone: true } as const;
  return {
    changes: [mend([beyond(SERVER, database.owner, `database ${database.name}`)], drop)],
    kept: [],
  };
}

/** What was read before everybody was kept out may be old: a database is dropped only once it is closed, and has been read since. */
function reasonToKeep(
  scope: Scope,
  database: CatalogDatabase,
  inside: DatabaseCatalog | undefined,
): string | undefined {
  if (database.invalid) return undefined;
  if (inside?.contents === undefined) return 'it cannot be looked into';
  const tables = inside.items.filter(({ object }) => object.kind === 'table').length;
  if (tables > 0) return `holds ${tables} ${tables === 1 ? 'table' : 'tables'}`;
  const others = Math.max(inside.items.length + inside.largeObjects, inside.contents);
  if (others > 0) return `holds ${others} ${others === 1 ? 'object' : 'objects'}`;
  const { sessions } = database;
  if (sessions > 0) return `has ${sessions} ${sessions === 1 ? 'session' : 'sessions'}`;
  return isEntered(scope, database) ? 'others may still enter it' : undefined;
}

/** Logins, and group roles whose database is gone or goes. */
function isLeft(scope: Scope, role: CatalogRole, dropped: ReadonlySet<string>): boolean {
  const marker = readRoleMarker(role.comment);
  if (!marker || scope.groups.has(role.name) || scope.logins.has(role.name)) return false;
  if (marker.kind === 'login') return true;
  const home = scope.leftGroups.get(role.name);
  return home === undefined || dropped.has(home.name);
}

function leaveRole(scope: Scope, role: CatalogRole, dropped: ReadonlySet<string>): Undeclared {
  const held = role.holds.filter(({ database }) => database === null || !dropped.has(database));
  const closing = role.login ? [closed(scope, role, 'LOGIN')] : [];
  if (!role.administered) {
    return { changes: [report(beyond(SERVER, role.name, 'role'))], kept: [] };
  }
  if (held.length === 0) {
    // Nobody is dropped who may still log in: his sessions end first.
    if (role.login) return { changes: [closed(scope, role, 'role')], kept: [] };
    const drop = inDrop(scope, `DROP ROLE ${name(role.name)}`);
    return { changes: [mend([beyond(SERVER, role.name, 'role')], drop)], kept: [] };
  }
  const owned = held.filter(({ owned }) => owned).reduce((sum, { count }) => sum + count, 0);
  const named = held.reduce((sum, { count }) => sum + count, 0);
  const says =
    owned > 0
      ? `owns ${owned} ${owned === 1 ? 'object' : 'objects'}`
      : `is named in the privileges of ${named} ${named === 1 ? 'object' : 'objects'}`;
  return { changes: closing, kept: [`role ${role.name}: ${says}`] };
}

function closed({ admin }: Scope, { name: role }: CatalogRole, what: 'LOGIN' | 'role'): Change {
  return mend([beyond(SERVER, role, what)], {
    phase: 'roles',
    database: MAINTENANCE,
    as: admin,
    why: 'Logins that are no longer declared',
    sql: `ALTER ROLE ${name(role)} NOLOGIN`,
  });
}

function inDrop({ admin }: Scope, sql: string): Statement {
  const why = 'What is no longer declared and holds nothing';
  return { phase: 'drop', database: MAINTENANCE, as: admin, why, sql };
}
