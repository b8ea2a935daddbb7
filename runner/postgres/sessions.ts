import type { Session } from '../host';
import { MAINTENANCE } from './statement';

/** Opens a session in a database as the role that makes all others. */
export type OpenSession = (database: string) => Promise<Session>;

/** Names are PostgreSQL's own and nobody's of the same name: the first thing that a session of the runner's is told. */
const NAMES = `SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false)`;

/**
 * Whatever the owner of a database has made its sessions' default: what the runner reads is written in one way, it may write, and limits
 * are for applications. A lock is never waited for longer than applications can wait behind it.
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  transaction_timeout: '0',
  lock_timeout: '5s',
  statement_timeout: '0',
  idle_session_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  default_transaction_read_only: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  session_replication_role: 'origin',
  row_security: 'on',
  createrole_self_grant: '',
  standard_conforming_strings: 'on',
  quote_all_identifiers: 'off',
  datestyle: 'ISO',
  timezone: 'UTC',
  client_min_messages: 'warning',
};

/** Nobody owns the database that is nobody's: where it takes no writes, the server takes none, and is left as it is. */
const OF_SERVER = 'default_transaction_read_only';

/** Not every version has each of them, and some are for those alone who were given them. */
const SETTINGS = `SELECT set_config(name, wanted, false)
  FROM unnest($1::text[], $2::text[]) AS wish (parameter, wanted)
  JOIN pg_settings ON lower(name) = parameter
  WHERE context = 'user' OR has_parameter_privilege(name, 'SET')`;

async function begin(session: Session, database: string): Promise<void> {
  const own = Object.entries(DEFAULTS).filter(
    ([parameter]) => database !== MAINTENANCE || parameter !== OF_SERVER,
  );
  await session.query(NAMES);
  await session.query(SETTINGS, [own.map(([parameter]) => parameter), own.map(([, to]) => to)]);
}

/** Works in a session with a database, and ends it. */
export async function inSession<Got>(
  open: OpenSession,
  database: string,
  work: (session: Session) => Promise<Got>,
): Promise<Got> {
  const session = await open(database);
  try {
    await begin(session, database);
    return await work(session);
  } finally {
    // One that is broken has ended.
    await session.end().catch(() => undefined);
  }
}

/** A few at once: an instance has sessions for its applications, and the runner takes few of them. */
export async function fewAtOnce<Each, Got>(
  list: readonly Each[],
  work: (each: Each) => Promise<Got>,
): Promise<readonly Got[]> {
  const results: Got[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < list.length; i = next++) {
      try {
        results[i] = await work(list[i] as Each);
      } catch (error) {
        next = list.length;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: AT_ONCE }, worker);
  // All of them end before an error is told, so that no session outlives the run.
  for (const settled of await Promise.allSettled(workers))
    if (settled.status === 'rejected') throw settled.reason;
  return results;
}

const AT_ONCE = 4;
