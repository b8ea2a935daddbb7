import type { DeclaredState } from '../../model/sql/declared-state';
import { extensionFacts } from '../../model/sql/extensions';
import { errorCode } from '../../runner/error-code';
import type { Session } from '../../runner/host';
import type { Catalog } from '../../runner/postgres/catalog';
import { plan } from '../../runner/postgres/plan';
import { extensionsOf } from '../../runner/postgres/plan-extensions';
import { readCatalog } from '../../runner/postgres/read-catalog';
import { inSession, type OpenSession } from '../../runner/postgres/sessions';
import { MAINTENANCE, sayStatement } from '../../runner/postgres/statement';
import type { Finding } from '../../runner/result';
import { asAdmin } from './as-admin';
import type { Comparison, Incomparable } from './comparison';

/** Compares a PostgreSQL with what is declared. It only reads catalogs, which every login may. */
export async function comparePostgres(
  declared: DeclaredState,
  open: OpenSession,
): Promise<Comparison | Incomparable> {
  const first = await firstDatabase(declared, open);
  const read = await inSession(open, first, (session) => readCatalog(declared, session, open));
  const lacking = lackedBy(declared, read);
  const state = without(declared, lacking);
  const catalog = asAdmin(read, state.admin.role);
  const planned = plan(state, catalog, catalog.server.now);
  if (planned.refused.length > 0) return { problems: planned.refused };
  const { statements, mended, waiting, kept, withheld } = planned;
  const unseen = unseenDatabases(state, read);
  const left = planned.findings.filter((finding) => !isBlind(finding, state, unseen, catalog));
  return {
    ...{ stack: state.stack, waiting, kept, withheld, left },
    statements: statements.map(sayStatement),
    findings: [...mended, ...left],
    unseen: [
      ...unseen.map((name) => `${name}: all inside it, for want of CONNECT`),
      ...lacking.map((name) => `extension ${name}, which this server lacks`),
    ],
  };
}

type ExtensionName = DeclaredState['databases'][number]['extensions'][number];

/** Extensions that a server of one’s own need not have: `kura local` leaves them out too. */
function lackedBy(
  { platform, databases }: DeclaredState,
  { server }: Catalog,
): readonly ExtensionName[] {
  if (platform !== 'local') return [];
  const offered = new Set(server.available.map(({ name }) => name));
  const isLacking = (name: ExtensionName): boolean => {
    const { preload } = extensionFacts(name);
    return !offered.has(name) || (preload !== undefined && !server.libraries.includes(preload));
  };
  return [...new Set(databases.flatMap(extensionsOf))].filter(isLacking);
}

function without(state: DeclaredState, lacking: readonly ExtensionName[]): DeclaredState {
  const databases = state.databases.map((database) => ({
    ...database,
    extensions: database.extensions.filter((name) => !lacking.includes(name)),
  }));
  return { ...state, databases };
}

/** Declared databases that are there and that the login may not enter. */
function unseenDatabases({ databases }: DeclaredState, { server }: Catalog): readonly string[] {
  const closed = server.databases.filter(({ open }) => !open).map(({ name }) => name);
  return databases.map(({ name }) => name).filter((name) => closed.includes(name));
}

/** Whether a finding says of the administrator what is so of the login alone. */
function isBlind(
  { where, who, what }: Finding,
  { admin }: DeclaredState,
  unseen: readonly string[],
  { server }: Catalog,
): boolean {
  const entered = server.databases.some(({ name, open }) => name === where && open);
  const said = `CONNECT on database ${where}`;
  return unseen.includes(where) && entered && who === admin.role && what === said;
}

/** Where a login may begin: applications may not connect to the database that belongs to nobody. */
async function firstDatabase(state: DeclaredState, open: OpenSession): Promise<string> {
  const candidates = [MAINTENANCE, ...state.databases.map(({ name }) => name)];
  let refusal: unknown;
  for (const database of candidates) {
    try {
      await ended(await open(database));
      return database;
    } catch (error) {
      if (!/^(?:42501|3D000)$/.test(errorCode(error))) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

const ended = ({ end }: Session): Promise<void> => end();
