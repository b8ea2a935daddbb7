import type { Session } from '../host';

/** Opens a session in a database as the role that makes all others. */
export type OpenSession = (database: string) => Promise<Session>;

/**
 * What a session of the runner's begins with. Names are PostgreSQL's own and nobody's of the same name; what it reads is written in one
 * way; and limits of the instance are for applications. A lock is never waited for longer than applications can wait behind it.
 */
const SETTINGS = `SELECT
  pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false),
  pg_catalog.set_config('lock_timeout', '5s', false),
  pg_catalog.set_config('statement_timeout', '0', false),
  pg_catalog.set_config('idle_session_timeout', '0', false),
  pg_catalog.set_config('idle_in_transaction_session_timeout', '0', false),
  pg_catalog.set_config('datestyle', 'ISO', false),
  pg_catalog.set_config('timezone', 'UTC', false),
  pg_catalog.set_config('client_min_messages', 'warning', false)`;

/** Works in a session with a database, and ends it. */
export async function inSession<Got>(
  open: OpenSession,
  database: string,
  work: (session: Session) => Promise<Got>,
): Promise<Got> {
  const session = await open(database);
  try {
    await session.query(SETTINGS);
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
