import type { Problem } from '../../model/problem';

/** What a drill has shown, in seconds; null where that is measured elsewhere. */
export interface Shown {
  readonly rtoSeconds: number | null;
  readonly rpoSeconds: number | null;
}

/** How a drill ended, as far as the cloud says. */
export type DrillEnd =
  | { readonly shown: Shown }
  /** It did not pass, and why. */
  | { readonly failed: string }
  /** It began and goes on, or can be gone on with. */
  | { readonly open: string; readonly problem?: Problem }
  /** It never began. */
  | { readonly problem: Problem };
