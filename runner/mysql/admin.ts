import type { Problem } from '../../model/problem';
import type { DeclaredState, Platform } from '../../model/sql/declared-state';
import { admit, untilReady, untilTaken, type Admission } from '../admission';
import { LoginRefused, type Host, type Session } from '../host';
import { newPassword } from '../password';
import { persist, type Sleep } from '../persist';
import { grantee, loginAccount } from './account';
import { accountName, identifier, literal } from './quote';
import { GIVEN, NEEDED } from './role-privileges';
import { prepareSession, type OpenSession } from './server';

type Declared = Pick<DeclaredState, 'stack' | 'platform' | 'admin'>;

/**
 * The runner's own way in, made where there is none, or where the user lacks what it has to give. On RDS the administrator of MySQL
 * cannot log in by IAM, so that it makes a user that does.
 */
export function admitMysql(
  state: Declared,
  host: Host,
  sleep: Sleep,
): Promise<Admission<OpenSession>> {
  return admit<OpenSession>(
    {
      stack: state.stack,
      open: (database) => openAsAdmin(state, host, database),
      home: async (open) => (await open(null)).end(),
      mend: () => makeWayIn(state, host, sleep),
      isRefusal,
      refusal: refusal(state),
      patience: untilReady(),
    },
    sleep,
  );
}

async function openAsAdmin(
  { admin }: Declared,
  host: Host,
  database: string | null,
): Promise<Session> {
  // Where its rights are a role's, it may enter no database before it has taken the role.
  const session = await host.connect('', { user: admin.login });
  try {
    await prepareSession(session);
    if (admin.role === admin.login) await expectRights(session, admin.login);
    else await session.query(`SET ROLE ${literal(admin.role)}`);
    if (database !== null) await session.query(`USE ${identifier(database)}`);
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** That the login has all that it must give, with the right to give it. Everybody sees their own privileges. */
async function expectRights({ query }: Session, login: string): Promise<void> {
  const rows = await query(
    `SELECT PRIVILEGE_TYPE AS privilege FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ? AND IS_GRANTABLE = 'YES'`,
    [grantee(loginAccount(login))],
  );
  const has = new Set(rows.map(({ privilege }) => privilege));
  const lacks = [...GIVEN, 'CREATE USER'].filter((privilege) => !has.has(privilege));
  if (lacks.length > 0) throw new LoginRefused(`${login} lacks ${lacks.join(', ')}`);
}

async function makeWayIn(state: Declared, host: Host, sleep: Sleep): Promise<void> {
  const { login, role, bootstrap } = state.admin;
  if (host.assignAdminRole) {
    host.log(`${login} cannot work as ${role} yet: the cloud's API gives it the role.`);
    await host.assignAdminRole(login, role);
  } else if (host.setBootstrapPassword && bootstrap !== undefined && state.platform === 'rds') {
    host.log(`${login} cannot log in yet: ${bootstrap} gets a password that is forgotten at once.`);
    await makeAdmin(state, { user: bootstrap, password: newPassword() }, host, sleep);
  }
}

async function makeAdmin(
  { admin }: Declared,
  bootstrap: { readonly user: string; readonly password: string },
  host: Host,
  sleep: Sleep,
): Promise<void> {
  await host.setBootstrapPassword?.(bootstrap.user, bootstrap.password);
  const session = await persist(() => host.connect('', bootstrap), untilTaken(isRefusal), sleep);
  try {
    await prepareSession(session);
    for (const statement of adminStatements(admin.login)) await session.query(statement);
  } finally {
    await session.end();
  }
}

/**
 * RDS's administrator has no ALL PRIVILEGES to give, so that each is named. An account of the name that is there already is turned
 * to IAM: it could have a password.
 */
export function adminStatements(login: string): readonly string[] {
  const account = accountName(loginAccount(login));
  const terms = `IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`;
  return [
    `CREATE USER IF NOT EXISTS ${account} ${terms}`,
    `ALTER USER ${account} ${terms} ACCOUNT UNLOCK`,
    `GRANT ${[...GIVEN, ...NEEDED].join(', ')} ON *.* TO ${account} WITH GRANT OPTION`,
  ];
}

/** That a role may not be taken: ER_ROLE_NOT_GRANTED of MySQL, ER_INVALID_ROLE of the stand-in. */
const NO_ROLE = [3530, 1959];

const isRefusal = (error: unknown): boolean =>
  error instanceof LoginRefused || NO_ROLE.includes(Number((error as { errno?: unknown }).errno));

const CURES: Readonly<Record<Platform, string>> = {
  rds: 'See that IAM authentication is on, and that the runner’s role may rds-db:connect as this user of this instance.',
  'cloud-sql':
    'See that Terraform has made this database user, and that its service account has roles/cloudsql.instanceUser.',
  local: 'Make it as root: CREATE USER …, and GRANT … ON *.* TO … WITH GRANT OPTION.',
};

function refusal({ stack, platform, admin }: Declared): Problem {
  return {
    place: stack,
    required: `the runner must be able to log in as ${admin.login} and to work as ${admin.role}`,
    got: 'a refusal',
    cure: CURES[platform],
  };
}
