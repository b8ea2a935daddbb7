import type { AccountFacts, Facts } from '../../../runner/mysql/facts';
import { adminStatements } from '../../../runner/mysql/admin';
import { planMysql } from '../../../runner/mysql/plan';
import { wholeDatabase } from '../../../runner/mysql/grant';
import { isPlatformAccount } from '../../../runner/mysql/platform-accounts';
import { databasePattern, identifier, reaches } from '../../../runner/mysql/quote';
import { NOTHING_RECORDED } from '../../../runner/mysql/record';
import { reviewableMysql } from '../../../runner/mysql/reviewable';
import { declare, login } from '../../support/mysql-host';

const D = 'order_service_db';

const EMPTY: Facts = {
  now: new Date('2026-11-21T00:00:00Z'),
  flavour: 'mysql',
  accounts: [],
  grants: [],
  memberships: [],
  defined: [],
  databases: new Map(),
  columns: new Map(),
  connected: new Set(),
  recorded: NOTHING_RECORDED,
  audit: null,
  secrets: new Map(),
};

const account = (user: string, more: Partial<AccountFacts> = {}): AccountFacts => ({
  ...{ user, host: '%', plugin: 'caching_sha2_password', tls: true, connections: 0, locked: false },
  ...more,
});

describe('the pattern of a database', () => {
  it.each(['order_service_db', 'a%b', 'a\\_b', 'x.y', 'a`b', '日本_語', '(a|b)'])(
    'of %s reaches it alone',
    (name) => {
      expect(reaches(databasePattern(name), name)).toBe(true);
      const alike = name.replace(/[_%]/g, 'x');
      if (alike !== name) expect(reaches(databasePattern(name), alike)).toBe(false);
    },
  );

  it('reaches others where a wildcard is bare', () => {
    expect(reaches('order_service_db', 'orderxservicexdb')).toBe(true);
    expect(reaches('order%', 'order_service_db')).toBe(true);
    expect(reaches('%', '')).toBe(true);
    expect(reaches('order\\_%', 'orderxservice')).toBe(false);
  });

  it('is one name, dots and all', () => {
    expect(identifier('a.b`c')).toBe('`a.b``c`');
  });
});

describe('the plan for MySQL itself', () => {
  const state = declare(
    [
      login('order_api', [{ database: D, role: 'writer' }], { via: 'iam' }),
      login('legacy', [{ database: D, role: 'reader' }], { connections: 9 }),
      login('gone', [{ database: D, role: 'reader', until: '2026-11-21T00:00:00Z' }]),
    ],
    { platform: 'rds' },
  );

  it('has RDS’s plugin for IAM and a salted password for the rest', () => {
    const { steps } = planMysql(state, EMPTY);
    expect(steps.map(({ sql }) => sql).filter((sql) => sql.includes('USER'))).toEqual([
      "CREATE USER 'order_api'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL WITH MAX_USER_CONNECTIONS 0",
      "CREATE USER 'legacy'@'%' IDENTIFIED WITH caching_sha2_password BY '…' REQUIRE SSL WITH MAX_USER_CONNECTIONS 9",
      "CREATE USER 'gone'@'%' IDENTIFIED WITH caching_sha2_password BY '…' REQUIRE SSL WITH MAX_USER_CONNECTIONS 0",
    ]);
    expect(steps.filter(({ sql }) => sql.includes("TO 'gone'"))).toEqual([]);
  });

  it('turns an account to the way in that is declared', () => {
    const recorded = { made: true, version: '1' };
    const { steps } = planMysql(state, {
      ...EMPTY,
      accounts: [
        account('order_api'),
        account('legacy', { plugin: 'AWSAuthenticationPlugin', connections: 9 }),
        account('gone'),
      ],
      recorded: {
        ...NOTHING_RECORDED,
        logins: new Map(state.logins.map(({ name }) => [name, recorded])),
      },
      secrets: new Map(state.logins.map(({ name }) => [name, { id: '1', created: EMPTY.now }])),
    });
    const altered = steps.filter(({ sql }) => sql.startsWith('ALTER USER'));
    expect(altered.map(({ sql, mends }) => [sql, mends.map(({ what }) => what)])).toEqual([
      [
        "ALTER USER 'order_api'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL WITH MAX_USER_CONNECTIONS 0 ACCOUNT UNLOCK",
        ['entry by caching_sha2_password'],
      ],
      [
        "ALTER USER 'legacy'@'%' IDENTIFIED WITH caching_sha2_password BY '…' REQUIRE SSL WITH MAX_USER_CONNECTIONS 9 ACCOUNT UNLOCK",
        ['entry by AWSAuthenticationPlugin'],
      ],
    ]);
  });

  it('leaves the platform’s accounts alone, each platform its own', () => {
    const users = [
      ...['mysql.sys', 'mysql.evil', 'rdsadmin', 'rdsreports', 'rdsrepladmin', 'constructor'],
      ...['cloudsqlsuperuser', 'cloudsqlevil', 'cloudsqlimport', 'root', 'mysqlx', ''],
      ...['kura_runner', 'kura_admin'],
    ];
    const known = (platform: 'rds' | 'cloud-sql', host: string) =>
      users.filter((user) => isPlatformAccount({ ...state, platform }, { user, host })).join(' ');
    expect(known('rds', '%')).toBe('rdsrepladmin kura_runner kura_admin');
    expect(known('rds', 'localhost')).toBe('mysql.sys rdsadmin');
    expect(known('cloud-sql', '%')).toBe('cloudsqlsuperuser root kura_runner kura_admin');
    expect(known('cloud-sql', 'localhost')).toBe('mysql.sys cloudsqlimport root');
    expect([known('rds', '10.%'), known('cloud-sql', '10.%')]).toEqual(['', '']);
  });

  it('says what accounts have that only SYSTEM_USER may change, and does not try', () => {
    const stranger = account('cloud_made');
    const on = { account: stranger, scope: wholeDatabase(D), privilege: 'SELECT' };
    const server = { account: stranger, scope: { on: 'server' as const } };
    const facts: Facts = {
      ...EMPTY,
      accounts: [stranger],
      grants: [on, { ...server, privilege: 'SYSTEM_USER' }],
    };
    const { findings, steps } = planMysql(declare([]), facts);
    expect(findings.map(({ what }) => what)).toEqual([
      'account that is not declared, with SYSTEM_USER on *.*',
      'SELECT on order\\_service\\_db.*',
    ]);
    expect(steps.filter(({ stage }) => stage === 'take')).toEqual([]);
    const { steps: taken } = planMysql(declare([]), { ...facts, grants: [on] });
    expect(taken.filter(({ stage }) => stage === 'take')).toHaveLength(1);
  });

  it('is for somebody to read, with no clock and no password', () => {
    expect(
      reviewableMysql(
        declare([
          ...state.logins,
          login('sa', [{ database: D, role: 'operator' }], { via: 'iam', made: false }),
          login('report', [
            {
              database: D,
              role: 'reader',
              tables: [{ schema: D, table: 't', columns: ['a', 'b'] }],
            },
          ]),
        ]),
      ),
    ).toMatchSnapshot();
  });

  it('gives the runner’s own user on RDS what it needs, each by its name', () => {
    expect(adminStatements('kura_runner')).toMatchSnapshot();
  });
});
