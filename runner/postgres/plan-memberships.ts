import { beyond, follows, mend, report, SERVER, short, withhold, type Change } from './change';
import type { Membership } from './catalog';
import { RDS_LOGIN, wantedMemberships, type WantedMembership } from './memberships';
import { endedIn, type Ended } from './plan-sessions';
import { name } from './quoting';
import { isPlatformName, type Scope } from './scope';
import { MAINTENANCE, type Statement } from './statement';

/** Memberships that are too many, first, and those that are missing. */
export function planMemberships(scope: Scope): {
  readonly taken: readonly Change[];
  readonly given: readonly Change[];
  /** Whose membership ends: what they hold by it ends with their sessions. */
  readonly ended: readonly Ended[];
} {
  const wanted = new Map(wantedMemberships(scope).map((each) => [keyOf(each), each]));
  const rows = new Map<string, Membership[]>();
  for (const row of scope.server.memberships)
    rows.set(keyOf(row), [...(rows.get(keyOf(row)) ?? []), row]);
  return {
    taken: [...rows].flatMap(([key, each]) => taken(scope, each, wanted.get(key))),
    ended: [...rows].flatMap(([key, each]) => ended(scope, each, wanted.get(key))),
    given: [...wanted].flatMap(([key, each]) => given(scope, each, rows.get(key) ?? [])),
  };
}

const keyOf = ({ role, member }: WantedMembership | Membership): string =>
  JSON.stringify([role, member]);

/** Where a Google account gets the way in: the platform's own doing. */
const CLOUD_LOGINS = 'cloudsqliam';

function taken(
  scope: Scope,
  rows: readonly Membership[],
  wanted: WantedMembership | undefined,
): readonly Change[] {
  return rows.flatMap((row) => {
    if (!concerns(scope, row)) return [];
    if (!wanted) return [revoked(scope, row, `membership in ${row.role}`, '')];
    const changes = row.admin
      ? [revoked(scope, row, `ADMIN on ${row.role}`, 'ADMIN OPTION FOR ')]
      : [];
    return exceeds(row, wanted) && row.grantor !== scope.admin
      ? [...changes, revoked(scope, row, `SET on ${row.role} by ${row.grantor}`, '')]
      : changes;
  });
}

/** Who loses a role, or the way to become it. How a login proves who it is concerns no session that it has. */
function ended(
  scope: Scope,
  rows: readonly Membership[],
  wanted: WantedMembership | undefined,
): readonly Ended[] {
  return rows
    .filter(
      (row) =>
        concerns(scope, row) &&
        row.role !== RDS_LOGIN &&
        isRevoked(scope, row) &&
        (!wanted || (exceeds(row, wanted) && row.grantor !== scope.admin)),
    )
    .map(({ role, member }) => ({ role: member, database: endedIn(scope, role) }));
}

/** Whether a member may become a role although it shall only have its rights. A platform's own roles are left as they are. */
function exceeds(row: Membership, wanted: WantedMembership): boolean {
  return row.set && !wanted.set && !isPlatformName(row.role);
}

/** Kura's own, and whoever has the power of the platform's roles or of the runner's. */
function concerns(scope: Scope, row: Membership): boolean {
  if (isImplicit(scope, row) || row.role.startsWith(CLOUD_LOGINS)) return false;
  if (scope.isOurs(row.role) || scope.isOurs(row.member)) return true;
  const { login, role } = scope.state.admin;
  const isPower = row.role === role || row.role === login || isPlatformName(row.role);
  return isPower && !scope.isExempt(row.member);
}

/** ADMIN that the admin role has because it made the role: the platform itself has given it. */
function isImplicit({ admin }: Scope, { member, grantor }: Membership): boolean {
  return member === admin && grantor !== admin;
}

function revoked(scope: Scope, row: Membership, what: string, option: string): Change {
  const finding = beyond(SERVER, row.member, what);
  if (!scope.isOurs(row.role) && !scope.isOurs(row.member)) return report(finding);
  if (mayRevoke(scope, row.grantor)) {
    const sql = `REVOKE ${option}${name(row.role)} FROM ${name(row.member)} GRANTED BY ${name(row.grantor)} CASCADE`;
    return mend([finding], inRoles(scope, 'Memberships that are not declared', sql));
  }
  return goesWithGrantor(scope, row) ? follows(finding) : report(finding);
}

/** Whether a membership that is too much goes: what stays ends no session. */
function isRevoked(scope: Scope, row: Membership): boolean {
  if (!scope.isOurs(row.role) && !scope.isOurs(row.member)) return false;
  return mayRevoke(scope, row.grantor) || goesWithGrantor(scope, row);
}

/** One takes back what one has given oneself, or somebody whose privileges one has. */
function mayRevoke({ admin, roles }: Scope, grantor: string): boolean {
  return grantor === admin || roles.get(grantor)?.inherited === true;
}

/** What a member with ADMIN has given goes when that ADMIN goes: nobody but the admin role keeps it. */
function goesWithGrantor(scope: Scope, { role, grantor }: Membership): boolean {
  return scope.server.memberships.some(
    (row) =>
      row.role === role && row.member === grantor && row.admin && mayRevoke(scope, row.grantor),
  );
}

function given(
  scope: Scope,
  wanted: WantedMembership,
  rows: readonly Membership[],
): readonly Change[] {
  const { role, member, inherit, set } = wanted;
  const isExact = (row: Membership): boolean => row.inherit === inherit && row.set === set;
  const own = rows.find(({ grantor }) => grantor === scope.admin);
  if (own ? isExact(own) : rows.some(isExact)) return [];
  // A platform may have given more than is asked for, such as SET.
  if (isPlatformName(role) && rows.some((row) => row.inherit)) return [];
  const what = `membership in ${role} with INHERIT ${word(inherit)}, SET ${word(set)}`;
  const finding = short(SERVER, member, what);
  if (!mayGrant(scope, role)) {
    return isPlatformName(role)
      ? [withhold(`${member}: membership in ${role}`)]
      : [report(finding)];
  }
  const sql = `GRANT ${name(role)} TO ${name(member)} WITH INHERIT ${word(inherit)}, SET ${word(set)}`;
  return [mend([finding], inRoles(scope, 'Who is a member of what', sql))];
}

const word = (value: boolean): string => (value ? 'TRUE' : 'FALSE');

/** Whoever makes a role has ADMIN on it. */
function mayGrant({ roles, groups }: Scope, role: string): boolean {
  return roles.get(role)?.administered ?? groups.has(role);
}

function inRoles({ admin }: Scope, why: string, sql: string): Statement {
  return { phase: 'roles', database: MAINTENANCE, as: admin, why, sql };
}
