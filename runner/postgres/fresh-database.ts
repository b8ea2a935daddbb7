import type { DeclaredState } from '../../model/sql/declared-state';
import { EXTENSION_NAMES } from '../../model/sql/extensions';
import type { Catalog, CatalogRole, DatabaseCatalog } from './catalog';
import { PLATFORM_RIGHTS } from './rights';

/** A database as PostgreSQL makes it from template0, from 15 on. */
export const FRESH_DATABASE: DatabaseCatalog = {
  schemas: [
    {
      object: { kind: 'schema', name: 'public' },
      owner: 'pg_database_owner',
      acl: [
        ...[null, 'pg_database_owner'].flatMap((grantee) =>
          (grantee === null ? ['USAGE'] : ['CREATE', 'USAGE']).map((privilege) => ({
            ...{ grantee, grantor: 'pg_database_owner', privilege, grantable: false },
          })),
        ),
      ],
      extension: false,
    },
  ],
  items: [],
  defaults: [],
  extensions: [{ name: 'plpgsql', schema: 'pg_catalog' }],
  partitioned: [],
  columns: [],
  largeObjects: 0,
  strangers: { grants: [], things: [] },
};

/** A server on which the platform has made what is its own, and nobody has done anything else. */
export function emptyServer(state: DeclaredState): Catalog {
  // On Cloud SQL nobody has ADMIN on PostgreSQL's own roles.
  const administered = state.platform !== 'cloud-sql';
  const platform = new Set([
    ...Object.values(PLATFORM_RIGHTS).flat(),
    ...(state.platform === 'rds' ? ['rds_iam'] : []),
  ]);
  const made = state.logins.filter((login) => !login.made).map(({ name }) => name);
  return {
    server: {
      version: Number(state.version),
      inRecovery: false,
      readOnly: false,
      now: new Date(0),
      libraries: ['pg_cron', 'pg_stat_statements', 'pgaudit'],
      available: EXTENSION_NAMES.map((name) => ({ name, trusted: true })),
      roles: [
        role(state.admin.role, { createDatabase: true, createRole: true, inherited: true }),
        ...[...platform].map((name) => role(name, { administered })),
        ...made.map((name) => role(name, { login: true })),
      ],
      memberships: [],
      databases: [],
      settings: [],
      grants: [],
      slots: [],
    },
    databases: new Map(),
  };
}

function role(name: string, facts: Partial<CatalogRole>): CatalogRole {
  return {
    name,
    login: false,
    superuser: false,
    createDatabase: false,
    createRole: false,
    replication: false,
    bypassRowSecurity: false,
    inherit: true,
    connections: -1,
    comment: null,
    validUntil: null,
    platform: false,
    administered: false,
    inherited: false,
    holds: [],
    ...facts,
  };
}
