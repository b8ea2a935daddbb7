import type { DeclaredState, Platform } from '../../model/sql/declared-state';
import type { Account } from './account';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** User and host of accounts that every MySQL makes ("Reserved Accounts", MySQL 8.4 reference manual). */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  'mysql.sys': ['localhost'],
  'mysql.session': ['localhost'],
  'mysql.infoschema': ['localhost'],
};

/**
 * Accounts that the server or the cloud made for itself: each user with the hosts at which it is one. The same user at another host is
 * another account, and anybody's who may make accounts.
 *
 * RDS: `mysql.user` of new instances ("Master user account privileges" and "Role-based privilege model for RDS for MySQL", RDS).
 * Cloud SQL: "About MySQL users", and `mysql.user` of new instances as Google's and others' examples print it. Local: what
 * `mysqld --initialize`, the image of MySQL and `mariadb-install-db` make. Read 2026-11. One that a cloud makes anew is a finding,
 * until it stands here.
 */
const PLATFORM_ACCOUNTS: Readonly<Record<Platform, Readonly<Record<string, readonly string[]>>>> = {
  rds: {
    ...RESERVED,
    rdsadmin: ['localhost'],
    rdsrepladmin: ['%'],
    rds_superuser_role: ['%'],
  },
  'cloud-sql': {
    ...RESERVED,
    root: ['%', ...LOOPBACK],
    cloudsqlsuperuser: ['%'],
    cloudsqlreplica: ['%'],
    cloudiamgroup: ['%'],
    cloudsqlapplier: ['localhost'],
    cloudsqlobservabilityadmin: ['localhost'],
    cloudsqlexport: LOOPBACK,
    cloudsqlimport: LOOPBACK,
    cloudsqloneshot: LOOPBACK,
  },
  local: {
    ...RESERVED,
    root: ['%', ...LOOPBACK],
    'mariadb.sys': ['localhost'],
    mysql: ['localhost'],
    // MariaDB's role of everybody.
    PUBLIC: [''],
  },
};

type Declared = Pick<DeclaredState, 'platform' | 'admin'>;

/** Whether an account is none of Kura's business: the platform's own, or one the runner itself works as. */
export function isPlatformAccount(state: Declared, { user, host }: Account): boolean {
  return hostsOf(state, user).includes(host);
}

/** Whether a user is the platform's or the runner's at any host: no login may be called so, and none of its connections be ended. */
export function isPlatformUser(state: Declared, user: string): boolean {
  return hostsOf(state, user).length > 0;
}

/** At which hosts a user is an account of the platform's or of the runner's. */
function hostsOf({ platform, admin }: Declared, user: string): readonly string[] {
  const accounts = PLATFORM_ACCOUNTS[platform];
  const hosts = Object.hasOwn(accounts, user) ? (accounts[user] ?? []) : [];
  return user === admin.login || user === admin.bootstrap ? [...hosts, '%'] : hosts;
}

/** Databases of the server's own, and Kura's record: no service's. */
export const OWN_DATABASES: ReadonlySet<string> = new Set([
  'information_schema',
  'mysql',
  'performance_schema',
  'sys',
  'kura',
]);
