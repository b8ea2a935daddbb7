import type { DeclaredState, Platform } from '../../model/sql/declared-state';
import type { Account } from './account';

/** Accounts that the server or the cloud made for itself, by the platform. */
const PLATFORM_ACCOUNTS: Readonly<Record<Platform, RegExp>> = {
  rds: /^(?:mysql\..*|rds.*)$/,
  'cloud-sql': /^(?:mysql\..*|root|cloudsql.*)$/,
  local: /^(?:mysql(?:\..*)?|mariadb\.sys|root)$/,
};

/** Whether an account is none of Kura's business: the platform's own, or one the runner itself works as. */
export function isPlatformAccount(
  { platform, admin }: Pick<DeclaredState, 'platform' | 'admin'>,
  { user }: Account,
): boolean {
  return PLATFORM_ACCOUNTS[platform].test(user) || user === admin.login || user === admin.bootstrap;
}

/** Databases of the server's own, and Kura's record: no service's. */
export const OWN_DATABASES: ReadonlySet<string> = new Set([
  'information_schema',
  'mysql',
  'performance_schema',
  'sys',
  'kura',
]);
