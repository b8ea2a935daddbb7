import { createHash } from 'node:crypto';
import type { Engine } from '../tables/engines';

export const CLOUDS = ['aws', 'google'] as const;
export type Cloud = (typeof CLOUDS)[number];

/**
 * Who logs in. On AWS an IAM role, by its path and name in the environment's account (`role/order-api`) or by its whole ARN;
 * on Google a service account, user or group (`serviceAccount:order-api`, `user:mika@suzumina.example`, `group:dba@…`).
 */
export interface Identity {
  readonly cloud: Cloud;
  readonly kind: 'role' | 'serviceAccount' | 'user' | 'group';
  /** Path and name without the kind: `order-api`, `teams/order/api`, `mika@suzumina.example`. */
  readonly name: string;
  /** AWS account of an ARN; absent for the environment's own. */
  readonly account?: string;
}

const AWS_ROLE = /^(?:arn:aws:iam::(\d{12}):)?role\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/;
const GOOGLE_MEMBER = /^(serviceAccount|user|group):([\w.+-]+(?:@[\w.-]+)?)$/;

/** The identity a text names, or undefined where it names none. */
export function readIdentity(text: string): Identity | undefined {
  const role = AWS_ROLE.exec(text);
  if (role?.[2] !== undefined) {
    return {
      cloud: 'aws',
      kind: 'role',
      name: role[2],
      ...(role[1] === undefined ? {} : { account: role[1] }),
    };
  }
  const member = GOOGLE_MEMBER.exec(text);
  if (member?.[1] !== undefined && member[2] !== undefined) {
    const kind = member[1] as Identity['kind'];
    if (kind !== 'serviceAccount' && !member[2].includes('@')) return undefined;
    return { cloud: 'google', kind, name: member[2] };
  }
  return undefined;
}

/** The ARN of a role in an account. The path is part of the ARN; the name is what follows the last slash. */
export function roleArn(identity: Identity, account: string): string {
  return `arn:aws:iam::${identity.account ?? account}:role/${identity.name}`;
}

export function roleName(identity: Identity): string {
  return identity.name.slice(identity.name.lastIndexOf('/') + 1);
}

/** Roles that IAM Identity Center owns: nobody else may attach a policy to them. */
export function isReservedRole(identity: Identity): boolean {
  return identity.name.startsWith('aws-reserved/') || identity.name.startsWith('aws-service-role/');
}

/** Longest database user name: PostgreSQL NAMEDATALEN - 1; MySQL 8.4 reference manual, "Account names" (32 characters). */
const LONGEST_LOGIN: Readonly<Record<Engine, number>> = { postgres: 63, mysql: 32 };

/**
 * The database user an identity logs in as: its own name in lower case with every other character as `_`. A name over
 * the engine's limit keeps its beginning and ends with eight digits of its SHA-256, so that two long names stay two.
 */
export function loginName(identity: Identity, engine: Engine): string {
  const bare =
    identity.cloud === 'aws' ? roleName(identity) : (identity.name.split('@')[0] ?? identity.name);
  const plain = bare
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const name = /^[a-z]/.test(plain) ? plain : `u_${plain}`;
  const limit = LONGEST_LOGIN[engine];
  if (name.length <= limit) return name;
  return `${name.slice(0, limit - 9)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/**
 * Database users that nobody may be: the engine’s own, RDS’s and Kura’s admin. PostgreSQL keeps all `pg_…` names for itself
 * ("CREATE ROLE", PostgreSQL 17 documentation); RDS makes `rds…` roles and the user `rdsadmin`.
 */
const RESERVED_LOGINS: Readonly<Record<Engine, RegExp>> = {
  postgres: /^(?:pg_.*|rds.*|postgres|public|none|user|admin|kura_admin)$/,
  mysql: /^(?:mysql.*|rds.*|root|user|admin|kura_admin)$/,
};

export function isReservedLogin(login: string, engine: Engine): boolean {
  return RESERVED_LOGINS[engine].test(login);
}
