import type { DeclaredDatabase, DeclaredState } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import type { Catalog, DatabaseCatalog } from './catalog';
import { emptyServer, FRESH_DATABASE } from './fresh-database';
import { plan } from './plan';
import { scopeOf } from './scope';
import { wantedOn } from './declared-privileges';
import { name } from './quoting';
import type { Statement } from './statement';

/**
 * The SQL that brings an empty server to what is declared, for somebody to read or to give to psql: no clock, no password. Tables that
 * accesses name are taken to be there.
 */
export function reviewablePostgres(state: DeclaredState): string {
  const monthly = state.databases.map((database) => ({ ...database, partitions: [] }));
  const imagined = withTables(emptyServer(state), { ...state, databases: monthly });
  const { refused, statements, withheld } = plan(
    { ...state, databases: monthly },
    imagined,
    imagined.server.now,
  );
  const [problem] = refused;
  // The imagined server has all that is asked for: only a state for another engine comes here.
  if (problem) throw new Error(`${problem.required}, got ${problem.got}`);
  return [
    ...remarks(state, withheld),
    ...blocksOf(statements).map((block) => sayBlock(block, state)),
  ].join('\n');
}

/** A statement that fails ends the whole of it. */
const STOP = '\\set ON_ERROR_STOP on';

/** How psql is to take it, and what no statement here says. */
function remarks(
  { databases, logins }: DeclaredState,
  withheld: readonly string[],
): readonly string[] {
  const ends = logins.flatMap(({ name: login, access }) =>
    access.flatMap(({ database, role, until }) =>
      until === undefined
        ? []
        : [`-- ${comment(login)}: ${role} of ${comment(database)} until ${until}.`],
    ),
  );
  const secrets = logins
    .filter(({ via, made }) => via === 'secret' && made)
    .map(({ name: login }) => `-- ${comment(login)}: gets a password, which a secret holds.`);
  const months = databases.flatMap(({ name: database, partitions }) =>
    partitions.map(
      ({ schema, table, column, keep, expired }) =>
        `-- ${comment(database)}: ${comment(`${schema}.${table}`)} has a partition for each month of ${comment(column)}; ${keep} past months are kept, older ones: ${expired}.`,
    ),
  );
  const nobodys = withheld.map(
    (each) => `-- Not here, since the platform lets nobody do it: ${comment(each)}.`,
  );
  return [STOP, ...ends, ...secrets, ...months, ...nobodys, ''];
}

/** A name in a comment, which ends with its line. */
const comment = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '�');

type Block = readonly [Statement, ...Statement[]];

/** Neighbours that run in one database as one role for one end, or alone. */
function blocksOf(statements: readonly Statement[]): readonly Block[] {
  const blocks: [Statement, ...Statement[]][] = [];
  for (const statement of statements) {
    const first = blocks.at(-1)?.[0];
    const joins =
      first?.database === statement.database &&
      first.phase === statement.phase &&
      !first.alone &&
      !statement.alone;
    if (joins) blocks.at(-1)?.push(statement);
    else blocks.push([statement]);
  }
  return blocks;
}

function sayBlock(block: Block, { admin }: DeclaredState): string {
  const [first] = block;
  const lines = [
    `\\connect ${connectArgument(first.database)}`,
    ...(admin.login === admin.role ? [] : [`SET ROLE ${name(admin.role)};`]),
  ];
  if (first.alone) return `${[...lines, `-- ${comment(first.why)}`, `${first.sql};`].join('\n')}\n`;
  lines.push('BEGIN;');
  let [why, role] = ['', ''];
  for (const statement of block) {
    if (statement.why !== why) lines.push(`-- ${comment(statement.why)}`);
    if (statement.as !== role && (role !== '' || statement.as !== admin.role))
      lines.push(`SET LOCAL ROLE ${name(statement.as)};`);
    lines.push(...wrapped(`${statement.sql};`));
    ({ why, as: role } = statement);
  }
  return `${[...lines, 'COMMIT;'].join('\n')}\n`;
}

/** psql would take a name with `=` for a connection string, so that any unusual name is in one. */
function connectArgument(database: string): string {
  return /^[\w-]+$/.test(database)
    ? name(database)
    : `-reuse-previous=on ${name(`dbname='${database.replace(/[\\']/g, '\\$&')}'`)}`;
}

const WIDTH = 100;

/** A part of a statement up to a comma between two names: a name or a value that holds such a comma is in one part. */
const PART = /(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[^"',]|,(?! "))+(?:, )?/g;

/** Breaks a long list of objects after its commas. */
function wrapped(sql: string): readonly string[] {
  if (sql.length <= WIDTH) return [sql];
  const lines: string[] = [];
  let line = '';
  for (const part of sql.match(PART) ?? []) {
    if (line !== '' && line.length + part.length > WIDTH) {
      lines.push(line.trimEnd());
      line = '  ';
    }
    line += part;
  }
  return [...lines, line];
}

/** The databases with the tables that accesses name, as a migrator makes them once this SQL has run. */
function withTables(catalog: Catalog, state: DeclaredState): Catalog {
  const databases = state.databases.map(
    (database) => [database.name, imagined(database, state, catalog)] as const,
  );
  return { ...catalog, databases: new Map(databases) };
}

function imagined(
  database: DeclaredDatabase,
  state: DeclaredState,
  catalog: Catalog,
): DatabaseCatalog {
  const tables = state.logins.flatMap(({ access }) =>
    access.filter((each) => each.database === database.name).flatMap((each) => each.tables ?? []),
  );
  const owner = groupRole(database.name, 'migrator');
  const groups = wantedOn(scopeOf({ ...state, logins: [] }, catalog, catalog.server.now), database);
  const named = new Map(tables.map((each) => [JSON.stringify([each.schema, each.table]), each]));
  return {
    ...FRESH_DATABASE,
    items: [...named.values()].map(({ schema, table }) => {
      const object = { kind: 'table', schema, name: table } as const;
      const acl = [...groups(object)].flatMap(([grantee, privileges]) =>
        [...privileges].map((privilege) => ({
          ...{ grantee, grantor: owner, privilege, grantable: false },
        })),
      );
      return { object, owner, acl };
    }),
    columns: tables.flatMap(({ schema, table, columns }) =>
      (columns ?? []).map((column) => ({ schema, table, column })),
    ),
  };
}
