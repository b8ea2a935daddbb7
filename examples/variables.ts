import type { Engine } from '../model/tables/engines';
import type { Connection } from './connection';

/** A host and a port that the application can connect to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where writer and readers are for the application: apart, as in the contract. */
export interface Addresses {
  readonly writer: Address;
  readonly readers: readonly Address[];
}

/** PostgreSQL’s are those that libpq and node-postgres read; of MySQL’s, clients read few by themselves. */
const NAMES: Readonly<
  Record<
    Engine,
    Readonly<
      Record<'host' | 'port' | 'database' | 'user' | 'password' | 'tls' | 'bundle', string>
    > & { readonly verified: string; readonly plain: string }
  >
> = {
  postgres: {
    ...{ host: 'PGHOST', port: 'PGPORT', database: 'PGDATABASE', user: 'PGUSER' },
    ...{ password: 'PGPASSWORD', tls: 'PGSSLMODE', bundle: 'PGSSLROOTCERT' },
    ...{ verified: 'verify-full', plain: 'disable' },
  },
  mysql: {
    ...{ host: 'MYSQL_HOST', port: 'MYSQL_TCP_PORT', database: 'MYSQL_DATABASE' },
    ...{ user: 'MYSQL_USER', password: 'MYSQL_PASSWORD' },
    ...{ tls: 'MYSQL_SSL_MODE', bundle: 'MYSQL_SSL_CA' },
    ...{ verified: 'VERIFY_IDENTITY', plain: 'DISABLED' },
  },
};

/** The variable that has a password. */
export const passwordVariable = (engine: Engine): string => NAMES[engine].password;

/** Where the image has the bundle of CAs. The build puts it there, since a private task reaches no website. */
export const bundlePath = (url: string): string =>
  `/etc/ssl/rds/${url.slice(url.lastIndexOf('/') + 1)}`;

/**
 * What an application is told of its connection: no password and no URL to put one in. The engine’s own variables lead to the
 * writer, or for an identity that only reads to the first reader.
 */
export function variablesOf(
  { engine, database, user, readsOnly, tls, pool }: Connection,
  { writer, readers }: Addresses,
): Readonly<Record<string, string>> {
  const names = NAMES[engine];
  const { host, port } = (readsOnly ? readers[0] : undefined) ?? writer;
  return {
    [names.host]: host,
    [names.port]: String(port),
    [names.database]: database,
    [names.user]: user,
    ...(tls.bundle === null
      ? // The connector encrypts; what is before it stays inside the instance.
        { [names.tls]: names.plain }
      : { [names.tls]: names.verified, [names.bundle]: bundlePath(tls.bundle) }),
    DATABASE_WRITER: written(writer),
    ...(readers.length > 0 ? { DATABASE_READERS: readers.map(written).join(',') } : {}),
    POOL_MAX: String(pool.max),
    POOL_MIN: String(pool.min),
    POOL_ACQUIRE_MS: String(pool.acquire),
    POOL_IDLE_MS: String(pool.idle),
  };
}

const written = ({ host, port }: Address): string => `${host}:${String(port)}`;
