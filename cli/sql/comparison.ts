import type { Problem } from '../../model/problem';
import type { Finding } from '../../runner/result';

/** A database beside what is declared: what a run would do, and what of it is otherwise. Nothing was changed. */
export interface Comparison {
  readonly stack: string;
  /** What the runner would do. */
  readonly statements: readonly string[];
  /** What those would mend, and what the runner does not touch. */
  readonly findings: readonly Finding[];
  /** Of the findings, those that no statement mends. */
  readonly left: readonly Finding[];
  readonly waiting: readonly string[];
  readonly kept: readonly string[];
  readonly withheld: readonly string[];
  /** What the login could not see. */
  readonly unseen: readonly string[];
}

/** Why there is nothing to compare. */
export interface Incomparable {
  readonly problems: readonly Problem[];
}
