import { escapeIdentifier, type Client } from 'pg';
import type { DeclaredState } from '../../../model/sql/declared-state';
import type { Session } from '../../../runner/host';
import { convergePostgres, type ConvergeOptions } from '../../../runner/postgres/converge';
import { inSession, type OpenSession } from '../../../runner/postgres/sessions';
import { readCatalog } from '../../../runner/postgres/read-catalog';
import type { Catalog } from '../../../runner/postgres/catalog';
import { verifyPostgres } from '../../support/verify-postgres';
import type { Finding, Result } from '../../../runner/result';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';

/** A server of the developer's own, with what the tests do to it. */
export interface Running {
  readonly version: 16 | 17 | 18;
  readonly server: PostgresServer;
  readonly open: OpenSession;
  readonly converge: (state: DeclaredState, options?: Partial<ConvergeOptions>) => Promise<Result>;
  readonly verify: (state: DeclaredState, now?: Date) => Promise<readonly Finding[]>;
  readonly catalog: (state: DeclaredState) => Promise<Catalog>;
  /** Runs statements as a user, one after the other, and returns the rows of the last. */
  readonly as: (user: string, database: string, ...statements: string[]) => Promise<unknown[]>;
  /** What becomes of a statement: `ok`, or the code of its error. */
  readonly tries: (user: string, database: string, sql: string) => Promise<string>;
  /** Takes away all that was made, as nobody but a superuser can. */
  readonly wipe: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The platform's own superuser, as whom the runner never works. */
export const SUPERUSER = 'postgres';

export async function running(version: 16 | 17 | 18): Promise<Running> {
  const server = await startPostgres({ major: version, platform: 'local' });
  const open: OpenSession = async (database) => session(await connected(database, 'kura_admin'));
  const connected = (database: string, user: string): Promise<Client> =>
    user === SUPERUSER ? server.superuser(database) : server.connect(database, user);
  const as: Running['as'] = async (user, database, ...statements) => {
    const client = await connected(database, user);
    try {
      let rows: unknown[] = [];
      for (const sql of statements) rows = (await client.query<Record<string, unknown>>(sql)).rows;
      return rows;
    } finally {
      await client.end();
    }
  };
  return {
    ...{ version, server, open, as },
    converge: (state, options = {}) => convergePostgres(state, open, { ...QUIET, ...options }),
    verify: (state, now) => verifyPostgres(state, open, now),
    catalog: (state) => inSession(open, 'postgres', (inside) => readCatalog(state, inside, open)),
    tries: (user, database, sql) =>
      as(user, database, sql).then(
        () => 'ok',
        (error: unknown) => (error as { code: string }).code,
      ),
    wipe: () => wipe(server),
    stop: server.stop,
  };
}

const QUIET: ConvergeOptions = {
  passwords: {
    newestVersion: () => Promise.resolve(undefined),
    addVersion: () => Promise.reject(new Error('No secret here.')),
  },
  log: () => undefined,
};

function session(client: Client): Session {
  return {
    query: async (sql, values) =>
      (await client.query<Record<string, unknown>>(sql, values ? [...values] : undefined)).rows,
    end: () => client.end(),
  };
}

async function wipe(server: PostgresServer): Promise<void> {
  const client = await server.superuser();
  const names = async (sql: string): Promise<readonly string[]> =>
    (await client.query<{ name: string }>(sql)).rows.map(({ name }) => escapeIdentifier(name));
  for (const name of await names(
    "SELECT datname AS name FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')",
  ))
    await client.query(`DROP DATABASE ${name} (FORCE)`);
  const roles = await names(
    "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' AND rolname NOT IN ('postgres', 'kura_admin')",
  );
  // Who has given a membership goes with what he has given.
  if (roles.length > 0) await client.query(`DROP OWNED BY ${roles.join(', ')} CASCADE`);
  for (const name of roles) await client.query(`DROP ROLE ${name}`);
  await client.end();
}
