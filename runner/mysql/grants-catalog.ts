import type { Session } from '../host';
import { grantee, type Account } from './account';
import { GRANT_OPTION, type Grant, type Scope } from './grant';

/** Rows of a catalog's view: whose privilege on what, and whether it may be passed on. */
type Row = Readonly<Record<string, unknown>>;

const SELECTED = 'GRANTEE AS grantee, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS passed';

/** Every privilege of every account, the option to pass it on as one of its own. */
export async function readGrants(
  { query }: Session,
  accounts: readonly Account[],
): Promise<readonly Grant[]> {
  const known = new Map(accounts.map((account) => [grantee(account), account]));
  const server = await query(`SELECT ${SELECTED} FROM information_schema.USER_PRIVILEGES`);
  const databases = await query(
    `SELECT ${SELECTED}, TABLE_SCHEMA AS place FROM information_schema.SCHEMA_PRIVILEGES`,
  );
  const tables = await query(
    `SELECT ${SELECTED}, TABLE_SCHEMA AS place, TABLE_NAME AS name FROM information_schema.TABLE_PRIVILEGES`,
  );
  const columns = await query(
    `SELECT ${SELECTED}, TABLE_SCHEMA AS place, TABLE_NAME AS name, COLUMN_NAME AS part FROM information_schema.COLUMN_PRIVILEGES`,
  );
  const grants = [
    ...server.flatMap((row) => grantsOf(row, known, { on: 'server' })),
    ...databases.flatMap((row) =>
      grantsOf(row, known, { on: 'database', pattern: String(row.place) }),
    ),
    ...[...tables, ...columns].flatMap((row) =>
      grantsOf(row, known, {
        on: 'table',
        database: String(row.place),
        table: String(row.name),
      }),
    ),
    ...(await readRoutineGrants(query)),
  ];
  const distinct = new Map(grants.map((each) => [JSON.stringify(each), each]));
  return [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

/** USAGE says that there is no privilege. */
function grantsOf(row: Row, known: ReadonlyMap<string, Account>, scope: Scope): readonly Grant[] {
  const { user, host } = known.get(String(row.grantee)) ?? parsed(String(row.grantee));
  const account = { user, host };
  const privilege = String(row.privilege);
  const column = 'part' in row ? { column: String(row.part) } : {};
  return [
    ...(privilege === 'USAGE' ? [] : [{ account, scope, privilege, ...column }]),
    ...(row.passed === 'YES' ? [{ account, scope, privilege: GRANT_OPTION }] : []),
  ];
}

/** A grantee of which no account is left. */
function parsed(text: string): Account {
  const at = text.lastIndexOf("'@'");
  return { user: text.slice(1, at), host: text.slice(at + 3, -1) };
}

/** No view of the catalog has privileges on routines. */
async function readRoutineGrants(query: Session['query']): Promise<readonly Grant[]> {
  const rows = await query(
    'SELECT User AS user, Host AS host, Db AS place, Routine_name AS name, Routine_type AS kind, Proc_priv AS privileges FROM mysql.procs_priv',
  );
  return rows.flatMap((row) =>
    String(row.privileges)
      .split(',')
      .filter((word) => word !== '')
      .map((word) => ({
        account: { user: String(row.user), host: String(row.host) },
        scope: {
          on: 'routine' as const,
          database: String(row.place),
          kind: String(row.kind),
          routine: String(row.name),
        },
        privilege: word === 'Grant' ? GRANT_OPTION : word.toUpperCase(),
      })),
  );
}
