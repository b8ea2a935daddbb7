import {
  admit,
  makeWayIn,
  refusedAdmin,
  untilReady,
  type Administered,
  type Admission,
} from '../admission';
import { errorCode } from '../error-code';
import { LoginRefused, type Host, type Session } from '../host';
import type { Sleep } from '../persist';
import { name } from './quoting';
import type { OpenSession } from './sessions';
import { MAINTENANCE } from './statement';

const LOCAL_CURE = 'Make it as a superuser: CREATE ROLE … LOGIN CREATEDB CREATEROLE.';

/** The runner's own way in, made where there is none. */
export function admitPostgres(
  state: Administered,
  host: Host,
  sleep: Sleep,
): Promise<Admission<OpenSession>> {
  return admit<OpenSession>(
    {
      stack: state.stack,
      open: (database) => openAsAdmin(state, host, database),
      home: async (open) => (await open(MAINTENANCE)).end(),
      mend: () =>
        makeWayIn(state, host, sleep, {
          home: MAINTENANCE,
          isRefusal,
          // From then on it logs in by IAM alone: a member of rds_iam cannot use a password.
          letIn: async (session) => {
            await session.query(`GRANT rds_iam TO ${name(state.admin.login)}`);
          },
        }),
      isRefusal,
      refusal: refusedAdmin(state, LOCAL_CURE),
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

async function openAsAdmin(
  { admin }: Administered,
  host: Host,
  database: string,
): Promise<Session> {
  const session = await host.connect(database, { user: admin.login });
  try {
    await session.query(SETTINGS, [admin.role]);
    return session;
  } catch (error) {
    await session.end().catch(() => undefined);
    throw error;
  }
}

/** That the role may not be taken (42501) or is not there (22023) is mended as a refused login is. */
const isRefusal = (error: unknown): boolean =>
  error instanceof LoginRefused || /^(?:42501|22023)$/.test(errorCode(error));
