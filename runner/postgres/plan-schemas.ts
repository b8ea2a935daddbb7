import { OPS_SCHEMA, type DeclaredDatabase } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { beyond, mend, report, short, type Change } from './change';
import type { CatalogSchema, DatabaseCatalog, Item } from './catalog';
import { sayObject } from './object-text';
import { ownedBy } from './plan-database-privileges';
import { name } from './quoting';
import type { Scope } from './scope';
import type { Statement } from './statement';

/** The schemas that must be, and how they all are once they are. */
export function planSchemas(
  scope: Scope,
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
): { readonly changes: readonly Change[]; readonly schemas: readonly CatalogSchema[] } {
  const owner = groupRole(database.name, 'owner');
  const there = new Map(inside.schemas.map((schema) => [schema.object.name, schema]));
  const wanted = [...new Set([OPS_SCHEMA, ...database.schemas.map(({ name }) => name)])];
  const missing = wanted.filter((schema) => !there.has(schema));
  const isTheirs = ({ object, owner: has }: CatalogSchema): boolean =>
    wanted.includes(object.name) && has !== owner && has !== 'pg_database_owner';
  const moved = inside.schemas.filter((schema) => isTheirs(schema) && mayMove(scope, schema.owner));
  const run = (sql: string, as: string): Statement => ({
    ...{ phase: 'database', database: database.name, as, why: 'Schemas', sql },
  });
  return {
    changes: [
      ...missing.map((schema) =>
        mend(
          [short(database.name, owner, `schema ${schema}`)],
          run(`CREATE SCHEMA ${name(schema)}`, owner),
        ),
      ),
      ...moved.map(({ object, owner: has }) =>
        mend(
          [beyond(database.name, has, `owner of ${sayObject(object)}`)],
          run(`ALTER SCHEMA ${name(object.name)} OWNER TO ${name(owner)}`, scope.admin),
        ),
      ),
    ],
    schemas: [
      ...inside.schemas.map((schema) => (moved.includes(schema) ? ownedBy(schema, owner) : schema)),
      ...missing.map((schema): CatalogSchema => ({
        ...{ object: { kind: 'schema', name: schema }, owner, acl: [], extension: false },
      })),
    ],
  };
}

/** The admin role gives away what belongs to one whose privileges it has. */
function mayMove({ roles }: Scope, owner: string): boolean {
  return roles.get(owner)?.inherited === true;
}

/** What belongs to one who should own nothing here, and schemas that nobody has declared and that hold something. */
export function strangeObjects(
  scope: Scope,
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
): readonly Change[] {
  const owners = [groupRole(database.name, 'owner'), groupRole(database.name, 'migrator')];
  const declared = new Set([OPS_SCHEMA, ...database.schemas.map((schema) => schema.name)]);
  const items = inside.items.filter(({ object }) => object.kind !== 'column');
  const schemas = inside.schemas.filter(({ extension }) => !extension);
  const isStrange = ({ owner }: Item): boolean =>
    !owners.includes(owner) && owner !== 'pg_database_owner';
  const undeclared = schemas.filter(
    ({ object }) =>
      !declared.has(object.name) && items.some((item) => schemaOf(item) === object.name),
  );
  return [
    ...[...schemas, ...items]
      .filter(isStrange)
      .map(({ owner, object }) =>
        report(beyond(database.name, owner, `owner of ${sayObject(object)}`)),
      ),
    ...undeclared.map(({ owner, object }) =>
      report(beyond(database.name, owner, sayObject(object))),
    ),
  ];
}

function schemaOf({ object }: Item): string | null {
  return 'schema' in object ? object.schema : null;
}
