import type { DeclaredLogin, DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../result';
import { grantee, loginAccount, type Account } from './account';
import type { AccountFacts, Facts } from './facts';
import type { Plan, Step } from './step';
import { planMadeLogin } from './plan-made-login';
import { isPlatformAccount, isPlatformUser } from './platform-accounts';
import { forgetLogin, recordLogin } from './record';
import { dropUser, lockUser } from './statements';

/** Accounts to make, to mend and to remove, and those that are nobody's. */
export function planLogins(state: DeclaredState, facts: Facts): Partial<Plan> {
  const declared = new Set(state.logins.map(({ name }) => name));
  const parts = [
    ...state.logins.map((login) => planDeclared(state, login, facts)),
    ...[...facts.recorded.logins.keys()]
      .filter((login) => !declared.has(login))
      .map((login) => planUndeclared(login, facts)),
  ];
  return {
    problems: parts.flatMap(({ problems = [] }) => problems),
    findings: [
      ...parts.flatMap(({ findings = [] }) => findings),
      ...findStrangers(state, facts, declared),
      ...findMemberships(state, facts),
    ],
    withheld: parts.flatMap(({ withheld = [] }) => withheld),
    kept: parts.flatMap(({ kept = [] }) => kept),
    steps: parts.flatMap(({ steps = [] }) => steps),
  };
}

/** What is there of an account. */
function accountFacts({ accounts }: Facts, account: Account): AccountFacts | undefined {
  return accounts.find(({ user, host }) => user === account.user && host === account.host);
}

function planDeclared(state: DeclaredState, login: DeclaredLogin, facts: Facts): Partial<Plan> {
  if (isPlatformUser(state, login.name))
    return {
      problems: [
        {
          place: state.stack,
          required: `login ${login.name} must not be an account of the platform or of Kura`,
          got: login.name,
          cure: 'Give the login another name.',
        },
      ],
    };
  return login.made ? planMadeLogin(state, login, facts) : planGivenLogin(state, login, facts);
}

/** A login that Terraform makes: the runner gives it rights and leaves the account alone. */
function planGivenLogin(
  { stack }: DeclaredState,
  login: DeclaredLogin,
  facts: Facts,
): Partial<Plan> {
  const account = loginAccount(login.name);
  const there = accountFacts(facts, account);
  if (there === undefined)
    return {
      problems: [
        {
          place: stack,
          required: `login ${login.name} must exist, as the cloud makes it (${login.identity})`,
          got: 'none',
          cure: 'Deploy the stack, which has its database user, and run again.',
        },
      ],
    };
  const wanted = login.connections ?? 0;
  const row = { made: false, version: null };
  return {
    withheld:
      there.connections === wanted
        ? []
        : [`MAX_USER_CONNECTIONS ${wanted} of ${login.name}: the account is the cloud’s`],
    steps:
      facts.recorded.logins.get(login.name)?.made === false
        ? []
        : [{ stage: 'make login', sql: recordLogin(login.name, row), mends: [] }],
  };
}

/**
 * A login that is no longer declared. One that views or routines work for is locked and keeps its rights in the databases where
 * they are: without them they would fail for those who may use them, and nobody can enter a locked account.
 */
function planUndeclared(login: string, facts: Facts): Partial<Plan> {
  const account = loginAccount(login);
  const there = accountFacts(facts, account);
  const made = facts.recorded.logins.get(login)?.made ?? false;
  const forget = { stage: 'remove login' as const, sql: forgetLogin(login), mends: [] };
  if (there === undefined || !made) return { steps: [forget] };
  const finding: Finding = {
    kind: 'beyond',
    where: 'server',
    who: grantee(account),
    what: 'account that is no longer declared',
  };
  const works = definedBy(account, facts);
  // Nobody enters between the end of its connections and the end of the account.
  const lock: Step = { stage: 'take', sql: lockUser(account), mends: [], takesFrom: account };
  const locks = there.locked ? [] : [lock];
  if (works.length === 0) {
    const drop = { stage: 'remove login' as const, sql: dropUser(account), mends: [finding] };
    return { steps: [...locks, { ...drop, takesFrom: account }, forget] };
  }
  return {
    kept: [`login ${login}: locked, as ${works.map(({ what }) => what).join(', ')} works for it`],
    steps: locks.map((each) => ({ ...each, mends: [finding] })),
  };
}

/** What works with an account's rights. */
export function definedBy({ user, host }: Account, { defined }: Facts): Facts['defined'] {
  return defined.filter(({ definer }) => definer === `${user}@${host}`);
}

/** Accounts of which Kura knows nothing. What they may in Kura's databases is taken; what they may everywhere is said. */
function findStrangers(
  state: DeclaredState,
  { accounts, grants, recorded }: Facts,
  declared: ReadonlySet<string>,
): readonly Finding[] {
  return accounts
    .filter((account) => !isPlatformAccount(state, account))
    .filter(({ user, host }) => host !== '%' || !(declared.has(user) || recorded.logins.has(user)))
    .map((account) => {
      const everywhere = grants
        .filter((each) => each.scope.on === 'server' && grantee(each.account) === grantee(account))
        .map(({ privilege }) => privilege);
      const may = everywhere.length === 0 ? '' : `, with ${everywhere.join(', ')} on *.*`;
      const isLogin = account.host !== '%' && declared.has(account.user);
      const instead = isLogin ? `, which enters from there instead of the login` : '';
      return {
        kind: 'beyond',
        where: 'server',
        who: grantee(account),
        what: `account that is not declared${instead}${may}`,
      };
    });
}

/** Kura grants to accounts and to no role, so that each membership is somebody else's doing. */
function findMemberships(state: DeclaredState, { memberships }: Facts): readonly Finding[] {
  return memberships
    .filter(({ account }) => !isPlatformAccount(state, account))
    .map(({ account, what }) => ({ kind: 'beyond', where: 'server', who: grantee(account), what }));
}
