import type { Session } from '../host';
import type { CatalogSession } from './catalog';

const SESSIONS = `
  SELECT DISTINCT usename AS login, datname AS database
  FROM pg_stat_activity
  WHERE usename IS NOT NULL AND datname IS NOT NULL AND pid <> pg_backend_pid()
  ORDER BY 1, 2`;

/** Who is connected where, which all may see. */
export async function readSessions(session: Session): Promise<readonly CatalogSession[]> {
  return (await session.query(SESSIONS)) as readonly unknown[] as readonly CatalogSession[];
}
