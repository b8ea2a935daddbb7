import type { Session } from '../host';
import { createDatabase, putRow, removeRow } from './statements';

/** The database of Kura's own record, which nobody but the runner reads: an account of MySQL has no comment to be marked by. */
export const RECORD_DATABASE = 'kura';

/** What Kura knows of the server from earlier runs. */
export interface Recorded {
  /** The tables of it that are there. */
  readonly tables: ReadonlySet<string>;
  readonly logins: ReadonlyMap<string, RecordedLogin>;
  /** By service. */
  readonly databases: ReadonlyMap<string, RecordedDatabase>;
  /** Users from whom something is taken, or was by a run that ended before it ended their connections. */
  readonly reduced: ReadonlySet<string>;
}

export interface RecordedLogin {
  /** Whether the runner made the account, and so may drop it. */
  readonly made: boolean;
  /** The version of the secret whose password it has. */
  readonly version: string | null;
}

export interface RecordedDatabase {
  readonly name: string;
  /** Whether the runner made it, and so may drop it when it holds nothing. */
  readonly made: boolean;
}

export const NOTHING_RECORDED: Recorded = {
  tables: new Set(),
  logins: new Map(),
  databases: new Map(),
  reduced: new Set(),
};

/** Names are compared byte by byte, as the server compares accounts. */
const TABLES: Readonly<Record<string, string>> = {
  logins:
    '`login` VARCHAR(128) NOT NULL PRIMARY KEY, `made_by_kura` BOOLEAN NOT NULL, `secret_version` VARCHAR(255) NULL',
  databases:
    '`service` VARCHAR(128) NOT NULL PRIMARY KEY, `name` VARCHAR(64) NOT NULL UNIQUE, `made_by_kura` BOOLEAN NOT NULL',
  reduced: '`user` VARCHAR(128) NOT NULL PRIMARY KEY',
};

/** What makes the parts of the record that are not there. */
export function recordStatements(present: ReadonlySet<string>): readonly string[] {
  const missing = Object.entries(TABLES).filter(([table]) => !present.has(table));
  if (missing.length === 0) return [];
  return [
    createDatabase(RECORD_DATABASE),
    ...missing.map(
      ([table, columns]) =>
        `CREATE TABLE IF NOT EXISTS \`${RECORD_DATABASE}\`.\`${table}\` (${columns}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    ),
  ];
}

export function recordLogin(login: string, { made, version }: RecordedLogin): string {
  return putRow('logins', { login, made_by_kura: made, secret_version: version });
}

export function forgetLogin(login: string): string {
  return removeRow('logins', 'login', login);
}

export function recordDatabase(service: string, { name, made }: RecordedDatabase): string {
  return putRow('databases', { service, name, made_by_kura: made });
}

export function forgetDatabase(service: string): string {
  return removeRow('databases', 'service', service);
}

/** That connections of a user may have more than it has. */
export function recordReduced(user: string): string {
  return putRow('reduced', { user });
}

export function forgetReduced(user: string): string {
  return removeRow('reduced', 'user', user);
}

export async function readRecord({ query }: Session): Promise<Recorded> {
  const rows = await query(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?',
    [RECORD_DATABASE],
  );
  const tables = new Set(rows.map(({ name }) => String(name)));
  const logins = tables.has('logins') ? await query('SELECT * FROM `kura`.`logins`') : [];
  const databases = tables.has('databases') ? await query('SELECT * FROM `kura`.`databases`') : [];
  const reduced = tables.has('reduced') ? await query('SELECT * FROM `kura`.`reduced`') : [];
  return {
    tables,
    reduced: new Set(reduced.map(({ user }) => String(user))),
    logins: new Map(
      logins.map(({ login, made_by_kura, secret_version }) => [
        String(login),
        {
          made: Boolean(made_by_kura),
          version: typeof secret_version === 'string' ? secret_version : null,
        },
      ]),
    ),
    databases: new Map(
      databases.map(({ service, name, made_by_kura }) => [
        String(service),
        { name: String(name), made: Boolean(made_by_kura) },
      ]),
    ),
  };
}
