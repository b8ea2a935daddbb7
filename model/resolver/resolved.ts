import type { Foundation, Instance } from '../deployment/deployment';
import type { Problem } from '../problem';

/** What one environment has on one cloud, as far as it can be resolved. */
export interface Resolved {
  readonly foundations: readonly Foundation[];
  readonly instances: readonly Instance[];
  readonly problems: readonly Problem[];
}
