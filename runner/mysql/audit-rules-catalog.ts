import type { Session } from '../host';
import type { AuditFacts, Flavour } from './facts';

/** What writes the audit log: Cloud SQL's own plugin, and for tests MariaDB's in its place. */
export const AUDIT_PLUGIN: Readonly<Record<Flavour, string>> = {
  mysql: 'cloudsql_mysql_audit',
  mariadb: 'SERVER_AUDIT',
};

/** The rules of Cloud SQL's audit log: rows that its procedures alone write, and that every administrator reads. */
export async function readAuditRules({ query }: Session, flavour: Flavour): Promise<AuditFacts> {
  const [plugin] = await query(
    'SELECT PLUGIN_STATUS AS status FROM information_schema.PLUGINS WHERE PLUGIN_NAME = ?',
    [AUDIT_PLUGIN[flavour]],
  );
  const rows = await query(
    'SELECT id, username, dbname, object, operation, op_result FROM mysql.audit_log_rules ORDER BY id',
  );
  return {
    active: plugin?.status === 'ACTIVE',
    rules: rows.map(({ id, username, dbname, object, operation, op_result }) => ({
      id: Number(id),
      user: String(username),
      database: String(dbname),
      object: String(object),
      operations: String(operation),
      result: String(op_result),
    })),
  };
}
