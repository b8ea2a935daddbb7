import type { DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../result';
import { grantee, loginAccount, type Account } from './account';
import type { Facts } from './facts';
import { isPlatformUser } from './platform-accounts';
import { forgetReduced, recordReduced } from './record';
import type { Plan, Step } from './step';

/**
 * Open connections to end. MySQL looks at a connection's rights on the server when it begins, at those on a database when it enters that
 * ("When Privilege Changes Take Effect", MySQL 8.4 reference manual), and at an account's lock and end never, so that what is
 * taken is gone only with the connections. A connection shows its user and not at which host its account is: all of that user end.
 *
 * That something was taken is recorded before it is, as the server shows nothing of it afterwards.
 */
export function planConnections(
  state: DeclaredState,
  facts: Facts,
  steps: readonly Step[],
): Partial<Plan> {
  const accounts = steps.flatMap(({ takesFrom }) => takesFrom ?? []);
  const entered = accounts.filter(({ host }) => host !== '');
  const isShared = ({ user }: Account): boolean => isPlatformUser(state, user);
  const locked = lockedUsers(state, facts);
  const reduced = new Set(entered.filter((each) => !isShared(each)).map(({ user }) => user));
  const earlier = [
    ...facts.recorded.reduced,
    ...[...locked].filter((user) => facts.connected.has(user)),
  ];
  const users = new Set([...reduced, ...earlier]);
  return {
    withheld: distinct(
      entered.filter(isShared).filter(({ user }) => facts.connected.has(user)),
    ).map((who) => `the end of connections of ${who}: they show as the platform’s own user`),
    steps: [...users].flatMap((user) => {
      const isRecorded = facts.recorded.reduced.has(user);
      const keeps = !locked.has(user);
      const mends = reduced.has(user) || !facts.connected.has(user) ? [] : [OUTLIVED(user)];
      return [
        ...(keeps && !isRecorded ? [record(recordReduced(user))] : []),
        {
          stage: 'end connections' as const,
          sql: `-- end the connections of ${user}`,
          mends,
          ends: user,
        },
        ...(keeps || isRecorded ? [forget(forgetReduced(user))] : []),
      ];
    }),
  };
}

const record = (sql: string): Step => ({ stage: 'record', sql, mends: [] });
const forget = (sql: string): Step => ({ stage: 'end connections', sql, mends: [] });

const OUTLIVED = (user: string): Finding => ({
  kind: 'beyond',
  where: 'server',
  who: grantee(loginAccount(user)),
  what: 'connections from before something was taken from it',
});

/** Logins that nobody may enter: that they are no longer declared shows until they are dropped, and needs no record. */
function lockedUsers(state: DeclaredState, { accounts, recorded }: Facts): ReadonlySet<string> {
  const declared = new Set(state.logins.map(({ name }) => name));
  const there = accounts.filter(({ host }) => host === '%').map(({ user }) => user);
  return new Set(
    there.filter((user) => !declared.has(user) && recorded.logins.get(user)?.made === true),
  );
}

function distinct(accounts: readonly Account[]): readonly string[] {
  return [...new Set(accounts.map(grantee))];
}
