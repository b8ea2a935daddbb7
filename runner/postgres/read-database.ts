import type { Session } from '../host';
import { grantsOf } from './acl-query';
import type {
  CatalogColumn,
  CatalogExtension,
  CatalogSchema,
  DatabaseCatalog,
  Item,
  PartitionedTable,
} from './catalog';
import type { DatabaseObject, DefaultObject, Grant, TypeName } from './database-object';
import { readStrangers } from './read-strangers';

/** A table that the declared state names. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** Whether a row of a catalog belongs to an extension. */
const extensions = (catalog: string, oid: string): string => `EXISTS (
    SELECT FROM pg_depend AS member
    WHERE member.classid = '${catalog}'::regclass AND member.objid = ${oid} AND member.deptype = 'e'
  )`;

/** Schemas of PostgreSQL's own, temporary ones among them, are left out. */
const USERS = `schema.nspname !~ '^pg_' AND schema.nspname <> 'information_schema'`;

const SCHEMAS = `
  SELECT nspname AS name, pg_get_userbyid(nspowner) AS owner,
    ${grantsOf(`coalesce(nspacl, acldefault('n', nspowner))`)} AS acl,
    ${extensions('pg_namespace', 'schema.oid')} AS extension
  FROM pg_namespace AS schema WHERE ${USERS} ORDER BY nspname`;

const RELATIONS = `
  SELECT nspname AS schema, relation.relname AS name, relkind = 'S' AS sequence, pg_get_userbyid(relowner) AS owner,
    ${grantsOf(`coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))`)} AS acl,
    owner.relname AS table
  FROM pg_class AS relation
  JOIN pg_namespace AS schema ON schema.oid = relnamespace
  LEFT JOIN LATERAL (
    SELECT numbered.relname FROM pg_depend AS numbers
    JOIN pg_class AS numbered ON numbered.oid = numbers.refobjid
    WHERE relation.relkind = 'S' AND numbers.classid = 'pg_class'::regclass AND numbers.objid = relation.oid
      AND numbers.refclassid = 'pg_class'::regclass AND numbers.deptype IN ('a', 'i')
      AND numbered.relnamespace = relation.relnamespace
    LIMIT 1
  ) AS owner ON true
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${USERS} AND NOT ${extensions('pg_class', 'relation.oid')}
  ORDER BY nspname, relation.relname`;

const COLUMN_ACLS = `
  SELECT nspname AS schema, relname AS table, attname AS name, pg_get_userbyid(relowner) AS owner,
    ${grantsOf('attacl')} AS acl
  FROM pg_attribute
  JOIN pg_class AS relation ON relation.oid = attrelid
  JOIN pg_namespace AS schema ON schema.oid = relnamespace
  WHERE attacl IS NOT NULL AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm', 'f') AND ${USERS}
    AND NOT ${extensions('pg_class', 'relation.oid')}
  ORDER BY nspname, relname, attname`;

/** What makes the values of a range comes with its type: it is the platform's, and nobody's to change. */
const ROUTINES = `
  SELECT nspname AS schema, proname AS name, pg_get_userbyid(proowner) AS owner,
    ${grantsOf(`coalesce(proacl, acldefault('f', proowner))`)} AS acl,
    (
      SELECT coalesce(json_agg(json_build_array(home.nspname, typname) ORDER BY place), '[]')
      FROM unnest(proargtypes) WITH ORDINALITY AS argument (type, place)
      JOIN pg_type ON pg_type.oid = argument.type
      JOIN pg_namespace AS home ON home.oid = typnamespace
    ) AS args
  FROM pg_proc AS routine
  JOIN pg_namespace AS schema ON schema.oid = pronamespace
  WHERE ${USERS} AND NOT EXISTS (
    SELECT FROM pg_depend AS made
    WHERE made.classid = 'pg_proc'::regclass AND made.objid = routine.oid
      AND (made.deptype = 'e' OR made.deptype = 'i' AND made.refclassid = 'pg_type'::regclass)
  )
  ORDER BY nspname, proname, proargtypes::text`;

/** Types that come with a table, an array or a range have no privileges of their own. */
const TYPES = `
  SELECT nspname AS schema, typname AS name, pg_get_userbyid(typowner) AS owner,
    ${grantsOf(`coalesce(typacl, acldefault('T', typowner))`)} AS acl
  FROM pg_type AS type
  JOIN pg_namespace AS schema ON schema.oid = typnamespace
  LEFT JOIN pg_class AS composite ON composite.oid = typrelid
  WHERE ${USERS} AND typtype <> 'm' AND typsubscript::oid <> 'array_subscript_handler'::regproc
    AND (typrelid = 0 OR composite.relkind = 'c') AND NOT ${extensions('pg_type', 'type.oid')}
  ORDER BY nspname, typname`;

const DEFAULTS = `
  SELECT pg_get_userbyid(defaclrole) AS creator, nspname AS schema,
    CASE defaclobjtype WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'routine'
      WHEN 'T' THEN 'type' WHEN 'n' THEN 'schema' ELSE 'large object' END AS of,
    ${grantsOf('defaclacl')} AS acl
  FROM pg_default_acl
  LEFT JOIN pg_namespace AS schema ON schema.oid = defaclnamespace
  ORDER BY 1, 2, 3`;

const EXTENSIONS = `
  SELECT extname AS name, nspname AS schema
  FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace ORDER BY extname`;

const PARTITIONED = `
  SELECT nspname AS schema, relname AS table, pg_get_userbyid(relowner) AS owner,
    CASE partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END AS strategy,
    (
      SELECT json_agg(json_build_object('name', coalesce(attname, ''), 'type', coalesce(format_type(atttypid, NULL), ''))
        ORDER BY place)
      FROM unnest(partattrs) WITH ORDINALITY AS key (number, place)
      LEFT JOIN pg_attribute ON attrelid = relation.oid AND attnum = key.number AND attnum > 0
    ) AS columns,
    (
      SELECT coalesce(json_agg(json_build_object('schema', home.nspname, 'name', child.relname,
        'bound', pg_get_expr(child.relpartbound, child.oid)) ORDER BY child.relname), '[]')
      FROM pg_inherits
      JOIN pg_class AS child ON child.oid = inhrelid
      JOIN pg_namespace AS home ON home.oid = child.relnamespace
      WHERE inhparent = relation.oid
    ) AS children
  FROM pg_partitioned_table
  JOIN pg_class AS relation ON relation.oid = partrelid
  JOIN pg_namespace AS schema ON schema.oid = relnamespace
  WHERE ${USERS} AND NOT ${extensions('pg_class', 'relation.oid')}
  ORDER BY nspname, relname`;

const COLUMNS = `
  SELECT wanted.schema, wanted.table, attname AS column
  FROM unnest($1::text[], $2::text[]) AS wanted (schema, "table")
  JOIN pg_namespace ON nspname = wanted.schema
  JOIN pg_class ON relnamespace = pg_namespace.oid AND relname = wanted.table AND relkind IN ('r', 'p', 'v', 'm', 'f')
  JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
  ORDER BY 1, 2, 3`;

const LARGE_OBJECTS = `SELECT count(*)::int AS count FROM pg_largeobject_metadata`;

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly acl: readonly Grant[];
  /** Of a relation. */
  readonly sequence?: boolean;
  /** Of a column, or of a sequence that numbers one. */
  readonly table?: string | null;
  /** Of a routine. */
  readonly args?: readonly TypeName[];
}

/** Reads one database, with the columns of the tables that the declared state names. */
export async function readDatabase(
  session: Session,
  wanted: readonly TableName[],
): Promise<DatabaseCatalog> {
  const rows = async <Wanted>(sql: string, values?: unknown[]): Promise<readonly Wanted[]> =>
    (await session.query(sql, values)) as readonly unknown[] as readonly Wanted[];
  const items = async (
    sql: string,
    objectOf: (row: Row) => DatabaseObject,
  ): Promise<readonly Item[]> =>
    (await rows<Row>(sql)).map((row) => ({
      object: objectOf(row),
      owner: row.owner,
      acl: row.acl,
    }));
  const schemas = await rows<Row & { readonly extension: boolean }>(SCHEMAS);
  const defaults = await rows<Omit<DefaultObject, 'kind'> & { readonly acl: readonly Grant[] }>(
    DEFAULTS,
  );
  const [large] = await rows<{ readonly count: number }>(LARGE_OBJECTS);
  return {
    schemas: schemas.map(({ name, owner, acl, extension }): CatalogSchema => ({
      object: { kind: 'schema', name },
      owner,
      acl,
      extension,
    })),
    items: [
      ...(await items(RELATIONS, (row) =>
        row.sequence
          ? { kind: 'sequence', schema: row.schema, name: row.name, table: row.table ?? null }
          : { kind: 'table', schema: row.schema, name: row.name },
      )),
      ...(await items(COLUMN_ACLS, ({ schema, table, name }) => ({
        ...{ kind: 'column', schema, table: table ?? '', name },
      }))),
      ...(await items(ROUTINES, ({ schema, name, args = [] }) => ({
        ...{ kind: 'routine', schema, name, args },
      }))),
      ...(await items(TYPES, ({ schema, name }) => ({ kind: 'type', schema, name }))),
    ],
    defaults: defaults.map(({ creator, schema, of, acl }) => ({
      object: { kind: 'default', creator, schema, of },
      owner: creator,
      acl,
    })),
    extensions: await rows<CatalogExtension>(EXTENSIONS),
    partitioned: await rows<PartitionedTable>(PARTITIONED),
    columns: await rows<CatalogColumn>(COLUMNS, [
      wanted.map(({ schema }) => schema),
      wanted.map(({ table }) => table),
    ]),
    largeObjects: large?.count ?? 0,
    strangers: await readStrangers(session),
  };
}
