import type { Finding } from '../result';
import { beyond, mend, report, SERVER, short, type Change } from './change';
import type { CatalogRole, RoleAttributes } from './catalog';
import { literal, name } from './quoting';
import { MAINTENANCE } from './statement';
import type { Scope } from './scope';

/** A group role never logs in, and nobody of Kura's may do anything to the server. */
export const GROUP_ATTRIBUTES: RoleAttributes = {
  login: false,
  superuser: false,
  createDatabase: false,
  createRole: false,
  replication: false,
  bypassRowSecurity: false,
  inherit: true,
  connections: -1,
};

export const loginAttributes = (connections: number | null): RoleAttributes => ({
  ...GROUP_ATTRIBUTES,
  login: true,
  connections: connections ?? -1,
});

type Flag = Exclude<keyof RoleAttributes, 'connections'>;

const WORDS: Readonly<Record<Flag, string>> = {
  login: 'LOGIN',
  superuser: 'SUPERUSER',
  createDatabase: 'CREATEDB',
  createRole: 'CREATEROLE',
  replication: 'REPLICATION',
  bypassRowSecurity: 'BYPASSRLS',
  inherit: 'INHERIT',
};
const FLAGS = Object.keys(WORDS) as readonly Flag[];

/** What gives power over the server: nobody has it but the platform and the admin role. */
const POWERS = [
  'superuser',
  'createDatabase',
  'createRole',
  'replication',
  'bypassRowSecurity',
] as const;

/** The words of CREATE ROLE: those that the admin role may say. */
export function attributeWords({ login, connections }: RoleAttributes): string {
  const limit = connections === -1 ? '' : ` CONNECTION LIMIT ${connections}`;
  return `${login ? 'LOGIN' : 'NOLOGIN'} NOCREATEDB NOCREATEROLE INHERIT${limit}`;
}

/** A password ends when its secret gets another. */
const NEVER = 'infinity';

/** What of a role is not as wanted. */
export function attributeChanges(
  scope: Scope,
  role: CatalogRole,
  wanted: RoleAttributes,
): readonly Change[] {
  const wrong = FLAGS.filter((flag) => role[flag] !== wanted[flag]);
  const mendable = wrong.filter((flag) => mayAlter(scope, role, flag));
  const rest = wrong.filter((flag) => !mendable.includes(flag));
  const limited = role.connections !== wanted.connections;
  const ended = role.validUntil !== null;
  const words = [
    ...mendable.map((flag) => `${wanted[flag] ? '' : 'NO'}${WORDS[flag]}`),
    ...(limited ? [`CONNECTION LIMIT ${wanted.connections}`] : []),
    ...(ended ? [`VALID UNTIL ${literal(NEVER)}`] : []),
    // Nobody sees whether a role has a password: one that could log in may have got one for it.
    ...(mendable.includes('login') && !wanted.login ? ['PASSWORD NULL'] : []),
  ];
  const findings = [
    ...mendable.map((flag) => sayFlag(role, flag)),
    ...(limited ? [short(SERVER, role.name, `CONNECTION LIMIT ${wanted.connections}`)] : []),
    ...(ended ? [short(SERVER, role.name, `VALID UNTIL ${NEVER}`)] : []),
  ];
  const altered = role.administered && !role.superuser && words.length > 0;
  return [
    ...(altered ? [mend(findings, alterRole(scope, role.name, words.join(' ')))] : []),
    ...(!altered && findings.length > 0 ? [report(...findings)] : []),
    ...(rest.length > 0 ? [report(...rest.map((flag) => sayFlag(role, flag)))] : []),
  ];
}

/** One may only give or take an attribute that one has oneself ("ALTER ROLE", PostgreSQL 16). */
function mayAlter({ adminRole }: Scope, role: CatalogRole, flag: Flag): boolean {
  if (!role.administered || role.superuser) return false;
  return flag === 'login' || flag === 'inherit' || adminRole?.[flag] === true;
}

function sayFlag(role: CatalogRole, flag: Flag): Finding {
  return (role[flag] ? beyond : short)(SERVER, role.name, WORDS[flag]);
}

const alterRole = ({ admin }: Scope, role: string, words: string) =>
  ({
    phase: 'roles',
    database: MAINTENANCE,
    as: admin,
    why: 'Roles as they must be',
    sql: `ALTER ROLE ${name(role)} ${words}`,
  }) as const;

/** Power over the server in the hands of one who is neither the platform nor Kura's. */
export function strangePowers({ server, isOurs, isExempt }: Scope): readonly Change[] {
  return server.roles
    .filter(
      (role) => !isOurs(role.name) && (role.superuser ? !role.platform : !isExempt(role.name)),
    )
    .flatMap((role) =>
      POWERS.filter((power) => role[power]).map((power) => report(sayFlag(role, power))),
    );
}
