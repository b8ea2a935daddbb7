import type { Cloud } from '../access/identity';
import type { MechanismName } from '../recovery/mechanisms';
import { NO_OBJECTIVE, type Objective, type Objectives } from '../recovery/objectives';
import type { TierName } from './tiers';

export const PRESET_NAMES = ['development', 'staging', 'production'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Defaults and floors of an environment. Sizes, readers and retention follow seed 002 §10.2. */
export interface Preset {
  readonly name: PresetName;
  readonly tier: TierName;
  /** Readers where the service does not say, and the most it may ask for (RDS: 15 replicas of one source). */
  readonly readers: { readonly byDefault: number; readonly atMost: number };
  readonly backupRetentionDays: number;
  /** What a service that says nothing demands after each failure. */
  readonly objectives: Objectives;
  /** The mechanisms that an instance has whatever its objectives are. */
  readonly floor: Readonly<Record<Cloud, readonly MechanismName[]>>;
  /** Zones whose subnets the network has. */
  readonly zones: number;
  /** Terraform refuses to destroy, besides the cloud's own deletion protection, which is always on. */
  readonly preventDestroy: boolean;
  /** Burstable or shared-core tiers that may be used. */
  readonly burstable: readonly TierName[];
  /** Database Insights mode and what it requires PI to keep: standard 7 days, advanced 465. */
  readonly insights: { readonly mode: 'standard' | 'advanced'; readonly retentionDays: 7 | 465 };
  /** Seconds between enhanced monitoring samples. */
  readonly monitoringInterval: 15 | 30 | 60;
  readonly logRetentionDays: 30 | 90 | 365;
  /**
   * Whether texts of statements may stand in a log with the values that they were given. Where they may not, a platform that
   * cannot leave the values out logs no text of PostgreSQL for being slow (docs/decisions/0029). Staging as production: it has
   * production’s settings (seed 003), and often a copy of its data.
   */
  readonly statementTexts: 'with values' | 'without values';
  /**
   * When Cloud SQL's maintenance comes: at once (canary), or a week later (stable), so that staging has it before production
   * ("About maintenance", Cloud SQL, read 2026-11).
   */
  readonly updateTrack: 'canary' | 'stable';
  /**
   * Where the service does not say: the most connections of one application instance (seed 002 §3.2: 20), and how many
   * instances open such a pool. Development shares one small database among all: a quarter of the seed’s pool each.
   */
  readonly pool: { readonly max: number; readonly instances: number };
}

const MINUTE = 60_000;
/** 最大15分のデータロス, 2時間以内 (seed 002 §7.2). */
const SEED: Objective = { rpo: 15 * MINUTE, rto: 120 * MINUTE };
/** No time to be back in: what is there restores, and nobody rehearses it. */
const DATA: Objective = { rpo: 15 * MINUTE, rto: null };

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  development: {
    name: 'development',
    tier: 'small',
    readers: { byDefault: 0, atMost: 1 },
    backupRetentionDays: 3,
    objectives: { mistake: DATA, zone: NO_OBJECTIVE, region: NO_OBJECTIVE },
    floor: { aws: ['point-in-time-recovery'], google: ['point-in-time-recovery'] },
    zones: 2,
    preventDestroy: false,
    burstable: ['micro', 'small'],
    insights: { mode: 'standard', retentionDays: 7 },
    monitoringInterval: 60,
    logRetentionDays: 30,
    statementTexts: 'with values',
    updateTrack: 'canary',
    pool: { max: 5, instances: 1 },
  },
  staging: {
    name: 'staging',
    tier: 'medium',
    readers: { byDefault: 1, atMost: 15 },
    backupRetentionDays: 7,
    objectives: { mistake: DATA, zone: SEED, region: NO_OBJECTIVE },
    floor: {
      aws: ['point-in-time-recovery', 'standby'],
      google: ['point-in-time-recovery', 'standby'],
    },
    zones: 2,
    preventDestroy: false,
    burstable: ['small'],
    insights: { mode: 'standard', retentionDays: 7 },
    monitoringInterval: 60,
    logRetentionDays: 90,
    statementTexts: 'without values',
    updateTrack: 'canary',
    pool: { max: 20, instances: 2 },
  },
  production: {
    name: 'production',
    tier: '2xlarge',
    readers: { byDefault: 2, atMost: 15 },
    backupRetentionDays: 35,
    objectives: { mistake: SEED, zone: SEED, region: SEED },
    // 別リージョンへの複製 (seed 002 §7.1): a copy in the recovery region is never a matter of objectives.
    floor: {
      aws: ['point-in-time-recovery', 'vault-copy', 'standby'],
      google: ['point-in-time-recovery', 'standby', 'recovery-replica'],
    },
    zones: 3,
    preventDestroy: true,
    burstable: [],
    insights: { mode: 'advanced', retentionDays: 465 },
    monitoringInterval: 15,
    logRetentionDays: 365,
    statementTexts: 'without values',
    updateTrack: 'stable',
    pool: { max: 20, instances: 4 },
  },
};
