import type { Session } from '../host';
import type { ServerCatalog } from './catalog';
import type { ReplicationSlot, StrangeGrant } from './strangers';

/** Of a parameter the platform is the owner. Its own privileges, and those of an owner, are no news. */
const GRANTS = `
  SELECT json_build_object('kind', kind, 'name', name) AS object, pg_get_userbyid(owner) AS owner,
    CASE WHEN entry.grantee <> 0 THEN pg_get_userbyid(entry.grantee) END AS grantee,
    pg_get_userbyid(entry.grantor) AS grantor, entry.privilege_type AS privilege, entry.is_grantable AS grantable
  FROM (
    SELECT 'parameter' AS kind, parname AS name, 10::oid AS owner, paracl AS acl FROM pg_parameter_acl
    UNION ALL
    SELECT 'tablespace', spcname::text, spcowner, spcacl FROM pg_tablespace
  ) AS object
  CROSS JOIN aclexplode(acl) AS entry
  WHERE entry.grantee <> owner
  ORDER BY kind, name, 3, privilege, grantor`;

/** One that goes with its session is that session's. */
const SLOTS = `
  SELECT slot_name::text AS name, database::text FROM pg_replication_slots WHERE NOT temporary ORDER BY 1`;

/** Reads what of a server nobody declares, in a session with any database. */
export async function readStrangeServer(
  session: Session,
): Promise<Pick<ServerCatalog, 'grants' | 'slots'>> {
  const rows = async <Row>(sql: string): Promise<readonly Row[]> =>
    (await session.query(sql)) as readonly unknown[] as readonly Row[];
  return {
    grants: await rows<StrangeGrant>(GRANTS),
    slots: await rows<ReplicationSlot>(SLOTS),
  };
}
