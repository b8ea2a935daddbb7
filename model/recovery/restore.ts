import type { Decision } from '../decision';

/** From what an instance is restored. Instants are in UTC. */
export type RestoreSource =
  | { readonly from: 'time'; readonly time: string }
  /** RDS: a snapshot’s identifier or ARN. Cloud SQL: the id of a backup run. */
  | { readonly from: 'snapshot'; readonly snapshot: string }
  /** RDS: the replicated backups, in the recovery region; null for the latest that they have. */
  | { readonly from: 'replicated-backup'; readonly time: string | null };

/** An instance restored beside the one it comes from, which it never changes. */
export interface Restore {
  readonly name: string;
  /** `<identifier>-at-<name>`. */
  readonly identifier: string;
  readonly region: 'primary' | 'recovery';
  readonly source: Decision<RestoreSource>;
  readonly readers: number;
  readonly deletionProtection: Decision<boolean>;
}
