import { AUDITED_VALUES } from '../audit/data-class';
import type { MarkedOfDatabase, TrailFacts } from '../audit/trail-facts';
import {
  anyCase,
  literally,
  MOST_REGEXES,
  regexesOf,
  withAll,
  type AwsLogFilter,
} from './log-filter';

/**
 * A line of pgAudit in RDS’s log: `2026-11-22 10:15:30 UTC:10.0.3.7(40112):login@database:[3639]:LOG:  AUDIT: SESSION,1,1,DDL,CREATE
 * TABLE,TABLE,app.t,"text",<not logged>` ("Parameters for logging in RDS for PostgreSQL", RDS user guide, and pgaudit.c, pgaudit/pgaudit,
 * read 2026-11). All that a filter goes by stands before the text, in the first line of a statement of several.
 *
 * Nobody hides by what he writes into a statement. No filter leaves lines out: a comment could have what it leaves out. What is expected
 * is counted and taken off, by what stands at the beginning of the line; and a line that is taken off is one that was counted, so that
 * none takes another off. Whoever writes a line that looks like the trail’s (RAISE LOG) is heard of.
 */
const AUDITED = 'AUDIT: SESSION,';
const AUDIT = `${literally(AUDITED)}\\d+,\\d+,`;

/** RDS’s own administrator, who maintains ("Understanding PostgreSQL roles and permissions", RDS user guide, read 2026-11). */
const PLATFORM = ['rdsadmin'];

/** The first @ of a line is behind its login: times and addresses have none. */
const by = (login: string): string => `^[^@]+\\x3A${literally(login)}@\\S+\\s+`;

const lines = (pattern: string): AwsLogFilter => ({ log: 'postgresql', pattern });
const expected = (pattern: string): AwsLogFilter => ({ ...lines(pattern), expected: true });

/** How many regular expressions are left to those who change schemas: an end of the trail has two, rights and copies have one each. */
const forSchemas = ({ marked }: TrailFacts): number =>
  MOST_REGEXES - 3 - (marked.length > 0 ? 1 : 0);

/**
 * A temporary table is its session’s: applications may make some. With it go its columns’ defaults (`for pg_temp.t.id`) and constraints
 * (`t_pkey on pg_temp.t`).
 */
const TEMPORARY = ['', '[\\w\\s]*\\s'].map(
  (before) => `^[^@]+@\\S+\\s+${AUDIT}DDL,[A-Z\\s]+,[A-Z\\s]+,${before}${literally('pg_temp.')}`,
);

const schemaChangers = ({ own, migrators }: TrailFacts): readonly string[] =>
  regexesOf([
    ...TEMPORARY,
    ...[...own, ...PLATFORM, ...migrators].map((login) => `${by(login)}${AUDIT}DDL,`),
  ]);

/** Whether the logins of those who change schemas are more than a log group’s filters take. */
export const tooManyMigrators = (trail: TrailFacts): boolean =>
  schemaChangers(trail).length > forSchemas(trail);

/** Changes of schema, and those that are expected. */
export function schemaLines(trail: TrailFacts): readonly AwsLogFilter[] {
  return [lines(withAll(AUDITED, ',DDL,')), ...schemaChangers(trail).map(expected)];
}

/** Changes of roles and rights. What a migrator grants is not declared: the runner takes it back. */
export function rightsLines({ own }: TrailFacts): readonly AwsLogFilter[] {
  return [
    lines(withAll(AUDITED, ',ROLE,')),
    ...regexesOf([...own, ...PLATFORM].map((login) => `${by(login)}${AUDIT}ROLE,`)).map(expected),
  ];
}

/**
 * Logins of the administrator by password: `connection authenticated: identity="kura_admin" method=scram-sha-256 (…)`; by IAM the method
 * is another. The server says that of its own file, which may be md5 for a password of either kind.
 */
export function adminLines({ admin }: TrailFacts): readonly AwsLogFilter[] {
  return ['method=scram-sha-256', 'method=md5'].map((method) =>
    lines(withAll('connection authenticated: identity=', admin, method)),
  );
}

/** What a login, a database or all of the server is altered to; and a further line of such a statement, which begins with a tab. */
const ALTERED = ',ALTER\\s[DRS]\\w+,[\\s\\S]*';
const FURTHER = '^\\s[\\w\\s]*\\W?';

const PGAUDIT = anyCase('pgaudit');
const RESET = anyCase('reset');
const ALL = `${anyCase('all')}\\W`;

/** pgAudit writes at LOG: a server that writes less, or a reset of all, ends it, too. */
const ENDS = [PGAUDIT, anyCase('log_min_messages'), `${RESET}\\W+${ALL}`];

/** What the server says as it reads its settings anew. */
const RELOADED = [
  ...['pgaudit', 'log_connections', 'log_disconnections', 'log_destination', 'log_min_messages'],
  'shared_preload_libraries',
].map((name) => `parameter\\s.${name}`);

const ENDED = regexesOf([
  `,DROP\\sEXTENSION,[\\s\\S]*${PGAUDIT}`,
  ...[ALTERED, FURTHER].flatMap((where) => ENDS.map((what) => `${where}${what}`)),
  // A comment between both.
  `${ALTERED}${RESET}\\s*[/-][\\s\\S]*${ALL}`,
  ...RELOADED,
]);

/** As the runner sets it to each class’s own, of people to all, and back to the instance’s: one statement a line, and nothing beside. */
function asDeclared(login: string): readonly string[] {
  const called = '\\x22*[\\w.@-]+\\x22*\\s';
  const of = (target: string, as: string): string =>
    `${by(login)}${AUDIT}\\w+,ALTER\\s\\w+,,,\\x22?ALTER\\s${target}${as}\\x22?,\\x3C`;
  const [inDatabase, ofRole] = [`DATABASE\\s${called}`, `ROLE\\s${called}`];
  const set = (value: string): string => `SET\\spgaudit.log\\s=\\s.${value}\\x27`;
  return [
    ...AUDITED_VALUES.map((value) => of(inDatabase, set(value))),
    of(`${ofRole}IN\\s${inDatabase}`, set('all')),
    ...[inDatabase, `${ofRole}IN\\s${inDatabase}`].map((target) =>
      of(target, 'RESET\\spgaudit.log'),
    ),
  ];
}

/** What ends the trail or makes less of it, whoever does it, and of that what the runner declares. */
export const endedLines = ({ own }: TrailFacts): readonly AwsLogFilter[] => [
  ...ENDED.map(lines),
  ...regexesOf(own.flatMap(asDeclared)).map(expected),
];

/** A copy out of a table is a read by its kind; that it is a copy stands in its text alone. So does pg_dump read. */
const copyOf = ({ database, schema, table }: MarkedOfDatabase): string =>
  `@${literally(database)}\\x3A\\S+\\s+${AUDIT}READ,SELECT,TABLE,${literally(`${schema}.${table}`)},.*${anyCase('copy')}\\W`;

const copies = ({ marked }: TrailFacts): readonly string[] => regexesOf(marked.map(copyOf));

/** Whether the marked tables are more than one pattern takes. */
export const tooManyMarked = (trail: TrailFacts): boolean => copies(trail).length > 1;

/** Copies of whole tables. */
export const copyLines = (trail: TrailFacts): readonly AwsLogFilter[] => copies(trail).map(lines);

/** Reads of each marked table: a line for each statement. */
export function readLines({ marked }: TrailFacts): readonly AwsLogFilter[] {
  return marked.map(({ database, schema, table }) =>
    lines(withAll(`@${database}:`, `,READ,SELECT,TABLE,${schema}.${table},`)),
  );
}
