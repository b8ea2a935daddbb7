import type { Cloud } from '../access/identity';
import type { TrailFacts } from '../audit/trail-facts';
import type { Decision } from '../decision';
import type { Engine } from '../tables/engines';
import type { Tier } from '../tables/tiers';
import type { AlertName } from './alert-names';
import type { Severity } from './severity';
import type { AwsSignal, GoogleSignal } from './signal';

/** The rows of a dashboard (seed 001: 監視は…複数の層で観測する). */
export const LAYERS = ['infrastructure', 'database', 'application', 'upkeep'] as const;
export type Layer = (typeof LAYERS)[number];

/**
 * What an alert watches: each database of an instance, those that are written to, those that follow beside them or in the recovery region,
 * the instance as one thing, its drills in each region, or what instances of a network share: in each region, in one, or where recoveries
 * are rehearsed; or the store of its environment’s trail, in each region, or where its runner works. On Google Cloud a project is watched as
 * one, whatever its regions.
 */
export type Watched =
  | 'databases'
  | 'writers'
  | 'writers of the primary region'
  | 'writers of the primary region, from the recovery region'
  | 'what serves in the primary region, from the recovery region'
  | 'readers'
  | 'recovery replica'
  | 'replicas'
  | 'instance'
  | 'drills'
  | 'networks'
  | 'network in the primary region'
  | 'network in the recovery region'
  | 'networks with drills'
  | 'trails'
  | 'trail where its runner works';

/** What it means that a metric says nothing: that something is wrong, that nothing is, or that all is as it was before. */
export const MISSING = ['wrong', 'well', 'as before'] as const;
export type Missing = (typeof MISSING)[number];

/** In what a threshold counts, and how the estate writes it. */
export const ALERT_UNITS = ['percent', 'seconds', 'bytes', 'count', 'days'] as const;
export type AlertUnit = (typeof ALERT_UNITS)[number];

/** Why an alert is not there. */
export const GAP_CODES = [
  'no-metric',
  'other-alert',
  'other-engine',
  'not-applicable',
  'nobody-to-watch',
  'nobody-to-tell',
  'no-room',
] as const;
export type GapCode = (typeof GAP_CODES)[number];

/** That an alert does not apply, and why: a whole clause. */
export interface Gap {
  readonly code: GapCode;
  readonly why: string;
}

/** What thresholds derive from. */
export interface AlertFacts {
  readonly cloud: Cloud;
  readonly engine: Engine;
  readonly tier: Tier;
  readonly highAvailability: boolean;
  /** GiB: the first disk, and where it stops growing. */
  readonly storage: number;
  readonly storageCeiling: number;
  /** Operations of the disk in a second that are paid for. */
  readonly iops: number;
  readonly maxConnections: number;
  /** Milliseconds. */
  readonly latencyBudget: number;
  /** Milliseconds of data that a mistake may cost, and the loss of the region; null where nothing is demanded. */
  readonly rpo: Readonly<Record<'mistake' | 'region', number | null>>;
  readonly readers: number;
  readonly mechanisms: readonly string[];
  /** Milliseconds that each of its drills may show at most; null where nothing is demanded. */
  readonly drills: readonly { readonly rto: number | null }[];
  readonly secrets: boolean;
  /** Who is expected to do what, by the names that its trail has of them. */
  readonly trail: TrailFacts;
}

/** From where on something is told, and how that follows from the facts. */
export interface Level {
  readonly severity: Severity;
  readonly threshold: number;
  /** A whole clause: what the number is of. */
  readonly because: string;
  /** For how many minutes it must hold. */
  readonly minutes: number;
}

/** What a threshold cannot be: at `always` and beyond it rings without end, at `never` and beyond it cannot ring. */
export interface Possible {
  readonly always: { readonly at: number; readonly why: string };
  readonly never: { readonly at: number; readonly why: string };
}

/** One alert of the catalogue. The same on both clouds, or the table says why not. */
export interface Alert {
  readonly name: AlertName;
  /** What is wrong, as a clause: `the disk has little room left to grow`. */
  readonly title: string;
  readonly layer: Layer;
  readonly watches: Watched;
  /**
   * Of `databases`, and of an `instance` by its logs: whether it is watched of a replica, too, from which nobody reads before the region is lost. An alarm of CloudWatch is of
   * one database, and what such a replica’s load could say is none; a policy of Cloud Monitoring is of all at once, and has them all.
   */
  readonly idle?: true;
  readonly unit: AlertUnit;
  /** On which side of the threshold it is wrong. */
  readonly side: 'above' | 'below';
  readonly missing: Missing;
  readonly aws: Readonly<Record<Engine, AwsSignal | Gap>>;
  readonly google: Readonly<Record<Engine, GoogleSignal | Gap>>;
  /** Why it does not apply to an instance, where it does not. */
  readonly unless?: (facts: AlertFacts) => Gap | undefined;
  readonly levels: (facts: AlertFacts) => readonly Level[];
  /** What a threshold that the estate states may be; absent where none may be stated. */
  readonly possible?: (facts: AlertFacts) => Possible;
  /** What is critical of one database and has one cause pages once: where one of it rings, so does the rest soon. */
  readonly cause?: string;
  /** What the person paged does first, in order. `{database}` is what rings; `{instance}` and `{service}` are what Kura’s verbs take: `prod/core`, and one of its services, `prod/user`. */
  readonly first: readonly string[];
}

/** An alert of an instance as it is declared: what is watched, from where on it is told, and to whom. */
export interface DeclaredAlert {
  readonly alert: AlertName;
  readonly severity: Severity;
  /** The cloud’s names of what is watched. */
  readonly subjects: readonly string[];
  /** Where: an instance has databases in two regions. */
  readonly region: 'primary' | 'recovery';
  /** The cloud’s name of the metric, or what else tells of it. */
  readonly metric: string;
  readonly side: Alert['side'];
  readonly unit: AlertUnit;
  readonly threshold: Decision<number>;
  readonly minutes: number;
  readonly missing: Missing;
  /** Who hears of it: channels by name, and `dashboard`. */
  readonly route: readonly string[];
}

/** An alert that an instance does not have. */
export interface DeclaredGap extends Gap {
  readonly alert: AlertName;
}

/** All alerts of an instance: each of the catalogue is in one of both. */
export interface Alerts {
  readonly told: readonly DeclaredAlert[];
  readonly gaps: readonly DeclaredGap[];
}
