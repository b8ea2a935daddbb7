import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { MysqlServer } from '../mysql-server';
import type { Message } from './week';

/** The plugin that RDS has for MySQL is MariaDB’s own ("MariaDB Audit Plugin support for MySQL", RDS user guide, read 2026-11). */
const PLUGIN = 'server_audit';

/** Whether the server has it. */
export async function hasAuditPlugin(root: Connection): Promise<boolean> {
  return root.query(`INSTALL SONAME '${PLUGIN}'`).then(
    () => true,
    () => false,
  );
}

const TIME = '20260000 00:00:00';

/** Some days of logins and statements, each as the plugin wrote it, at the time and from the address that they are said to be of. */
export async function mysqlWeek(
  server: MysqlServer,
  root: Connection,
): Promise<readonly Message[]> {
  await root.query("SET GLOBAL server_audit_events = 'CONNECT,QUERY_DDL,QUERY_DML,QUERY_DCL'");
  await root.query('SET GLOBAL server_audit_logging = ON');
  const file = await fileOf(root);
  const messages: Message[] = [];
  let read = readFileSync(file, 'utf8').length;
  const login = async (
    when: string,
    remote: string,
    user: string,
    statements: readonly string[],
    password = 'right',
  ): Promise<void> => {
    const connection = await server.connect(user, password).catch(() => undefined);
    for (const each of statements) await connection?.query(each).catch(() => undefined);
    await connection?.end();
    await sleep(100);
    const text = readFileSync(file, 'utf8');
    const told = text.slice(read).trimEnd();
    read = text.length;
    messages.push(
      ...told
        .split(/\n(?=\d{8} \d\d:\d\d:\d\d,)/)
        .filter((line) => line.split(',')[2] !== 'root')
        .map((line) => toldAt(line, new Date(when), remote)),
    );
  };
  await root.query('CREATE DATABASE orders_db');
  for (const user of ['order_migrate', 'order_api', 'oncall']) {
    await root.query(`CREATE USER ${user}@'%' IDENTIFIED BY 'right'`);
    await root.query(`GRANT SELECT, INSERT ON orders_db.* TO ${user}@'%'`);
  }
  await root.query(`GRANT ALL ON orders_db.* TO order_migrate@'%' WITH GRANT OPTION`);
  await login('2026-11-17T13:05:00+09:00', '10.30.4.2', 'order_migrate', [
    'CREATE TABLE orders_db.orders (id int, note text)',
    "GRANT UPDATE ON orders_db.orders TO order_api@'%'",
  ]);
  await login('2026-11-17T21:00:00+09:00', '10.30.4.2', 'order_migrate', [
    '/* later */ ALTER TABLE orders_db.orders ADD COLUMN since date',
  ]);
  await login('2026-11-18T10:00:00+09:00', '10.30.4.3', 'order_api', [
    "INSERT INTO orders_db.orders (id, note) VALUES (1, 'it''s, \"quoted\"')",
    "SELECT id,\n  note\nFROM orders_db.orders\nWHERE note <> '20261118 01:00:00,h,root,h,1,1,QUERY,d,\\'x\\',0'",
    'DELETE FROM orders_db.orders',
  ]);
  await login('2026-11-19T23:30:00+09:00', '10.30.0.20', 'oncall', [
    'USE orders_db',
    'SELECT 1 FROM\norders',
  ]);
  await login('2026-11-20T09:30:00+09:00', '10.30.9.9', 'oncall', [], 'wrong');
  return messages;
}

async function fileOf(root: Connection): Promise<string> {
  const [rows] = await root.query<RowDataPacket[]>('SELECT @@datadir AS folder');
  return path.join(String(rows[0]?.folder), 'server_audit.log');
}

function toldAt(line: string, when: Date, remote: string): Message {
  const time = when.toISOString().slice(0, 19).replaceAll('-', '').replace('T', ' ');
  const [, , user = ''] = line.split(',');
  const rest = line.slice(TIME.length);
  return { when, text: `${time}${rest.replace(`,${user},127.0.0.1,`, `,${user},${remote},`)}` };
}
