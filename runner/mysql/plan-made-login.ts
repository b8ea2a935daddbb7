import type { DeclaredLogin, DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../result';
import { needsPassword } from '../secret-password';
import { grantee, loginAccount } from './account';
import { authenticationOf, type Authentication } from './authentication';
import type { AccountFacts, Facts } from './facts';
import type { Plan, Step } from './step';
import { recordLogin } from './record';
import { SERVER_PRIVILEGES } from './role-privileges';
import { alterUser, createUser } from './statements';

/** What stands for a password where a statement is shown. */
const ELIDED = '…';

/** A login whose account the runner makes and mends. */
export function planMadeLogin(
  { stack, platform }: DeclaredState,
  login: DeclaredLogin,
  facts: Facts,
): Partial<Plan> {
  const account = loginAccount(login.name);
  const there = facts.accounts.find(({ user, host }) => user === login.name && host === '%');
  const row = facts.recorded.logins.get(login.name);
  const rights = there === undefined || row !== undefined ? [] : foreignRights(login, facts);
  if (rights.length > 0)
    return {
      problems: [
        {
          place: stack,
          required: `login ${login.name} must be new, or without rights over the whole server`,
          got: `an account with ${rights.join(', ')}`,
          cure: `Take them with REVOKE, drop ${grantee(account)}, or give the login another name.`,
        },
      ],
    };
  const how = authenticationOf(login, platform, facts.flavour);
  const record: Step = {
    stage: 'make login',
    sql: recordLogin(login.name, { made: true, version: row?.version ?? null }),
    mends: [],
  };
  const wrong = there === undefined ? [NO_ACCOUNT] : drift(login, there, how, facts);
  return {
    steps: [
      ...(row?.made === true ? [] : [record]),
      ...(wrong.length === 0 ? [] : [accountStep(login, there, how, wrong, facts)]),
    ],
  };
}

type Wrong = Pick<Finding, 'kind' | 'what'>;

const NO_ACCOUNT: Wrong = { kind: 'short', what: 'the account' };

/** Rights over the server of an account that Kura did not make and would take over. */
function foreignRights({ name, access }: DeclaredLogin, { grants }: Facts): readonly string[] {
  const own = access.flatMap(({ role }) => SERVER_PRIVILEGES[role] ?? []);
  return grants
    .filter(({ account, scope }) => scope.on === 'server' && account.user === name)
    .filter(({ account, privilege }) => account.host === '%' && !own.includes(privilege))
    .map(({ privilege }) => privilege);
}

/** What of an account is otherwise than declared. A limit of 0 is none. */
function drift(
  { name, connections }: DeclaredLogin,
  there: AccountFacts,
  how: Authentication,
  facts: Facts,
): readonly Wrong[] {
  const wanted = connections ?? 0;
  const isLooser = there.connections === 0 || (wanted !== 0 && there.connections > wanted);
  const checks: readonly (readonly [is: boolean, kind: Finding['kind'], what: string])[] = [
    [there.locked, 'short', 'entry: the account is locked'],
    [!there.tls, 'beyond', 'entry without TLS'],
    [
      there.connections !== wanted,
      isLooser ? 'beyond' : 'short',
      `MAX_USER_CONNECTIONS ${there.connections}, not ${wanted}`,
    ],
    [isOtherPlugin(how, there), 'beyond', `entry by ${there.plugin}`],
    [isDue(name, how, facts), 'short', 'the newest password of its secret'],
  ];
  return checks.filter(([is]) => is).map(([, kind, what]) => ({ kind, what }));
}

function isOtherPlugin({ plugin }: Authentication, there: AccountFacts): boolean {
  return plugin !== null && plugin !== there.plugin;
}

function isDue(name: string, how: Authentication, { secrets, recorded, now }: Facts): boolean {
  if (secrets === null || how.by === 'platform' || how.secret === null) return false;
  return needsPassword(secrets.get(name), recorded.logins.get(name)?.version ?? undefined, now);
}

/** One statement makes or mends the whole account, so that it is never half of what it must be. */
function accountStep(
  login: DeclaredLogin,
  there: AccountFacts | undefined,
  how: Authentication,
  wrong: readonly Wrong[],
  facts: Facts,
): Step {
  const account = loginAccount(login.name);
  const mends = wrong.map((each) => ({ ...each, where: 'server', who: grantee(account) }));
  const statement = there === undefined ? createUser : alterUser;
  const sql = (authentication: string): string =>
    statement(account, { authentication, connections: login.connections });
  const base = { stage: 'make login' as const, mends };
  if (how.by === 'platform') return { ...base, sql: sql(how.sql) };
  const renewed = there === undefined || isOtherPlugin(how, there) || isDue(login.name, how, facts);
  if (!renewed) return { ...base, sql: sql('') };
  return {
    ...base,
    sql: sql(how.sql(ELIDED)),
    password: {
      login: login.name,
      secret: how.secret,
      sql: (password) => sql(how.sql(password)),
    },
  };
}
