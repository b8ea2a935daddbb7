import {
  orderWith,
  SMALL_ESTATE,
  smallEstate,
  type EstateFiles,
} from '../../support/estate-folder';
import { ESTATE, expectRefusal, orderAs, SERVICE, type Refusal } from '../../support/refusals';

const GOOGLE = `${ESTATE}    google: { project: acme-prod, region: asia-northeast1, recoveryRegion: asia-northeast2, network: { cidr: 10.31.0.0/16 } }\n`;

/** A service on Cloud SQL, whose own lines begin at 8; its tier is of Enterprise, for a development environment. */
const onGoogle = (engine: string, lines: string): EstateFiles =>
  smallEstate({
    'estate.yaml': GOOGLE.replace('production', 'development'),
    'services/order.yaml': undefined,
    'services/web.yaml': `service: web\nowner: team-web\ncloud: google\nengine: ${engine}\naccess:\n  - { identity: 'serviceAccount:web-api', role: writer }\ntier: balanced-4\n${lines}\n`,
  });

const parameters = (line: string): EstateFiles => orderWith(`parameters: { ${line} }`);
const mysql = (line: string): EstateFiles =>
  orderAs('postgres', 'mysql', `parameters: { ${line} }\n`);

describe('an estate is refused for a parameter', () => {
  test.each<Refusal>([
    [
      'that is mistyped',
      parameters('random_page_costs: 1.1'),
      'services/order.yaml:7:15: parameters must be ones of PostgreSQL that Kura knows, got "random_page_costs". Did you mean "random_page_cost"? docs/reference/parameters.md lists them.',
    ],
    [
      'that nobody knows',
      parameters('constructor: 1'),
      'services/order.yaml:7:15: parameters must be ones of PostgreSQL that Kura knows, got "constructor". docs/reference/parameters.md lists them.',
    ],
    [
      'that is no name',
      parameters('Random-Page: 1'),
      'services/order.yaml:7:15: parameters.Random-Page must be a parameter by the engine’s own name, got "Random-Page". Write it in small letters, as random_page_cost.',
    ],
    [
      'without a value',
      parameters('jit:'),
      'services/order.yaml:7:15: parameters.jit must be a number, on or off, or a word, got an empty value. Write it as 1.1, on, 30s or 64MB.',
    ],
    [
      'that has a key of its own',
      parameters('max_connections: 400'),
      'services/order.yaml:7:15: parameters must not set max_connections, got 400. Write `maxConnections` in its place.',
    ],
    [
      'that another key decides',
      parameters('work_mem: 64MB'),
      'services/order.yaml:7:15: parameters must not set work_mem, got "64MB". Write `workMem` in its place.',
    ],
    [
      'that protects on its cloud',
      parameters('rds.force_ssl: 0'),
      'services/order.yaml:7:15: parameters must not set rds.force_ssl, got 0. Take it out: every connection is encrypted.',
    ],
    [
      'that protects on the other cloud',
      parameters('log_statement: none'),
      'services/order.yaml:7:15: parameters must not set log_statement, got "none". Take it out: changes of schema are logged.',
    ],
    [
      'that costs durability',
      mysql('sync_binlog: 0'),
      'services/order.yaml:7:15: parameters must not set sync_binlog, got 0. Take it out: a committed transaction must survive a crash.',
    ],
    [
      'of the other engine',
      parameters('innodb_io_capacity: 4000'),
      'services/order.yaml:7:15: parameters.innodb_io_capacity is MySQL’s, got a PostgreSQL service. Take it out.',
    ],
    [
      'of a wrong kind',
      parameters('track_io_timing: 7'),
      'services/order.yaml:7:15: parameters.track_io_timing must be on or off, got 7. Write on or off.',
    ],
    [
      'that is none of its words',
      parameters('track_functions: some'),
      'services/order.yaml:7:15: parameters.track_functions must be none, pl or all, got "some". Choose one of these words.',
    ],
    [
      'that is none of many words',
      mysql('default_time_zone: JST'),
      'services/order.yaml:7:15: parameters.default_time_zone must be a time zone that both clouds have, such as Asia/Tokyo or UTC, got "JST". docs/reference/parameters.md lists them.',
    ],
    [
      'that the latency budget decides on MySQL',
      mysql('long_query_time: 1m'),
      'services/order.yaml:7:15: parameters must not set long_query_time, got "1m". Write `latencyBudget` in its place.',
    ],
    [
      'that the latency budget decides on PostgreSQL',
      parameters('log_min_duration_statement: 0'),
      'services/order.yaml:7:15: parameters must not set log_min_duration_statement, got 0. Write `latencyBudget` in its place.',
    ],
    [
      'that would let values of statements into the log',
      parameters('auto_explain.log_min_duration: 0'),
      'services/order.yaml:7:15: parameters must not set auto_explain.log_min_duration, got 0. Take it out: the preset decides which values of statements are logged.',
    ],
    [
      'out of its range',
      parameters('checkpoint_timeout: 10'),
      'services/order.yaml:7:15: parameters.checkpoint_timeout must be a whole number from 30 to 3600 in s, or a duration such as 30s, got 10. Write it in digits, without quotes, or as a duration such as 30s.',
    ],
    [
      'that is a text where it counts in nothing',
      parameters('random_page_cost: 4kB'),
      'services/order.yaml:7:15: parameters.random_page_cost must be a number from 0 to 1000000, got "4kB". Write it in digits, without quotes.',
    ],
    [
      'that is no whole number of its unit',
      parameters('autovacuum_naptime: 1500ms'),
      'services/order.yaml:7:15: parameters.autovacuum_naptime must be a whole number of s, which it counts in, got "1500ms". Write 1s or 2s.',
    ],
    [
      'in a unit that is none',
      parameters('lock_timeout: 10sec'),
      'services/order.yaml:7:15: parameters.lock_timeout must be a duration such as 15m, 2h or 35d, got "10sec". Write a whole number and then one of ms, s, m, h or d, with no space between.',
    ],
    [
      'that the version lacks',
      parameters('old_snapshot_threshold: 1h'),
      'services/order.yaml:7:15: parameters.old_snapshot_threshold needs PostgreSQL 16 or older, which had it last, got 17. Take it out.',
    ],
    [
      'that every version lacks which is offered',
      mysql('expire_logs_days: 7'),
      'services/order.yaml:7:15: parameters.expire_logs_days needs MySQL 8.0 or older, which had it last, got 8.4. Take it out: Kura and the cloud decide how long logs are kept.',
    ],
    [
      'that the edition lacks',
      onGoogle('mysql', 'parameters: { innodb_cloudsql_optimized_write: off }'),
      'services/web.yaml:8:15: parameters.innodb_cloudsql_optimized_write needs Cloud SQL’s Enterprise Plus edition, got Enterprise (balanced-4 is db-custom-4-16384, which exists in Enterprise). Take it out, or take a tier of Enterprise Plus: medium, large, xlarge, 2xlarge.',
    ],
    [
      'that RDS lacks',
      mysql('innodb_cloudsql_optimized_write: off'),
      'services/order.yaml:7:15: parameters must be ones that Kura sets on RDS, got "innodb_cloudsql_optimized_write" (it is Cloud SQL’s own). Take it out: RDS tunes its writes with `innodb_io_capacity`.',
    ],
    [
      'that Cloud SQL lacks',
      onGoogle('postgres', 'parameters: { statement_timeout: 30s }'),
      'services/web.yaml:8:15: parameters must be ones that Kura sets on Cloud SQL, got "statement_timeout" (Cloud SQL’s list of flags lacks it). Write `ALTER DATABASE … SET statement_timeout = \'30s\'` in a migration, which does the same.',
    ],
    [
      'that Kura could not verify on Cloud SQL',
      onGoogle('postgres', 'parameters: { jit: off }'),
      'services/web.yaml:8:15: parameters must be ones that Kura sets on Cloud SQL, got "jit" (Kura could not find it in Cloud SQL’s list of flags). Write `ALTER DATABASE … SET jit = \'off\'` in a migration, which does the same.',
    ],
    [
      'in an override, at its own place',
      orderWith('overrides: { prod: { parameters: { fsync: off } } }'),
      'services/order.yaml:7:36: parameters must not set fsync, got "off". Take it out: a committed transaction must survive a crash.',
    ],
    [
      'that two services of an instance state in two ways',
      {
        ...SMALL_ESTATE,
        'services/order.yaml': `${SERVICE}placement: shared\nparameters: { lock_timeout: 10s }\n`,
        'services/stock.yaml': `${SERVICE.replace('order\n', 'stock\n')}placement: shared\nparameters: { lock_timeout: 20s }\n`,
        'estate.yaml': ESTATE.replace('production', 'development'),
      },
      'services/stock.yaml:8:15: parameters.lock_timeout must be one value on prod/shared-postgres (services/order.yaml:8:15: 10s), got "20s". Agree on one, or place the service elsewhere.',
    ],
  ])('%s', expectRefusal);
});
