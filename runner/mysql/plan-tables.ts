import type { Problem } from '../../model/problem';
import type { DeclaredState, DeclaredTable } from '../../model/sql/declared-state';
import type { Facts } from './facts';
import type { Grant } from './grant';
import type { Plan } from './step';
import { isCurrent } from './wanted-grants';

/** Tables that an access names: they wait where the database has no table at all, and are a mistake where it has some. */
export function planTables(state: DeclaredState, facts: Facts): Partial<Plan> {
  const missing = state.logins.flatMap(({ name, access }) =>
    access
      .filter((each) => isCurrent(each, facts.now))
      .flatMap(({ tables = [] }) => tables)
      .flatMap((table) => absent(table, facts).map((what) => ({ login: name, table, what }))),
  );
  const waits = ({ table }: (typeof missing)[number]): boolean =>
    (facts.databases.get(table.schema)?.tables ?? 0) === 0;
  return {
    waiting: missing
      .filter(waits)
      .map(({ login, what }) => `${what}, of which login ${login} is to have rights`),
    problems: missing
      .filter((each) => !waits(each))
      .map(({ login, table, what }): Problem => ({
        place: table.schema,
        required: `${what} must exist for the access of ${login}`,
        got: 'none',
        cure: 'Mend the `tables` of the access, or migrate the database first.',
      })),
  };
}

/** Whether what a privilege is on can be granted on: tables and columns have to be there. */
export function isThere({ scope, column }: Grant, { columns }: Facts): boolean {
  if (scope.on !== 'table') return true;
  const table = columns.get(scope.database)?.get(scope.table);
  return table !== undefined && (column === undefined || table.has(column));
}

function absent({ schema, table, columns }: DeclaredTable, facts: Facts): readonly string[] {
  const there = facts.columns.get(schema)?.get(table);
  if (there === undefined) return [`table ${schema}.${table}`];
  return (columns ?? [])
    .filter((column) => !there.has(column))
    .map((column) => `column ${schema}.${table}.${column}`);
}
