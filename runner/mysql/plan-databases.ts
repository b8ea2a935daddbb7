import type { DeclaredDatabase, DeclaredState } from '../../model/sql/declared-state';
import type { DatabaseFacts, Facts } from './facts';
import { isOf } from './grant';
import type { Plan } from './step';
import { isPlatformAccount, OWN_DATABASES } from './platform-accounts';
import { forgetDatabase, recordDatabase } from './record';
import { createDatabase, dropDatabase } from './statements';

/** Databases to make, and those that are no longer declared: dropped only where Kura made them and they hold nothing. */
export function planDatabases(state: DeclaredState, facts: Facts): Partial<Plan> {
  const declared = new Set(state.databases.map(({ service }) => service));
  const names = new Set(state.databases.map(({ name }) => name));
  const parts = [
    ...state.databases.map((database) => planDeclared(state, database, facts)),
    ...[...facts.recorded.databases.keys()]
      .filter((service) => !declared.has(service))
      .map((service) => planUndeclared(state, service, names, facts)),
  ];
  return {
    problems: parts.flatMap(({ problems = [] }) => problems),
    kept: parts.flatMap(({ kept = [] }) => kept),
    steps: parts.flatMap(({ steps = [] }) => steps),
  };
}

function planDeclared(
  { stack }: DeclaredState,
  { service, name }: DeclaredDatabase,
  { databases, recorded }: Facts,
): Partial<Plan> {
  const refused = (required: string, got: string, cure: string): Partial<Plan> => ({
    problems: [{ place: stack, required, got, cure }],
  });
  if (OWN_DATABASES.has(name))
    return refused(
      `database of service ${service} must have a name that is free`,
      `${name}, which is the server's or Kura's own`,
      'Give the service another `database`.',
    );
  const before = recorded.databases.get(service);
  if (before !== undefined && before.name !== name && databases.has(before.name))
    return refused(
      `database of service ${service} must stay ${before.name}, as MySQL renames no database`,
      name,
      `Keep the name; or move its tables to a database of your own with RENAME TABLE, drop ${before.name}, run again, and move them into ${name}.`,
    );
  const other = [...recorded.databases].find(
    ([key, each]) => each.name === name && key !== service,
  );
  if (other !== undefined && databases.has(name))
    return refused(
      `database ${name} must be of service ${service}`,
      `a database of service ${other[0]}`,
      'Give the service another `database`, or its first name back as its `id`.',
    );
  const there = databases.get(name);
  if (before?.name !== name && there !== undefined && held(there) !== '')
    return refused(
      `database ${name} must be Kura's or hold nothing`,
      `one that Kura did not make and that holds ${held(there)}`,
      'Give the service another `database`; or move its tables away with RENAME TABLE, run again, and move them back.',
    );
  const made = there === undefined;
  return {
    steps: [
      ...(before?.name === name
        ? []
        : [
            {
              stage: 'make database' as const,
              sql: recordDatabase(service, { name, made }),
              mends: [],
            },
          ]),
      ...(made
        ? [
            {
              stage: 'make database' as const,
              sql: createDatabase(name),
              mends: [{ kind: 'short' as const, where: name, who: service, what: 'the database' }],
            },
          ]
        : []),
    ],
  };
}

/**
 * A database is dropped only when nobody has a right in it nor a session: what is found empty is then still empty. Rights are taken
 * first, so that this is so in the next round of the same run.
 */
function planUndeclared(
  state: DeclaredState,
  service: string,
  declaredNames: ReadonlySet<string>,
  { databases, grants, recorded }: Facts,
): Partial<Plan> {
  const { name = '', made = false } = recorded.databases.get(service) ?? {};
  const there = databases.get(name);
  const forget = {
    stage: 'remove database' as const,
    sql: forgetDatabase(service),
    mends: [],
  };
  // A declared one of that name puts its own row in the place of this one.
  if (declaredNames.has(name)) return {};
  if (there === undefined) return { steps: [forget] };
  const kept = (why: string): Partial<Plan> => ({ kept: [`database ${name}: ${why}`] });
  if (held(there) !== '') return kept(`holds ${held(there)}`);
  if (!made) return kept('was there before Kura');
  if (there.sessions > 0) return kept(`${counted(there.sessions, 'session')} in it`);
  if (grants.some(({ account, scope }) => !isPlatformAccount(state, account) && isOf(scope, name)))
    return kept('somebody still has a right in it');
  const finding = { kind: 'beyond' as const, where: name, who: service, what: 'the database' };
  return {
    steps: [{ stage: 'remove database', sql: dropDatabase(name), mends: [finding] }, forget],
  };
}

/** What a database holds, in words; empty for nothing. */
function held({ tables, routines, events }: DatabaseFacts): string {
  return [[tables, 'table'] as const, [routines, 'routine'] as const, [events, 'event'] as const]
    .filter(([count]) => count > 0)
    .map(([count, noun]) => counted(count, noun))
    .join(', ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
