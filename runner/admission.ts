import type { Problem } from '../model/problem';
import type { DeclaredState, Platform } from '../model/sql/declared-state';
import { connectionProblem } from './connection-problem';
import { errorCode } from './error-code';
import type { Host, Session } from './host';
import { newPassword } from './password';
import { persist, type Patience, type Sleep } from './persist';

/** A way in, or why there is none. */
export type Admission<Open> = { readonly open: Open } | { readonly problem: Problem };

/** What of a declared state says who the administrator is. */
export type Administered = Pick<DeclaredState, 'stack' | 'platform' | 'admin'>;

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

/** What an engine does with an administrator's password, for as long as it has one. */
interface Bootstrap {
  /** The database to enter. */
  readonly home: string;
  readonly isRefusal: (error: unknown) => boolean;
  /** Lets the runner's own user in, by IAM. */
  readonly letIn: (session: Session) => Promise<void>;
}

/** Makes the way in as the platform offers it: its API gives the role, or a password that is forgotten at once opens one session. */
export async function makeWayIn(
  { platform, admin: { login, role, bootstrap } }: Administered,
  host: Host,
  sleep: Sleep,
  { home, isRefusal, letIn }: Bootstrap,
): Promise<void> {
  if (host.assignAdminRole) {
    host.log(`${login} cannot work as ${role} yet: the cloud's API gives it the role.`);
    await host.assignAdminRole(login, role);
  } else if (host.setBootstrapPassword && bootstrap !== undefined && platform === 'rds') {
    host.log(`${login} cannot log in yet: ${bootstrap} gets a password that is forgotten at once.`);
    const as = { user: bootstrap, password: newPassword() };
    await host.setBootstrapPassword(as.user, as.password);
    const session = await persist(() => host.connect(home, as), untilTaken(isRefusal), sleep);
    try {
      await letIn(session);
    } finally {
      await session.end();
    }
  }
}

/** What is said where the way in cannot be made; `local` is the engine's own cure on a server of one's own. */
export function refusedAdmin({ stack, platform, admin }: Administered, local: string): Problem {
  return {
    place: stack,
    required: `the runner must be able to log in as ${admin.login} and to work as ${admin.role}`,
    got: 'a refusal',
    cure: { ...CURES, local }[platform],
  };
}

const CURES: Readonly<Record<Exclude<Platform, 'local'>, string>> = {
  rds: 'See that IAM authentication is on, and that the runner’s role may rds-db:connect as this user of this instance.',
  'cloud-sql':
    'See that Terraform has made this database user, and that its service account has roles/cloudsql.instanceUser.',
};

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
