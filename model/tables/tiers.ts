/** A size by name: the same vCPU and memory on every cloud. Smallest first, so that order is size. */
export interface Tier {
  readonly name: TierName;
  readonly vcpu: number;
  /** GiB of memory the instance class is sold with. */
  readonly memoryGib: number;
  /** RDS instance class. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
  readonly aws: string;
  /** Shares its processor (burstable): performance is not constant. */
  readonly burstable: boolean;
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

const tier = (
  name: TierName,
  vcpu: number,
  memoryGib: number,
  aws: string,
  rest: { burstable?: boolean; seed?: string } = {},
): Tier => ({
  name,
  vcpu,
  memoryGib,
  aws,
  burstable: false,
  ...rest,
});

export const TIERS: Readonly<Record<TierName, Tier>> = {
  micro: tier('micro', 2, 1, 'db.t4g.micro', { burstable: true }),
  small: tier('small', 2, 4, 'db.t4g.medium', { burstable: true, seed: 't3.medium' }),
  'balanced-2': tier('balanced-2', 2, 8, 'db.m7g.large'),
  medium: tier('medium', 2, 16, 'db.r7g.large', { seed: 'r5.large' }),
  'balanced-4': tier('balanced-4', 4, 16, 'db.m7g.xlarge'),
  large: tier('large', 4, 32, 'db.r7g.xlarge'),
  'balanced-8': tier('balanced-8', 8, 32, 'db.m7g.2xlarge'),
  xlarge: tier('xlarge', 8, 64, 'db.r7g.2xlarge'),
  '2xlarge': tier('2xlarge', 16, 128, 'db.r7g.4xlarge', { seed: 'r5.4xlarge' }),
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

/** Whether a region offers an instance class’s family. */
export function hasClassFamily(region: string, instanceClass: string): boolean {
  const family = instanceClass.slice(0, instanceClass.lastIndexOf('.'));
  return !(MISSING_FAMILIES[region] ?? []).includes(family);
}
