import type { DeclaredDatabase } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { mend, report, withhold, type Change } from './change';
import type { CatalogDatabase, Item } from './catalog';
import { wantedOn } from './declared-privileges';
import { privilegeChanges, sayChange, type PrivilegeChange, type Wanted } from './privilege-change';
import type { Ended } from './plan-sessions';
import { privilegeStatements } from './privilege-statements';
import type { Scope } from './scope';
import { MAINTENANCES } from './maintenance';
import { MAINTENANCE, type Phase, type Statement } from './statement';

/** Who may connect to which database: what is taken goes before all else in it, and what is given comes last. */
export function planDatabasePrivileges(scope: Scope): {
  readonly taken: readonly Change[];
  readonly given: readonly Change[];
  /** Who may no longer connect. */
  readonly ended: readonly Ended[];
} {
  const declared = [...scope.declared.values()].map((database) => ({
    database,
    changes: ofDeclared(scope, database),
  }));
  return {
    taken: [
      ...declared.flatMap(({ database, changes }) =>
        mended(scope, database.name, changes.filter(isTaken), 'create'),
      ),
      ...scope.undeclared.flatMap((database) => ofUndeclared(scope, database)),
      ...MAINTENANCES.flatMap((name) => ofMaintenance(scope, name)),
    ],
    given: declared.flatMap(({ database, changes }) => {
      const given = changes.filter((change) => !isTaken(change));
      return mended(scope, database.name, given, 'database');
    }),
    ended: [
      ...declared.flatMap(({ database, changes }) => ended(scope, database.name, changes)),
      ...scope.undeclared.flatMap((each) => ended(scope, each.name, closing(scope, each))),
    ],
  };
}

const isTaken = ({ action }: PrivilegeChange): boolean => action !== 'grant';

const NOTHING: Wanted = new Map();

function ofDeclared(scope: Scope, database: DeclaredDatabase): readonly PrivilegeChange[] {
  const there = scope.databases.get(database.name);
  const owner = groupRole(database.name, 'owner');
  const object = { kind: 'database', name: database.name } as const;
  const item: Item = there ? ownedBy(itemOf(there), owner) : { object, owner, acl: [] };
  return privilegeChanges(item, wantedOn(scope, database)(object), scope.isExempt);
}

const itemOf = ({ name, owner, acl }: CatalogDatabase): Item => ({
  object: { kind: 'database', name },
  owner,
  acl,
});

/** An object after its owner has changed: what the one has given is now the other's gift. */
export function ownedBy<Each extends Item>(item: Each, owner: string): Each {
  const now = (role: string): string => (role === item.owner ? owner : role);
  return {
    ...item,
    owner,
    acl: item.acl.map((grant) => ({
      ...grant,
      grantor: now(grant.grantor),
      grantee: grant.grantee === null ? null : now(grant.grantee),
    })),
  };
}

function ended(
  scope: Scope,
  database: string,
  changes: readonly PrivilegeChange[],
): readonly Ended[] {
  if (!isTouched(scope, database)) return [];
  return changes
    .filter(({ action, privileges }) => action === 'revoke' && privileges.includes('CONNECT'))
    .flatMap(({ grantee }) => (grantee === null ? [] : [{ role: grantee, database }]));
}

/** Nobody but its owner enters a database that is no longer declared. */
function ofUndeclared(scope: Scope, database: CatalogDatabase): readonly Change[] {
  return mended(scope, database.name, closing(scope, database), 'roles');
}

const closing = (scope: Scope, database: CatalogDatabase): readonly PrivilegeChange[] =>
  privilegeChanges(itemOf(database), NOTHING, scope.isExempt);

/** Whether somebody may enter a database beside the admin role: by a privilege of his own, or as a member of its owner. */
export function isEntered(scope: Scope, database: CatalogDatabase): boolean {
  return (
    closing(scope, database).length > 0 ||
    scope.server.memberships.some(
      ({ role, member }) =>
        role === database.owner && member !== scope.admin && !scope.isExempt(member),
    )
  );
}

/** PUBLIC and Kura's own have nothing to do in the databases that belong to nobody; whom else the platform lets in is its affair. */
function ofMaintenance(scope: Scope, name: string): readonly Change[] {
  const there = scope.databases.get(name);
  if (!there) return [];
  const changes = privilegeChanges(itemOf(there), NOTHING, scope.isExempt).filter(
    ({ grantee }) => grantee === null || scope.isOurs(grantee),
  );
  return mended(scope, name, changes, 'roles');
}

function mended(
  scope: Scope,
  database: string,
  all: readonly PrivilegeChange[],
  phase: Phase,
): readonly Change[] {
  const changes = all.filter(({ action }) => action !== 'stays');
  const others = all.filter(({ action }) => action === 'stays');
  return [
    ...others.map((change) => report(sayChange(database, change))),
    ...mendable(scope, database, changes, phase),
  ];
}

function mendable(
  scope: Scope,
  database: string,
  changes: readonly PrivilegeChange[],
  phase: Phase,
): readonly Change[] {
  if (changes.length === 0) return [];
  const findings = changes.map((change) => sayChange(database, change));
  const touched = isTouched(scope, database);
  if (!touched && MAINTENANCES.includes(database))
    return findings.map(({ who, what }) => withhold(`${who} keeps ${what}`));
  if (!touched) return [report(...findings)];
  const inside = phase === 'database';
  const statements = privilegeStatements(changes).map((sql): Statement => ({
    phase,
    database: inside ? database : MAINTENANCE,
    as: inside ? groupRole(database, 'owner') : scope.admin,
    why: inside ? 'Who may connect' : 'Who may no longer connect',
    sql,
  }));
  return [mend(findings, ...statements)];
}

/** Whether the runner may change who enters a database. */
function isTouched({ databases, declared, roles }: Scope, database: string): boolean {
  const owner = databases.get(database)?.owner;
  return declared.has(database) || (owner !== undefined && roles.get(owner)?.inherited === true);
}
