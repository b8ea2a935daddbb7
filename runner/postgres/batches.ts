import type { Statement } from './statement';

/** So many statements share a transaction: each holds locks until its end, and a server has room for some thousands. */
const MOST = 1000;

/** Neighbours of one database and one end, but for those that run alone. What is dropped is dropped one by one. */
export function batchesOf(statements: readonly Statement[]): readonly Statement[][] {
  const batches: Statement[][] = [];
  for (const statement of statements) {
    const last = batches.at(-1);
    const [first] = last ?? [];
    const joins =
      first?.database === statement.database &&
      first.apart === statement.apart &&
      (isWhole(statement) || (last?.length ?? 0) < MOST) &&
      !first.alone &&
      !statement.alone &&
      statement.phase !== 'drop';
    if (joins) last?.push(statement);
    else batches.push([statement]);
  }
  return batches;
}

const isWhole = ({ phase, apart }: Statement): boolean =>
  phase === 'database' || apart !== undefined;

/** What is done inside one database, each in a transaction of its own. */
export interface Inside {
  readonly database: string;
  /** What somebody has too much: it goes whatever becomes of the rest. */
  readonly taken: readonly Statement[];
  readonly rest: readonly Statement[];
  /** Each in a session of its own too: they call code of applications', which may leave anything in a session. */
  readonly apart: readonly (readonly Statement[])[];
}

export function insidesOf(statements: readonly Statement[]): readonly Inside[] {
  const databases = [...new Set(statements.map(({ database }) => database))];
  return databases.map((database) => {
    const own = statements.filter((statement) => statement.database === database);
    const plain = own.filter(({ apart }) => apart === undefined);
    const kept = new Set(plain.flatMap(({ sql }) => COLUMNS.exec(sql)?.[1] ?? []));
    const taken = plain.filter(({ sql }) => isTaken(sql, kept));
    return {
      ...{ database, taken },
      rest: plain.filter((statement) => !taken.includes(statement)),
      apart: batchesOf(own.filter(({ apart }) => apart !== undefined)),
    };
  });
}

/** Who gets columns of a table in the same plan may lose the whole table, and is not without both in between. */
const COLUMNS = /^GRANT [A-Z]+ \(.* TO (.+)$/;
const TAKEN = /^(?:ALTER DEFAULT PRIVILEGES .*)?REVOKE .* FROM (.+?)(?: CASCADE)?$/;

/** A schema goes to its owner first: he takes what the last one gave. */
function isTaken(sql: string, kept: ReadonlySet<string>): boolean {
  if (/^ALTER [A-Z ]+ ".*" OWNER TO /.test(sql)) return true;
  const [, grantee] = TAKEN.exec(sql) ?? [];
  return grantee !== undefined && !kept.has(grantee);
}
