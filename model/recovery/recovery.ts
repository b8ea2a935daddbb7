import type { Decision } from '../decision';
import type { Evidence } from './choose-mechanisms';
import type { DrilledMechanism, MechanismName } from './mechanisms';
import type { Failure, Objective } from './objectives';

/** What is demanded after each failure, what meets it, and how that is kept true. */
export interface Recovery {
  readonly objectives: Readonly<Record<Failure, Decision<Objective>>>;
  /** What the instance has, the cheapest first. */
  readonly mechanisms: readonly Decision<MechanismName>[];
  /** What each failure is met with; null where nothing meets it and nothing is demanded. */
  readonly evidence: Readonly<Record<Failure, Evidence | null>>;
  /** One for each mechanism that can be rehearsed and of which a bound that counts is not the vendor’s. */
  readonly drills: readonly Drill[];
}

/** A rehearsal that runs by itself every month, and an alarm where it fails or takes longer than it may. */
export interface Drill {
  readonly mechanism: DrilledMechanism;
  /** Where what it restores comes up. */
  readonly region: 'primary' | 'recovery';
  /** Milliseconds that it may show at most; null where nothing is demanded. */
  readonly rpo: number | null;
  readonly rto: number | null;
}
