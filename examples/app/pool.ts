import { readFileSync } from 'node:fs';

/** What node-postgres’s `Pool` takes, from the variables that a service gets. `password` is asked for each connection. */
export function poolOf(
  variables: Readonly<Record<string, string | undefined>>,
  password?: () => Promise<string>,
) {
  const read = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') throw new Error(`${name} is not set`);
    return value;
  };
  return {
    host: read('PGHOST'),
    port: Number(read('PGPORT')),
    database: read('PGDATABASE'),
    user: read('PGUSER'),
    ...(password === undefined ? {} : { password }),
    // With a CA, Node checks the certificate and that it is the host's: verify-full.
    ssl: read('PGSSLMODE') === 'verify-full' && { ca: readFileSync(read('PGSSLROOTCERT'), 'utf8') },
    max: Number(read('POOL_MAX')),
    min: Number(read('POOL_MIN')),
    connectionTimeoutMillis: Number(read('POOL_ACQUIRE_MS')),
    idleTimeoutMillis: Number(read('POOL_IDLE_MS')),
  };
}
