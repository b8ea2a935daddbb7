import { inOrder, type Problem } from '../../model/problem';
import type { DeclaredDatabase, DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../result';
import type { Catalog, DatabaseCatalog } from './catalog';
import type { Change } from './change';
import { FRESH_DATABASE } from './fresh-database';
import { tableProblems } from './missing-tables';
import { strangePowers } from './plan-attributes';
import { planDatabasePrivileges } from './plan-database-privileges';
import { planDatabases, strangeDatabases } from './plan-databases';
import { planExtensions } from './plan-extensions';
import { planMemberships } from './plan-memberships';
import { planPartitions } from './plan-partitions';
import { planPrivileges } from './plan-privileges';
import { planRoles } from './plan-roles';
import { planSchemas, strangeObjects } from './plan-schemas';
import { planSessions } from './plan-sessions';
import { planSettings } from './plan-settings';
import { planUndeclared } from './plan-undeclared';
import { nameProblems, serverProblems } from './refuse';
import { planRenames, renameChanges, renamed } from './rename';
import { scopeOf, type Scope } from './scope';
import { PHASES, type Statement } from './statement';
import { strangeInside } from './strange-objects';
import { strangeServer } from './strange-server';

/** What is to be done on a server, and what of it is not as declared. */
export interface Plan {
  /** Why nothing may be done: then there is nothing else. */
  readonly refused: readonly Problem[];
  readonly statements: readonly Statement[];
  /** What cannot be yet. */
  readonly waiting: readonly string[];
  /** What is no longer declared and stays. */
  readonly kept: readonly string[];
  /** What the platform lets nobody do. */
  readonly withheld: readonly string[];
  /** Of that, sessions that go on with what has ended: once the run has ended it, no look at the server tells. */
  readonly unended: readonly string[];
  /** What is not as declared and will be after the statements. */
  readonly mended: readonly Finding[];
  /** What is not as declared and not the runner's to change. */
  readonly findings: readonly Finding[];
}

const NOTHING = {
  ...{ statements: [], waiting: [], kept: [], withheld: [], unended: [] },
  ...{ mended: [], findings: [] },
};

/** The plan that makes a server as declared. It depends on nothing but its arguments. */
export function plan(state: DeclaredState, catalog: Catalog, now: Date): Plan {
  const problems = serverProblems(state, catalog.server);
  if (problems.length > 0) return { ...NOTHING, refused: inOrder(problems) };
  const { renames, problems: occupied } = planRenames(state, catalog);
  if (occupied.length > 0) return { ...NOTHING, refused: inOrder(occupied) };
  const scope = scopeOf(state, { ...catalog, ...renamed(catalog, renames) }, now);
  const insides = insidesOf(scope);
  const tables = insides.map(({ database, inside }) => tableProblems(scope, database, inside));
  const refused = [...nameProblems(scope), ...tables.flatMap((each) => each.problems)];
  if (refused.length > 0) return { ...NOTHING, refused: inOrder(refused) };
  const undeclared = planUndeclared(scope);
  const privileges = planDatabasePrivileges(scope);
  const memberships = planMemberships(scope);
  const sessions = planSessions(scope, [...memberships.ended, ...privileges.ended]);
  const changes = [
    ...renameChanges(scope.admin, renames),
    ...serverChanges(scope, memberships, privileges.taken),
    ...sessions.changes,
    ...insides.flatMap(({ database, inside }) => insideChanges(scope, database, inside)),
    // Nobody is let in before all else is as it must be.
    ...planSettings(scope),
    ...privileges.given,
    ...undeclared.changes,
  ];
  return {
    refused: [],
    statements: inPhases(changes),
    waiting: tables.flatMap(({ waiting }) => waiting),
    kept: undeclared.kept,
    withheld: [...changes.flatMap(({ withheld = [] }) => withheld), ...sessions.unended],
    unended: sessions.unended,
    mended: changes.filter(({ mended }) => mended).flatMap(({ findings }) => findings),
    findings: changes.filter(({ mended }) => !mended).flatMap(({ findings }) => findings),
  };
}

interface Inside {
  readonly database: DeclaredDatabase;
  readonly inside: DatabaseCatalog;
}

/** Every declared database as it is or, where there is none yet, as it will be new. One that the runner cannot enter waits for a second round. */
function insidesOf({ declared, databases, catalog }: Scope): readonly Inside[] {
  return [...declared.values()].flatMap((database) => {
    const inside = catalog.databases.get(database.name);
    if (inside) return [{ database, inside }];
    return databases.has(database.name) ? [] : [{ database, inside: FRESH_DATABASE }];
  });
}

function serverChanges(
  scope: Scope,
  { taken, given }: ReturnType<typeof planMemberships>,
  closed: readonly Change[],
): readonly Change[] {
  return [
    ...taken,
    ...planRoles(scope),
    ...given,
    ...planDatabases(scope),
    ...closed,
    ...strangePowers(scope),
    ...strangeDatabases(scope),
    ...strangeServer(scope),
  ];
}

function insideChanges(
  scope: Scope,
  database: DeclaredDatabase,
  inside: DatabaseCatalog,
): readonly Change[] {
  const { changes, schemas } = planSchemas(scope, database, inside);
  const then = { ...inside, schemas };
  return [
    ...changes,
    ...planExtensions(scope, database, then),
    ...planPrivileges(scope, database, then),
    ...planPartitions(scope, database, then),
    ...strangeObjects(scope, database, then),
    ...strangeInside(scope, database, then),
  ];
}

/** By phase, and inside it by database; what one part of the plan puts in order stays so. */
function inPhases(changes: readonly Change[]): readonly Statement[] {
  const statements = changes.flatMap((change) => change.statements);
  return PHASES.flatMap((phase) => {
    const own = statements.filter((statement) => statement.phase === phase);
    const databases = new Map<string, Statement[]>();
    for (const each of own) {
      const list = databases.get(each.database);
      if (list) list.push(each);
      else databases.set(each.database, [each]);
    }
    return [...databases.values()].flat();
  });
}
