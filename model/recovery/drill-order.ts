import type { Admin } from '../sql/declared-state';
import type { Engine } from '../tables/engines';
import type { Edition } from '../tables/tiers';
import type { DrilledMechanism } from './mechanisms';

/** What the name of every instance that a drill makes ends with: the runner touches no other. */
export const DRILL_ENDING = '-drill';

/**
 * What the runner is called with to rehearse a recovery; `drill` tells it from a declared state. Plain data without a secret.
 *
 * - RDS: the event of the runner’s function. A schedule calls it with `start` once a month, another with `continue` every few
 *   minutes for `longest`, and a third with `end` a few times after that.
 * - Cloud SQL: the file that the runner’s job is given, once a month: `phase` is `start`, and one run does it all.
 */
export interface DrillCall {
  readonly drill: DrillOrder;
  readonly phase: DrillPhase;
}

/** `start` makes the copy, `continue` goes on with it, `end` removes what is left, which has failed. */
export type DrillPhase = 'start' | 'continue' | 'end';

export type DrillOrder = AwsDrillOrder | GoogleDrillOrder;

interface DrillFacts {
  readonly format: 1;
  /** The runner’s own stack, as its function’s `KURA_STACK` says: an order of another is refused. */
  readonly stack: string;
  readonly engine: Engine;
  /** The service’s instance, by its identifier: results are reported under it. */
  readonly instance: string;
  /** The temporary instance: `<source>-drill`. Nothing but it is made, changed or deleted. */
  readonly target: string;
  /** As whom it is asked. It comes with the copy, and a password of before does not. */
  readonly admin: Admin;
  /** Databases that must be there and open. */
  readonly databases: readonly string[];
  /** Roles and logins that must be there, by the server’s names. */
  readonly roles: readonly string[];
  /** Milliseconds of the newest data that may be missing; null where nothing is demanded. */
  readonly rpo: number | null;
  /** Milliseconds until it answers; null where nothing is demanded. */
  readonly rto: number | null;
  /** Milliseconds after which a drill without an answer has failed and its copy is removed: no less than `rto`. */
  readonly longest: number;
}

/** A drill of RDS, in the region of the function that runs it (`KURA_REGION`). */
export interface AwsDrillOrder extends DrillFacts {
  readonly cloud: 'aws';
  readonly mechanism: DrilledMechanism;
  /**
   * From what the copy is made: the instance’s identifier (`point-in-time-recovery`), the ARN of the instance in its own region
   * (`replicated-backups`), the recovery replica’s identifier (`recovery-replica`).
   */
  readonly source: string;
  readonly copy: AwsDrillCopy;
}

/** What the temporary instance on RDS is made with. Its key is its source’s, and a replica’s groups but those of security. */
export interface AwsDrillCopy {
  readonly instanceClass: string;
  readonly subnetGroup: string;
  /** They let the runner in, and nobody else. */
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  /** MySQL’s: RDS gives a copy its default one, which records nothing. */
  readonly optionGroup?: string;
  /** Beside the drill’s own, which begin with `kura-drill`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A drill of Cloud SQL. */
export interface GoogleDrillOrder extends DrillFacts {
  readonly cloud: 'google';
  readonly mechanism: Exclude<DrilledMechanism, 'replicated-backups'>;
  /** The primary’s name, of both mechanisms: nothing is cloned or replicated from a replica. */
  readonly source: string;
  readonly project: string;
  /** Where the copy comes up: the primary’s region (`point-in-time-recovery`) or the recovery region (`recovery-replica`). */
  readonly region: string;
  /** Beside the drill’s own, `kura-drill`. */
  readonly labels: Readonly<Record<string, string>>;
  /** What a temporary replica is made with; null for a clone, which has all from its source. */
  readonly copy: GoogleDrillCopy | null;
}

/** What the temporary replica on Cloud SQL is made with. */
export interface GoogleDrillCopy {
  /** `projects/PROJECT/global/networks/NAME`: the primary’s own. */
  readonly network: string;
  /** The resource name of a key of the copy’s region. */
  readonly kmsKey: string;
  /** `POSTGRES_17`, `MYSQL_8_4`. */
  readonly databaseVersion: string;
  readonly edition: Edition;
  readonly machineType: string;
  /** Flags by name: IAM authentication and what a replica must have as its primary has it. */
  readonly flags: Readonly<Record<string, string>>;
}
