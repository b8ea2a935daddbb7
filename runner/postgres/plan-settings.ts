import { TIMEOUT_PARAMETERS, ROLE_FACTS, type Timeouts } from '../../model/sql/role-limits';
import { groupRole } from '../../model/sql/role-names';
import {
  OPS_SCHEMA,
  type DeclaredDatabase,
  type DeclaredLogin,
} from '../../model/sql/declared-state';
import type { Finding } from '../result';
import { beyond, mend, report, sayGrantee, SERVER, short, withhold, type Change } from './change';
import type { Setting } from './catalog';
import { MAINTENANCES } from './maintenance';
import { literal, name, names, parameterName } from './quoting';
import { BECOMES } from './rights';
import type { LiveAccess, Scope } from './scope';
import { MAINTENANCE, type Statement } from './statement';

type Wanted = Omit<Setting, 'settable'>;

/** The defaults of sessions: of each database, and of each login in it. */
export function planSettings(scope: Scope): readonly Change[] {
  const wanted = new Map(wantedSettings(scope).map((each) => [keyOf(each), each]));
  const there = new Map(scope.server.settings.map((each) => [keyOf(each), each]));
  const missing = [...wanted.values()].filter(
    (each) => there.get(keyOf(each))?.value !== each.value,
  );
  const excess = scope.server.settings.filter(
    (each) => concerns(scope, each) && !wanted.has(keyOf(each)),
  );
  const strange = scope.server.settings.filter((each) => isStrange(scope, each));
  return [
    ...excess.map((setting) => reset(scope, setting)),
    ...missing.filter(({ role }) => mayAlter(scope, role)).map((each) => set(scope, each)),
    ...withheld(scope, missing),
    ...strange.map((each) => report(beyondDefault(each))),
  ];
}

const keyOf = ({ database, role, name: parameter }: Wanted): string =>
  JSON.stringify([database, role, parameter]);

function wantedSettings(scope: Scope): readonly Wanted[] {
  return [
    ...scope.state.databases.flatMap((database) => ofDatabase(scope, database)),
    ...scope.access.flatMap((access) => ofLogin(scope, access)),
  ];
}

function ofDatabase(
  scope: Scope,
  { name: database, searchPath, audit }: DeclaredDatabase,
): readonly Wanted[] {
  const path = [...searchPath.filter((schema) => schema !== OPS_SCHEMA), OPS_SCHEMA];
  return [
    { database, role: null, name: 'search_path', value: names(path) },
    ...(audit !== null && isAudited(scope)
      ? [{ database, role: null, name: 'pgaudit.log', value: audit }]
      : []),
    ...sharedTimeouts(scope, database),
  ];
}

/**
 * The database has the limits of logins that cannot have their own: of each limit the widest that an application or a person needs. A
 * migration says its own, beside SET ROLE: else all would be without a limit for it.
 */
function sharedTimeouts(scope: Scope, database: string): readonly Wanted[] {
  const logins = new Set(unalterable(scope));
  const limits = scope.access
    .filter(
      ({ role, ...access }) =>
        access.database === database && logins.has(access.login) && BECOMES[role] === undefined,
    )
    .map(({ role }) => scope.declared.get(database)?.timeouts[role] ?? {});
  return TIMEOUTS.flatMap((key): readonly Wanted[] => {
    const values = limits.flatMap((each) => each[key] ?? []);
    if (values.length === 0 || values.length < limits.length) return [];
    const widest = values.includes(0) ? 0 : Math.max(...values);
    return [{ database, role: null, name: TIMEOUT_PARAMETERS[key], value: String(widest) }];
  });
}

const TIMEOUTS = Object.keys(TIMEOUT_PARAMETERS) as readonly (keyof Timeouts)[];

function ofLogin(
  scope: Scope,
  { login, database, role: word, tables }: LiveAccess,
): readonly Wanted[] {
  const timeouts = scope.declared.get(database)?.timeouts[word] ?? {};
  const becomes = tables === undefined ? BECOMES[word] : undefined;
  const parameters: readonly (readonly [string, string])[] = [
    ...TIMEOUTS.flatMap((key) => {
      const value = timeouts[key];
      return value === undefined ? [] : [[TIMEOUT_PARAMETERS[key], String(value)] as const];
    }),
    ...(ROLE_FACTS[word].readOnly ? [['default_transaction_read_only', 'on'] as const] : []),
    ...(becomes ? [['role', groupRole(database, becomes)] as const] : []),
    ...(ROLE_FACTS[word].audited && isAudited(scope) ? [['pgaudit.log', 'all'] as const] : []),
  ];
  return parameters.map(([parameter, value]) => ({
    ...{ database, role: login.name, name: parameter, value },
  }));
}

/** Without its library, PostgreSQL would take the parameter for a mistake. */
const isAudited = ({ server }: Scope): boolean => server.libraries.includes('pgaudit');

/** Kura decides all of its databases, and its roles wherever they are. */
function concerns(scope: Scope, { database, role }: Setting): boolean {
  if (database !== null && scope.declared.has(database))
    return role === null || !scope.isExempt(role);
  return role !== null && scope.isOurs(role);
}

/**
 * Defaults of everybody, and of the databases that belong to nobody: nothing is declared of them. On a cloud nobody but the platform
 * says what holds for everybody.
 */
function isStrange({ state }: Scope, { database, role }: Setting): boolean {
  if (role !== null) return false;
  return database === null ? state.platform === 'local' : MAINTENANCES.includes(database);
}

function beyondDefault({ database, role, name: parameter, value }: Setting): Finding {
  const who = role ?? database ?? sayGrantee(null);
  return beyond(database ?? SERVER, who, `${parameter} = ${value}`);
}

/** A login that Kura has not made may be out of its reach. */
function mayAlter({ roles }: Scope, role: string | null): boolean {
  return role === null || (roles.get(role)?.administered ?? true);
}

function target({ database, role }: Wanted): string {
  if (role === null) return `DATABASE ${name(database ?? '')}`;
  return `ROLE ${name(role)}${database === null ? '' : ` IN DATABASE ${name(database)}`}`;
}

function set(scope: Scope, wanted: Wanted): Change {
  const { database, role, name: parameter, value } = wanted;
  const text = parameter === 'search_path' ? value : literal(value);
  const sql = `ALTER ${target(wanted)} SET ${parameterName(parameter)} = ${text}`;
  return mend(
    [short(database ?? SERVER, role ?? database ?? '', `${parameter} = ${value}`)],
    statement(scope, wanted, sql),
  );
}

function reset(scope: Scope, setting: Setting): Change {
  const { role, name: parameter, settable } = setting;
  const finding = beyondDefault(setting);
  const sql = `ALTER ${target(setting)} RESET ${parameterName(parameter)}`;
  return settable && mayAlter(scope, role)
    ? mend([finding], statement(scope, setting, sql))
    : report(finding);
}

/** A login of the cloud's is said once, whatever it lacks. */
function withheld(scope: Scope, missing: readonly Wanted[]): readonly Change[] {
  return unalterable(scope)
    .filter(
      ({ name: login, connections }) =>
        missing.some((each) => each.role === login) ||
        scope.roles.get(login)?.connections !== (connections ?? -1),
    )
    .map(({ name: login }) =>
      withhold(`settings and limit of sessions of ${login}: the login is the cloud’s`),
    );
}

/** Logins that the cloud has made and keeps to itself. */
function unalterable({ logins, roles }: Scope): readonly DeclaredLogin[] {
  return [...logins.values()].filter(
    ({ name: login, made }) => !made && roles.get(login)?.administered === false,
  );
}

/** An owner may have given his database what keeps the runner out: that is mended from outside, before it enters. */
function statement({ admin, declared }: Scope, { database, role }: Wanted, sql: string): Statement {
  const why = 'Defaults of sessions';
  if (database === null || !declared.has(database))
    return { phase: 'roles', database: MAINTENANCE, as: admin, why, sql };
  return role === null
    ? { phase: 'defaults', database: MAINTENANCE, as: admin, why, sql }
    : { phase: 'database', database, as: admin, why, sql };
}
