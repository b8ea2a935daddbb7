import type { DataClass } from './data-class';

/** What MySQL's audit log has of a class of data, in the words of either cloud. */
export interface MysqlAuditFacts {
  /** Events of RDS's plugin: of the whole server, as no event names a database. */
  readonly events: readonly string[];
  /** Operations of Cloud SQL's rule of the service's database, beyond those of every database; null for none. */
  readonly operations: readonly string[] | null;
}

/**
 * Where statements are recorded, RDS records all of them: its plugin knows a kind of statement by its first word alone, so that a read
 * that begins with WITH is no QUERY_DML (server_audit.cc, aws/audit-plugin-for-mysql, read 2026-11). Cloud SQL asks the server for the
 * kind. Events: "MariaDB Audit Plugin support for MySQL" (RDS user guide); operations: "MySQL database auditing: operations" (Cloud
 * SQL); both read 2026-11.
 */
export const MYSQL_AUDIT: Readonly<Record<DataClass, MysqlAuditFacts>> = {
  internal: { events: ['CONNECT', 'QUERY_DDL', 'QUERY_DCL'], operations: null },
  personal: { events: ['CONNECT', 'QUERY'], operations: ['dql', 'dml', 'call'] },
  payment: { events: ['CONNECT', 'QUERY'], operations: ['dql', 'dml', 'call'] },
};
