import type { Role } from '../../model/language/roles';
import { groupRole } from '../../model/sql/role-names';
import { BECOMES, platformRights } from './rights';
import type { Scope } from './scope';

/** A membership that must be. */
export interface WantedMembership {
  readonly role: string;
  readonly member: string;
  readonly inherit: boolean;
  readonly set: boolean;
}

/** Who must be a member of what. */
export function wantedMemberships(scope: Scope): readonly WantedMembership[] {
  const { state, groups, undeclared, admin } = scope;
  const owned = [...state.databases, ...undeclared.filter(({ name }) => keepsRoles(scope, name))];
  return [
    ...owned.flatMap(({ name }) => [
      { role: groupRole(name, 'owner'), member: admin, inherit: true, set: true },
      {
        role: groupRole(name, 'migrator'),
        member: groupRole(name, 'owner'),
        inherit: true,
        set: true,
      },
    ]),
    ...[...groups.values()].flatMap(({ name, role }) =>
      platformRights(role, state.databases.length).map((each) => ({
        ...{ role: each, member: name, inherit: true, set: false },
      })),
    ),
    ...loginMemberships(scope),
    ...(state.platform === 'rds'
      ? state.logins
          .filter(({ via, made }) => made && via === 'iam')
          .map(({ name }) => ({ role: RDS_LOGIN, member: name, inherit: true, set: true }))
      : []),
  ];
}

/** RDS lets its members log in with a token, and in no other way. */
export const RDS_LOGIN = 'rds_iam';

function loginMemberships({ access }: Scope): readonly WantedMembership[] {
  return access
    .filter(({ tables }) => tables === undefined)
    .map(({ login, database, role }) => ({
      role: groupRole(database, role),
      member: login.name,
      inherit: true,
      set: becomes(role),
    }));
}

/** A reader has its group's rights and never is the group; a migrator works as it. */
const becomes = (role: Role): boolean => BECOMES[role] !== undefined;

function keepsRoles({ roles }: Scope, database: string): boolean {
  return (['owner', 'migrator'] as const).every((role) => roles.has(groupRole(database, role)));
}
