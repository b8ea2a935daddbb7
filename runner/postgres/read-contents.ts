import type { Session } from '../host';

/** What `initdb` made has a lower number. */
const FIRST = 16384;

/** Every catalog of objects that somebody can make in a database, but for schemas: an empty one holds nothing. */
const CATALOGS = [
  'pg_am',
  'pg_cast',
  'pg_class',
  'pg_collation',
  'pg_conversion',
  'pg_event_trigger',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_language',
  'pg_largeobject_metadata',
  'pg_opclass',
  'pg_operator',
  'pg_opfamily',
  'pg_proc',
  'pg_publication',
  'pg_statistic_ext',
  'pg_transform',
  'pg_ts_config',
  'pg_ts_dict',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_type',
] as const;

/** An index, an array's type or a table's file for long values is no object of its own: it goes with another, which counts. */
const counted = (catalog: string): string => `
  SELECT count(*)::int AS count FROM ${catalog} AS object
  WHERE object.oid >= ${FIRST} AND NOT EXISTS (
    SELECT FROM pg_depend AS part
    WHERE part.classid = '${catalog}'::regclass AND part.objid = object.oid AND part.deptype IN ('e', 'i')
  )${catalog === 'pg_class' ? ` AND object.relkind NOT IN ('i', 'I', 't')` : ''}`;

/** A table of an extension's holds nothing as long as it has no file: what an extension keeps there is somebody's. */
const ROWS = `
  SELECT count(*)::int AS count FROM pg_class AS object
  JOIN pg_depend AS part ON part.classid = 'pg_class'::regclass AND part.objid = object.oid AND part.deptype = 'e'
  WHERE object.relkind IN ('r', 'm') AND pg_relation_size(object.oid) > 0`;

/** What belongs to this database and stands in a catalog of the whole server. */
const SHARED = `
  SELECT (
    SELECT count(*) FROM pg_replication_slots WHERE database = current_database()
  ) + (
    SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()
  ) + (
    SELECT count(*) FROM pg_subscription
    WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  ) AS count`;

const CONTENTS = `SELECT sum(count)::int AS count FROM (${[...CATALOGS.map(counted), ROWS, SHARED].join(' UNION ALL ')}) AS counts`;

/** How many objects of any kind a database holds: none may be lost with it. */
export async function readContents(session: Session): Promise<number> {
  const [row] = await session.query(CONTENTS);
  return Number(row?.count);
}
