import type {
  Catalog,
  CatalogDatabase,
  CatalogRole,
  Membership,
} from '../../runner/postgres/catalog';

/**
 * A catalog as the administrator would have read it on the primary: whom it has ADMIN on, and whose privileges, follows from
 * memberships, which all may see. So a login without rights sees what a run would do, and also one that may not write, or a replica’s:
 * only who applies something has to.
 */
export function asAdmin(catalog: Catalog, admin: string): Catalog {
  const { server } = catalog;
  const { roles, memberships, databases } = server;
  const inherited = inheritedBy(admin, memberships);
  const administered = new Set(
    memberships.flatMap((row) => (row.admin && inherited.has(row.member) ? [row.role] : [])),
  );
  const superuser = roles.some(({ name, superuser: is }) => name === admin && is);
  return {
    ...catalog,
    server: {
      ...server,
      inRecovery: false,
      readOnly: false,
      roles: roles.map((role): CatalogRole => ({
        ...role,
        administered: superuser || administered.has(role.name),
        inherited: superuser || inherited.has(role.name),
      })),
      databases: databases.map((database) => ({
        ...database,
        open: database.open || superuser || mayConnect(database, inherited),
      })),
    },
  };
}

function mayConnect(
  { owner, acl, invalid }: CatalogDatabase,
  inherited: ReadonlySet<string>,
): boolean {
  const granted = acl.some(
    ({ grantee, privilege }) =>
      privilege === 'CONNECT' && (grantee === null || inherited.has(grantee)),
  );
  return !invalid && (granted || inherited.has(owner));
}

/** The roles whose privileges a role has: itself, and what it inherits through whatever lies between. */
function inheritedBy(member: string, memberships: readonly Membership[]): ReadonlySet<string> {
  const found = new Set([member]);
  // A set that grows while it is gone through is gone through to its end.
  for (const each of found) {
    for (const row of memberships) if (row.member === each && row.inherit) found.add(row.role);
  }
  return found;
}
