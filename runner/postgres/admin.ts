import { escapeIdentifier } from 'pg';
import type { Problem } from '../../model/problem';
import type { DeclaredState, Platform } from '../../model/sql/declared-state';
import { admit, untilReady, untilTaken, type Admission } from '../admission';
import { errorCode } from '../error-code';
import { LoginRefused, type Host, type Session } from '../host';
import { newPassword } from '../password';
import { persist, type Sleep } from '../persist';
import type { OpenSession } from './sessions';

type Declared = Pick<DeclaredState, 'stack' | 'platform' | 'admin'>;

const MAINTENANCE = 'postgres';

/** The runner's own way in, made where there is none. */
export function admitPostgres(
  state: Declared,
  host: Host,
  sleep: Sleep,
): Promise<Admission<OpenSession>> {
  return admit<OpenSession>(
    {
      stack: state.stack,
      open: (database) => openAsAdmin(state, host, database),
      home: async (open) => (await open(MAINTENANCE)).end(),
      mend: () => makeWayIn(state, host, sleep),
      isRefusal,
      refusal: refusal(state),
      patience: untilReady('57P03'),
    },
    sleep,
  );
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
  const session = await persist(
    () => host.connect(MAINTENANCE, bootstrap),
    untilTaken(isRefusal),
    sleep,
  );
  try {
    await session.query(`GRANT rds_iam TO ${escapeIdentifier(admin.login)}`);
  } finally {
    await session.end();
  }
}

/** That the role may not be taken (42501) or is not there (22023) is mended as a refused login is. */
const isRefusal = (error: unknown): boolean =>
  error instanceof LoginRefused || /^(?:42501|22023)$/.test(errorCode(error));

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
