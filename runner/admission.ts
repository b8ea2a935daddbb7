import type { Problem } from '../model/problem';
import { connectionProblem } from './connection-problem';
import { errorCode } from './error-code';
import { persist, type Patience, type Sleep } from './persist';

/** A way in, or why there is none. */
export type Admission<Open> = { readonly open: Open } | { readonly problem: Problem };

/** How an engine's administrator comes in. */
export interface Entrance<Open> {
  readonly stack: string;
  /** Opens a session as the administrator, who has then all that the runner needs. */
  readonly open: Open;
  /** Opens one where no service's data is, and ends it. */
  readonly home: (open: Open) => Promise<void>;
  /** Makes the way in where there is none. */
  readonly mend: () => Promise<void>;
  /** Whether an error says that the way in is not there, and not that the server is not. */
  readonly isRefusal: (error: unknown) => boolean;
  /** What is said where it cannot be made. */
  readonly refusal: Problem;
  /** How long a server that does not answer is waited for. */
  readonly patience: Patience;
}

/**
 * Comes in as the runner's own user, and makes the way in first where there is none: on a new instance, or where somebody took
 * it away. It costs no more than one session where all is well.
 */
export async function admit<Open>(
  { stack, open, home, mend, isRefusal, refusal, patience }: Entrance<Open>,
  sleep: Sleep,
): Promise<Admission<Open>> {
  try {
    try {
      await persist(() => home(open), orSoon(patience, isRefusal), sleep);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await mend();
      await persist(() => home(open), untilTaken(isRefusal), sleep);
    }
    return { open };
  } catch (error) {
    return { problem: isRefusal(error) ? refusal : connectionProblem(stack, error) };
  }
}

/**
 * A right that was just given takes a minute to hold, and an API has its moments: what makes a way in changes the instance, and
 * is not done for the first refusal.
 */
function orSoon(patience: Patience, isRefusal: (error: unknown) => boolean): Patience {
  return {
    mayPass: (error) => patience.mayPass(error) || isRefusal(error),
    pauses: patience.pauses,
  };
}

/** What was just granted, or a password that was just set, holds everywhere after minutes. */
export function untilTaken(isRefusal: (error: unknown) => boolean): Patience {
  return { mayPass: isRefusal, pauses: 5 * 60_000 };
}

/** A network that is still being laid (Cloud Run: a minute or more), or a server that still starts: by `starting`, its own codes. */
export function untilReady(...starting: readonly string[]): Patience {
  const codes = new Set([...NETWORK, ...starting]);
  return { mayPass: (error) => codes.has(errorCode(error)), pauses: 90_000 };
}

const NETWORK = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
];
