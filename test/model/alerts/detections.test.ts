import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { AlertName } from '../../../model/alerts/alert-names';
import { homeOfEnvironment } from '../../../model/alerts/alert-home';
import { awsLogMetrics, type AwsLogMetric } from '../../../model/alerts/aws-log-metrics';
import { alertOf } from '../../../model/alerts/catalogue';
import { countersOf } from '../../../model/alerts/google-counters';
import type { GoogleFoundation } from '../../../model/deployment/google-deployment';
import { tooManyMigrators } from '../../../model/alerts/pgaudit-lines';
import { declareState } from '../../../model/sql/declare';
import { emptyServer } from '../../../runner/postgres/fresh-database';
import { plan } from '../../../runner/postgres/plan';
import { isRegex, matcherOf } from '../../support/cloudwatch-filter';
import {
  awsInstanceOf,
  deploymentOf,
  googleWith,
  orderWith,
  webWith,
} from '../../support/estate-folder';
import { matchesFilter, type LogEntry } from '../../support/logging-query';
import { describeOnPgAudit } from '../../support/pgaudit-server';
import type { PostgresProcess } from '../../support/postgres-process';
import { FACTS } from './facts';

/** As RDS writes it ("Parameters for logging in RDS for PostgreSQL", RDS user guide, read 2026-11). */
const PREFIX = '%t:%r:%u@%d:[%p]:';
const DATABASE = 'order_service_db';

const MORE = 'data: personal\npersonalTables: [users, app.addresses]';
const instance = awsInstanceOf(
  orderWith(
    `  - { identity: role/order-migrate, role: migrator }\n  - { identity: role/mika, role: owner }\n${MORE}`,
  ),
  'prod-aws-order',
);
const filters = awsLogMetrics(instance, 'primary').filter(
  ({ database }) => database === 'acme-prod-order',
);

const google = (() => {
  const { foundations, instances } = deploymentOf({
    ...googleWith(''),
    ...webWith(
      `  - { identity: 'serviceAccount:order-migrate', role: migrator }\ndatabase: ${DATABASE}\n${MORE}`,
    ),
  });
  const foundation = foundations.find((each): each is GoogleFoundation => each.cloud === 'google');
  if (!foundation) throw new Error('no foundation');
  return countersOf(
    homeOfEnvironment(foundation),
    instances.flatMap((each) => (each.cloud === 'google' ? [each] : [])),
    // That counts whatever is logged.
  ).filter(({ alert }) => alert !== 'trail-silent');
})();

/** Of how many of some lines each alert that counts any of them has counted how many, less those that are expected. */
function rung(lines: readonly string[], all: readonly AwsLogMetric[] = filters) {
  const sums = new Map<AlertName, number>();
  for (const { alert, metric, pattern } of all) {
    const matches = matcherOf(pattern);
    const count = lines.filter(matches).length;
    sums.set(alert, (sums.get(alert) ?? 0) + (metric.endsWith('-expected') ? -count : count));
  }
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

async function session({ port }: PostgresProcess, user: string, database: string, password = '') {
  for (let tries = 0; ; tries++) {
    const client = new Client({ host: '127.0.0.1', port, user, database, password });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (tries > 400) throw error;
      await sleep(25);
    }
  }
}

/** The runner’s own statements, without the words of PostgreSQL 16 that the one here does not know. */
function runnersStatements() {
  const state = declareState(instance);
  const { statements, refused } = plan(state, emptyServer(state), new Date(0));
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  return statements.map(({ database, sql }) => ({
    database,
    sql: sql.replace(/ WITH (?:INHERIT|ADMIN|SET) .*$/, ''),
  }));
}

/** A line of the server’s, with those that belong to it, without the time and the numbers that differ each time. */
const eventsIn = (text: string): readonly string[] =>
  text.split(/\n(?=\d{4}-)/).filter((line) => /^\d{4}-\S+ \S+ UTC:/.test(line));

/** As whom the same people log in to Cloud SQL. */
const ON_GOOGLE: Readonly<Record<string, string>> = {
  kura_admin: 'acme-prod-web-runner@acme-prod.iam',
  order_migrate: 'order-migrate@acme-prod.iam',
  rdsadmin: 'cloudsqladmin',
};

const RESOURCE = {
  type: 'cloudsql_database',
  labels: { database_id: 'acme-prod:acme-prod-web' },
};

/** What Cloud SQL makes of a line: of pgAudit’s an entry by its fields, of others their text ("View audit logs", AlloyDB, read 2026-11). */
function entryOf(line: string, audits: boolean): LogEntry {
  const [, login = '', database = '', said = ''] =
    /^[^@]+:([^:@]*)@([^:]*):\[\d+\]:([\s\S]*)$/.exec(line) ?? [];
  const user = ON_GOOGLE[login] ?? login;
  const [, fields] = /^LOG: {2}AUDIT: (SESSION,[\s\S]*)$/.exec(audits ? said : '') ?? [];
  if (fields === undefined) {
    return {
      logName: 'projects/acme-prod/logs/cloudsql.googleapis.com%2Fpostgres.log',
      resource: RESOURCE,
      textPayload: `[1]: [1-1] db=${database},user=${user} ${said}`,
    };
  }
  const [
    auditType,
    statementId,
    substatementId,
    auditClass,
    command,
    objectType,
    object,
    statement,
  ] = [...fields.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare,
  );
  return {
    logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Fdata_access',
    resource: RESOURCE,
    protoPayload: {
      methodName: 'cloudsql.instances.query',
      request: {
        '@type': 'type.googleapis.com/google.cloud.sql.audit.v1.PgAuditEntry',
        ...{ auditType, auditClass, command, objectType, object, statement },
        ...{ chunkCount: '1', chunkIndex: '1', statementId, substatementId, database, user },
      },
    },
  };
}

function rungOnGoogle(entries: readonly LogEntry[]) {
  const counts = google.map(({ alert, filter }) => [
    alert,
    entries.filter((entry) => matchesFilter(filter, entry)).length,
  ]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0)) as Record<string, number>;
}

test('no log group has more regular expressions than CloudWatch takes, and no pattern is too long', () => {
  expect(filters.filter(({ pattern }) => isRegex(pattern)).length).toBeLessThanOrEqual(5);
  for (const { pattern } of filters) expect(() => matcherOf(pattern)).not.toThrow();
  for (const { filter } of google) expect(filter.length).toBeLessThanOrEqual(20_000);
});

test.each([
  [10, 2, false],
  [40, 2, true],
])(
  '%i services with %i migrators each on one instance are too many: %s',
  (services, each, many) => {
    const migrators = Array.from(
      { length: services * each },
      (_, i) => `some_service_${String(i)}_migrate`,
    );
    expect(
      tooManyMigrators({ admin: 'kura_admin', own: ['kura_admin'], migrators, marked: [] }),
    ).toBe(many);
  },
);

test('beside marked tables there is room for fewer', () => {
  const migrators = Array.from({ length: 20 }, (_, i) => `some_service_${String(i)}_migrate`);
  const marked = [{ database: DATABASE, schema: 'app', table: 'users' }];
  const trail = { admin: 'kura_admin', own: ['kura_admin'], marked };
  expect(tooManyMigrators({ ...trail, migrators })).toBe(true);
  expect(tooManyMigrators({ ...trail, migrators: migrators.slice(0, 6) })).toBe(false);
});

test('where they are too many the alert is a gap that says so', () => {
  const migrators = Array.from({ length: 60 }, (_, i) => `some_service_${String(i)}_migrate`);
  const gap = alertOf('foreign-schema-change').unless?.({
    ...FACTS,
    trail: { ...FACTS.trail, migrators },
  });
  expect(gap).toMatchObject({ code: 'no-room' });
  expect(gap?.why).toContain('its 60 migrators');
});

test('filters of one log have names of their own', () => {
  const names = filters.map(({ log, name }) => `${log} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});

const SCHEMA = { 'foreign-schema-change': 1 } as const;
const GRANT = { 'foreign-grant': 1 } as const;

describeOnPgAudit('on lines of a PostgreSQL with pgAudit', (start) => {
  let server: PostgresProcess;
  let admin: Client;
  const done = new Map<string, readonly string[]>();

  /** What the log has of something that is done. */
  const recorded = async (name: string, deed: () => Promise<unknown>): Promise<void> => {
    await sleep(50);
    const before = server.log().length;
    await deed();
    await sleep(150);
    done.set(name, eventsIn(server.log().slice(before)));
  };
  const as =
    (user: string, database: string, ...statements: readonly string[]) =>
    async () => {
      const client = await session(server, user, database);
      for (const sql of statements) await client.query(sql);
      await client.end();
    };

  beforeAll(async () => {
    server = await start();
    admin = await session(server, 'postgres', 'postgres');
    const own = Object.entries(instance.parameters).filter(([name]) => name.startsWith('pgaudit.'));
    for (const [name, value] of [
      ...own.map(([key, { value: each }]) => [key, each] as const),
      ['log_line_prefix', PREFIX],
      ['log_connections', 'on'],
    ] as const) {
      const parameter = name.split('.').map(escapeIdentifier).join('.');
      await admin.query(`ALTER SYSTEM SET ${parameter} = ${escapeLiteral(value)}`);
    }
    await admin.query('SELECT pg_reload_conf()');
    const { rows } = await admin.query<{ hba_file: string }>('SHOW hba_file');
    writeFileSync(
      rows[0]?.hba_file ?? '',
      'host all by_password 127.0.0.1/32 scram-sha-256\nhost all kura_admin 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n',
    );
    for (const sql of [
      "CREATE ROLE kura_admin LOGIN SUPERUSER PASSWORD 'entry'",
      'CREATE ROLE rdsadmin LOGIN SUPERUSER',
      'CREATE ROLE rds_iam NOLOGIN',
      "CREATE ROLE by_password LOGIN PASSWORD 'entry'",
      'SELECT pg_reload_conf()',
    ])
      await admin.query(sql);

    const statements = runnersStatements();
    await recorded('the runner', async () => {
      const sessions = new Map<string, Client>();
      for (const { database, sql } of statements) {
        const client =
          sessions.get(database) ?? (await session(server, 'kura_admin', database, 'entry'));
        sessions.set(database, client);
        // What is not preloaded here it cannot make.
        await client.query(sql).catch((error: unknown) => {
          if (!/pg_stat_statements|inherit|syntax/.test(String(error))) throw error;
        });
      }
      for (const sql of [
        `ALTER ROLE "mika" IN DATABASE "${DATABASE}" RESET pgaudit.log`,
        `ALTER DATABASE "${DATABASE}" SET pgaudit.log = 'ddl,role,write,read,misc_set'`,
      ])
        await sessions.get('postgres')?.query(sql);
      for (const client of sessions.values()) await client.end();
    });
    await recorded('migrations', () =>
      as(
        'order_migrate',
        DATABASE,
        'CREATE TABLE app.users (id int, email text)',
        'CREATE TABLE app.addresses (id int) PARTITION BY RANGE (id)',
        'CREATE TABLE app.addresses_one PARTITION OF app.addresses DEFAULT',
        'CREATE TABLE app.notes (id int, note text)',
        'CREATE VIEW app.seen AS SELECT email FROM app.users',
        'ALTER TABLE app.users\n  ADD name text',
        "INSERT INTO app.users VALUES (1, 'a'), (2, 'b')",
      )(),
    );
    await recorded('the application', () =>
      as(
        'order_api',
        DATABASE,
        'CREATE TEMP TABLE basket (id serial PRIMARY KEY)',
        'ALTER TABLE basket ADD more int',
        'DROP TABLE basket',
        "INSERT INTO app.notes VALUES (1, 'says COPY')",
        'SELECT id FROM app.notes',
        'COPY app.notes TO STDOUT',
      )(),
    );
    await recorded('reads', () =>
      as(
        'order_api',
        DATABASE,
        'SELECT name FROM app.users WHERE id = 1',
        'SELECT u.name\n-- with a comment\nFROM app.users u JOIN app.addresses USING (id)',
        'SELECT * FROM app.seen',
      )(),
    );
    for (const [name, sql] of [
      ['a copy', 'COPY app.users TO STDOUT'],
      ['a copy in small letters', 'copy app.users (id, email) to stdout;'],
      ['a copy of a query', 'COPY (SELECT * FROM app.users) TO STDOUT'],
      ['a copy behind a comment', '/* harmless */ cOpY app.users TO STDOUT'],
    ] as const)
      await recorded(name, as('order_api', DATABASE, sql));

    await admin.query('CREATE ROLE intruder LOGIN SUPERUSER');
    const disguise = `${PREFIX.replace('%u', 'order_migrate')}LOG:  AUDIT: SESSION,1,1,DDL,CREATE TABLE,TABLE,pg_temp.x,`;
    for (const [name, sql] of [
      ['a change of schema', 'CREATE TABLE app.own (id int)'],
      ['an owner’s change of schema', 'CREATE INDEX ON app.users (id)'],
      [
        'a change of schema in disguise',
        `CREATE TABLE app.hidden (id int) /* 2026-11-22 10:15:30 UTC:10.0.0.1(1):order_migrate@${DATABASE}:[1]:LOG:  AUDIT: SESSION,1,1,DDL,CREATE TABLE,TABLE,pg_temp.x, */`,
      ],
      [
        'a change of schema in disguise on a line of its own',
        `CREATE TABLE app.more (id int) /*\n2026-11-22 10:15:30 UTC:10.0.0.1(1):order_migrate@${DATABASE}:[1]:LOG:  AUDIT: SESSION,1,1,DDL,x */`,
      ],
      ['a quoted name in disguise', `CREATE TABLE app.":order_migrate@x,DDL,pg_temp." (id int)`],
      ['a change of schema in small letters', 'create table app.small (id int)'],
      ['a grant', 'GRANT SELECT ON app.users TO order_api'],
      ['a grant in disguise', 'GRANT SELECT ON app.users TO order_api /* kura_admin@: ,DDL, */'],
      ['a new role', 'CREATE ROLE backdoor'],
      ['the trail off for a role', "ALTER ROLE order_api SET pgaudit.log = 'none'"],
      ['the trail off for a role, in capitals', "ALTER ROLE order_api SET PGAUDIT.LOG TO 'none'"],
      ['the trail off for a database', `ALTER DATABASE ${DATABASE} SET "pgaudit"."log" = 'ddl'`],
      ['the trail less for a database', `ALTER DATABASE ${DATABASE} SET pgaudit.log = 'ddl'`],
      ['reads no more', `ALTER DATABASE ${DATABASE} SET pgaudit.log = 'ddl,role'`],
      ['reads taken off', `ALTER DATABASE ${DATABASE} SET pgaudit.log = 'ddl,role,-read'`],
      [
        'what the runner sets, by another',
        `ALTER DATABASE ${DATABASE} SET pgaudit.log = 'ddl,role,write,read'`,
      ],
      ['the trail back', `ALTER DATABASE ${DATABASE} RESET pgaudit.log`],
      ['all back', `ALTER DATABASE ${DATABASE} RESET ALL`],
      ['all back behind a comment', `ALTER ROLE order_api RESET /* x */ ALL`],
      ['the trail off on two lines', `ALTER DATABASE ${DATABASE}\n SET pgaudit.log = 'none'`],
      ['the log less', `ALTER DATABASE ${DATABASE} SET log_min_messages = 'panic'`],
      ['relations left out', `ALTER DATABASE ${DATABASE} SET pgaudit.log_relation = 'off'`],
      ['its name in another spelling', `ALTER ROLE order_api SET U&"pg\\0061udit".log = 'none'`],
    ] as const) {
      await recorded(name, as(name.startsWith('an owner') ? 'mika' : 'intruder', DATABASE, sql));
      for (const undo of [
        `ALTER DATABASE ${DATABASE} RESET log_min_messages`,
        'ALTER ROLE order_api RESET ALL',
        `ALTER DATABASE ${DATABASE} RESET pgaudit.log_relation`,
        `ALTER DATABASE ${DATABASE} SET pgaudit.log = 'ddl,role,write,read'`,
      ])
        await admin.query(undo);
    }
    for (const [name, sql] of [
      ['reads no more, as the runner', `ALTER DATABASE ${DATABASE} SET pgaudit.log = 'ddl,role'`],
      [
        'the log less, as the runner, in disguise',
        `ALTER DATABASE ${DATABASE} SET log_min_messages = 'panic' -- SET pgaudit.log = 'all'`,
      ],
    ] as const) {
      await recorded(name, async () => {
        const client = await session(server, 'kura_admin', 'postgres', 'entry');
        await client.query(sql);
        await client.end();
      });
      await admin.query(`ALTER DATABASE ${DATABASE} RESET log_min_messages`);
      await admin.query(`ALTER DATABASE ${DATABASE} SET pgaudit.log = 'ddl,role,write,read'`);
    }
    await recorded('a login as the platform’s administrator', as('postgres', 'postgres'));
    await recorded('a forged line', () =>
      as(
        'order_api',
        DATABASE,
        `DO $$ BEGIN RAISE LOG ${escapeLiteral(disguise.slice(disguise.indexOf('AUDIT')))}; END $$`,
      )(),
    );
    await recorded('the parameters changed', async () => {
      await admin.query("ALTER SYSTEM SET pgaudit.log = 'none'");
      await admin.query('ALTER SYSTEM RESET log_connections');
      await admin.query("ALTER SYSTEM SET log_min_messages = 'error'");
      await admin.query('SELECT pg_reload_conf()');
      await sleep(200);
    });
    await admin.query("ALTER SYSTEM SET pgaudit.log = 'ddl,role'");
    await admin.query("ALTER SYSTEM SET log_connections = 'on'");
    await admin.query('ALTER SYSTEM RESET log_min_messages');
    await admin.query('SELECT pg_reload_conf()');
    await sleep(300);
    await recorded('the extension dropped', as('intruder', DATABASE, 'DROP EXTENSION pgaudit'));
    await recorded('a login by password', async () => {
      await (await session(server, 'kura_admin', 'postgres', 'entry')).end();
    });
    await recorded('another’s login by password', async () => {
      await (await session(server, 'by_password', 'postgres', 'entry')).end();
    });
    await recorded(
      'maintenance',
      as('rdsadmin', DATABASE, 'CREATE TABLE ops.x (id int)', 'GRANT SELECT ON ops.x TO mika'),
    );
  }, 120_000);
  afterAll(async () => {
    await admin.end();
    await server.stop();
  });

  const linesOf = (name: string): readonly string[] => {
    const lines = done.get(name) ?? [];
    if (lines.length === 0) throw new Error(`nothing is recorded of ${name}`);
    return lines;
  };

  /** What is told of each deed, on RDS and on Cloud SQL; the same on both where one is written. */
  const DEEDS: readonly (readonly [string, Told, Told?])[] = [
    // By IAM, as the runner logs in, nothing here does: a login by password is what it is on its first day alone.
    ['the runner', { 'admin-login': 2 }, {}],
    ['migrations', {}],
    ['the application', {}],
    ['maintenance', {}],
    ['reads', { 'mass-read': 4 }],
    ['a copy', { 'mass-copy': 1, 'mass-read': 1 }],
    ['a copy in small letters', { 'mass-copy': 1, 'mass-read': 1 }],
    ['a copy of a query', { 'mass-copy': 1, 'mass-read': 1 }],
    ['a copy behind a comment', { 'mass-copy': 1, 'mass-read': 1 }],
    ['a change of schema', SCHEMA],
    ['an owner’s change of schema', SCHEMA],
    ['a change of schema in disguise', SCHEMA],
    ['a change of schema in disguise on a line of its own', SCHEMA],
    ['a quoted name in disguise', SCHEMA],
    ['a change of schema in small letters', SCHEMA],
    ['a grant', GRANT],
    // Whoever writes what a filter looks for is heard of once more.
    ['a grant in disguise', { ...GRANT, ...SCHEMA }, GRANT],
    ['a forged line', SCHEMA, {}],
    ['a new role', GRANT],
    ['the trail off for a role', { ...GRANT, 'audit-off': 1 }],
    ['the trail off for a role, in capitals', { ...GRANT, 'audit-off': 1 }],
    ['the trail off for a database', { ...SCHEMA, 'audit-off': 1 }],
    ['the trail less for a database', { ...SCHEMA, 'audit-off': 1 }],
    ...[
      ...['reads no more', 'reads taken off', 'what the runner sets, by another', 'the trail back'],
      ...['all back', 'the trail off on two lines', 'the log less'],
    ].map((name) => [name, { ...SCHEMA, 'audit-off': 1 }] as const),
    ['all back behind a comment', { ...GRANT, 'audit-off': 1 }],
    ['reads no more, as the runner', { 'admin-login': 1, 'audit-off': 1 }, { 'audit-off': 1 }],
    [
      'the log less, as the runner, in disguise',
      { 'admin-login': 1, 'audit-off': 1 },
      { 'audit-off': 1 },
    ],
    ['relations left out', { ...SCHEMA, 'audit-off': 1 }],
    ['its name in another spelling', GRANT],
    ['the extension dropped', { ...SCHEMA, 'audit-off': 1 }],
    ['the parameters changed', { 'foreign-schema-change': 3, 'audit-off': 5 }],
    ['a login by password', { 'admin-login': 1 }, {}],
    ['another’s login by password', {}],
    ['a login as the platform’s administrator', {}, { 'admin-login': 1 }],
  ];

  const TOLD = DEEDS.map(([name, onRds, onGoogle = onRds]) => [name, onRds, onGoogle] as const);

  test.each(TOLD)('of %s on RDS these are told: %j', (name, onRds) => {
    expect(rung(linesOf(name))).toEqual(onRds);
  });

  test.each(TOLD)(
    'of %s it is the same where CloudWatch has each line for itself: %j',
    (name, onRds) => {
      expect(rung(linesOf(name).flatMap((line) => line.split('\n')))).toEqual(onRds);
    },
  );

  test.each(TOLD)('of %s on Cloud SQL these are told', (name, _, onGoogle) => {
    const entries = linesOf(name).map((line) => entryOf(line, name !== 'a forged line'));
    expect(rungOnGoogle(entries)).toEqual(onGoogle);
  });

  test('a login by IAM, whose line has another method, is told to nobody', () => {
    const lines = linesOf('a login by password');
    const byIam = lines.map((line) => line.replace('method=scram-sha-256', 'method=pam'));
    expect(byIam).not.toEqual(lines);
    expect(rung(byIam)).toEqual({});
  });

  test('what is expected is counted: nothing that is taken off takes off another', () => {
    const every = [...done.values()].flat().flatMap((line) => [line, ...line.split('\n')]);
    for (const { alert, pattern } of filters.filter(({ metric }) => metric.endsWith('-expected'))) {
      const all = filters.filter(
        (each) => each.alert === alert && !each.metric.endsWith('-expected'),
      );
      const [counts, expects] = [all.map((each) => matcherOf(each.pattern)), matcherOf(pattern)];
      const taken = every.filter(expects);
      expect(taken.length).toBeGreaterThan(0);
      expect(taken.filter((line) => !counts.some((count) => count(line)))).toEqual([]);
    }
  });
});

/** Pieces of lines, in any order. */
const PIECES = [
  ...['2026-11-22 10:15:30 UTC:', '10.0.0.1(1)', ':order_migrate@', ':kura_admin@', ':x@'],
  ...['order_service_db:[1]:', 'LOG:  ', 'AUDIT: SESSION,', 'AUDIT:\tSESSION,', '1,1,', 'DDL,'],
  ...['ROLE,', 'CREATE TABLE,', 'TABLE,', 'pg_temp.x,', 'for pg_temp.x,', ' ', '\n', ',', '@'],
];

test('nobody writes a line that is taken off and was not counted', () => {
  const pairs = filters.flatMap((each) => {
    if (!each.metric.endsWith('-expected')) return [];
    const all = filters.filter(
      ({ alert, metric }) => alert === each.alert && !metric.endsWith('-expected'),
    );
    return [
      { expects: matcherOf(each.pattern), counts: all.map(({ pattern }) => matcherOf(pattern)) },
    ];
  });
  expect(pairs.length).toBeGreaterThan(1);
  let taken = 0;
  const usual = `2026-11-22 10:15:30 UTC:10.0.0.1(1):order_migrate@order_service_db:[1]:LOG:  `;
  fc.assert(
    fc.property(
      fc.constantFrom('', usual, usual.replace('order_migrate', 'kura_admin')),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }),
      (head, pieces) => {
        const line = head + pieces.join('');
        for (const { expects, counts } of pairs) {
          if (!expects(line)) continue;
          taken++;
          if (!counts.some((count) => count(line))) return false;
        }
        return true;
      },
    ),
    { numRuns: 20_000, seed: 8 },
  );
  expect(taken).toBeGreaterThan(0);
});

type Told = Readonly<Partial<Record<AlertName, number>>>;
