import type { DeclaredState } from '../../model/sql/declared-state';
import type { SecretVersion, Session } from '../host';
import { readAuditRules } from './audit-rules-catalog';
import { readAccounts, readMemberships } from './accounts-catalog';
import { readConnections } from './connections';
import type { DatabaseFacts, Defined, Facts, Flavour } from './facts';
import { readGrants } from './grants-catalog';
import { readRecord } from './record';

/** Reads all that the plan needs. The session may read the `mysql` database: without that it sees its own rights only. */
export async function readFacts(
  session: Session,
  state: DeclaredState,
  flavour: Flavour,
  secrets: ReadonlyMap<string, SecretVersion | undefined> | null,
): Promise<Facts> {
  const accounts = await readAccounts(session, flavour);
  return {
    now: await readClock(session),
    flavour,
    accounts,
    grants: await readGrants(session, accounts),
    memberships: await readMemberships(session, flavour),
    defined: await readDefined(session),
    databases: await readDatabases(session),
    columns: await readColumns(session, namedDatabases(state)),
    connected: new Set((await readConnections(session)).map(({ user }) => user)),
    recorded: await readRecord(session),
    audit: state.auditRules === undefined ? null : await readAuditRules(session, flavour),
    secrets,
  };
}

/** The seconds since 1970, which no time zone changes. */
async function readClock({ query }: Session): Promise<Date> {
  const [row] = await query('SELECT UNIX_TIMESTAMP() AS now');
  return new Date(Number(row?.now) * 1000);
}

async function readDatabases({ query }: Session): Promise<ReadonlyMap<string, DatabaseFacts>> {
  const counted = async (sql: string): Promise<ReadonlyMap<string, number>> =>
    new Map((await query(sql)).map(({ name, held }) => [String(name), Number(held)]));
  const names = await query('SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA');
  const tables = await counted(
    'SELECT TABLE_SCHEMA AS name, COUNT(*) AS held FROM information_schema.TABLES GROUP BY TABLE_SCHEMA',
  );
  const routines = await counted(
    'SELECT ROUTINE_SCHEMA AS name, COUNT(*) AS held FROM information_schema.ROUTINES GROUP BY ROUTINE_SCHEMA',
  );
  const events = await counted(
    'SELECT EVENT_SCHEMA AS name, COUNT(*) AS held FROM information_schema.EVENTS GROUP BY EVENT_SCHEMA',
  );
  const sessions = await counted(
    'SELECT DB AS name, COUNT(*) AS held FROM information_schema.PROCESSLIST WHERE DB IS NOT NULL GROUP BY DB',
  );
  return new Map(
    names.map(({ name }) => [
      String(name),
      {
        tables: tables.get(String(name)) ?? 0,
        routines: routines.get(String(name)) ?? 0,
        events: events.get(String(name)) ?? 0,
        sessions: sessions.get(String(name)) ?? 0,
      },
    ]),
  );
}

function namedDatabases({ logins }: DeclaredState): readonly string[] {
  const named = logins.flatMap(({ access }) =>
    access.flatMap(({ tables = [] }) => tables.map(({ schema }) => schema)),
  );
  return [...new Set(named)];
}

async function readColumns(
  { query }: Session,
  databases: readonly string[],
): Promise<Facts['columns']> {
  const columns = new Map<string, Map<string, Set<string>>>();
  for (const wanted of databases) {
    const tables = new Map<string, Set<string>>();
    const rows = await query(
      'SELECT TABLE_NAME AS name, COLUMN_NAME AS part FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?',
      [wanted],
    );
    for (const { name, part } of rows) {
      const parts = tables.get(String(name)) ?? new Set();
      tables.set(String(name), parts.add(String(part)));
    }
    columns.set(wanted, tables);
  }
  return columns;
}

/** One query each: names of views and routines have collations that a union of MySQL does not mix. */
const DEFINED = [
  "SELECT DEFINER AS definer, 'view' AS kind, TABLE_SCHEMA AS place, TABLE_NAME AS name FROM information_schema.VIEWS",
  'SELECT DEFINER AS definer, LOWER(ROUTINE_TYPE) AS kind, ROUTINE_SCHEMA AS place, ROUTINE_NAME AS name FROM information_schema.ROUTINES',
  "SELECT DEFINER AS definer, 'trigger' AS kind, TRIGGER_SCHEMA AS place, TRIGGER_NAME AS name FROM information_schema.TRIGGERS",
  "SELECT DEFINER AS definer, 'event' AS kind, EVENT_SCHEMA AS place, EVENT_NAME AS name FROM information_schema.EVENTS",
];

async function readDefined({ query }: Session): Promise<readonly Defined[]> {
  const defined: Defined[] = [];
  for (const sql of DEFINED)
    for (const { definer, kind, place, name } of await query(sql))
      defined.push({
        definer: String(definer),
        database: String(place),
        what: `${String(kind)} ${String(place)}.${String(name)}`,
      });
  return defined.sort((a, b) => (a.what < b.what ? -1 : 1));
}
