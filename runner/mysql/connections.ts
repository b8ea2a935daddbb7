import type { Platform } from '../../model/sql/declared-state';
import type { Session } from '../host';
import { endConnection } from './statements';

/** A connection that is open, but for the one that asks. */
export interface Connection {
  readonly id: number;
  readonly user: string;
}

/** One that was told to end does nothing more than roll back. */
export async function readConnections({ query }: Session): Promise<readonly Connection[]> {
  const rows = await query(
    `SELECT ID AS id, USER AS user FROM information_schema.PROCESSLIST
     WHERE ID <> CONNECTION_ID() AND COMMAND <> 'Killed' ORDER BY ID`,
  );
  return rows.map(({ id, user }) => ({ id: Number(id), user: String(user) }));
}

/** Ends all of a user's connections, as far as the platform lets the runner. */
export async function endConnections(
  session: Session,
  { platform, user }: { readonly platform: Platform; readonly user: string },
  said: (sql: string) => void,
): Promise<{ readonly ended: number; readonly refused: number }> {
  let refused = 0;
  // Names are compared here: the server's own comparison takes no notice of case.
  const open = (await readConnections(session)).filter((each) => each.user === user);
  for (const { id } of open) {
    const sql = endConnection(platform, id);
    said(sql);
    try {
      await session.query(sql);
    } catch (error) {
      const errno = Number((error as { readonly errno?: unknown }).errno);
      if (DENIED.has(errno)) refused += 1;
      else if (errno !== NO_SUCH_THREAD) throw error;
    }
  }
  return { ended: open.length - refused, refused };
}

/** That connections stay open. */
export function sayUnended(user: string, count: number): string {
  const words = count === 1 ? '1 connection' : `${count} connections`;
  return `the end of ${words} of ${user}: the runner may not end another’s`;
}

/**
 * ER_KILL_DENIED_ERROR, ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_PROCACCESS_DENIED_ERROR, ER_SP_DOES_NOT_EXIST and what a procedure
 * signals ("Server Error Message Reference", MySQL 8.4).
 */
const DENIED: ReadonlySet<number> = new Set([1095, 1227, 1370, 1305, 1644]);

/** ER_NO_SUCH_THREAD: it has ended by itself. */
const NO_SUCH_THREAD = 1094;
