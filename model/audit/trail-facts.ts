import type { DeployedService } from '../deployment/facts';
import { adminOf, type AdministeredInstance } from '../sql/declare';
import type { MarkedTable } from '../sql/marked-table';
import type { Engine } from '../tables/engines';

/** Who is expected to do what in the databases of an instance, by the names that its trail has of them. */
export interface TrailFacts {
  /** The administrator that the cloud made, as whom nobody logs in by password. */
  readonly admin: string;
  /** Logins of Kura’s own programs. */
  readonly own: readonly string[];
  /** Logins that change schemas. */
  readonly migrators: readonly string[];
  /** Tables from which somebody may not read much unheard. */
  readonly marked: readonly MarkedOfDatabase[];
}

export interface MarkedOfDatabase extends MarkedTable {
  readonly database: string;
}

export type TrailedService = Pick<DeployedService, 'access' | 'personalTables'> & {
  readonly database: string;
};

/** Whom every instance of Cloud SQL has ("About PostgreSQL users and roles", "About MySQL users", Cloud SQL, read 2026-11). */
const CLOUD_SQL_ADMINS: Readonly<Record<Engine, string>> = { postgres: 'postgres', mysql: 'root' };

/**
 * Owners are people, who may become migrators: that one of them changes a schema by hand is told. So is what an operator does beyond
 * reading.
 */
export function trailFacts(
  instance: AdministeredInstance,
  services: readonly TrailedService[],
): TrailFacts {
  const { login, bootstrap } = adminOf(instance);
  const migrators = services.flatMap(({ access }) =>
    access.flatMap(({ role, login: name }) => (role === 'migrator' ? [name] : [])),
  );
  return {
    admin: bootstrap ?? CLOUD_SQL_ADMINS[instance.engine],
    own: [...new Set([login, ...(bootstrap === undefined ? [] : [bootstrap])])],
    migrators: [...new Set(migrators)].sort(),
    marked: services.flatMap(({ database, personalTables }) =>
      personalTables.value.map((table) => ({ database, ...table })),
    ),
  };
}

/** Those of an instance that is resolved. */
export function trailOf(
  instance: AdministeredInstance & { readonly services: readonly DeployedService[] },
): TrailFacts {
  return trailFacts(
    instance,
    instance.services.map(({ access, personalTables, database }) => ({
      ...{ access, personalTables, database: database.value },
    })),
  );
}
