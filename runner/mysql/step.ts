import type { Problem } from '../../model/problem';
import type { Finding } from '../result';
import type { Account } from './account';

/**
 * The order of what is done. MySQL has no transaction over accounts and databases, so that what is taken goes before what is
 * given: a run that ends anywhere leaves less than is declared, and never more. What records all this comes first.
 */
export const STAGES = [
  'audit',
  'record',
  'take',
  'end connections',
  'remove login',
  'make database',
  'make login',
  'give',
  'remove database',
] as const;

/** One thing to do, and what it mends: nothing where it only keeps Kura's record. */
export interface Step {
  readonly stage: (typeof STAGES)[number];
  readonly sql: string;
  readonly mends: readonly Finding[];
  /** It sets a new password, which is no part of `sql`. */
  readonly password?: PasswordStep;
  /** It calls a procedure of the cloud's, whose answer says whether it is done. */
  readonly answers?: true;
  /** It takes rights or entry from this account, whose open connections may keep them. */
  readonly takesFrom?: Account;
  /** It ends all connections of this user; `sql` only says so. */
  readonly ends?: string;
}

export interface PasswordStep {
  readonly login: string;
  /** The secret that is to keep it; null where nobody is to know it. */
  readonly secret: string | null;
  /** The statement with the password in it. */
  readonly sql: (password: string) => string;
}

export interface Plan {
  /** Why nothing may be done. */
  readonly problems: readonly Problem[];
  /** What is otherwise than declared, and not for the runner to mend. */
  readonly findings: readonly Finding[];
  /** What an account of the cloud's does not have, and the runner does not give it. */
  readonly withheld: readonly string[];
  readonly waiting: readonly string[];
  readonly kept: readonly string[];
  readonly steps: readonly Step[];
}
