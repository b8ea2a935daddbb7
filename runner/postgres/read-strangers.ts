import type { Session } from '../host';
import { STRANGE_THINGS } from './strange-things-query';
import type { StrangeGrant, Strangers, StrangeThing } from './strangers';

/** Rows of a catalog with privileges: what of `StrangeObject` they are, and what `acldefault` calls them. */
interface Source {
  readonly catalog: string;
  readonly prefix: string;
  readonly letter: string;
  readonly kind: string;
  /** Where they are in a schema. */
  readonly schema: string;
}

const SOURCES: readonly Source[] = [
  ...(
    [
      ['pg_language', 'lan', 'l', 'language'],
      ['pg_foreign_data_wrapper', 'fdw', 'F', 'wrapper'],
      ['pg_foreign_server', 'srv', 'S', 'server'],
    ] as const
  ).map(([catalog, prefix, letter, kind]) => ({
    ...{ catalog, prefix, letter: `'${letter}'`, kind, schema: 'NULL' },
  })),
  { catalog: 'pg_namespace', prefix: 'nsp', letter: `'n'`, kind: 'schema', schema: 'oid' },
  {
    ...{ catalog: 'pg_class', prefix: 'rel', kind: 'table', schema: 'relnamespace' },
    letter: `CASE relkind WHEN 'S' THEN 's' ELSE 'r' END`,
  },
  { catalog: 'pg_proc', prefix: 'pro', letter: `'f'`, kind: 'routine', schema: 'pronamespace' },
];

const ROWS = SOURCES.map(
  ({ catalog, prefix, letter, kind, schema }) => `
    SELECT '${catalog}'::regclass::oid AS class, oid, 0 AS sub, '${kind}' AS kind, ${schema}::oid AS schema,
      NULL::name AS table, ${prefix}name AS name, ${prefix}owner AS owner, ${prefix}acl AS acl, ${letter}::"char" AS letter
    FROM ${catalog} WHERE ${prefix}acl IS NOT NULL`,
);

const COLUMNS = `
    SELECT 'pg_class'::regclass::oid, attrelid, attnum, 'column', relnamespace, relname, attname, relowner, attacl, 'c'
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE attacl IS NOT NULL`;

/** What is PostgreSQL's own or an extension's, where it is in a schema: the rest is read as Kura's to decide. */
const STRANGE = `strange.schema IS NULL OR strange.schema IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      OR EXISTS (
        SELECT FROM pg_depend AS member
        WHERE member.classid = class AND member.objid = strange.oid AND member.deptype = 'e'
      )`;

const ARGUMENTS = `
      SELECT coalesce(json_agg(json_build_array(typnamespace::regnamespace::name, typname) ORDER BY place), '[]')
      FROM pg_proc CROSS JOIN unnest(proargtypes) WITH ORDINALITY AS argument (type, place)
      JOIN pg_type ON pg_type.oid = type
      WHERE pg_proc.oid = strange.oid`;

/** What stands in initdb's script for everybody is remembered nowhere: the views, but not what they are made of. */
const INFORMATION_SCHEMA = `strange.schema = 'information_schema'::regnamespace AND entry.grantee = 0 AND NOT entry.is_grantable
      AND CASE kind WHEN 'schema' THEN entry.privilege_type = 'USAGE'
        ELSE kind = 'table' AND entry.privilege_type = 'SELECT' AND NOT starts_with(strange.name, '_pg_') END`;

/** PostgreSQL remembers what it has given itself but for that, and what each extension has. */
const GRANTS = `
  SELECT json_strip_nulls(json_build_object('kind', kind, 'name', strange.name, 'table', strange.table,
      'schema', CASE WHEN kind <> 'schema' THEN strange.schema::regnamespace::name END,
      'args', CASE kind WHEN 'routine' THEN (${ARGUMENTS}
      ) END)) AS object,
    pg_get_userbyid(owner) AS owner,
    CASE WHEN entry.grantee <> 0 THEN pg_get_userbyid(entry.grantee) END AS grantee,
    pg_get_userbyid(entry.grantor) AS grantor, entry.privilege_type AS privilege, entry.is_grantable AS grantable
  FROM (${[...ROWS, COLUMNS].join('\n    UNION ALL')}
  ) AS strange
  LEFT JOIN pg_init_privs ON classoid = class AND objoid = strange.oid AND objsubid = sub
  CROSS JOIN aclexplode(acl) AS entry
  WHERE acl IS DISTINCT FROM initprivs AND (${STRANGE})
    AND entry.grantee <> owner AND (${INFORMATION_SCHEMA}) IS NOT TRUE AND NOT EXISTS (
      SELECT FROM aclexplode(coalesce(initprivs, acldefault(letter, owner))) AS given
      WHERE given.grantee = entry.grantee AND given.privilege_type = entry.privilege_type
        AND (given.is_grantable OR NOT entry.is_grantable)
    )
  ORDER BY kind, strange.schema, strange.table, strange.name, strange.oid, 3, privilege, grantor`;

/** Reads what of a database nobody declares. */
export async function readStrangers(session: Session): Promise<Strangers> {
  const rows = async <Row>(sql: string): Promise<readonly Row[]> =>
    (await session.query(sql)) as readonly unknown[] as readonly Row[];
  return {
    grants: await rows<StrangeGrant>(GRANTS),
    things: await rows<StrangeThing>(STRANGE_THINGS),
  };
}
