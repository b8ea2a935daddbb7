import type { Cloud } from '../access/identity';
import type { AwsInstanceDecisions } from '../deployment/aws-deployment';
import { decide, type Decision } from '../decision';
import type { SharedDecisions } from '../deployment/facts';
import type { PlacedInstance } from '../placement/place-services';
import type { Preset } from '../tables/presets';
import { oneOf, quote, type Problem } from '../problem';
import { formatSize } from '../values/size';
import { statedByAll, type Stated } from '../language/stated';
import { GP3, gp3Of, storageFor } from './storage';
import {
  largestTier,
  LOG_DAYS,
  machineOf,
  offersTier,
  TIER_NAMES,
  TIERS,
  type TierName,
} from '../tables/tiers';

/** Of several stated numbers, the largest and its place. */
export function largest<Value extends number>(
  all: readonly Stated<Value>[],
): Stated<Value> | undefined {
  return all.reduce<Stated<Value> | undefined>(
    (best, next) => (best === undefined || next.value > best.value ? next : best),
    undefined,
  );
}

/** The largest tier the services ask for; the preset’s where none asks. The preset and the region must have it. */
export function resolveTier(
  { services }: Pick<PlacedInstance, 'services'>,
  environment: string,
  preset: Preset,
  { cloud, region }: { readonly cloud: Cloud; readonly region: string },
  problems: Problem[],
): Decision<TierName> {
  const [firstStated, ...rest] = statedByAll(services, environment, 'tier');
  const tier = firstStated
    ? statedTier([firstStated, ...rest])
    : decide(
        preset.tier,
        `the preset’s size (seed 002 §10.2: ${TIERS[preset.tier].seed ?? preset.tier})`,
        `preset ${preset.name}`,
      );
  const shares = (name: TierName): boolean => TIERS[name].burstable.includes(cloud);
  const keeps = (name: TierName): boolean =>
    cloud === 'aws' || LOG_DAYS[TIERS[name].google.edition] >= preset.backupRetentionDays;
  // What a message names must hold when it is written.
  const allows = (name: TierName): boolean =>
    keeps(name) && (!shares(name) || preset.burstable.includes(name));
  const place = firstStated ? tier.place : (services[0].at('service') ?? services[0].file);
  if (shares(tier.value) && !preset.burstable.includes(tier.value)) {
    problems.push({
      place,
      required: `tier must be ${oneOf(TIER_NAMES.filter(allows))} in ${preset.name}`,
      got: quote(tier.value),
      cure:
        tier.value === 'micro'
          ? 'A shared core has no steady performance: take a larger one.'
          : 'A burstable class runs out of credits under load: take a larger one.',
    });
  }
  if (!offersTier(cloud, region, tier.value)) {
    const offered = TIER_NAMES.filter((name) => allows(name) && offersTier(cloud, region, name));
    const machine = machineOf(cloud, tier.value);
    problems.push(
      offered.length > 0
        ? {
            place,
            required: `tier must be one that ${region} has (${oneOf(offered)})`,
            got: `${quote(tier.value)}, which is ${machine}`,
            cure: 'Write another `tier:`, or take another region.',
          }
        : {
            place,
            required: `a region that has a tier for ${preset.name} is required`,
            got: `${quote(region)}, which has no ${machine}`,
            cure: 'Take another region.',
          },
    );
  }
  return tier;
}

function statedTier(all: readonly [Stated<TierName>, ...Stated<TierName>[]]): Decision<TierName> {
  const [first, ...rest] = all;
  const value = largestTier([first.value, ...rest.map((each) => each.value)]);
  const source = all.find((each) => each.value === value) ?? first;
  const reason =
    rest.length > 0
      ? `the largest of ${String(all.length)} that the services here ask for`
      : 'the service says so';
  return decide(value, reason, source.place);
}

/** How many readers the cloud takes, and where that is so. */
export interface MostReaders {
  readonly most: number;
  readonly where: string;
}

/** The most readers a service asks for; the preset’s number where none asks. */
export function resolveReaders(
  { services }: PlacedInstance,
  environment: string,
  preset: Preset,
  problems: Problem[],
  clouds?: MostReaders,
): Decision<number> {
  const own = largest(statedByAll(services, environment, 'readers'));
  if (!own)
    return decide(
      preset.readers.byDefault,
      'the preset’s number (seed 002 §10.2)',
      `preset ${preset.name}`,
    );
  const most = Math.min(preset.readers.atMost, clouds?.most ?? Infinity);
  if (own.value > most) {
    problems.push({
      place: own.place,
      required: `readers must be ${String(most)} at most ${most === preset.readers.atMost ? `in ${preset.name}` : (clouds?.where ?? '')}`,
      got: String(own.value),
      cure: 'Lower it there with `overrides`.',
    });
  }
  return decide(
    own.value,
    services.length > 1 ? 'the most that a service here asks for' : 'the service says so',
    own.place,
  );
}

/** One disk for all services: the sum of what they ask for, else a year of their growth. */
export function resolveStorage(
  { services }: PlacedInstance,
  environment: string,
  problems: Problem[],
): Pick<SharedDecisions, 'storage' | 'storageCeiling'> {
  const sizes = statedByAll(services, environment, 'storage');
  const growths = statedByAll(services, environment, 'growth');
  const sum = (all: readonly Stated<number>[]): number =>
    all.reduce((total, { value }) => total + value, 0);
  const { storage, ceiling } = storageFor(sum(sizes), sum(growths));
  const first = sizes.length > 0 ? sizes : growths;
  if (sum(first) > GP3.roomy * 1024 ** 3) {
    problems.push({
      place: first.at(-1)?.place ?? 'estate.yaml',
      required: 'storage, or a year of growth, must be 58 TiB at most on one instance',
      got: formatSize(sum(first)),
      cure: 'Lower it, or place the service elsewhere.',
    });
  }
  const growth = growths.length > 0 ? `${formatSize(sum(growths))}/year` : 'no stated growth';
  const place = growths[0]?.place ?? 'storage table';
  return {
    storage:
      sizes.length > 0
        ? decide(storage, 'GiB, what the services ask for, 20 at least', sizes[0]?.place ?? place)
        : decide(storage, `GiB, a year of ${growth}, 20 at least`, place),
    storageCeiling: decide(
      ceiling,
      `GiB, twice the disk or five years of ${growth}, whichever is more`,
      place,
    ),
  };
}

/** gp3's own figures: named where the disk is large enough for RDS to take them. */
export function throughputOf(storage: number): Pick<AwsInstanceDecisions, 'iops' | 'throughput'> {
  const { iops, throughput } = gp3Of(storage);
  return {
    iops: decide(
      iops,
      iops === null ? 'gp3 below 400 GiB takes none' : 'the baseline of gp3 from 400 GiB on',
      'storage table',
    ),
    throughput: decide(
      throughput,
      throughput === null
        ? 'gp3 below 400 GiB takes none'
        : 'MiB/s, the baseline of gp3 from 400 GiB on',
      'storage table',
    ),
  };
}

/** Performance Insights does not run on MySQL’s smallest classes ("Performance Insights support", RDS user guide, read 2026-08). */
export function insightsOf(
  preset: Preset,
  engine: PlacedInstance['engine'],
  tier: TierName,
): Pick<AwsInstanceDecisions, 'insightsMode' | 'insightsRetentionDays'> {
  const place = `preset ${preset.name}`;
  const mode = decide(preset.insights.mode, 'Database Insights', place);
  return engine === 'mysql' && tier === 'micro'
    ? {
        insightsMode: mode,
        insightsRetentionDays: decide(
          null,
          'MySQL has no Performance Insights on this class',
          'tier table',
        ),
      }
    : {
        insightsMode: mode,
        insightsRetentionDays: decide(
          preset.insights.retentionDays,
          `days, as ${preset.insights.mode} mode requires`,
          place,
        ),
      };
}
