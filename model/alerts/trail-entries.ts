import { AUDITED_VALUES } from '../audit/data-class';
import type { MarkedOfDatabase, TrailFacts } from '../audit/trail-facts';

/** Whose entries are counted: an instance’s databases, and who is expected to do what in them. */
export interface CountedInstance {
  readonly project: string;
  /** The address of who deploys. */
  readonly deployer: string;
  readonly trail: TrailFacts;
}

/**
 * What an audit entry of Cloud SQL’s databases must be to be counted, in the logging query language. Fields of an entry are the server’s
 * own: nobody hides by what he writes into a statement. `=` knows no capitals, `=~` does ("Logging query language", Cloud Logging, read
 * 2026-11).
 */
const DATA_ACCESS = 'log_id("cloudaudit.googleapis.com/data_access")';
export const CLOUD_SQL = 'resource.type="cloudsql_database"';

const entry = (type: string): string =>
  `${DATA_ACCESS} AND protoPayload.request."@type"="type.googleapis.com/google.cloud.sql.audit.v1.${type}"`;

/** "View audit logs" (AlloyDB, whose entries are of one family), read 2026-11: a long statement is several entries. */
const PGAUDIT = `${entry('PgAuditEntry')} AND protoPayload.request.chunkIndex="1"`;
const MYSQL = entry('MysqlAuditEntry');

/** "About PostgreSQL users and roles" (Cloud SQL, read 2026-11). An import is somebody’s: its user is none of these. */
const PLATFORM = ['cloudsqladmin', 'cloudsqlagent', 'cloudsqlreplica', 'cloudsqlobservability'];

/** One of some texts, each as it stands: a class of one character needs no escape in a filter. */
const oneOf = (texts: readonly string[]): string =>
  `"^(${texts.map((text) => text.replace(/[.+]/g, '[$&]')).join('|')})$"`;

const field = (name: string): string => `protoPayload.request.${name}`;
const notBy = (logins: readonly string[]): string => `NOT ${field('user')}=~${oneOf(logins)}`;

/** Changes of schema by who is no migrator. A temporary table is its session’s. */
export const schemaEntries = ({ trail: { own, migrators } }: CountedInstance): string =>
  `${PGAUDIT} AND ${field('auditClass')}="DDL" AND NOT ${field('object')}=~"^(for |[a-z0-9_]+ on )?pg_temp[.]" AND ${notBy([...own, ...PLATFORM, ...migrators])}`;

/** Of roles and rights, and of database users by the API: such a user is an administrator by itself. */
export const rightsEntries = (instance: CountedInstance): string =>
  `((${PGAUDIT} AND ${field('auditClass')}="ROLE" AND ${notBy([...instance.trail.own, ...PLATFORM])}) OR (${usersByApi(instance)}))`;

/** Who deploys makes users of identities, and the runner makes itself an administrator. */
function usersByApi({ project, deployer, trail: { own } }: CountedInstance): string {
  const runners = own.map(
    (login) => `${login.split('@')[0] ?? login}@${project}.iam.gserviceaccount.com`,
  );
  return `${DATA_ACCESS} AND protoPayload.methodName=~"^cloudsql[.]users[.](create|update)$" AND NOT protoPayload.authenticationInfo.principalEmail=~${oneOf([deployer, ...runners])}`;
}

/** Whom the platform has do what a workload’s identity does, in the name of nobody. */
const AGENTS = '@serverless-robot-prod[.]iam[.]gserviceaccount[.]com$';

/** Somebody who works as the runner: then the entry of its login names who. */
function asRunner({ trail: { own } }: CountedInstance): string {
  const who =
    'protoPayload.authenticationInfo.serviceAccountDelegationInfo.firstPartyPrincipal.principalEmail';
  const runners = own.map((login) => login.split('@')[0] ?? login);
  return `${DATA_ACCESS} AND protoPayload.methodName="cloudsql.instances.login" AND protoPayload.authenticationInfo.principalEmail=~"^(${runners.join('|')})@" AND ${who}:* AND NOT ${who}=~"${AGENTS}"`;
}

/** Logins of the administrator, which has no password unless somebody set one, and of people as the runner. */
export const adminEntries = (instance: CountedInstance): string =>
  `((log_id("cloudsql.googleapis.com/postgres.log") AND textPayload:"connection authorized: user=${instance.trail.admin} ") OR (${asRunner(instance)}))`;

/** A copy out of a table is a read by its kind, and an export of the instance one of all. */
export const copyEntries = ({ trail: { marked } }: CountedInstance): string =>
  `((${PGAUDIT} AND ${read(marked)} AND ${field('statement')}=~"(?i)(^|[^a-z0-9_])copy([^a-z0-9_]|$)") OR (${DATA_ACCESS} AND protoPayload.methodName="cloudsql.instances.export"))`;

/** Reads of marked tables: an entry for each statement. */
export const readEntries = ({ trail: { marked } }: CountedInstance): string =>
  `${PGAUDIT} AND ${read(marked)}`;

function read(marked: readonly MarkedOfDatabase[]): string {
  const databases = [...new Set(marked.map(({ database }) => database))];
  const tables = databases.map((database) => {
    const own = marked.filter((each) => each.database === database);
    const names = own.map(({ schema, table }) => `${schema}.${table}`);
    return `(${field('database')}=~${oneOf([database])} AND ${field('object')}=~${oneOf(names)})`;
  });
  return `${field('auditClass')}="READ" AND ${field('command')}="SELECT" AND (${tables.join(' OR ')})`;
}

/** As the runner sets it to each class’s own, of people to all, or back to the instance’s: a name between quotes or none. */
const NAME = '.?[a-zA-Z0-9_.@-]+.?';
const USUAL = `^ALTER (DATABASE|ROLE ${NAME} IN DATABASE) ${NAME} (SET pgaudit[.]log = '(all|${AUDITED_VALUES.join('|')})'|RESET pgaudit[.]log)$`;

/** pgAudit writes at LOG: a server that writes less, or a reset of all, ends it, too. */
const ENDS =
  '(?i)(pgaudit|log_min_messages|reset[^a-z0-9_]+all([^a-z0-9_]|$)|reset[^a-z0-9_]*(/[*]|--))';

/** What ends the trail of PostgreSQL or makes less of it, by SQL or by a flag. */
export const endedEntries = ({ trail: { own } }: CountedInstance): string =>
  `((${PGAUDIT} AND ${field('auditClass')}=~"^(DDL|ROLE)$" AND ${field('command')}=~"^(ALTER (ROLE|DATABASE|SYSTEM)|DROP EXTENSION)$" AND ${field('statement')}=~"${ENDS}" AND NOT (${field('user')}=~${oneOf(own)} AND ${field('statement')}=~"${USUAL}")) OR (log_id("cloudsql.googleapis.com/postgres.log") AND textPayload=~"LOG: +parameter .(pgaudit|cloudsql[.]enable_pgaudit|log_connections|log_disconnections|log_min_messages|shared_preload_libraries)"))`;

/** "MySQL database auditing: operations" (Cloud SQL, read 2026-11). */
const MYSQL_SCHEMA =
  '^(create|alter|drop|rename)_(db|event|function|index|procedure|table|trigger|udf|view)$';
const MYSQL_RIGHTS = '^(grant|revoke|revoke_all|(create|alter|drop|rename)_user)$';

/** What the API has done Cloud SQL does as root from within; who else is root is told of by his login. */
export const mysqlSchemaEntries = ({ trail: { own, admin, migrators } }: CountedInstance): string =>
  `${MYSQL} AND ${field('cmd')}=~"${MYSQL_SCHEMA}" AND ${notBy([...own, admin, ...migrators])}`;

export const mysqlRightsEntries = (instance: CountedInstance): string =>
  `((${MYSQL} AND ${field('cmd')}=~"${MYSQL_RIGHTS}" AND ${notBy([...instance.trail.own, instance.trail.admin])}) OR (${usersByApi(instance)}))`;

/** Its own logins from within are in no rule. */
export const mysqlAdminEntries = (instance: CountedInstance): string =>
  `((${MYSQL} AND ${field('cmd')}="connect" AND ${field('status')}="successful" AND ${field('user')}=~${oneOf([instance.trail.admin])}) OR (${asRunner(instance)}))`;
