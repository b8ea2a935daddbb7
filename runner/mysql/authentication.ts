import type { DeclaredLogin, Platform } from '../../model/sql/declared-state';
import type { Flavour } from './facts';
import { literal } from './quote';

/** How an account proves who it is. */
export type Authentication =
  | { readonly by: 'platform'; readonly plugin: string; readonly sql: string }
  | {
      readonly by: 'password';
      /** The plugin it has to be; null where the server's own choice will do. */
      readonly plugin: string | null;
      /** The secret that keeps it; null for a password that nobody knows. */
      readonly secret: string | null;
      readonly sql: (password: string) => string;
    };

/**
 * IAM is RDS's plugin. Where a login is IAM's and no platform is there to ask (a server of the developer's own, the stand-in of the
 * tests), it has a password that is thrown away: an account that nobody enters is less than declared, one without a password more.
 */
export function authenticationOf(
  { via, secret }: DeclaredLogin,
  platform: Platform,
  flavour: Flavour,
): Authentication {
  if (via === 'iam' && platform === 'rds' && flavour === 'mysql')
    return {
      by: 'platform',
      plugin: 'AWSAuthenticationPlugin',
      sql: `IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'`,
    };
  const kept = via === 'secret' ? (secret ?? null) : null;
  if (flavour === 'mariadb')
    return {
      by: 'password',
      plugin: null,
      secret: kept,
      sql: (password) => `IDENTIFIED BY ${literal(password)}`,
    };
  return {
    by: 'password',
    plugin: kept === null ? null : 'caching_sha2_password',
    secret: kept,
    sql: (password) => `IDENTIFIED WITH caching_sha2_password BY ${literal(password)}`,
  };
}
