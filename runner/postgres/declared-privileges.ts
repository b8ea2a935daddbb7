import { ROLES } from '../../model/language/roles';
import { OPS_SCHEMA, type DeclaredDatabase } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import type { DatabaseObject } from './database-object';
import { objectKey } from './object-text';
import type { Wanted } from './privilege-change';
import { DATABASE_RIGHTS, RIGHTS, TABLE_RIGHTS, type Rights, type SchemaUse } from './rights';
import type { Scope } from './scope';

/** What must be on an object of a declared database. */
export function wantedOn(
  scope: Scope,
  database: DeclaredDatabase,
): (object: DatabaseObject) => Wanted {
  const single = singleAccess(scope, database);
  const uses = new Map<string, SchemaUse>([
    [OPS_SCHEMA, 'ops'],
    ...database.schemas.map(({ name, holds }) => [name, holds] as const),
  ]);
  return (object) => {
    const rights = rightsOn(object, uses);
    const wanted = new Map<string, Set<string>>();
    for (const role of ROLES) {
      const privileges = rights[role];
      if (privileges) wanted.set(groupRole(database.name, role), new Set(privileges));
    }
    for (const [login, privileges] of single.get(keyOf(object)) ?? [])
      wanted.set(login, new Set(privileges));
    return wanted;
  };
}

function rightsOn(object: DatabaseObject, uses: ReadonlyMap<string, SchemaUse>): Rights {
  switch (object.kind) {
    case 'database':
      return DATABASE_RIGHTS;
    case 'column':
      return {};
    case 'schema':
      return RIGHTS[uses.get(object.name) ?? 'undeclared'].schema;
    case 'default':
      return object.schema === null || object.of === 'schema' || object.of === 'large object'
        ? {}
        : RIGHTS[uses.get(object.schema) ?? 'undeclared'][object.of];
    default:
      return RIGHTS[uses.get(object.schema) ?? 'undeclared'][object.kind];
  }
}

/** A sequence counts as its table does. */
function keyOf(object: DatabaseObject): string {
  return object.kind === 'sequence' && object.table !== null
    ? sequencesOf(object.schema, object.table)
    : objectKey(object);
}

const sequencesOf = (schema: string, table: string): string =>
  JSON.stringify(['sequences of', schema, table]);

/** By object, what logins have that may use single tables only: no group has as little. */
function singleAccess(
  scope: Scope,
  { name: database }: DeclaredDatabase,
): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const by = new Map<string, Map<string, Set<string>>>();
  const add = (key: string, login: string, privileges: readonly string[]): void => {
    const logins = by.get(key) ?? new Map<string, Set<string>>();
    logins.set(login, new Set([...(logins.get(login) ?? []), ...privileges]));
    by.set(key, logins);
  };
  for (const { login, role, tables, ...access } of scope.access) {
    if (access.database !== database || tables === undefined) continue;
    const rights = TABLE_RIGHTS[role === 'writer' ? 'writer' : 'reader'];
    add(objectKey({ kind: 'database', name: database }), login.name, ['CONNECT']);
    for (const { schema, table, columns } of tables) {
      add(objectKey({ kind: 'schema', name: schema }), login.name, ['USAGE']);
      // Without its sequence, a writer could give no number to a row of a `serial` column.
      if (role === 'writer') add(sequencesOf(schema, table), login.name, ['USAGE']);
      if (columns === null)
        add(objectKey({ kind: 'table', schema, name: table }), login.name, rights.table);
      for (const name of columns ?? [])
        add(objectKey({ kind: 'column', schema, table, name }), login.name, rights.column);
    }
  }
  return by;
}
