import type { Access } from '../deployment/facts';
import { quote, type Problem } from '../problem';
import type { Engine } from '../tables/engines';
import type { CloudIdentities } from './access';
import type { Identity } from './identity';
import { isReservedLogin, LONGEST_LOGIN, loginName } from './login-name';

/** A service account's id ("Service accounts overview", IAM, read 2026-11). */
const ACCOUNT_ID = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const SERVICE_ACCOUNT_DOMAIN = '.gserviceaccount.com';

export interface GoogleHome {
  readonly project: string;
  /** The instance. */
  readonly identifier: string;
}

/** Service accounts of a project, by name alone; others, users and groups by their e-mail address. */
export function googleIdentities({ project, identifier }: GoogleHome): CloudIdentities {
  return {
    refuse,
    nameOf: (identity) => memberOf(identity, project),
    loginOf: (identity, engine, via) => databaseUser(identity, project, engine, via),
    secretOf: (login) => `${identifier}-${login}`,
    isReserved: isReservedLogin,
    longestLogin: LONGEST_LOGIN,
    isOwned: () => false,
    // The provider reads a MySQL group by what is before its @ too (google_sql_user, provider 6.50.0, source).
    meets: (login, engine) => (engine === 'mysql' ? (login.split('@')[0] ?? login) : login),
  };
}

/** The IAM member, as `serviceAccount:order-api@suzumina-prod.iam.gserviceaccount.com`. */
export function memberOf(identity: Identity, project: string): string {
  return `${identity.kind}:${emailOf(identity, project)}`;
}

function emailOf({ kind, name }: Identity, project: string): string {
  return kind === 'serviceAccount' && !name.includes('@')
    ? `${name}@${project}.iam${SERVICE_ACCOUNT_DOMAIN}`
    : name;
}

/**
 * The user Cloud SQL makes of an identity: on PostgreSQL its address, a service account's without `.gserviceaccount.com`; on MySQL
 * what is before the @, save a group's ("IAM authentication", Cloud SQL, updated 2026-04-10). By password, a name of Kura's.
 */
function databaseUser(
  identity: Identity,
  project: string,
  engine: Engine,
  via: Access['via'],
): string {
  const email = emailOf(identity, project);
  const [local = email] = email.split('@');
  if (via === 'secret') return loginName(local, engine);
  if (engine === 'mysql') return identity.kind === 'group' ? email : local;
  return email.endsWith(SERVICE_ACCOUNT_DOMAIN)
    ? email.slice(0, -SERVICE_ACCOUNT_DOMAIN.length)
    : email;
}

function refuse(identity: Identity, text: string): Omit<Problem, 'place'> | undefined {
  const got = quote(text);
  const { cloud, kind, name } = identity;
  if (cloud !== 'google') {
    return {
      required: 'an identity of a service on google must be a service account, user or group',
      got,
      cure: 'Write it as serviceAccount:suzumina-web.',
    };
  }
  if (name !== name.toLowerCase()) {
    return {
      required: 'an identity must be in lower case, as its database user is',
      got,
      cure: `Write ${kind}:${name.toLowerCase()}.`,
    };
  }
  if (kind !== 'serviceAccount') return undefined;
  if (!name.includes('@') && !ACCOUNT_ID.test(name)) {
    return {
      required: 'a service account’s name must be 6 to 30 letters, digits and hyphens',
      got,
      cure: 'Write its name in the environment’s project, as serviceAccount:suzumina-web.',
    };
  }
  return name.includes('@') && !name.endsWith(SERVICE_ACCOUNT_DOMAIN)
    ? {
        required: 'a service account’s address must end with .gserviceaccount.com',
        got,
        cure: 'Write its whole address, or its name alone.',
      }
    : undefined;
}
