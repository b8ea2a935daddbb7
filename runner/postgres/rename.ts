import { ROLES } from '../../model/language/roles';
import type { DeclaredState } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { quote, type Problem } from '../../model/problem';
import { mend, SERVER, short, type Change } from './change';
import type { Catalog, CatalogDatabase, ServerCatalog } from './catalog';
import { readRoleMarker, serviceOf } from './markers';
import { name } from './quoting';
import { MAINTENANCE, type Statement } from './statement';

/** Another name for a database or a role. */
export interface Rename {
  readonly kind: 'database' | 'role';
  readonly from: string;
  readonly to: string;
}

/** The databases and group roles of services that got another name, in an order in which no two ever have the same. */
export function planRenames(
  state: DeclaredState,
  { server }: Catalog,
): { readonly renames: readonly Rename[]; readonly problems: readonly Problem[] } {
  const wanted = [...databaseRenames(state, server), ...roleRenames(state, server)];
  const taken = new Set([
    ...server.databases.map((each) => keyOf('database', each.name)),
    ...server.roles.map((each) => keyOf('role', each.name)),
  ]);
  const renames: Rename[] = [];
  for (let rest = wanted; rest.length > 0;) {
    const free = rest.filter(({ kind, to }) => !taken.has(keyOf(kind, to)));
    if (free.length === 0) return { renames, problems: rest.map(notFree) };
    for (const each of free) {
      taken.delete(keyOf(each.kind, each.from));
      taken.add(keyOf(each.kind, each.to));
    }
    renames.push(...free);
    rest = rest.filter((each) => !free.includes(each));
  }
  return { renames, problems: inUse(server, renames) };
}

const keyOf = (kind: Rename['kind'], each: string): string => JSON.stringify([kind, each]);

function databaseRenames(state: DeclaredState, server: ServerCatalog): readonly Rename[] {
  const roles = new Map(server.roles.map((role) => [role.name, role]));
  return state.databases.flatMap(({ service, name: to }): readonly Rename[] => {
    const marked = server.databases.filter((database) => serviceOf(database, roles) === service);
    const [only] = marked;
    if (!only || marked.length > 1 || only.name === to) return [];
    return [{ kind: 'database', from: only.name, to }];
  });
}

function roleRenames(state: DeclaredState, server: ServerCatalog): readonly Rename[] {
  const wanted = new Map(
    state.databases.flatMap(({ service, name: database }) =>
      ROLES.map((role) => [JSON.stringify([role, service]), groupRole(database, role)] as const),
    ),
  );
  const marked = server.roles.flatMap(({ name: from, comment }) => {
    const marker = readRoleMarker(comment);
    const to =
      marker?.kind === 'group'
        ? wanted.get(JSON.stringify([marker.role, marker.service]))
        : undefined;
    return to === undefined ? [] : [{ kind: 'role' as const, from, to }];
  });
  return marked.filter(
    ({ from, to }) => from !== to && marked.filter((each) => each.to === to).length === 1,
  );
}

function notFree({ kind, from, to }: Rename): Problem {
  return {
    place: from,
    required: `${kind} ${from} must be free to become ${to}`,
    got: `another ${kind} of that name`,
    cure: `Rename or drop ${quote(to)} by hand, or give the service another \`database:\`.`,
  };
}

/** PostgreSQL renames no database that somebody is connected to. */
function inUse(server: ServerCatalog, renames: readonly Rename[]): readonly Problem[] {
  const sessions = new Map(server.databases.map((each) => [each.name, each.sessions]));
  return renames
    .filter(({ kind, from }) => kind === 'database' && (sessions.get(from) ?? 0) > 0)
    .map(({ from, to }) => ({
      place: from,
      required: `nobody may be connected to database ${from} while it becomes ${to}`,
      got: `${sessions.get(from) ?? 0} ${sessions.get(from) === 1 ? 'session' : 'sessions'}`,
      cure: 'Stop the service, and run this again.',
    }));
}

export function renameChanges(admin: string, renames: readonly Rename[]): readonly Change[] {
  return renames.map(({ kind, from, to }) => {
    const statement: Statement = {
      phase: 'rename',
      database: MAINTENANCE,
      as: admin,
      why: 'New names',
      sql: `ALTER ${kind === 'role' ? 'ROLE' : 'DATABASE'} ${name(from)} RENAME TO ${name(to)}`,
    };
    return mend([short(SERVER, from, `${kind} ${to}`)], statement);
  });
}

/** The catalog as it will be under the new names. */
export function renamed(catalog: Catalog, renames: readonly Rename[]): Catalog {
  if (renames.length === 0) return catalog;
  const { server, databases } = catalog;
  const roles = new Map(namesOf('role', renames));
  const bases = new Map(namesOf('database', renames));
  const role = <Name extends string | null>(each: Name): Name =>
    (each === null ? null : (roles.get(each) ?? each)) as Name;
  const base = <Name extends string | null>(each: Name): Name =>
    (each === null ? null : (bases.get(each) ?? each)) as Name;
  const acl = (list: CatalogDatabase['acl']): CatalogDatabase['acl'] =>
    list.map((each) => ({ ...each, grantee: role(each.grantee), grantor: role(each.grantor) }));
  const owned = <Each extends { readonly owner: string; readonly acl: CatalogDatabase['acl'] }>(
    each: Each,
  ): Each => ({ ...each, owner: role(each.owner), acl: acl(each.acl) });
  return {
    server: {
      ...server,
      roles: server.roles.map((each) => ({
        ...each,
        name: role(each.name),
        holds: each.holds.map((held) => ({ ...held, database: base(held.database) })),
      })),
      memberships: server.memberships.map((each) => ({
        ...each,
        role: role(each.role),
        member: role(each.member),
        grantor: role(each.grantor),
      })),
      databases: server.databases.map((each) => ({ ...owned(each), name: base(each.name) })),
      settings: server.settings.map((each) => ({
        ...each,
        database: base(each.database),
        role: role(each.role),
      })),
    },
    databases: new Map(
      [...databases].map(([database, inside]) => [
        base(database),
        {
          ...inside,
          schemas: inside.schemas.map(owned),
          items: inside.items.map(owned),
          defaults: inside.defaults.map((each) => ({
            ...owned(each),
            object: { ...each.object, creator: role(each.object.creator) },
          })),
          partitioned: inside.partitioned.map((each) => ({ ...each, owner: role(each.owner) })),
        },
      ]),
    ),
  };
}

function namesOf(kind: Rename['kind'], renames: readonly Rename[]): [string, string][] {
  return renames.filter((each) => each.kind === kind).map(({ from, to }) => [from, to]);
}
