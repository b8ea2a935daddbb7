import type { Problem } from '../../model/problem';
import { errorCode } from '../error-code';
import type { Session } from '../host';

/** Two numbers that nothing else on the server takes: "Kura" and "run" in ASCII. */
const KEY = [0x4b757261, 0x72756e] as const;

/** How long a runner waits for another to end. */
const PATIENCE = '5min';

/** Takes the server for this session until it ends, or says why it could not. */
export async function lockServer(
  session: Session,
  place: string,
  patience = PATIENCE,
): Promise<Problem | undefined> {
  try {
    await session.query(`SELECT set_config('lock_timeout', $1, false)`, [patience]);
    await session.query('SELECT pg_advisory_lock($1::int, $2::int)', KEY);
    await session.query(`SELECT set_config('lock_timeout', '5s', false)`);
    return undefined;
  } catch (error) {
    if (errorCode(error) !== '55P03') throw error;
    return {
      place,
      required: 'no other runner may work on this server',
      got: `one that did not end in ${patience}`,
      cure: 'Let it end, or end its session, and run again.',
    };
  }
}
