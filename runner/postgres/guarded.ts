import type { Session } from '../host';
import { literal } from './quoting';

/** Sends one text. */
export type Send = (sql: string) => ReturnType<Session['query']>;

/** A database that left something behind which would run once the runner is itself again. */
export class LeftBehind extends Error {
  override readonly name = 'LeftBehind';
  readonly code = '0L000';
}

/**
 * A function of the role that the session works as: inside it no code takes another role, neither the administrator's nor its login's. It
 * is made anew for each statement, because what runs in it may make it again and otherwise.
 */
const MAKE = `CREATE FUNCTION pg_temp.kura_run(pg_catalog.text) RETURNS pg_catalog.void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'BEGIN EXECUTE $1; END'`;

const run = (sql: string): string => `SELECT pg_temp.kura_run(${literal(sql)}::pg_catalog.text)`;

const DROP = 'DROP FUNCTION pg_temp.kura_run(pg_catalog.text)';

/** A cursor that is held is read when the transaction ends, outside of the function. */
const CLOSE = 'CLOSE ALL';

const NAMES = `SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false)`;

/**
 * Tables that were written to: a trigger that waits for the end of the transaction runs outside of the function too, and there is none
 * without a row. No statement that is guarded writes any.
 */
const WRITTEN = `
  SELECT pg_catalog.format('%I.%I', schemaname, relname) AS table
  FROM pg_catalog.pg_stat_xact_user_tables
  WHERE n_tup_ins > 0 OR n_tup_upd > 0 OR n_tup_del > 0
  UNION ALL
  SELECT 'uncounted' WHERE pg_catalog.current_setting('track_counts') <> 'on'`;

/**
 * Sends a statement that calls code of applications': a check of a partition's, a function of an index. In a plain session of the
 * administrator's, that code could become the administrator.
 */
export async function sendGuarded(sql: string, send: Send): Promise<void> {
  await send(MAKE);
  await send(run(sql));
  await send(CLOSE);
  await send(NAMES);
  const [written] = await send(WRITTEN);
  if (written)
    throw new LeftBehind(`code of the database's own wrote to ${String(written.table)} meanwhile`);
  await send(DROP);
}
