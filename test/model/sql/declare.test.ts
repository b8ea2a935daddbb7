import type { DeclaredState } from '../../../model/sql/declared-state';
import { declaredText, declareState } from '../../../model/sql/declare';
import { groupRole } from '../../../model/sql/role-names';
import { runnerAccountId } from '../../../model/sql/runner-account';
import { ROLES } from '../../../model/language/roles';
import {
  awsWith,
  estateWith,
  GOOGLE_ESTATE,
  instanceOf,
  smallEstate,
  type EstateFiles,
} from '../../support/estate-folder';
import { SERVICE } from '../../support/refusals';

const stateOf = (files: EstateFiles, stack = 'prod-aws-order'): DeclaredState =>
  declareState(instanceOf(files, stack));
const order = (text: string) => smallEstate({ 'services/order.yaml': text });

describe('the declared state of an instance', () => {
  test('of ten lines: one database, one schema, one login', () => {
    expect(stateOf(order(SERVICE))).toEqual({
      format: 1,
      stack: 'prod-aws-order',
      platform: 'rds',
      engine: 'postgres',
      version: '17',
      admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
      databases: [
        {
          service: 'order',
          name: 'order_service_db',
          schemas: [{ name: 'app', holds: 'data' }],
          searchPath: ['app', 'ops'],
          extensions: ['pg_stat_statements', 'pgaudit'],
          audit: null,
          partitions: [],
          timeouts: {
            writer: { statement: 30_000, lock: 5000, idleInTransaction: 60_000, idle: 0 },
          },
        },
      ],
      logins: [
        {
          name: 'order_api',
          identity: 'arn:aws:iam::333333333333:role/order-api',
          via: 'iam',
          made: true,
          // 20 × 4 instances, twice while a deploy replaces them.
          connections: 160,
          access: [{ database: 'order_service_db', role: 'writer' }],
        },
      ],
    });
  });

  test('has all that a service says', () => {
    const state = stateOf(
      order(`${SERVICE}  - { identity: role/report, role: reader, tables: { orders: [id, status], items: all } }
  - { identity: role/oncall, role: operator, until: '2026-12-01 09:00' }
schemas: { core: data, audit: audit }
extensions: [citext]
partitions: { orders: { column: created_at, keepMonths: 3 }, audit.events: { column: at, keepMonths: 12, expired: drop } }
limits: { writer: { statement: 10s, idle: none, connections: 7 } }
`),
    );
    expect(state.databases[0]).toMatchObject({
      schemas: [
        { name: 'core', holds: 'data' },
        { name: 'audit', holds: 'audit' },
      ],
      searchPath: ['core', 'ops'],
      extensions: ['pg_stat_statements', 'pgaudit', 'citext'],
      partitions: [
        { schema: 'core', table: 'orders', column: 'created_at', keep: 3, expired: 'detach' },
        { schema: 'audit', table: 'events', column: 'at', keep: 12, expired: 'drop' },
      ],
      timeouts: { writer: { statement: 10_000, lock: 5000, idle: 0 } },
    });
    expect(
      state.logins.map(({ name, connections, access }) => [name, connections, access]),
    ).toEqual([
      ['order_api', 7, [{ database: 'order_service_db', role: 'writer' }]],
      [
        'report',
        160,
        [
          {
            database: 'order_service_db',
            role: 'reader',
            tables: [
              { schema: 'core', table: 'orders', columns: ['id', 'status'] },
              { schema: 'core', table: 'items', columns: null },
            ],
          },
        ],
      ],
      [
        'oncall',
        3,
        [{ database: 'order_service_db', role: 'operator', until: '2026-12-01T00:00:00Z' }],
      ],
    ]);
  });

  test('one login of two services has a way in to each, and the sessions of both', () => {
    const state = stateOf(
      {
        ...estateWith('groups:\n  core: [order, user]'),
        'services/order.yaml': SERVICE,
        'services/user.yaml': SERVICE.replace('order\n', 'user\n').replace('writer', 'reader'),
      },
      'prod-aws-core',
    );
    expect(state.databases.map(({ service, name }) => [service, name])).toEqual([
      ['order', 'order_service_db'],
      ['user', 'user_service_db'],
    ]);
    expect(state.logins).toHaveLength(1);
    expect(state.logins[0]).toMatchObject({
      connections: 320,
      access: [
        { database: 'order_service_db', role: 'writer' },
        { database: 'user_service_db', role: 'reader' },
      ],
    });
  });

  test('leaves a timeout to the instance where a service states it as a parameter', () => {
    const state = stateOf(order(`${SERVICE}parameters: { lock_timeout: 10s }\n`));
    expect(state.databases[0]?.timeouts).toEqual({
      writer: { statement: 30_000, idleInTransaction: 60_000, idle: 0 },
    });
  });

  test('on Cloud SQL the runner is a service account, and logins by IAM are Terraform’s', () => {
    const state = stateOf(GOOGLE_ESTATE, 'prod-google-web');
    expect(state.platform).toBe('cloud-sql');
    expect(state.admin).toEqual({
      login: 'acme-prod-web-runner@acme-prod.iam',
      role: 'cloudsqlsuperuser',
    });
    expect(state.logins).toMatchObject([
      { name: 'web-api@acme-prod.iam', made: false, via: 'iam' },
    ]);
  });

  test('on MySQL of RDS the runner is a user beside the administrator, and databases hold no schemas', () => {
    const state = stateOf(order(SERVICE.replace('engine: postgres', 'engine: mysql')));
    expect(state.admin).toEqual({
      login: 'kura_runner',
      role: 'kura_runner',
      bootstrap: 'kura_admin',
    });
    expect(state.databases[0]).toMatchObject({ schemas: [], extensions: [], timeouts: {} });
  });

  test('audits reads and writes where a regime asks for it', () => {
    const files = {
      ...awsWith('isolated:\n  order: { network: { cidr: 10.40.0.0/20 } }'),
      'services/order.yaml': `${SERVICE}compliance: [pci-dss]\nplacement: isolated\n`,
    };
    expect(stateOf(files).databases[0]?.audit).toBe('ddl,role,write,read,misc_set');
  });

  test('as text is one line without a secret’s value', () => {
    const text = declaredText(stateOf(order(SERVICE.replace('writer }', 'writer, via: secret }'))));
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toMatchObject({
      logins: [{ via: 'secret', secret: 'acme-prod/order/order_api' }],
    });
  });
});

describe('names inside a server', () => {
  test('a group role is its database’s and its role’s', () => {
    expect(ROLES.map((role) => groupRole('order_service_db', role))).toEqual([
      'order_service_db_owner',
      'order_service_db_writer',
      'order_service_db_reader',
      'order_service_db_migrator',
      'order_service_db_auditor',
      'order_service_db_operator',
    ]);
  });

  test('names that are cut stay different, and 63 bytes at most', () => {
    const long = 'a'.repeat(62);
    const names = [`${long}b`, `${long}c`].flatMap((database) =>
      ROLES.map((role) => groupRole(database, role)),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length))).toBe(63);
  });

  test('names are cut by bytes, and never inside a character', () => {
    const names = ['注'.repeat(20), `${'注'.repeat(19)}文`].flatMap((database) =>
      ROLES.map((role) => groupRole(database, role)),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      expect(name).toMatch(/^注+文?_[0-9a-f_]*[a-z]+$/);
    }
  });

  test('a runner’s service account has 30 characters at most, and its own', () => {
    const long = 'acme-production-a-very-long-service-name';
    const ids = ['acme-prod-web', long, `${long}-2`].map(runnerAccountId);
    expect(ids[0]).toBe('acme-prod-web-runner');
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
  });
});
