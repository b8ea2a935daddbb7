import type { DeclaredDatabase, DeclaredPartitions } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { quote, type Problem } from '../../model/problem';
import { beyond, mend, report, short, type Change } from './change';
import type { DatabaseCatalog, PartitionedTable } from './catalog';
import {
  covers,
  isMonth,
  monthBounds,
  monthOf,
  PARTITION_TYPES,
  partitionName,
  readSpan,
  type Month,
} from './partition-months';
import { dotted, literal } from './quoting';
import type { Scope } from './scope';
import type { Statement } from './statement';

/** So many months are there before they are needed, so that a runner that fails for weeks stops nobody. */
const AHEAD = 3;

const monthsFrom = (now: Date): readonly Month[] =>
  Array.from({ length: AHEAD + 1 }, (_, i) => monthOf(now) + i);

/** The months that must be there, and those that are past their time. */
export function planPartitions(
  scope: Scope,
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
): readonly Change[] {
  return database.partitions.flatMap((partitions) => {
    const table = tableOf(partitions, inside);
    const type = table?.columns[0]?.type ?? '';
    if (!table) return [];
    const missing = monthsFrom(scope.now).filter((month) => !isCovered(table, month, type));
    const expired = expiredChildren(table, partitions, monthOf(scope.now), type);
    const what = (name: string): string => `partition ${table.schema}.${name}`;
    const owners = [groupRole(database.name, 'migrator'), groupRole(database.name, 'owner')];
    const run = (sql: string): Statement => ({
      ...{ phase: 'database', database: database.name, as: table.owner, why: 'Monthly partitions' },
      ...{ apart: `partitions of ${table.schema}.${table.table}`, guarded: true, sql },
    });
    const mended = owners.includes(table.owner)
      ? mend
      : (findings: Change['findings']): Change => report(...findings);
    return [
      ...missing.map((month) => {
        const name = partitionName(table.table, month);
        return mended(
          [short(database.name, table.owner, what(name))],
          run(created(table, month, type)),
        );
      }),
      ...expired.map((name) =>
        mended(
          [beyond(database.name, table.owner, what(name))],
          ...ended(table, name, partitions.expired).map(run),
        ),
      ),
    ];
  });
}

function tableOf(
  { schema, table }: DeclaredPartitions,
  { partitioned }: DatabaseCatalog,
): PartitionedTable | undefined {
  return partitioned.find((each) => each.schema === schema && each.table === table);
}

function isCovered(table: PartitionedTable, month: Month, type: string): boolean {
  return table.children.some(({ bound }) => {
    const span = readSpan(bound);
    return span !== undefined && covers(span, month, type) === 'all';
  });
}

function created({ schema, table }: PartitionedTable, month: Month, type: string): string {
  const [from, to] = monthBounds(month, type).map(literal);
  const child = dotted(schema, partitionName(table, month));
  return `CREATE TABLE ${child} PARTITION OF ${dotted(schema, table)} FOR VALUES FROM (${from ?? ''}) TO (${to ?? ''})`;
}

/** A month that is past its time, made by Kura and exactly a month: nothing else is ever touched. */
function expiredChildren(
  { schema, table, children }: PartitionedTable,
  { keep }: DeclaredPartitions,
  current: Month,
  type: string,
): readonly string[] {
  return children
    .filter((child) => {
      const span = readSpan(child.bound);
      const month = monthNamed(child.name);
      if (!span || month === undefined || month >= current - keep) return false;
      return (
        child.schema === schema &&
        child.name === partitionName(table, month) &&
        isMonth(span, month, type)
      );
    })
    .map(({ name }) => name);
}

function monthNamed(name: string): Month | undefined {
  const match = /_y(\d{4})m(\d{2})$/.exec(name);
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : undefined;
}

function ended(
  { schema, table }: PartitionedTable,
  child: string,
  expired: DeclaredPartitions['expired'],
): readonly string[] {
  const name = dotted(schema, child);
  return [
    `ALTER TABLE ${dotted(schema, table)} DETACH PARTITION ${name}`,
    ...(expired === 'drop' ? [`DROP TABLE ${name}`] : []),
  ];
}

/** What keeps a table from having months. */
export function partitionProblems(
  { name: database, partitions }: DeclaredDatabase,
  inside: DatabaseCatalog,
  now: Date,
): readonly Problem[] {
  return partitions.flatMap((wanted): readonly Problem[] => {
    const label = `${wanted.schema}.${wanted.table}`;
    const table = tableOf(wanted, inside);
    const place = database;
    const [key, ...others] = table?.columns ?? [];
    const type = key?.type ?? '';
    if (
      table?.strategy !== 'range' ||
      key?.name !== wanted.column ||
      others.length > 0 ||
      !PARTITION_TYPES.includes(type)
    ) {
      return [
        {
          place,
          required: `table ${label} must be partitioned by range of ${wanted.column}, a date, timestamp or timestamptz`,
          got: sayKey(table),
          cure: 'Make it so by a migration, or take it out of `partitions:`.',
        },
      ];
    }
    return monthsFrom(now).flatMap((month) => monthProblems(place, table, inside, month, type));
  });
}

function sayKey(table: PartitionedTable | undefined): string {
  if (!table) return 'a plain table';
  const columns = table.columns.map(({ name, type }) =>
    `${name || 'an expression'} ${type}`.trim(),
  );
  return `${table.strategy} of ${columns.join(', ')}`;
}

function monthProblems(
  place: string,
  table: PartitionedTable,
  inside: DatabaseCatalog,
  month: Month,
  type: string,
): readonly Problem[] {
  if (isCovered(table, month, type)) return [];
  const name = partitionName(table.table, month);
  const partly = table.children.find(({ bound }) => {
    const span = readSpan(bound);
    return span !== undefined && covers(span, month, type) === 'some';
  });
  const taken = inside.items.some(
    ({ object }) =>
      (object.kind === 'table' || object.kind === 'sequence') &&
      object.schema === table.schema &&
      object.name === name,
  );
  if (!partly && !taken) return [];
  return [
    {
      place,
      required: `table ${table.schema}.${table.table} must have room for its partition ${name}`,
      got: partly
        ? `${quote(partly.name)}, which holds a part of that month`
        : 'another object of that name',
      cure: 'Move it out of the way by a migration.',
    },
  ];
}
