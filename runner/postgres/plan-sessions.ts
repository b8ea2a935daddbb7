import { groupRole } from '../../model/sql/role-names';
import { beyond, mend, SERVER, type Change } from './change';
import { readRoleMarker } from './markers';
import { literal, name } from './quoting';
import type { Scope } from './scope';
import { MAINTENANCE, type Statement } from './statement';

/** What somebody has no more: in one database, or null for the whole server. */
export interface Ended {
  readonly role: string;
  readonly database: string | null;
}

/** A session keeps the role that it has become, and goes on in a database that it may enter no more. */
export function planSessions(
  scope: Scope,
  ended: readonly Ended[],
): { readonly changes: readonly Change[]; readonly unended: readonly string[] } {
  const logins = new Map<string, Set<string | null>>();
  const add = (login: string, database: string | null): void => {
    logins.set(login, (logins.get(login) ?? new Set()).add(database));
  };
  for (const { role, database } of ended)
    for (const login of loginsOf(scope, role)) add(login, database);
  for (const role of scope.server.roles)
    if (role.login && isRemoved(scope, role.name)) add(role.name, null);
  const seen = strays(scope);
  for (const { role, database } of seen) add(role, database);
  const all = [...logins].filter(([login]) => !scope.isExempt(login));
  return {
    changes: all
      .filter(([login]) => mayEnd(scope, login))
      .map(([login, databases]) =>
        mend(
          seen
            .filter(({ role }) => role === login)
            .map(({ database }) => beyond(database ?? SERVER, login, 'session')),
          ...statements(scope, login, databases),
        ),
      ),
    unended: all
      .filter(([login, databases]) => !mayEnd(scope, login) && isConnected(scope, login, databases))
      .map(([login]) => `${login} keeps its open sessions: to end them needs pg_signal_backend`),
  };
}

/** Who logs in as a member of a role, through any number of others, or as itself. */
function loginsOf({ server, roles }: Scope, role: string): readonly string[] {
  const reached = new Set([role]);
  // A set that grows while it is gone through is gone through to its end.
  for (const each of reached)
    for (const row of server.memberships) if (row.role === each) reached.add(row.member);
  return [...reached].filter((each) => roles.get(each)?.login === true);
}

/** A login that Kura made and nobody declares any more. */
function isRemoved({ roles, logins }: Scope, login: string): boolean {
  return !logins.has(login) && readRoleMarker(roles.get(login)?.comment ?? null)?.kind === 'login';
}

/** Sessions in Kura's databases of logins of its own that have no access there: a run may have ended before it ended them. */
function strays(scope: Scope): readonly Ended[] {
  const { catalog, declared, undeclared, logins, access } = scope;
  const ours = new Set([...declared.keys(), ...undeclared.map((each) => each.name)]);
  return (catalog.sessions ?? [])
    .filter(({ login, database }) =>
      logins.has(login)
        ? ours.has(database) &&
          !access.some((each) => each.login.name === login && each.database === database)
        : isRemoved(scope, login),
    )
    .map(({ login, database }) => ({ role: login, database }));
}

/** PostgreSQL lets those end a session who have the rights of its login, or of a role that is for that. */
function mayEnd({ roles }: Scope, login: string): boolean {
  const role = roles.get(login);
  return isSignaller(roles) || role?.inherited === true || role?.administered === true;
}

const isSignaller = (roles: Scope['roles']): boolean =>
  roles.get('pg_signal_backend')?.inherited === true;

function isConnected(
  { catalog }: Scope,
  login: string,
  databases: ReadonlySet<string | null>,
): boolean {
  return (catalog.sessions ?? []).some(
    (each) => each.login === login && (databases.has(null) || databases.has(each.database)),
  );
}

/** Who has ADMIN on a login takes its rights for as long as it needs them. */
function statements(
  { admin, roles }: Scope,
  login: string,
  databases: ReadonlySet<string | null>,
): readonly Statement[] {
  const list = [...databases].flatMap((each) => (each === null ? [] : [literal(each)]));
  const where = databases.has(null) ? '' : ` AND datname IN (${list.sort().join(', ')})`;
  const end = `SELECT pg_terminate_backend(pid, ${PATIENCE}) FROM pg_stat_activity WHERE usename = ${literal(login)}${where}`;
  const needsRights = !isSignaller(roles) && roles.get(login)?.inherited !== true;
  const all = needsRights
    ? [
        `GRANT ${name(login)} TO ${name(admin)} WITH INHERIT TRUE, SET FALSE`,
        end,
        `REVOKE ${name(login)} FROM ${name(admin)} GRANTED BY ${name(admin)}`,
      ]
    : [end];
  return all.map((sql) => ({
    ...{
      phase: 'sessions',
      database: MAINTENANCE,
      as: admin,
      why: 'Sessions of access that ended',
    },
    ...{ apart: `sessions of ${login}`, sql },
  }));
}

/** Milliseconds until a session has ended. */
const PATIENCE = 5000;

/** Of a group's members: an owner acts on its database from any other. */
export function endedIn(scope: Scope, group: string): string | null {
  const known = scope.groups.get(group);
  if (known) return known.role === 'owner' ? null : known.database.name;
  const left = scope.leftGroups.get(group);
  return left && group !== groupRole(left.name, 'owner') ? left.name : null;
}
