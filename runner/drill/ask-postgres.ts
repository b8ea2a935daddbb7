import { connectionProblem } from '../connection-problem';
import { errorCode } from '../error-code';
import type { Session } from '../host';
import { dotted } from '../postgres/quoting';
import { inSession, type OpenSession } from '../postgres/sessions';
import { MAINTENANCE } from '../postgres/statement';
import { follower, missing, wrong, type Answer, type Asked } from './answer';

/** Asks a restored PostgreSQL what shows that it can serve: each declared thing is there, and all that may be read is readable. */
export async function askPostgres(asked: Asked, open: OpenSession): Promise<Answer> {
  const { names, problems } = await inSession(open, MAINTENANCE, (session) =>
    askServer(asked, session),
  );
  const found = { tables: 0, read: 0, problems: [...problems] };
  for (const database of asked.databases.filter((each) => names.has(each))) {
    try {
      const inside = await inSession(open, database, (session) =>
        askDatabase(asked, database, session),
      );
      found.tables += inside.tables;
      found.read += inside.read;
      found.problems.push(...inside.problems);
    } catch (error) {
      found.problems.push(connectionProblem(`${asked.stack}, database ${database}`, error));
    }
  }
  return found;
}

async function askServer(
  asked: Asked,
  { query }: Session,
): Promise<{
  readonly names: ReadonlySet<string>;
  readonly problems: Answer['problems'];
}> {
  const [state] = await query('SELECT pg_is_in_recovery() AS follows');
  const databases = await query('SELECT datname AS name FROM pg_database WHERE datallowconn');
  const roles = await query('SELECT rolname AS name FROM pg_roles');
  const names = new Set(databases.map(({ name }) => String(name)));
  return {
    names,
    problems: [
      ...follower(asked, state?.follows === true),
      ...missing(asked, 'database', asked.databases, names),
      ...missing(asked, 'role', asked.roles, new Set(roles.map(({ name }) => String(name)))),
    ],
  };
}

/** The catalogs are read from their own pages and not from an index; no policy of a table's, which is code of applications', is run. */
const SETTINGS = `SELECT set_config('enable_indexscan', 'off', false), set_config('enable_indexonlyscan', 'off', false),
  set_config('enable_bitmapscan', 'off', false), set_config('row_security', 'off', false)`;

/** Catalogs that everybody may read whole, and without which nothing can be read. */
const CATALOGS = [
  'pg_attribute',
  'pg_class',
  'pg_constraint',
  'pg_depend',
  'pg_index',
  'pg_namespace',
  'pg_proc',
  'pg_type',
];

const TABLES = `SELECT nspname AS schema, relname AS name,
    has_schema_privilege(nspname, 'USAGE') AND has_table_privilege(pg_class.oid, 'SELECT') AS readable
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind = 'r' AND relpersistence = 'p' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
  ORDER BY nspname, relname`;

async function askDatabase(asked: Asked, database: string, session: Session): Promise<Answer> {
  await session.query(SETTINGS);
  for (const catalog of CATALOGS) await session.query(`SELECT count(*) FROM ${catalog}`);
  const tables = await session.query(TABLES);
  const faults: Answer['problems'][number][] = [];
  let read = 0;
  for (const { schema, name } of tables.filter(({ readable }) => readable === true)) {
    const table = dotted(String(schema), String(name));
    try {
      await session.query(`SELECT 1 FROM ONLY ${table} LIMIT 1`);
      read += 1;
    } catch (error) {
      if (errorCode(error) === NOT_ALLOWED) continue;
      const got = errorCode(error) || 'a broken session';
      faults.push(wrong(asked, { required: `${table} in ${database} must be readable`, got }));
    }
  }
  return { tables: tables.length, read, problems: faults };
}

/** insufficient_privilege: of a table, too, whose rows a policy would choose. */
const NOT_ALLOWED = '42501';
