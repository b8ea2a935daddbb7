import type { Catalog } from '../../../runner/postgres/catalog';

/** What two servers have in common that are alike: all but the clock, sessions, and what only counts. */
export function normalForm({ server, databases }: Catalog): unknown {
  const { roles, memberships, settings } = server;
  return {
    roles: roles.map(({ holds, ...role }) => ({
      ...role,
      holds: holds.some((each) => each.owned),
    })),
    memberships,
    settings,
    databases: server.databases.map(({ sessions: _, ...database }) => ({
      ...database,
      inside: databases.get(database.name),
    })),
  };
}
