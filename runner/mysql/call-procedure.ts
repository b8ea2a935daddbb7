import type { Session } from '../host';

/**
 * Runs a procedure of the cloud's that answers by `@rc` and `@msg`: what it refuses is no error of the server's.
 *
 * @throws {Error} where it did not do what it was asked
 */
export async function callProcedure({ query }: Session, sql: string): Promise<void> {
  await query(sql);
  const [answer] = await query('SELECT @rc AS rc, @msg AS msg');
  const { rc, msg } = answer ?? {};
  // No answer is none that it is done.
  if (rc !== null && rc !== undefined && Number(rc) === 0) return;
  const why = typeof msg === 'string' ? msg : 'no reason given';
  throw Object.assign(new Error(`${why}: ${sql}`), { code: `rc ${String(rc)}` });
}
