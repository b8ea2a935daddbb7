import type { Role } from '../../model/language/roles';
import { groupRole } from '../../model/sql/role-names';
import type { CatalogDatabase } from './catalog';

/** What Kura says of a role or a database in its comment: by it, it knows its own again. */
export type RoleMarker =
  | { readonly kind: 'group'; readonly role: Role; readonly service: string }
  | { readonly kind: 'login'; readonly version: string | null };

export const groupMarker = (role: Role, service: string): string => `kura: ${role} of ${service}`;

export const databaseMarker = (service: string): string => `kura: database of ${service}`;

/** A login; of one with a password, which version of its secret holds it. */
export const loginMarker = (version: string | null = null): string =>
  version === null ? 'kura: login' : `kura: login, secret version ${version}`;

const GROUP = /^kura: (owner|writer|reader|migrator|auditor|operator) of (.+)$/;
const LOGIN = /^kura: login(?:, secret version (.+))?$/;
const DATABASE = /^kura: database of (.+)$/;

/** What Kura has marked a role as, or undefined where the role is not Kura's. */
export function readRoleMarker(comment: string | null): RoleMarker | undefined {
  const group = GROUP.exec(comment ?? '');
  if (group) return { kind: 'group', role: group[1] as Role, service: group[2] ?? '' };
  const login = LOGIN.exec(comment ?? '');
  return login ? { kind: 'login', version: login[1] ?? null } : undefined;
}

/** The service that a database’s comment names. Its owner may write there what he likes. */
export function readDatabaseMarker(comment: string | null): string | undefined {
  return DATABASE.exec(comment ?? '')?.[1];
}

/** The comments of roles, by name: only who has ADMIN on a role writes them, which nobody has but the admin role. */
export type RoleComments = ReadonlyMap<string, { readonly comment: string | null }>;

/** The service whose owner role a role is marked as. */
export function ownerService(roles: RoleComments, role: string): string | undefined {
  const marker = readRoleMarker(roles.get(role)?.comment ?? null);
  return marker?.kind === 'group' && marker.role === 'owner' ? marker.service : undefined;
}

/**
 * The service that a database was made for, or undefined where it is not Kura's: the one whose owner role owns it, if that is named by
 * the database or the database's comment says the same. The comment alone is worth nothing: it would let an owner give his database out
 * for another service's, whose name, logins and privileges it would then get.
 */
export function serviceOf(
  { name, owner, comment }: Pick<CatalogDatabase, 'name' | 'owner' | 'comment'>,
  roles: RoleComments,
): string | undefined {
  const service = ownerService(roles, owner);
  if (service === undefined) return undefined;
  return owner === groupRole(name, 'owner') || readDatabaseMarker(comment) === service
    ? service
    : undefined;
}
