import { Client, type ClientConfig } from 'pg';
import { errorCode } from '../error-code';
import { LoginRefused, type Session } from '../host';

/** Longer than a name's look-up and a handshake across regions take. */
const TIMEOUT = 10_000;

/** The server knows no such user, or takes no such password or token. */
const REFUSED = /^(?:28000|28P01)$/;

/** Logs in and makes a session of it. */
export async function postgresSession(config: ClientConfig): Promise<Session> {
  const client = new Client({ connectionTimeoutMillis: TIMEOUT, keepAlive: true, ...config });
  // A session that breaks fails its next statement, which says so: an event that nobody hears would end the program.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw asKnown(error);
  }
  return {
    query: async (sql, values) => {
      const { rows } = await client.query<Record<string, unknown>>(sql, values && [...values]);
      return rows;
    },
    end: () => client.end(),
  };
}

function asKnown(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (REFUSED.test(errorCode(error))) return new LoginRefused(error.message);
  // The driver gives its own time limit no code.
  if (error.message.includes('timeout')) return Object.assign(error, { code: 'ETIMEDOUT' });
  return error;
}
