import type { DeclaredState } from '../../model/sql/declared-state';
import type { Problem } from '../../model/problem';
import { connectionProblem } from '../connection-problem';
import type { Session } from '../host';
import type { Catalog } from './catalog';
import { MAINTENANCES } from './maintenance';
import { readDatabaseMarker } from './markers';
import { readDatabase, type TableName } from './read-database';
import { readContents } from './read-contents';
import { readServer } from './read-server';
import { readSessions } from './read-sessions';
import { fewAtOnce, inSession, type OpenSession } from './sessions';

/** What is there, and why some of it could not be looked into. */
export interface Reading extends Catalog {
  readonly unread: ReadonlyMap<string, Problem>;
}

/** Reads the server, in a session with the maintenance database, and every database that is declared, was once, or is nobody's. */
export async function readCatalog(
  state: DeclaredState,
  session: Session,
  open: OpenSession,
): Promise<Reading> {
  const server = await readServer(session);
  const sessions = await readSessions(session);
  const declared = new Set([...state.databases.map(({ name }) => name), ...MAINTENANCES]);
  const ours = server.databases.filter(
    ({ name, comment, open: isOpen }) =>
      isOpen && (declared.has(name) || readDatabaseMarker(comment) !== undefined),
  );
  const unread = new Map<string, Problem>();
  const insides = await fewAtOnce(ours, async ({ name, comment }) => {
    const wanted = tablesOf(state, name, readDatabaseMarker(comment));
    try {
      const inside = await inSession(open, name, async (own) => ({
        ...(await readDatabase(own, wanted)),
        ...(declared.has(name) ? {} : { contents: await readContents(own) }),
      }));
      return [[name, inside] as const];
    } catch (error) {
      // Its owner may keep everybody out of a database: that is no reason to leave the others as they are.
      if (!MAINTENANCES.includes(name)) unread.set(name, connectionProblem(name, error));
      return [];
    }
  });
  await session.query('SELECT 1');
  return { server, sessions, databases: new Map(insides.flat()), unread };
}

/** The tables that accesses name in a database, which may still have its old name. */
function tablesOf(
  { databases, logins }: DeclaredState,
  there: string,
  service: string | undefined,
): readonly TableName[] {
  const names = new Set([
    there,
    ...databases.filter((each) => each.service === service).map(({ name }) => name),
  ]);
  return logins
    .flatMap(({ access }) => access.filter(({ database }) => names.has(database)))
    .flatMap(({ tables = [] }) => tables);
}
