import type { Decision } from '../decision';

/** From what an instance is restored. Instants are in UTC. */
export type RestoreSource =
  | {
      readonly from: 'time';
      readonly time: string;
      /** Of which instance: `primary`, or a restored one by its name. */
      readonly of: string;
    }
  /** RDS: a snapshot’s identifier or ARN. Cloud SQL: the id of a backup run. */
  | { readonly from: 'snapshot'; readonly snapshot: string }
  /** RDS: the replicated backups, in the recovery region. */
  | {
      readonly from: 'replicated-backup';
      /** Null for the latest that they have. */
      readonly time: string | null;
      readonly of: string;
      /** Their ARN, where the instance that they are of is gone; null where the replication knows it. */
      readonly backups: string | null;
    };

/** How the cloud calls a restored instance: what derives from its original’s name. */
export const restoredName = (identifier: string, name: string): string =>
  `${identifier}-at-${name}`;

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
