import { createConnection, type ConnectionOptions, type RowDataPacket } from 'mysql2/promise';
import { errorCode } from '../error-code';
import { LoginRefused, type Session } from '../host';

/** Longer than a name's look-up and a handshake across regions take. */
const TIMEOUT = 10_000;

/** The server knows no such user, takes no such password or token, or takes no tokens at all. */
const REFUSED =
  /^(?:ER_ACCESS_DENIED_ERROR|ER_ACCESS_DENIED_NO_PASSWORD_ERROR|ER_PLUGIN_IS_NOT_LOADED)$/;

/** Logs in and makes a session of it; no database is an empty name. */
export async function mysqlSession(config: ConnectionOptions): Promise<Session> {
  const { database, ...rest } = config;
  const connection = await createConnection({
    ...{ connectTimeout: TIMEOUT, charset: 'utf8mb4', timezone: 'Z' },
    ...{ ...rest, ...(database && { database }) },
  }).catch((error: unknown) => {
    if (!REFUSED.test(errorCode(error))) throw error;
    throw new LoginRefused((error as Error).message);
  });
  // A session that breaks fails its next statement, which says so: an event that nobody hears would end the program.
  connection.on('error', () => undefined);
  return {
    // Not every statement can be prepared, and one without values need not be.
    query: async (sql, values) => {
      const [rows] = values
        ? await connection.execute<RowDataPacket[]>(sql, [...values] as string[])
        : await connection.query<RowDataPacket[]>(sql);
      return Array.isArray(rows) ? rows : [];
    },
    end: () => connection.end(),
  };
}
