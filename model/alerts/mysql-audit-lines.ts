import type { TrailFacts } from '../audit/trail-facts';
import { anyCase, literally, regexesOf, withAll, type AwsLogFilter } from './log-filter';

/**
 * A line of the audit log of MySQL on RDS: `timestamp,serverhost,username,host,connectionid,queryid,operation,database,object,retcode`
 * ("MariaDB Audit Plugin support for MySQL", RDS user guide, read 2026-11). Who did it stands before any text of theirs; what it was is
 * known by its first words alone, so that a comment before them hides it.
 */
const QUERY = ',\\d+,\\d+,QUERY,[^,]*,.\\s*';

/** CREATE, ALTER, DROP, TRUNCATE, RENAME by their first four letters, whatever their capitals; and no first word of another statement. */
const CHANGES = '[CcAaDdTtRr][RrLlEe][EeTtOoUuNn][AaEePpNn]';

/** What gives or takes rights: GRANT, REVOKE, and accounts and roles that are made, changed or dropped. */
const RIGHTS = [
  anyCase('gran'),
  anyCase('revo'),
  ...['user', 'role'].map((what) => `[CcAaDdRr][RrLlEe]\\w+\\s+${anyCase(what)}\\W`),
];

const by = (login: string): string => `^[^,]+,[^,]+,${literally(login)},[^,]*`;

const lines = (pattern: string): AwsLogFilter => ({ log: 'audit', pattern });
const expected = (pattern: string): AwsLogFilter => ({ ...lines(pattern), expected: true });

/** All five of a log group but those of rights. */
const FOR_SCHEMAS = 2;

const schemaChangers = ({ own, migrators }: TrailFacts): readonly string[] =>
  regexesOf([...own, ...migrators].map((login) => `${by(login)}${QUERY}${CHANGES}`));

/** Whether the logins of those who change schemas are more than a log group’s filters take. */
export const tooManyMysqlMigrators = (trail: TrailFacts): boolean =>
  schemaChangers(trail).length > FOR_SCHEMAS;

/** Changes of schema, and those that are expected. */
export function mysqlSchemaLines(trail: TrailFacts): readonly AwsLogFilter[] {
  return [...regexesOf([`${QUERY}${CHANGES}`]).map(lines), ...schemaChangers(trail).map(expected)];
}

/** Changes of accounts and rights, and those that are expected. */
export function mysqlRightsLines({ own }: TrailFacts): readonly AwsLogFilter[] {
  return [
    ...regexesOf(RIGHTS.map((each) => `${QUERY}${each}`)).map(lines),
    ...regexesOf(own.flatMap((login) => RIGHTS.map((each) => `${by(login)}${QUERY}${each}`))).map(
      expected,
    ),
  ];
}

/** Logins of the administrator: the runner’s own user is another. */
export function mysqlAdminLines({ admin }: TrailFacts): readonly AwsLogFilter[] {
  return [lines(withAll(`,${admin},`, ',CONNECT,'))];
}
