/** From this number on, objects are none that initdb made. */
const FIRST = 16384;

/**
 * Kinds of objects in schemas that whoever owns the database may make. PostgreSQL remembers of all of them in which schema they are, and
 * whose they are unless they are the platform's: so no catalog of theirs is opened, which every new session would pay for.
 */
const IN_SCHEMAS = [
  ...['pg_collation', 'pg_conversion', 'pg_operator', 'pg_opclass', 'pg_opfamily'],
  ...['pg_statistic_ext', 'pg_ts_config', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template'],
];

const MADE_IN_SCHEMAS = `
      SELECT place.classid AS class, place.objid AS oid, coalesce(owner.refobjid, 10) AS who, true AS owned
      FROM pg_depend AS place
      LEFT JOIN pg_shdepend AS owner ON owner.classid = place.classid AND owner.objid = place.objid
        AND owner.deptype = 'o' AND owner.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      WHERE place.refclassid = 'pg_namespace'::regclass AND place.deptype = 'n' AND place.objid >= ${String(FIRST)}
        AND place.classid IN (${IN_SCHEMAS.map((catalog) => `'${catalog}'::regclass`).join(', ')})`;

const SYSTEM = `IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;

type Kind = readonly [catalog: string, owner: string, where: string];

const OWNED: readonly Kind[] = [
  ['pg_foreign_data_wrapper', 'fdwowner', 'true'],
  ['pg_foreign_server', 'srvowner', 'true'],
  ['pg_language', 'lanowner', 'true'],
];

/**
 * What acts on what others do, or lets data out, is nobody's unless it is declared; nor is what is added to PostgreSQL's own schemas.
 * Who makes a type may make casts of it; a cast between PostgreSQL's own changes what everybody's queries mean.
 */
const ANYBODYS: readonly Kind[] = [
  ['pg_publication', 'pubowner', 'true'],
  [
    'pg_subscription',
    'subowner',
    'subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())',
  ],
  ['pg_event_trigger', 'evtowner', 'true'],
  ['pg_cast', '0', `castsource < ${String(FIRST)} AND casttarget < ${String(FIRST)}`],
  ['pg_am', '0', 'true'],
  ['pg_class', 'relowner', `relnamespace ${SYSTEM} AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')`],
  ['pg_proc', 'proowner', `pronamespace ${SYSTEM}`],
];

const row =
  (owned: boolean) =>
  ([catalog, owner, where]: Kind): string => `
      SELECT '${catalog}'::regclass::oid, oid, ${owner}::oid, ${String(owned)}
      FROM ${catalog} WHERE oid >= ${String(FIRST)} AND ${where}`;

/** Large objects may be as many as there are rows: they are said together. */
const LARGE = `
    SELECT 'large objects', lomowner, true FROM pg_largeobject_metadata GROUP BY lomowner
    UNION ALL
    SELECT DISTINCT privilege_type || ' on large objects', grantee, false
    FROM pg_largeobject_metadata CROSS JOIN aclexplode(lomacl) WHERE grantee <> lomowner`;

/** What a database holds that Kura knows no privileges of, as `StrangeThing`. PostgreSQL names it, in one language everywhere. */
export const STRANGE_THINGS = `
  SELECT what, CASE WHEN who <> 0 THEN pg_get_userbyid(who) END AS who, owned
  FROM (
    SELECT format('%s %s', object.type, object.identity) AS what, who, owned
    FROM (${[MADE_IN_SCHEMAS, ...OWNED.map(row(true)), ...ANYBODYS.map(row(false))].join('\n      UNION ALL')}
    ) AS made
    CROSS JOIN pg_identify_object(class, made.oid, 0) AS object
    WHERE NOT EXISTS (
      SELECT FROM pg_depend AS member
      WHERE member.classid = class AND member.objid = made.oid AND member.deptype = 'e'
    )
    UNION ALL
    SELECT format('user mapping on server %I', srvname), umuser, false FROM pg_user_mappings
    UNION ALL${LARGE}
  ) AS strange
  ORDER BY 1, 2`;
