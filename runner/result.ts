import type { Problem } from '../model/problem';

/**
 * How a run ended. `converged`: what is declared is so. `waiting`: all is so but for what waits for a migration. `findings`: it is
 * as declared as the runner may make it, and something else is beyond or short. `refused`: nothing was done. `failed`: it
 * stopped in the middle, and a rerun goes on.
 */
export type Outcome = 'converged' | 'waiting' | 'findings' | 'refused' | 'failed';

/** A privilege, attribute, membership, owner or setting that is not as declared. */
export interface Finding {
  /** `beyond`: there is more than is declared. `short`: there is less. */
  readonly kind: 'beyond' | 'short';
  /** Where: a database, or the server. */
  readonly where: string;
  /** Who has it or lacks it: a role, or PUBLIC. */
  readonly who: string;
  /** What, in words: `SELECT on table app.orders`. */
  readonly what: string;
}

/** The record of one run: what the host logs and Terraform keeps. It holds no secret. */
export interface Result {
  readonly format: 1;
  readonly stack: string;
  readonly outcome: Outcome;
  /** The statements that were applied, or were to be; a password's verifier is left out. */
  readonly plan: readonly string[];
  readonly applied: number;
  /** What is not there yet: a table of `tables:` or `partitions:` before the first migration. */
  readonly waiting: readonly string[];
  /** What is no longer declared and stays because it holds data or owns something. */
  readonly kept: readonly string[];
  readonly findings: readonly Finding[];
  /** What the platform lets nobody do, the runner included: said, and no fault of the run. */
  readonly withheld: readonly string[];
  /** Why it was refused or failed. */
  readonly problems: readonly Problem[];
}
