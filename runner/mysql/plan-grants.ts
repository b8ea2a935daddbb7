import type { DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../result';
import { grantee, loginAccount, type Account } from './account';
import type { Facts } from './facts';
import { GRANT_OPTION, grantKey, isOf, sayGrants, scopeSql, whereOf, type Grant } from './grant';
import type { Plan, Step } from './step';
import { definedBy } from './plan-logins';
import { isThere } from './plan-tables';
import { isPlatformAccount } from './platform-accounts';
import { databasePattern } from './quote';
import { RECORD_DATABASE } from './record';
import { GIVEN, NEEDED } from './role-privileges';
import { grant, revoke } from './statements';
import { wantedGrants } from './wanted-grants';

/** What the runner can take: what it has itself with grant option, and that option. */
const TAKEN = new Set([...GIVEN, ...NEEDED, GRANT_OPTION]);

/** Privileges to take and to give, account by account. */
export function planGrants(state: DeclaredState, facts: Facts): Partial<Plan> {
  const wanted = [...wantedGrants(state, facts), ...keptGrants(state, facts)];
  const held = facts.grants.filter((each) => isRuled(state, facts, each));
  const accounts = new Map(
    [...wanted, ...held].map(({ account }) => [grantee(account), account] as const),
  );
  const parts = [...accounts.values()].map((account) =>
    planAccount(state, account, of(wanted, account), of(held, account), facts),
  );
  return {
    findings: parts.flatMap(({ findings = [] }) => findings),
    steps: parts.flatMap(({ steps = [] }) => steps),
  };
}

function of(grants: readonly Grant[], account: Account): readonly Grant[] {
  return grants.filter((each) => grantee(each.account) === grantee(account));
}

function planAccount(
  state: DeclaredState,
  account: Account,
  wanted: readonly Grant[],
  held: readonly Grant[],
  facts: Facts,
): Partial<Plan> {
  const wantedKeys = new Set(wanted.map(grantKey));
  const heldKeys = new Set(held.map(grantKey));
  const beyond = held.filter((each) => !wantedKeys.has(grantKey(each)));
  const short = new Map(
    wanted
      .filter((each) => !heldKeys.has(grantKey(each)) && isThere(each, facts))
      .map((each) => [grantKey(each), each]),
  );
  const finding = (kind: Finding['kind'], [first, ...rest]: GrantsOfScope): Finding => ({
    kind,
    where: whereOf(first.scope),
    who: grantee(account),
    what: sayGrants(first.scope, [first, ...rest]),
  });
  const step = (stage: 'take' | 'give', grants: GrantsOfScope): Step => ({
    stage,
    sql: (stage === 'take' ? revoke : grant)(account, grants[0].scope, grants),
    mends: [finding(stage === 'take' ? 'beyond' : 'short', grants)],
    ...(stage === 'take' ? { takesFrom: account } : {}),
  });
  const isOutOfReach = hasSystemUser(account, facts) && !isAdminSystemUser(state, facts);
  const isTaken = ({ privilege }: Grant): boolean => !isOutOfReach && TAKEN.has(privilege);
  return {
    findings: byScope(beyond.filter((each) => !isTaken(each))).map((each) =>
      finding('beyond', each),
    ),
    steps: [
      ...byScope(beyond.filter(isTaken)).map((each) => step('take', each)),
      ...byScope([...short.values()]).map((each) => step('give', each)),
    ],
  };
}

/** Who has SYSTEM_USER is changed by nobody without it ("Account Categories", MySQL 8.4 reference manual): a cloud's own account. */
function hasSystemUser(account: Account, { grants }: Facts): boolean {
  return of(grants, account).some(({ privilege }) => privilege === 'SYSTEM_USER');
}

function isAdminSystemUser({ admin }: DeclaredState, facts: Facts): boolean {
  return [admin.login, admin.role].some((user) => hasSystemUser(loginAccount(user), facts));
}

type GrantsOfScope = readonly [Grant, ...Grant[]];

function byScope(grants: readonly Grant[]): readonly GrantsOfScope[] {
  const groups = new Map<string, [Grant, ...Grant[]]>();
  for (const each of grants) {
    const key = scopeSql(each.scope);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

/**
 * Whose privileges are ruled: all of a login of Kura's, and of anybody else's those in Kura's databases. An account that is dropped
 * loses them with itself.
 */
function isRuled(state: DeclaredState, facts: Facts, { account, scope }: Grant): boolean {
  if (isPlatformAccount(state, account)) return false;
  const isLogin = account.host === '%';
  if (isLogin && state.logins.some(({ name }) => name === account.user)) return true;
  const row = isLogin ? facts.recorded.logins.get(account.user) : undefined;
  if (row?.made === true) return definedBy(account, facts).length > 0;
  if (row !== undefined) return true;
  return [...kuraDatabases(state, facts)].some((name) => isOf(scope, name));
}

function kuraDatabases({ databases }: DeclaredState, { recorded }: Facts): ReadonlySet<string> {
  return new Set([
    RECORD_DATABASE,
    ...databases.map(({ name }) => name),
    ...[...recorded.databases.values()].map(({ name }) => name),
  ]);
}

/** What locked accounts keep, for the views and routines that work for them: what a migrator has, where those are. */
function keptGrants(state: DeclaredState, facts: Facts): readonly Grant[] {
  const declared = new Set(state.logins.map(({ name }) => name));
  return [...facts.recorded.logins]
    .filter(([login, { made }]) => made && !declared.has(login))
    .flatMap(([login]) => {
      const account = loginAccount(login);
      const places = new Set(definedBy(account, facts).map(({ database }) => database));
      const kept = state.databases.filter(({ name }) => places.has(name));
      return of(facts.grants, account).filter(
        ({ scope, privilege }) =>
          scope.on !== 'server' &&
          GIVEN.includes(privilege) &&
          kept.some(({ name }) =>
            scope.on === 'database'
              ? scope.pattern === databasePattern(name)
              : scope.database === name,
          ),
      );
    });
}
