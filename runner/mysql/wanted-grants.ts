import type { DeclaredAccess, DeclaredLogin, DeclaredState } from '../../model/sql/declared-state';
import { loginAccount } from './account';
import type { Facts } from './facts';
import { wholeDatabase, type Grant, type Scope } from './grant';
import { DATABASE_PRIVILEGES, SERVER_PRIVILEGES, tablePrivileges } from './role-privileges';

/** What every declared login is to have now. */
export function wantedGrants(state: DeclaredState, facts: Facts): readonly Grant[] {
  return state.logins.flatMap((login) =>
    login.access
      .filter((access) => isCurrent(access, facts.now))
      .flatMap((access) => grantsOf(login, access)),
  );
}

/** Whether an access has not ended by the server's clock. */
export function isCurrent({ until }: DeclaredAccess, now: Date): boolean {
  return until === undefined || now < new Date(until);
}

function grantsOf({ name }: DeclaredLogin, access: DeclaredAccess): readonly Grant[] {
  const account = loginAccount(name);
  const each = (scope: Scope, privileges: readonly string[]): readonly Grant[] =>
    privileges.map((privilege) => ({ account, scope, privilege }));
  if (access.tables === undefined)
    return [
      ...each({ on: 'server' }, SERVER_PRIVILEGES[access.role] ?? []),
      ...each(wholeDatabase(access.database), DATABASE_PRIVILEGES[access.role]),
    ];
  return access.tables.flatMap(({ schema, table, columns }) => {
    const grants = each(
      { on: 'table', database: schema, table },
      tablePrivileges(access.role, columns === null),
    );
    if (columns === null) return grants;
    return grants.flatMap((grant) => columns.map((column) => ({ ...grant, column })));
  });
}
