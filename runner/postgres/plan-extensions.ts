import type { DeclaredDatabase } from '../../model/sql/declared-state';
import { EXTENSION_NAMES, extensionFacts, type ExtensionName } from '../../model/sql/extensions';
import { groupRole } from '../../model/sql/role-names';
import { beyond, mend, report, short, type Change } from './change';
import type { DatabaseCatalog, ServerCatalog } from './catalog';
import { name } from './quoting';
import type { Scope } from './scope';
import type { Statement } from './statement';

/** The language that every database has. */
const ALWAYS = ['plpgsql'];

/** The schema that an extension makes for itself, which the migrator uses. */
const OWN_SCHEMAS: Readonly<Partial<Record<ExtensionName, string>>> = { pg_cron: 'cron' };

export const extensionSchemas = (): readonly string[] => Object.values(OWN_SCHEMAS);

/** The extensions of a database. Made as the admin role, they are nobody's in the database to change. */
export function planExtensions(
  scope: Scope,
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
): readonly Change[] {
  const there = new Map(inside.extensions.map((extension) => [extension.name, extension.schema]));
  const wanted = extensionsOf(database);
  return [
    ...wanted.flatMap((extension) => wantedChanges(scope, database.name, extension, there)),
    ...wanted.flatMap((extension) => schemaChanges(scope, database.name, extension, inside)),
    ...[...there.keys()]
      .filter((each) => !ALWAYS.includes(each) && !wanted.some((extension) => extension === each))
      .map((each) => report(beyond(database.name, scope.admin, `extension ${each}`))),
  ];
}

/** Those that a database names, and those that all have. */
export function extensionsOf({ extensions }: DeclaredDatabase): readonly ExtensionName[] {
  return EXTENSION_NAMES.filter(
    (each) => extensions.includes(each) || extensionFacts(each).everywhere === true,
  );
}

function wantedChanges(
  scope: Scope,
  database: string,
  extension: ExtensionName,
  there: ReadonlyMap<string, string>,
): readonly Change[] {
  const { schema } = extensionFacts(extension);
  const finding = short(database, scope.admin, `extension ${extension}`);
  const has = there.get(extension);
  if (has !== undefined) {
    return schema === null || has === schema
      ? []
      : [report(short(database, scope.admin, `extension ${extension} in schema ${schema}`))];
  }
  if (!isCreatable(scope, extension))
    return scope.state.platform === 'local' ? [] : [report(finding)];
  const place = schema === null ? '' : ` SCHEMA ${name(schema)}`;
  const sql = `CREATE EXTENSION ${name(extension)}${place}`;
  const own = OWN_SCHEMAS[extension];
  return [
    mend(
      [finding],
      asAdmin(scope, database, sql),
      ...(own === undefined ? [] : [useOf(scope, database, own)]),
    ),
  ];
}

/** On a server of one's own nobody but a superuser creates what PostgreSQL does not trust; a cloud lets its administrators. */
export function isCreatable(
  { state, server }: { readonly state: Scope['state']; readonly server: ServerCatalog },
  extension: ExtensionName,
): boolean {
  const { preload } = extensionFacts(extension);
  const available = server.available.find((each) => each.name === extension);
  if (!available || (preload !== undefined && !server.libraries.includes(preload))) return false;
  return available.trusted || state.platform !== 'local';
}

function schemaChanges(
  scope: Scope,
  database: string,
  extension: ExtensionName,
  inside: DatabaseCatalog,
): readonly Change[] {
  const schema = inside.schemas.find(({ object }) => object.name === OWN_SCHEMAS[extension]);
  const migrator = groupRole(database, 'migrator');
  if (!schema?.extension) return [];
  if (schema.acl.some(({ grantee, privilege }) => grantee === migrator && privilege === 'USAGE'))
    return [];
  const finding = short(database, migrator, `USAGE on schema ${schema.object.name}`);
  return [mend([finding], useOf(scope, database, schema.object.name))];
}

function useOf(scope: Scope, database: string, schema: string): Statement {
  const sql = `GRANT USAGE ON SCHEMA ${name(schema)} TO ${name(groupRole(database, 'migrator'))}`;
  return asAdmin(scope, database, sql);
}

function asAdmin({ admin }: Scope, database: string, sql: string): Statement {
  return { phase: 'database', database, as: admin, why: 'Extensions', sql };
}
