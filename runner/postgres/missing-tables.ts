import type { Problem } from '../../model/problem';
import type { DeclaredDatabase } from '../../model/sql/declared-state';
import type { DatabaseCatalog } from './catalog';
import type { DatabaseObject } from './database-object';
import { partitionProblems } from './plan-partitions';
import type { Scope } from './scope';

/** Tables that the declared state names: what waits for the first migration, and what is a mistake. */
export function tableProblems(
  scope: Scope,
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
): { readonly waiting: readonly string[]; readonly problems: readonly Problem[] } {
  const tables = new Set(
    inside.items
      .filter(({ object }) => object.kind === 'table')
      .map(({ object }) => labelOf(object)),
  );
  const schemas = new Set(database.schemas.map(({ name }) => name));
  const isEmpty = !inside.items.some(
    ({ object }) => object.kind === 'table' && schemas.has(object.schema),
  );
  const named = [
    ...singleTables(scope, database).map((each) => ({ ...each, key: 'tables' })),
    ...database.partitions.map((each) => ({ ...each, columns: null, key: 'partitions' })),
  ];
  const missing = named.filter(({ schema, table }) => !tables.has(`${schema}.${table}`));
  if (isEmpty) {
    const labels = missing.map(({ schema, table }) => `${database.name}: table ${schema}.${table}`);
    return { waiting: [...new Set(labels)], problems: [] };
  }
  const there = {
    ...database,
    partitions: database.partitions.filter(({ schema, table }) => tables.has(`${schema}.${table}`)),
  };
  return {
    waiting: [],
    problems: [
      ...missing.map(({ schema, table, key }) => absent(database, `table ${schema}.${table}`, key)),
      ...missingColumns(named, inside, tables).map((column) =>
        absent(database, `column ${column}`, 'tables'),
      ),
      ...partitionProblems(there, inside, scope.now),
    ],
  };
}

function labelOf(object: DatabaseObject): string {
  return object.kind === 'table' ? `${object.schema}.${object.name}` : '';
}

interface Named {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[] | null;
}

function singleTables({ access }: Scope, { name }: DeclaredDatabase): readonly Named[] {
  return access.filter(({ database }) => database === name).flatMap(({ tables }) => tables ?? []);
}

function missingColumns(
  named: readonly Named[],
  inside: DatabaseCatalog,
  tables: ReadonlySet<string>,
): readonly string[] {
  const there = new Set(
    inside.columns.map(({ schema, table, column }) => `${schema}.${table}.${column}`),
  );
  return named
    .filter(({ schema, table }) => tables.has(`${schema}.${table}`))
    .flatMap(({ schema, table, columns }) =>
      (columns ?? []).map((column) => `${schema}.${table}.${column}`),
    )
    .filter((label) => !there.has(label));
}

function absent({ name }: DeclaredDatabase, what: string, key: string): Problem {
  return {
    place: name,
    required: `${what} must exist`,
    got: 'none',
    cure: `Make it by a migration, or take it out of \`${key}:\`.`,
  };
}
