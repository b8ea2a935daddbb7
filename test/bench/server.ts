import { performance } from 'node:perf_hooks';
import type { DeclaredState } from '../../model/sql/declared-state';
import { ROLE_FACTS } from '../../model/sql/role-limits';
import { convergePostgres } from '../../runner/postgres/converge';
import type { OpenSession } from '../../runner/postgres/sessions';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

/** One instance that holds many services: each a database, three logins and, after a migration, ten tables. */
function bank(services: number): DeclaredState {
  const names = Array.from({ length: services }, (_, i) => `s${String(i).padStart(4, '0')}`);
  return {
    format: 1,
    stack: 'prod-aws-shared-postgres',
    platform: 'rds',
    engine: 'postgres',
    version: '17',
    admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
    databases: names.map((name) => ({
      service: name,
      name: `${name}_service_db`,
      schemas: [{ name: 'app', holds: 'data' }],
      searchPath: ['app', 'ops'],
      extensions: ['pg_stat_statements'],
      audit: null,
      partitions: [],
      timeouts: { writer: ROLE_FACTS.writer.timeouts, migrator: ROLE_FACTS.migrator.timeouts },
    })),
    logins: names.flatMap((name) =>
      (['writer', 'reader', 'migrator'] as const).map((role) => ({
        name: `${name}_${role}`,
        identity: `role/${name}-${role}`,
        via: 'iam' as const,
        made: true,
        connections: 20,
        access: [{ database: `${name}_service_db`, role }],
      })),
    ),
  };
}

/** What a run took, and the most locks and sessions that were seen while it went. */
interface Measured {
  readonly what: string;
  readonly seconds: number;
  readonly statements: number;
  readonly locks: number;
  readonly sessions: number;
}

async function measure(
  what: string,
  server: PostgresServer,
  state: DeclaredState,
): Promise<Measured> {
  const watch = await server.superuser();
  let [locks, sessions] = [0, 0];
  const watching = new AbortController();
  const watched = (async () => {
    while (!watching.signal.aborted) {
      const { rows } = await watch.query<{ locks: number; sessions: number }>(
        `SELECT (SELECT count(*)::int FROM pg_locks WHERE pid <> pg_backend_pid()) AS locks,
                (SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'bench') AS sessions`,
      );
      locks = Math.max(locks, rows[0]?.locks ?? 0);
      sessions = Math.max(sessions, rows[0]?.sessions ?? 0);
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  const open: OpenSession = async (database) => {
    const client = await server.connect(database, state.admin.login);
    await client.query("SET application_name = 'bench'");
    return {
      query: async (sql, values) =>
        (await client.query<Record<string, unknown>>(sql, values ? [...values] : undefined)).rows,
      end: () => client.end(),
    };
  };
  const started = performance.now();
  const result = await convergePostgres(state, open, {
    passwords: {
      newestVersion: () => Promise.resolve(undefined),
      addVersion: () => Promise.reject(new Error('nobody has a password here')),
    },
    log: () => undefined,
  });
  const seconds = (performance.now() - started) / 1000;
  watching.abort();
  await watched;
  if (result.outcome !== 'converged') throw new Error(JSON.stringify({ ...result, plan: [] }));
  return { what, seconds, statements: result.applied, locks, sessions };
}

/** Ten tables in each database, as each service’s migrator makes them. */
async function migrate(server: PostgresServer, state: DeclaredState): Promise<void> {
  for (const { service, name } of state.databases) {
    const client = await server.connect(name, `${service}_migrator`);
    for (let i = 0; i < 10; i++)
      await client.query(`CREATE TABLE t${String(i)} (id bigint PRIMARY KEY, body text)`);
    await client.end();
  }
}

async function main(services: number): Promise<void> {
  const server = await startPostgres({ major: 17, platform: 'rds' });
  try {
    const provider = await server.superuser();
    await provider.query('GRANT rds_iam TO kura_admin');
    const state = bank(services);
    const rows = [await measure('an empty server', server, state)];
    rows.push(await measure('nothing to do', server, state));
    await migrate(server, state);
    rows.push(await measure('nothing to do, ten tables each', server, state));
    const [first, ...others] = state.logins;
    if (first) {
      const less = { ...state, logins: others };
      rows.push(await measure('one login less', server, less));
    }
    process.stdout.write(
      [
        `| ${String(services)} services on one PostgreSQL 17 | seconds | statements | locks at most | sessions at most |`,
        '|---|---|---|---|---|',
        ...rows.map(
          ({ what, seconds, statements, locks, sessions }) =>
            `| ${what} | ${seconds.toFixed(1)} | ${String(statements)} | ${String(locks)} | ${String(sessions)} |`,
        ),
        '',
      ].join('\n'),
    );
  } finally {
    await server.stop();
  }
}

void main(Number(process.argv[2] ?? 500));
