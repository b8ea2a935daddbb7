import type { Problem } from '../../model/problem';

/** How a run of the cloud’s runner ended, as far as the cloud says. */
export type RunEnd =
  | {
      /** It ended well, and this is its account. */
      readonly kept: {
        readonly outcome: 'converged' | 'waiting';
        readonly applied: number;
        readonly waiting: readonly string[];
        readonly kept: readonly string[];
        readonly withheld: readonly string[];
      };
    }
  /** It ended well, and more is in its log. */
  | { readonly log: string }
  /** It did not, and why. */
  | { readonly failed: string }
  /** It never began. */
  | { readonly problem: Problem };

/** `runnerName` and `runnerJobName` of the clouds’ constructs, which would load cdktf for a name. */
export const runnerName = (identifier: string): string => `${identifier}-runner`;
