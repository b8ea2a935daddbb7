import { estateWith, orderWith, smallEstate } from '../../support/estate-folder';
import { expectRefusal, orderAs, SERVICE, type Refusal } from '../../support/refusals';

const mysql = (lines: string) =>
  smallEstate({
    'services/order.yaml': `${SERVICE.replace('engine: postgres', 'engine: mysql')}${lines}\n`,
  });
const reader = (rest: string) => orderAs('role: writer }', `role: reader, ${rest} }`);

const SCHEMA_NAME =
  'must be a schema’s name in lower-case letters, digits and underscores, with a letter first, and not begin with pg_';
const TABLE_NAME =
  'must be a table’s name, or a schema’s and a table’s with a dot between, in letters, digits and underscores, 63 each at most';
const TOO_LONG = 'a'.repeat(64);

describe('a database’s contents are refused for', () => {
  test.each<Refusal>([
    [
      'a database named with a quote',
      orderWith("database: 'order\"; DROP DATABASE x'"),
      'services/order.yaml:7:1: database must be a database name in lower-case letters, digits and underscores, with a letter first, and not the engine’s own, got "order"; DROP DATABASE x". Write it as order_service_db.',
    ],
    [
      'a database named with a reserved word',
      orderWith('database: user'),
      'services/order.yaml:7:1: database must not be a reserved word of SQL, got "user". Write it as order_service_db.',
    ],
    [
      'a database named as a cloud’s own are',
      orderWith('database: rds_exporter_db'),
      'services/order.yaml:7:1: database must not begin with pg_, rds or cloudsql, as the names of the platforms’ own do, got "rds_exporter_db". Write it as order_service_db.',
    ],
    [
      'a service that would name its database so',
      smallEstate({ 'services/order.yaml': SERVICE.replace('order\n', 'rds-exporter\n') }),
      'services/order.yaml:1:1: service must not begin with pg-, rds or cloudsql where its database has its name from it, got "rds-exporter". Name the database, as `database: order_service_db`.',
    ],
    [
      'a database in another script',
      orderWith('database: 注文'),
      'services/order.yaml:7:1: database must be a database name in lower-case letters, digits and underscores, with a letter first, and not the engine’s own, got "注文". Write it as order_service_db.',
    ],
    [
      'a schema with a semicolon',
      orderWith("schemas: { 'app;x': data }"),
      `services/order.yaml:7:12: schemas.app;x ${SCHEMA_NAME}, got "app;x". Write it as user_management.`,
    ],
    [
      'a schema of the server’s own',
      orderWith('schemas: { pg_app: data }'),
      `services/order.yaml:7:12: schemas.pg_app ${SCHEMA_NAME}, got "pg_app". Write it as user_management.`,
    ],
    [
      'a schema of a reserved word',
      orderWith('schemas: { order: data }'),
      'services/order.yaml:7:12: schemas.order must not be ops, information_schema or a reserved word of SQL, got "order". Write it as user_management.',
    ],
    [
      'the schema of operations',
      orderWith('schemas: { ops: data }'),
      'services/order.yaml:7:12: schemas.ops must not be ops, information_schema or a reserved word of SQL, got "ops". Write it as user_management.',
    ],
    [
      'a schema over 63 bytes',
      orderWith(`schemas: { ${TOO_LONG}: data }`),
      `services/order.yaml:7:12: schemas.${TOO_LONG} must be a schema’s name, 63 characters at most, got "${TOO_LONG.slice(0, 60)}…". Shorten it.`,
    ],
    [
      'a schema that holds nothing known',
      orderWith('schemas: { app: tables }'),
      'services/order.yaml:7:12: schemas.app must be data or audit, got "tables". Choose one of these words.',
    ],
    [
      'audit schemas alone',
      orderWith('schemas: { log: audit }'),
      'services/order.yaml:7:1: one schema must hold data, got log: audit. Add `app: data`.',
    ],
    [
      'a search path through a schema it has not',
      orderWith('searchPath: [app, other]'),
      'services/order.yaml:7:19: searchPath must name schemas of the service (app), got "other". Write it below `schemas:` too, or take it out.',
    ],
    [
      'an extension that reaches out of the database',
      orderWith('extensions: [postgres_fdw]'),
      'services/order.yaml:7:14: extensions[0] must be pg_stat_statements, pgaudit, pg_partman, pg_cron, btree_gin, btree_gist, citext, fuzzystrmatch, hstore, intarray, ltree, pg_trgm, pgcrypto, tablefunc, unaccent or uuid-ossp, got "postgres_fdw". Choose one of these words.',
    ],
    [
      'jobs of two services on one instance',
      {
        ...estateWith('groups:\n  core: [order, user]'),
        'services/order.yaml': `${SERVICE}extensions: [pg_cron]\n`,
        'services/user.yaml': `${SERVICE.replace('order\n', 'user\n').replace('order-api', 'user-api')}extensions: [pg_cron]\n`,
      },
      'services/user.yaml:7:1: one service of an instance may have pg_cron, whose jobs live in one database, got "user". Take it out, or place the service on an instance of its own.',
    ],
    [
      'a table with a quote',
      reader("tables: { 'a\"b': all }"),
      `services/order.yaml:6:57: access[0].tables.a"b ${TABLE_NAME}, got "a"b". Write it as orders or audit.events.`,
    ],
    [
      'a table over 63 bytes',
      reader(`tables: { ${TOO_LONG}: all }`),
      `services/order.yaml:6:57: access[0].tables.${TOO_LONG} ${TABLE_NAME}, got "${TOO_LONG.slice(0, 60)}…". Write it as orders or audit.events.`,
    ],
    [
      'a table of a schema it has not',
      reader('tables: { other.orders: all }'),
      'services/order.yaml:6:7: a table must be in a schema of the service (app), got "other.orders". Write the schema below `schemas:` too, or another table.',
    ],
    [
      'a table of audit records for a reader',
      smallEstate({
        'services/order.yaml': `${SERVICE.replace('role: writer }', 'role: reader, tables: { log.events: all } }')}schemas: { app: data, log: audit }\n`,
      }),
      'services/order.yaml:6:7: tables must be of data: audit records are read by auditors alone, got "log.events". Take it out, or give the identity the role auditor.',
    ],
    [
      'no columns of a table',
      reader('tables: { orders: [] }'),
      'services/order.yaml:6:57: access[0].tables.orders must be a list of 1 or more, got a list of 0. Write each item on its own line, after a dash.',
    ],
    [
      'tables of a migrator',
      orderAs('role: writer }', 'role: migrator, tables: { orders: all } }'),
      'services/order.yaml:6:49: access[0].tables must be left out but for readers and writers, got a mapping. Take it out, or change the role.',
    ],
    [
      'an operator without an end',
      orderAs('role: writer }', 'role: operator }'),
      'services/order.yaml:6:5: access[0].until must be written for an operator, and for nobody else, got nothing. An operator’s way in ends: write `until: "2026-12-01"` beside `role: operator`, and take it from other roles.',
    ],
    [
      'a writer with an end',
      orderAs('role: writer }', "role: writer, until: '2026-12-01' }"),
      'services/order.yaml:6:47: access[0].until must be written for an operator, and for nobody else, got "2026-12-01". An operator’s way in ends: write `until: "2026-12-01"` beside `role: operator`, and take it from other roles.',
    ],
    [
      'an operator with a password',
      orderAs('role: writer }', "role: operator, until: '2026-12-01', via: secret }"),
      'services/order.yaml:6:70: access[0].via must be iam for an operator, got "secret". Take it out: a person logs in as themselves.',
    ],
    [
      'a day that no calendar has',
      orderAs('role: writer }', "role: operator, until: '2026-02-30' }"),
      'services/order.yaml:6:7: until must be a day, or a day and a time, got "2026-02-30". Write it as 2026-12-01 or 2026-12-01 09:00.',
    ],
    [
      'months to keep that are none',
      orderWith('partitions: { events: { column: created_at, keepMonths: 0 } }'),
      'services/order.yaml:7:45: partitions.events.keepMonths must be a whole number from 1 to 600, got 0. Write it in digits, without quotes.',
    ],
    [
      'a timeout without a unit',
      orderWith('limits: { reader: { statement: 30 } }'),
      'services/order.yaml:7:21: limits.reader.statement must be a duration such as 30s, or none, got 30. Write it as 30s, 5m or none.',
    ],
    [
      'a timeout that PostgreSQL cannot hold',
      orderWith('limits: { writer: { lock: 40d } }'),
      'services/order.yaml:7:21: limits.writer.lock must be 24d at most, or none, got "40d". Write none for no limit.',
    ],
    [
      'more sessions of a login than the instance has',
      orderWith('maxConnections: 200\nlimits: { writer: { connections: 201 } }'),
      'services/order.yaml:8:1: limits.writer.connections must be 200 at most, which is all that the instance has, got 201. Lower it, or raise maxConnections.',
    ],
    [
      'an extension twice',
      orderWith('extensions: [citext, citext]'),
      'services/order.yaml:7:1: extensions must name each once, got a list of 2. Take the second out.',
    ],
    [
      'limits of a role there is not',
      orderWith('limits: { admin: { statement: 30s } }'),
      'services/order.yaml:7:11: limits.admin must be owner, writer, reader, migrator, auditor or operator, got "admin". Choose one of these words.',
    ],
    [
      'schemas of MySQL',
      mysql('schemas: { app: data }'),
      'services/order.yaml:7:1: schemas must be left out on MySQL: Kura declares it on PostgreSQL alone, got a mapping. Take it out, or write `engine: postgres`.',
    ],
    [
      'timeouts of MySQL’s accounts',
      mysql('limits: { writer: { statement: 30s } }'),
      'services/order.yaml:7:1: limits of MySQL are connections alone: its accounts have no timeouts, got "writer.statement". Write `parameters: { max_execution_time: 30s }`, which holds for the instance.',
    ],
    [
      'a login that would be a role of a database',
      orderAs('role/order-api', 'role/order-service-db-reader'),
      'services/order.yaml:6:7: an identity must not make a database user that is a role of order_service_db, got "arn:aws:iam::333333333333:role/order-service-db-reader", which makes order_service_db_reader. Name the role or account otherwise, as order-api.',
    ],
  ])('%s', expectRefusal);
});

test('one server has one name for either: a neighbour’s role is refused as a login too', () => {
  const files = {
    ...estateWith('groups:\n  core: [order, user]'),
    'services/user.yaml': SERVICE.replace('order\n', 'user\n').replace(
      'role/order-api',
      'role/order-service-db-writer',
    ),
  };
  expectRefusal(
    'a neighbour’s role',
    files,
    'services/user.yaml:6:7: an identity must not make a database user that is a role of order_service_db, got "arn:aws:iam::333333333333:role/order-service-db-writer", which makes order_service_db_writer. Name the role or account otherwise, as order-api.',
  );
});
