import type { DeclaredState } from '../../model/sql/declared-state';
import type { Session } from '../host';
import type { Catalog } from './catalog';
import { readDatabaseMarker } from './markers';
import { readDatabase, type TableName } from './read-database';
import { readServer } from './read-server';
import { fewAtOnce, inSession, type OpenSession } from './sessions';

/** Reads the server, in a session with the maintenance database, and every database that is declared or was once. */
export async function readCatalog(
  state: DeclaredState,
  session: Session,
  open: OpenSession,
): Promise<Catalog> {
  const server = await readServer(session);
  const declared = new Set(state.databases.map(({ name }) => name));
  const ours = server.databases.filter(
    ({ name, comment, open: isOpen }) =>
      isOpen && (declared.has(name) || readDatabaseMarker(comment) !== undefined),
  );
  const insides = await fewAtOnce(ours, async ({ name, comment }) => {
    const service = readDatabaseMarker(comment);
    const wanted = tablesOf(state, name, service);
    return [name, await inSession(open, name, (inside) => readDatabase(inside, wanted))] as const;
  });
  return { server, databases: new Map(insides) };
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
