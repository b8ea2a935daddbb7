import type { Problem } from '../../model/problem';
import { errorCode } from '../error-code';
import type { Session } from '../host';
import { identifier } from '../mysql/quote';
import type { OpenSession } from '../mysql/server';
import { follower, missing, wrong, type Answer, type Asked } from './answer';

/** Asks a restored MySQL what shows that it can serve: each declared thing is there, and all that may be read is readable. */
export async function askMysql(asked: Asked, open: OpenSession): Promise<Answer> {
  const session = await open(null);
  try {
    const { query } = session;
    const [state] = await query('SELECT @@GLOBAL.read_only AS follows');
    const databases = names(
      await query('SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA'),
    );
    const accounts = names(await query('SELECT User AS name FROM mysql.user'));
    const problems: Problem[] = [
      ...follower(asked, Number(state?.follows) === 1),
      ...missing(asked, 'database', asked.databases, databases),
      ...missing(asked, 'role', asked.roles, accounts),
    ];
    const found = { tables: 0, read: 0, problems };
    for (const database of asked.databases.filter((each) => databases.has(each))) {
      const inside = await askDatabase(asked, database, session);
      found.tables += inside.tables;
      found.read += inside.read;
      problems.push(...inside.problems);
    }
    return found;
  } finally {
    // One that is broken has ended.
    await session.end().catch(() => undefined);
  }
}

const names = (rows: Awaited<ReturnType<Session['query']>>): ReadonlySet<string> =>
  new Set(rows.map(({ name }) => String(name)));

const TABLES = `SELECT TABLE_NAME AS name FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`;

async function askDatabase(asked: Asked, database: string, { query }: Session): Promise<Answer> {
  const problems: Problem[] = [];
  let read = 0;
  await query(`USE ${identifier(database)}`);
  const tables = await query(TABLES, [database]);
  for (const { name } of tables) {
    const table = `${identifier(database)}.${identifier(String(name))}`;
    try {
      await query(`SELECT 1 FROM ${table} LIMIT 1`);
      read += 1;
    } catch (error) {
      const got = errorCode(error) || 'a broken session';
      if (got === NOT_ALLOWED) continue;
      problems.push(wrong(asked, { required: `${table} must be readable`, got }));
    }
  }
  return { tables: tables.length, read, problems };
}

const NOT_ALLOWED = 'ER_TABLEACCESS_DENIED_ERROR';
