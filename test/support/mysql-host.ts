import type { Connection } from 'mysql2/promise';
import type { DeclaredAccess, DeclaredLogin, DeclaredState } from '../../model/sql/declared-state';
import type { Host, SecretVersion, Session } from '../../runner/host';
import { mysqlSession } from '../../runner/hosts/mysql-session';
import { adminStatements } from '../../runner/mysql/admin';
import { convergeMysql } from '../../runner/mysql/converge';
import { verifyMysql } from './verify-mysql';
import type { Finding, Result } from '../../runner/result';
import type { MysqlServer } from './mysql-server';

interface Version extends SecretVersion {
  readonly password: string;
}

export interface FakeHost extends Host {
  readonly lines: string[];
  /** Versions of each secret, oldest first. */
  readonly secrets: Partial<Record<string, Version[]>>;
}

/** What an IAM token is on a server that knows none. */
export const tokenOf = (user: string): string => `token:${user}`;

/** A host on a server of the tests: its secrets are in memory. */
export function mysqlHost({ port, ca }: MysqlServer): FakeHost {
  const lines: string[] = [];
  const secrets: Partial<Record<string, Version[]>> = {};
  return {
    lines,
    secrets,
    connect: (database, { user, password = tokenOf(user) }) =>
      mysqlSession({ host: '127.0.0.1', port, user, password, database, ssl: { ca } }),
    newestVersion: (secret) => Promise.resolve(secrets[secret]?.at(-1)),
    addVersion: (secret, password) => {
      const versions = (secrets[secret] ??= []);
      const id = String(versions.length + 1);
      versions.push({ id, created: new Date(), password });
      return Promise.resolve(id);
    },
    log: (line) => lines.push(line),
  };
}

export const ADMIN = 'kura_runner';

/** A state of two services, with these logins. */
export function declare(
  logins: readonly DeclaredLogin[],
  more: Partial<DeclaredState> = {},
): DeclaredState {
  return {
    ...{ format: 1, stack: 'prod-aws-order', platform: 'local', engine: 'mysql', version: '8.4' },
    admin: { login: ADMIN, role: ADMIN, bootstrap: 'kura_admin' },
    databases: [database('order', 'order_service_db'), database('billing', 'billing_db')],
    logins,
    ...more,
  };
}

export function database(service: string, name: string): DeclaredState['databases'][number] {
  return {
    ...{ service, name, schemas: [], searchPath: [], extensions: [], audit: null },
    ...{ partitions: [], timeouts: {} },
  };
}

/** A login with a password in the secret of its name. */
export function login(
  name: string,
  access: readonly DeclaredAccess[],
  more: Partial<DeclaredLogin> = {},
): DeclaredLogin {
  const identity = `role/${name}`;
  return {
    name,
    identity,
    via: 'secret',
    secret: name,
    made: true,
    connections: null,
    access,
    ...more,
  };
}

/** What tests do with one server. */
export interface Bench {
  readonly host: FakeHost;
  readonly root: Connection;
  readonly open: (database: string | null) => Promise<Session>;
  readonly converge: (state: DeclaredState) => Promise<Result>;
  readonly verify: (state: DeclaredState) => Promise<readonly Finding[]>;
  /** A session of a login with the password that its secret has. */
  readonly enter: (login: string, database?: string) => Promise<Connection>;
  /** Runs statements as root. */
  readonly asRoot: (...statements: readonly string[]) => Promise<void>;
  /** Takes everything away but root and an administrator as RDS has one: not SUPER, and with nothing it may not give. */
  readonly reset: () => Promise<void>;
}

export async function mysqlBench(server: MysqlServer): Promise<Bench> {
  const host = mysqlHost(server);
  const root = await server.root();
  const asRoot = async (...statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await root.query(statement);
  };
  const open = (name: string | null): Promise<Session> => host.connect(name ?? '', { user: ADMIN });
  return {
    host,
    root,
    open,
    asRoot,
    converge: (state) =>
      convergeMysql(state, open, { passwords: host, log: host.log, standIn: 'mariadb' }),
    verify: (state) => verifyMysql(state, open, 'mariadb'),
    enter: (name, inside) =>
      server.connect(name, host.secrets[name]?.at(-1)?.password ?? 'none', inside),
    reset: async () => {
      for (const name of Object.keys(host.secrets)) host.secrets[name] = undefined;
      host.lines.length = 0;
      await asRoot(...(await leftovers(root)), ...ADMIN_SQL);
    },
  };
}

const ADMIN_SQL = [
  `CREATE USER '${ADMIN}'@'%' IDENTIFIED BY '${tokenOf(ADMIN)}' REQUIRE SSL`,
  ...adminStatements(ADMIN).filter((statement) => statement.startsWith('GRANT')),
];

async function leftovers(root: Connection): Promise<readonly string[]> {
  const [rows] = await root.query(
    `SELECT CONCAT('DROP DATABASE \`', REPLACE(SCHEMA_NAME, '\`', '\`\`'), '\`') AS statement FROM information_schema.SCHEMATA
       WHERE SCHEMA_NAME NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
     UNION ALL SELECT IF(is_role = 'Y', CONCAT('DROP ROLE ', QUOTE(User)), CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host))) FROM mysql.user
       WHERE User NOT IN ('root', 'mariadb.sys', 'PUBLIC') OR (User = 'root' AND Host NOT IN ('localhost', '127.0.0.1', '::1'))`,
  );
  return (rows as { readonly statement: string }[]).map(({ statement }) => statement);
}

/** Everything that is so of accounts, rights and databases, as text: two of the same are the same server. */
export async function snapshot(root: Connection): Promise<string> {
  const parts = await Promise.all(
    [
      `SELECT User, Host, JSON_REMOVE(Priv, '$.password_last_changed', '$.authentication_string', '$.version_id', '$.account_locked') AS priv,
         COALESCE(JSON_VALUE(Priv, '$.account_locked'), 0) AS locked
         FROM mysql.global_priv WHERE User NOT IN ('root', 'PUBLIC') ORDER BY User, Host`,
      'SELECT * FROM mysql.db ORDER BY Db, User, Host',
      'SELECT Host, Db, User, Table_name, Table_priv, Column_priv FROM mysql.tables_priv ORDER BY Db, User, Host, Table_name',
      'SELECT Host, Db, User, Table_name, Column_name, Column_priv FROM mysql.columns_priv ORDER BY Db, User, Host, Table_name, Column_name',
      'SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME',
      "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema') ORDER BY 1, 2",
    ].map(async (sql) => (await root.query(sql))[0]),
  );
  return JSON.stringify(parts, null, 1);
}
