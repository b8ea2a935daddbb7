import type { Decision } from '../decision';
import type { AwsInstance, AwsRecoveryHome, AwsTarget } from '../deployment/aws-deployment';
import type { StoodBefore } from '../placement/instance-lock';
import { entryOf, statedByAll } from '../language/stated';
import { tooLongAwsNames } from '../placement/instance-ids';
import type { PlacedInstance } from '../placement/place-services';
import { oneOf, quote, type Problem } from '../problem';
import {
  planAwsRecoveryNetwork,
  recoveryStateOf,
  recoveryTargetOf,
  type AwsRecoveryFacts,
} from '../recovery/aws-recovery-home';
import { offersTier, type TierName } from '../tables/tiers';
import { REPLICATED_BACKUP_REGIONS } from '../tables/regions';
import { hasOne, isAway, resolveStanding, type Standing } from './resolve-standing';

/** Of an instance on AWS: how it stands, and what it has in the recovery region. */
export type AwsStanding = Pick<Standing, 'recovery' | 'protects'> & {
  readonly facts: Standing['facts'] & Pick<AwsInstance, 'recoveryHome'>;
};

export interface AwsStandingFacts extends AwsRecoveryFacts {
  readonly identifier: string;
  readonly before: StoodBefore | undefined;
  readonly target: AwsTarget;
  readonly isolated: boolean;
  readonly tier: Decision<TierName>;
  readonly storage: number;
}

export function resolveAwsStanding(
  placed: PlacedInstance,
  standing: AwsStandingFacts,
  problems: Problem[],
): AwsStanding {
  const { estate, name: environment, preset, identifier, before, storage, target } = standing;
  const { recovery, protects, promoted, facts } = resolveStanding(
    placed,
    {
      ...{ cloud: 'aws', environment, preset, identifier, before, storage },
      timeZone: estate.statement.timeZone,
      placesOf: (away) => ({
        ...{ account: target.account, region: target.region, recovery: away },
        recoveryRegion: standing.aws.recoveryRegion,
      }),
    },
    problems,
  );
  problems.push(...designationsOnAws(placed, environment));
  const recoveryHome = isAway(recovery)
    ? homeOf(placed, standing, { recovery, promoted }, problems)
    : undefined;
  return { recovery, protects, facts: { ...facts, ...(recoveryHome ? { recoveryHome } : {}) } };
}

function homeOf(
  placed: PlacedInstance,
  { estate, name, preset, aws, identifier, target, isolated, tier }: AwsStandingFacts,
  { recovery, promoted }: Pick<Standing, 'recovery' | 'promoted'>,
  problems: Problem[],
): AwsRecoveryHome {
  const there = recoveryTargetOf(target, aws);
  const own = `${identifier}-recovery`;
  const [first] = placed.services;
  const service = first.statement.service;
  const place = estate.at('environments', name, 'aws', 'recoveryRegion') ?? 'estate.yaml';
  problems.push(...tooLongAwsNames(placed, own, 0, isolated));
  if (!offersTier('aws', there.region, tier.value)) {
    problems.push({
      place,
      required: `the recovery region must have the instances of ${tier.value}, which come up there`,
      got: quote(there.region),
      cure: 'Take another recovery region, or another tier.',
    });
  }
  const regions = REPLICATED_BACKUP_REGIONS[target.region] ?? [];
  if (hasOne(recovery, 'replicated-backups') && !regions.includes(there.region)) {
    problems.push({
      place,
      required: `RDS must replicate backups from ${target.region} into the recovery region (${oneOf(regions)})`,
      got: quote(there.region),
      cure: 'Take one of these, or demand an RPO that the recovery replica meets.',
    });
  }
  const entry = isolated ? entryOf(aws.isolated, service) : undefined;
  const facts = { estate, name, preset, aws };
  const network = entry && planAwsRecoveryNetwork(facts, entry, ['isolated', service], problems);
  return {
    stack: `${name}-aws-${placed.id.value}-recovery`,
    identifier: own,
    target: there,
    state: recoveryStateOf(aws),
    promoted,
    ...(network ? { ownNetwork: network } : {}),
  };
}

function designationsOnAws({ services }: PlacedInstance, environment: string): Problem[] {
  return statedByAll(services, environment, 'drReplica').map(({ value, place }) => ({
    place,
    required: 'drReplica is of Google',
    got: quote(value),
    cure: 'Leave it out: RDS promotes its recovery replica when it is told to.',
  }));
}
