import type { DeclaredDatabase } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { mend, report, type Change } from './change';
import type { DatabaseCatalog, Item } from './catalog';
import type { DatabaseObject, DefaultObject } from './database-object';
import { wantedOn } from './declared-privileges';
import { objectKey } from './object-text';
import { planOwners } from './plan-owners';
import { privilegeChanges, sayChange, type PrivilegeChange, type Wanted } from './privilege-change';
import { privilegeStatements } from './privilege-statements';
import { HARDWIRED } from './rights';
import type { Scope } from './scope';

/** What must be done about the privileges inside a declared database. */
export function planPrivileges(
  scope: Scope,
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
): readonly Change[] {
  const wanted = wantedOn(scope, database);
  const owners = ownersOf(database.name);
  const schemas = inside.schemas.filter(({ extension }) => !extension);
  const moved = planOwners(scope, database, schemas, inside.items);
  const then = { ...inside, items: moved.items };
  const items = [...then.items, ...withColumns(scope, database, then)];
  return [
    ...moved.changes,
    ...changes(scope, database, [...schemas, ...items], wanted, (item) => isOwned(item, owners)),
    ...changes(scope, database, defaultsOf(database, inside, scope), wanted, ({ object }) =>
      owners.includes((object as DefaultObject).creator),
    ),
  ];
}

/** The runner works as the owner of the database, who may do all that the migrator may. */
const ownersOf = (database: string): readonly string[] => [
  groupRole(database, 'owner'),
  groupRole(database, 'migrator'),
];

/** The schema `public` belongs to whoever owns the database. */
function isOwned({ owner, object }: Item, owners: readonly string[]): boolean {
  return owners.includes(owner) || (object.kind === 'schema' && owner === 'pg_database_owner');
}

function changes(
  scope: Scope,
  { name: database }: DeclaredDatabase,
  items: readonly Item[],
  wanted: (object: DatabaseObject) => Wanted,
  mayTouch: (item: Item) => boolean,
): readonly Change[] {
  const all = items.flatMap((item) =>
    privilegeChanges(item, wanted(item.object), scope.isExempt).map((change) => ({
      change,
      touched: change.action !== 'stays' && mayTouch(item),
    })),
  );
  const say = (change: PrivilegeChange) => sayChange(database, change);
  const ours = repeated(
    all.filter(({ touched }) => touched).map(({ change }) => change),
    items,
    wanted,
  );
  const others = all.filter(({ touched }) => !touched).map(({ change }) => change);
  const statements = privilegeStatements(ours).map((sql) => ({
    phase: 'database' as const,
    database,
    as: groupRole(database, 'owner'),
    why: 'Who may do what',
    sql,
  }));
  return [
    ...(ours.length > 0 ? [mend(ours.map(say), ...statements)] : []),
    ...(others.length > 0 ? [report(...others.map(say))] : []),
  ];
}

/** Taking a privilege on a table takes it on all of its columns too, so that those that stay are given again. */
function repeated(
  list: readonly PrivilegeChange[],
  items: readonly Item[],
  wanted: (object: DatabaseObject) => Wanted,
): readonly PrivilegeChange[] {
  const taken = list.filter(({ action, object }) => action === 'revoke' && object.kind === 'table');
  if (taken.length === 0) return list;
  const again = items.flatMap(({ object }): PrivilegeChange[] => {
    if (object.kind !== 'column') return [];
    return [...wanted(object)].flatMap(([grantee, privileges]) => {
      const lost = taken
        .filter((change) => change.grantee === grantee && isTableOf(change.object, object))
        .flatMap((change) => change.privileges.filter((each) => privileges.has(each)));
      if (lost.length === 0) return [];
      return [{ action: 'grant', object, grantee, privileges: lost, cascade: false }];
    });
  });
  const keys = new Set(again.map(keyOf));
  return [...list.filter((change) => !keys.has(keyOf(change))), ...merged(again, list)];
}

const keyOf = ({ action, object, grantee }: PrivilegeChange): string =>
  JSON.stringify([action, objectKey(object), grantee]);

function merged(
  again: readonly PrivilegeChange[],
  list: readonly PrivilegeChange[],
): readonly PrivilegeChange[] {
  const there = new Map(list.map((change) => [keyOf(change), change]));
  return again.map((change) => ({
    ...change,
    privileges: [
      ...new Set([...change.privileges, ...(there.get(keyOf(change))?.privileges ?? [])]),
    ].sort(),
  }));
}

function isTableOf(
  table: DatabaseObject,
  column: Extract<DatabaseObject, { kind: 'column' }>,
): boolean {
  return table.kind === 'table' && table.schema === column.schema && table.name === column.table;
}

/** Columns have an entry in the catalog only once somebody has a privilege on them. */
function withColumns(
  scope: Scope,
  { name }: DeclaredDatabase,
  inside: DatabaseCatalog,
): readonly Item[] {
  const there = new Set(inside.items.map(({ object }) => objectKey(object)));
  const owners = new Map(inside.items.map(({ object, owner }) => [objectKey(object), owner]));
  const named = scope.access
    .filter(({ database }) => database === name)
    .flatMap(({ tables }) => tables ?? [])
    .flatMap(({ schema, table, columns }) =>
      (columns ?? []).map((column) => ({ kind: 'column', schema, table, name: column }) as const),
    );
  const absent = new Map(named.map((object) => [objectKey(object), object]));
  return [...absent].flatMap(([key, object]) => {
    const owner = owners.get(objectKey({ ...object, kind: 'table', name: object.table }));
    return owner === undefined || there.has(key) ? [] : [{ object, owner, acl: [] }];
  });
}

/** The defaults of the two roles that make things, whether the catalog has an entry for them or not, and those of others. */
function defaultsOf(
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
  scope: Scope,
): readonly Item<DefaultObject>[] {
  const creators = ownersOf(database.name);
  const there = new Map(inside.defaults.map((item) => [objectKey(item.object), item]));
  const usual = creators.flatMap((creator) => [
    ...(['routine', 'type'] as const).map((of) => ({ creator, schema: null, of })),
    ...database.schemas.flatMap(({ name }) =>
      (['table', 'sequence', 'routine'] as const).map((of) => ({ creator, schema: name, of })),
    ),
  ]);
  const absent = usual
    .map((each): DefaultObject => ({ kind: 'default', ...each }))
    .filter((object) => !there.has(objectKey(object)))
    .map((object) => ({ object, owner: object.creator, acl: hardwired(object) }));
  return [...inside.defaults.map((item) => beyondHardwired(item, creators)), ...absent].filter(
    ({ owner }) => !scope.isExempt(owner),
  );
}

function hardwired({ creator, schema, of }: DefaultObject): Item['acl'] {
  const privileges = schema === null ? (HARDWIRED[of] ?? []) : [];
  return privileges.map((privilege) => ({
    ...{ grantee: null, grantor: creator, privilege, grantable: false },
  }));
}

/** What PostgreSQL itself gives is nobody's doing, where Kura says nothing else. */
function beyondHardwired(
  item: Item<DefaultObject>,
  creators: readonly string[],
): Item<DefaultObject> {
  if (creators.includes(item.object.creator)) return item;
  const given = hardwired(item.object).map(({ privilege }) => privilege);
  return {
    ...item,
    acl: item.acl.filter(
      ({ grantee, privilege }) => grantee !== null || !given.includes(privilege),
    ),
  };
}
