import type { Session } from '../host';
import { grantsOf } from './acl-query';
import type {
  AvailableExtension,
  CatalogDatabase,
  CatalogRole,
  Membership,
  ServerCatalog,
  Setting,
} from './catalog';
import { parameterValue } from './parameter-list';
import { readStrangeServer } from './read-strange-server';

type Facts = Pick<ServerCatalog, 'version' | 'inRecovery' | 'readOnly' | 'now' | 'libraries'>;

const FACTS = `
  SELECT current_setting('server_version_num')::int / 10000 AS version,
    pg_is_in_recovery() AS "inRecovery",
    current_setting('transaction_read_only')::bool AS "readOnly",
    now() AS now,
    pg_has_role('pg_read_all_settings', 'USAGE') AS "seesAll"`;

/** A library's parameters are there once it is loaded, which all may see. */
const LIBRARIES = `
  SELECT DISTINCT split_part(name, '.', 1) AS library FROM pg_settings WHERE name LIKE '%.%'`;

const PRELOADED = `
  SELECT btrim(library, ' "') AS library
  FROM regexp_split_to_table(current_setting('shared_preload_libraries'), ',') AS library`;

const AVAILABLE = `
  SELECT available.name, version.trusted OR NOT version.superuser AS trusted
  FROM pg_available_extensions AS available
  JOIN pg_available_extension_versions AS version
    ON version.name = available.name AND version.version = available.default_version
  ORDER BY available.name`;

/**
 * PostgreSQL answers who administers a role by walking through all memberships, each time anew: with thousands of roles that takes
 * minutes, so that they are walked through once.
 */
const ROLES = `
  WITH RECURSIVE own (oid) AS (
    SELECT oid FROM pg_roles WHERE rolname = current_user
    UNION
    SELECT roleid FROM pg_auth_members JOIN own ON member = own.oid
  ), administered AS (
    SELECT DISTINCT roleid FROM pg_auth_members WHERE admin_option AND member IN (SELECT oid FROM own)
  )
  SELECT role.rolname AS name, rolcanlogin AS login, rolsuper AS superuser, rolcreatedb AS "createDatabase",
    rolcreaterole AS "createRole", rolreplication AS replication, rolbypassrls AS "bypassRowSecurity",
    rolinherit AS inherit, rolconnlimit AS connections, shobj_description(role.oid, 'pg_authid') AS comment,
    nullif(rolvaliduntil, 'infinity')::text AS "validUntil",
    role.oid = 10 AS platform,
    administered.roleid IS NOT NULL OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS administered,
    pg_has_role(role.oid, 'USAGE') AS inherited,
    coalesce(held.holds, '[]') AS holds
  FROM pg_roles AS role
  LEFT JOIN administered ON administered.roleid = role.oid
  LEFT JOIN (
    SELECT refobjid, json_agg(json_build_object('database', database, 'owned', owned, 'count', count)
      ORDER BY database, owned) AS holds
    FROM (
      SELECT refobjid, coalesce(place.datname, object.datname) AS database, deptype = 'o' AS owned, count(*)::int AS count
      FROM pg_shdepend AS dependency
      LEFT JOIN pg_database AS place ON place.oid = dependency.dbid
      LEFT JOIN pg_database AS object ON object.oid = dependency.objid AND dependency.classid = 'pg_database'::regclass
      WHERE refclassid = 'pg_authid'::regclass
      GROUP BY 1, 2, 3
    ) AS counted
    GROUP BY refobjid
  ) AS held ON held.refobjid = role.oid
  ORDER BY role.rolname`;

const MEMBERSHIPS = `
  SELECT pg_get_userbyid(roleid) AS role, pg_get_userbyid(member) AS member, pg_get_userbyid(grantor) AS grantor,
    admin_option AS admin, inherit_option AS inherit, set_option AS set
  FROM pg_auth_members
  ORDER BY 1, 2, 3`;

/** The runner's own sessions may take a moment to end, so that they are not counted. */
const DATABASES = `
  SELECT datname AS name, pg_get_userbyid(datdba) AS owner, shobj_description(database.oid, 'pg_database') AS comment,
    ${grantsOf(`coalesce(datacl, acldefault('d', datdba))`)} AS acl,
    (
      SELECT count(*)::int FROM pg_stat_activity AS session
      WHERE session.datid = database.oid AND session.usesysid IS NOT NULL AND session.usename <> session_user
    ) AS sessions,
    datallowconn AND datconnlimit NOT IN (-2, 0) AND has_database_privilege(session_user, database.oid, 'CONNECT') AS open,
    datconnlimit = -2 AS invalid, datconnlimit AS connections, datistemplate AS template, datallowconn AS connectable
  FROM pg_database AS database
  WHERE datname <> 'template0'
  ORDER BY datname`;

const SETTINGS = `
  SELECT database.datname AS database, role.rolname AS role,
    split_part(entry, '=', 1) AS name, substr(entry, strpos(entry, '=') + 1) AS value,
    coalesce(parameter.context IN ('user', 'backend'), split_part(entry, '=', 1) = 'role')
      OR has_parameter_privilege(split_part(entry, '=', 1), 'SET') AS settable
  FROM pg_db_role_setting AS setting
  CROSS JOIN unnest(setconfig) AS entry
  LEFT JOIN pg_database AS database ON database.oid = setdatabase
  LEFT JOIN pg_roles AS role ON role.oid = setrole
  LEFT JOIN pg_settings AS parameter ON parameter.name = split_part(entry, '=', 1)
  WHERE (setdatabase = 0 OR database.datname IS NOT NULL) AND (setrole = 0 OR role.rolname IS NOT NULL)
  ORDER BY 1, 2, 3`;

/** Reads what all databases of a server share, in a session with any of them. */
export async function readServer(session: Session): Promise<ServerCatalog> {
  const rows = async <Row>(sql: string): Promise<readonly Row[]> =>
    (await session.query(sql)) as readonly unknown[] as readonly Row[];
  const [facts] = await rows<Facts & { readonly seesAll: boolean }>(FACTS);
  if (!facts) throw new Error('The server said nothing of itself.');
  const { seesAll, ...rest } = facts;
  const libraries = [
    ...(await rows<{ library: string }>(LIBRARIES)),
    ...(seesAll ? await rows<{ library: string }>(PRELOADED) : []),
  ].map(({ library }) => library);
  return {
    ...rest,
    libraries: [...new Set(libraries)].filter((library) => library !== '').sort(),
    available: await rows<AvailableExtension>(AVAILABLE),
    roles: await rows<CatalogRole>(ROLES),
    memberships: await rows<Membership>(MEMBERSHIPS),
    databases: await rows<CatalogDatabase>(DATABASES),
    settings: (await rows<Setting>(SETTINGS)).map((setting) => ({
      ...setting,
      value: parameterValue(setting.name, setting.value),
    })),
    ...(await readStrangeServer(session)),
  };
}
