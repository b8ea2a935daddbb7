import type { DeclaredDatabase } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { beyond, mend, type Change } from './change';
import type { CatalogSchema, Item } from './catalog';
import type { DatabaseObject } from './database-object';
import { objectName, objectWord, sayObject } from './object-text';
import { ownedBy } from './plan-database-privileges';
import { name } from './quoting';
import type { Scope } from './scope';

/** Whom things inside a database must belong to, and how they all are once they do. */
export interface Owners {
  readonly changes: readonly Change[];
  readonly items: readonly Item[];
}

/**
 * What belongs to one whose privileges the admin role has, as all does in a database that somebody gives to Kura, becomes the migrator's:
 * his successors could not change it, and nobody but its owner takes back what everybody may do with it. Nobody may own something where
 * he may make nothing, so that it is the owner's of the database until the migrator may: then at once, or in the next round.
 */
export function planOwners(
  scope: Scope,
  database: DeclaredDatabase,
  schemas: readonly CatalogSchema[],
  items: readonly Item[],
): Owners {
  const heirs = heirsOf(database, schemas);
  const migrator = groupRole(database.name, 'migrator');
  const heirOf = ({ object, owner }: Item): string | undefined => {
    const heir =
      'schema' in object && object.schema !== null ? heirs.get(object.schema) : undefined;
    const stays = owner === heir || owner === migrator;
    return stays || scope.roles.get(owner)?.inherited !== true ? undefined : heir;
  };
  const moved = items.flatMap((item) => {
    const heir = heirOf(item);
    return heir === undefined ? [] : [{ item, heir }];
  });
  return {
    changes: moved.flatMap(({ item, heir }) => ownerChange(scope, database, item, heir)),
    items: items.map((item) => ownedBy(item, heirOf(item) ?? item.owner)),
  };
}

/** By schema of the owner's: the migrator, who makes things in the declared ones, and the owner where the migrator may make nothing. */
function heirsOf(
  database: DeclaredDatabase,
  schemas: readonly CatalogSchema[],
): ReadonlyMap<string, string> {
  const [owner, migrator] = [
    groupRole(database.name, 'owner'),
    groupRole(database.name, 'migrator'),
  ];
  const declared = new Set(database.schemas.map((schema) => schema.name));
  const isMigrators = ({ object, acl }: CatalogSchema): boolean =>
    declared.has(object.name) &&
    acl.some(({ grantee, privilege }) => grantee === migrator && privilege === 'CREATE');
  return new Map(
    schemas
      .filter((schema) => [owner, 'pg_database_owner'].includes(schema.owner))
      .map((schema) => [schema.object.name, isMigrators(schema) ? migrator : owner]),
  );
}

/** A column and a column's sequence go with their table. Whose a thing is that is no role's of the database is said elsewhere. */
function ownerChange(
  { admin }: Scope,
  { name: database }: DeclaredDatabase,
  { object, owner }: Item,
  heir: string,
): readonly Change[] {
  const target = targetOf(object);
  if (target === undefined) return [];
  const statement = {
    ...({ phase: 'database', database, as: admin, why: 'Whose things are' } as const),
    sql: `ALTER ${target} OWNER TO ${name(heir)}`,
  };
  const isOwners = owner === groupRole(database, 'owner');
  const findings = isOwners ? [beyond(database, owner, `owner of ${sayObject(object)}`)] : [];
  return [mend(findings, statement)];
}

/** ALTER TABLE takes views, sequences and foreign tables too, and ALTER TYPE domains. */
function targetOf(object: DatabaseObject): string | undefined {
  switch (object.kind) {
    case 'sequence':
      return object.table === null ? `SEQUENCE ${objectName(object)}` : undefined;
    case 'table':
    case 'routine':
    case 'type':
      return `${objectWord(object)} ${objectName(object)}`;
    default:
      return undefined;
  }
}
