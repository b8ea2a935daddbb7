import type { Role } from '../../model/language/roles';

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

/** The service that a database was made for, or undefined where it is not Kura's. */
export function readDatabaseMarker(comment: string | null): string | undefined {
  return DATABASE.exec(comment ?? '')?.[1];
}
