/** An ACL as a JSON list of `Grant`. An ACL that is null is to be replaced by `acldefault` before. */
export const grantsOf = (acl: string): string => `(
    SELECT coalesce(json_agg(json_build_object(
      'grantee', CASE WHEN entry.grantee = 0 THEN NULL ELSE pg_get_userbyid(entry.grantee) END,
      'grantor', pg_get_userbyid(entry.grantor),
      'privilege', entry.privilege_type,
      'grantable', entry.is_grantable
    ) ORDER BY entry.grantee <> 0, pg_get_userbyid(entry.grantee), entry.privilege_type, pg_get_userbyid(entry.grantor)), '[]')
    FROM aclexplode(${acl}) AS entry
  )`;
