import type { Cloud } from '../access/identity';
import { ENTERPRISE_PLUS_REGIONS } from './regions';

export type Edition = 'ENTERPRISE' | 'ENTERPRISE_PLUS';

/** What Cloud SQL calls a tier: a machine, and the edition it exists in. */
export interface GoogleMachine {
  readonly type: string;
  readonly edition: Edition;
  /** GiB. */
  readonly memoryGib: number;
}

/** A size by name: the same vCPU and memory on every cloud. Smallest first, so that order is size. */
export interface Tier {
  readonly name: TierName;
  readonly vcpu: number;
  /** GiB of memory the instance class is sold with. */
  readonly memoryGib: number;
  /** RDS instance class. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
  readonly aws: string;
  readonly google: GoogleMachine;
  /** Clouds where it shares its processor (burstable): performance is not constant. */
  readonly burstable: readonly Cloud[];
  /** What the source document called it (seed 002 §10.2), where it did. */
  readonly seed?: string;
}

export const TIER_NAMES = [
  'micro',
  'small',
  'balanced-2',
  'medium',
  'balanced-4',
  'large',
  'balanced-8',
  'xlarge',
  '2xlarge',
] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** An Enterprise machine of one's own measure: 0.9 to 6.5 GB for each vCPU, in steps of 256 MB, 3840 MB at least. */
const custom = (vcpu: number, memoryGib: number): GoogleMachine => ({
  type: `db-custom-${String(vcpu)}-${String(memoryGib * 1024)}`,
  edition: 'ENTERPRISE',
  memoryGib,
});

/** Above 6.5 GB for each vCPU there is Enterprise Plus only: 8 GB for each. */
const performance = (vcpu: number): GoogleMachine => ({
  type: `db-perf-optimized-N-${String(vcpu)}`,
  edition: 'ENTERPRISE_PLUS',
  memoryGib: vcpu * 8,
});

/** A shared core outside the service level agreement: 1.7 GB. */
const SHARED_CORE: GoogleMachine = {
  type: 'db-g1-small',
  edition: 'ENTERPRISE',
  memoryGib: 1.7,
};

const tier = (
  name: TierName,
  vcpu: number,
  memoryGib: number,
  aws: string,
  google: GoogleMachine,
  rest: { burstable?: readonly Cloud[]; seed?: string } = {},
): Tier => ({
  name,
  vcpu,
  memoryGib,
  aws,
  google,
  burstable: [],
  ...rest,
});

/** Google's machines: "Instance settings" (Cloud SQL for PostgreSQL and for MySQL, updated 2026-04-10). */
export const TIERS: Readonly<Record<TierName, Tier>> = {
  micro: tier('micro', 2, 1, 'db.t4g.micro', SHARED_CORE, { burstable: ['aws', 'google'] }),
  small: tier('small', 2, 4, 'db.t4g.medium', custom(2, 4), {
    burstable: ['aws'],
    seed: 't3.medium',
  }),
  'balanced-2': tier('balanced-2', 2, 8, 'db.m7g.large', custom(2, 8)),
  medium: tier('medium', 2, 16, 'db.r7g.large', performance(2), { seed: 'r5.large' }),
  'balanced-4': tier('balanced-4', 4, 16, 'db.m7g.xlarge', custom(4, 16)),
  large: tier('large', 4, 32, 'db.r7g.xlarge', performance(4)),
  'balanced-8': tier('balanced-8', 8, 32, 'db.m7g.2xlarge', custom(8, 32)),
  xlarge: tier('xlarge', 8, 64, 'db.r7g.2xlarge', performance(8)),
  '2xlarge': tier('2xlarge', 16, 128, 'db.r7g.4xlarge', performance(16), { seed: 'r5.4xlarge' }),
};

/** Of several tiers asked for one instance, the one that holds them all: most memory, then most vCPU. */
export function largestTier(names: readonly [TierName, ...TierName[]]): TierName {
  return names.reduce((best, name) => (outranks(TIERS[name], TIERS[best]) ? name : best));
}

function outranks(a: Tier, b: Tier): boolean {
  return a.memoryGib !== b.memoryGib ? a.memoryGib > b.memoryGib : a.vcpu > b.vcpu;
}

/**
 * Class families a region does not offer, of those in the table. Source: the RDS instance classes by region of the AWS price
 * list, as cfn-lint 1.58.0 carries them (read 2026-11).
 */
const MISSING_FAMILIES: Readonly<Record<string, readonly string[]>> = {
  'af-south-1': ['db.m7g', 'db.r7g'],
  'ap-east-1': ['db.m7g'],
  'ap-southeast-4': ['db.r7g'],
  'ca-west-1': ['db.t4g', 'db.m7g'],
  'eu-west-3': ['db.r7g'],
  'me-central-1': ['db.r7g'],
};

/** Whether a region offers a tier's class family, or its Cloud SQL edition. */
export function offersTier(cloud: Cloud, region: string, name: TierName): boolean {
  const { aws, google } = TIERS[name];
  if (cloud === 'google') {
    return google.edition === 'ENTERPRISE' || ENTERPRISE_PLUS_REGIONS.includes(region);
  }
  const family = aws.slice(0, aws.lastIndexOf('.'));
  return !(MISSING_FAMILIES[region] ?? []).includes(family);
}

/** Days of transaction logs an edition keeps ("Point-in-time recovery", Cloud SQL, read 2026-08). */
export const LOG_DAYS: Readonly<Record<Edition, number>> = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 };

/** What the cloud calls a tier. */
export function machineOf(cloud: Cloud, name: TierName): string {
  return cloud === 'aws' ? TIERS[name].aws : TIERS[name].google.type;
}
