import { escapeIdentifier } from 'pg';
import type { Problem } from '../../model/problem';
import type { DeclaredState, Platform } from '../../model/sql/declared-state';
import { connectionProblem } from '../connection-problem';
import { errorCode } from '../error-code';
import { LoginRefused, type Host, type Session } from '../host';
import { newPassword } from '../password';
import { persist, type Patience, type Sleep } from '../persist';
import type { OpenSession } from './sessions';

/** A way in, or why there is none. */
export type Admission = { readonly open: OpenSession } | { readonly problem: Problem };

type Declared = Pick<DeclaredState, 'stack' | 'platform' | 'admin'>;

const MAINTENANCE = 'postgres';

/**
 * Logs in as the runner's own user, and makes the way in first where there is none: on a new instance, or where somebody took
 * it away. It costs no more than one session where all is well.
 */
export async function admitPostgres(state: Declared, host: Host, sleep: Sleep): Promise<Admission> {
  const open: OpenSession = (database) => openAsAdmin(state, host, database);
  try {
    const first = await persist(() => tryOpen(open), UNREADY, sleep);
    if (!first) {
      await makeWayIn(state, host, sleep);
      await persist(async () => (await open(MAINTENANCE)).end(), REFUSAL, sleep);
    }
    return { open };
  } catch (error) {
    const problem = isRefusal(error) ? refusal(state) : connectionProblem(state.stack, error);
    return { problem };
  }
}

/** Whether the way in is there. */
async function tryOpen(open: OpenSession): Promise<boolean> {
  try {
    await (await open(MAINTENANCE)).end();
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** No schema's function stands in for PostgreSQL's own, whatever path the login or the database has. */
const SETTINGS = `SELECT
  pg_catalog.set_config('search_path', 'pg_catalog', false),
  pg_catalog.set_config('application_name', 'kura-runner', false),
  pg_catalog.set_config('role', $1, false)`;

async function openAsAdmin({ admin }: Declared, host: Host, database: string): Promise<Session> {
  const session = await host.connect(database, { user: admin.login });
  try {
    await session.query(SETTINGS, [admin.role]);
    return session;
  } catch (error) {
    await session.end().catch(() => undefined);
    throw error;
  }
}

async function makeWayIn(state: Declared, host: Host, sleep: Sleep): Promise<void> {
  const { login, role, bootstrap } = state.admin;
  if (host.assignAdminRole) {
    host.log(`${login} cannot work as ${role} yet: the cloud's API gives it the role.`);
    await host.assignAdminRole(login, role);
  } else if (host.setBootstrapPassword && bootstrap !== undefined && state.platform === 'rds') {
    host.log(`${login} cannot log in yet: ${bootstrap} gets a password that is forgotten at once.`);
    await letInByIam(state, { user: bootstrap, password: newPassword() }, host, sleep);
  }
}

/** From then on the administrator logs in by IAM alone: a member of rds_iam cannot use a password. */
async function letInByIam(
  { admin }: Declared,
  bootstrap: { readonly user: string; readonly password: string },
  host: Host,
  sleep: Sleep,
): Promise<void> {
  await host.setBootstrapPassword?.(bootstrap.user, bootstrap.password);
  const session = await persist(() => host.connect(MAINTENANCE, bootstrap), REFUSAL, sleep);
  try {
    await session.query(`GRANT rds_iam TO ${escapeIdentifier(admin.login)}`);
  } finally {
    await session.end();
  }
}

/** That the role may not be taken (42501) or is not there (22023) is mended as a refused login is. */
const isRefusal = (error: unknown): boolean =>
  error instanceof LoginRefused || /^(?:42501|22023)$/.test(errorCode(error));

/** What was just granted, or a password that was just set, holds everywhere after minutes. */
const REFUSAL: Patience = { mayPass: isRefusal, pauses: 5 * 60_000 };

/** A network that is still being laid (Cloud Run: a minute or more), or a server that still starts. */
const UNREADY: Patience = {
  mayPass: (error) =>
    /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57P03)$/.test(
      errorCode(error),
    ),
  pauses: 60_000,
};

const CURES: Readonly<Record<Platform, string>> = {
  rds: 'See that IAM authentication is on, and that the runner’s role may rds-db:connect as this user of this instance.',
  'cloud-sql':
    'See that Terraform has made this database user, and that its service account has roles/cloudsql.instanceUser.',
  local: 'Make it as a superuser: CREATE ROLE … LOGIN CREATEDB CREATEROLE.',
};

function refusal({ stack, platform, admin }: Declared): Problem {
  return {
    place: stack,
    required: `the runner must be able to log in as ${admin.login} and to work as ${admin.role}`,
    got: 'a refusal',
    cure: CURES[platform],
  };
}
