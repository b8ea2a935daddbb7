import {
  admit,
  makeWayIn,
  refusedAdmin,
  untilReady,
  type Administered,
  type Admission,
} from '../admission';
import { LoginRefused, type Host, type Session } from '../host';
import type { Sleep } from '../persist';
import { grantee, loginAccount } from './account';
import { accountName, identifier, literal } from './quote';
import { GIVEN, NEEDED } from './role-privileges';
import { prepareSession, type OpenSession } from './server';

const LOCAL_CURE = 'Make it as root: CREATE USER …, and GRANT … ON *.* TO … WITH GRANT OPTION.';

/**
 * The runner's own way in, made where there is none, or where the user lacks what it has to give. On RDS the administrator of MySQL
 * cannot log in by IAM, so that it makes a user that does.
 */
export function admitMysql(
  state: Administered,
  host: Host,
  sleep: Sleep,
): Promise<Admission<OpenSession>> {
  return admit<OpenSession>(
    {
      stack: state.stack,
      open: (database) => openAsAdmin(state, host, database),
      home: async (open) => (await open(null)).end(),
      mend: () =>
        makeWayIn(state, host, sleep, {
          home: '',
          isRefusal,
          letIn: async (session) => {
            await prepareSession(session);
            for (const statement of adminStatements(state.admin.login))
              await session.query(statement);
          },
        }),
      isRefusal,
      refusal: refusedAdmin(state, LOCAL_CURE),
      patience: untilReady(),
    },
    sleep,
  );
}

async function openAsAdmin(
  { admin }: Administered,
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
