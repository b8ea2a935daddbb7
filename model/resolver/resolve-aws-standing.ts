import type { Decision } from '../decision';
import type { AwsInstance, AwsRecoveryHome, AwsTarget } from '../deployment/aws-deployment';
import type { StoodBefore } from '../placement/instance-lock';
import { entryOf, statedByAll } from '../language/stated';
import { tooLongAwsNames, tooLongRestores } from '../placement/instance-ids';
import type { PlacedInstance } from '../placement/place-services';
import { oneOf, quote, type Problem } from '../problem';
import {
  planAwsRecoveryNetwork,
  recoveryStateOf,
  recoveryTargetOf,
  type AwsRecoveryFacts,
} from '../recovery/aws-recovery-home';
import { resolveLifecycle, type Lifecycle } from '../recovery/resolve-lifecycle';
import { asItStands } from '../recovery/as-it-stands';
import { resolveRecovery } from '../recovery/resolve-recovery';
import {
  resolveActive,
  resolveRestores,
  strangersAmongApprovals,
  type RestoreFacts,
} from '../recovery/resolve-restores';
import { offersTier, type TierName } from '../tables/tiers';
import { REPLICATED_BACKUP_REGIONS } from '../tables/regions';
import type { Recovery } from '../recovery/recovery';

/** Of an instance on AWS: whether it serves, what recovers it, and what stands beside it. */
export interface AwsStanding extends Pick<Lifecycle, 'protects'> {
  readonly recovery: Recovery;
  readonly facts: Pick<
    AwsInstance,
    'lifecycle' | 'breakGlass' | 'recovery' | 'restores' | 'active' | 'recoveryHome'
  >;
}

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
  const { estate, name: environment, preset, identifier, before, storage } = standing;
  const { timeZone } = estate.statement;
  const { protects, ...lifecycle } = resolveLifecycle(
    placed,
    { environment, preset, timeZone, before: before?.state },
    problems,
  );
  const sized = { cloud: 'aws', environment, preset, storage } as const;
  const recovery = resolveRecovery(placed, sized, problems);
  const has = (mechanism: string): boolean =>
    recovery.mechanisms.some(({ value }) => value === mechanism);
  const away = ['recovery-replica', 'replicated-backups', 'vault-copy'].some((each) => has(each));
  const asked: RestoreFacts = {
    cloud: 'aws',
    ...{ environment, identifier, timeZone, lifecycle: { protects } },
    served: [
      ...statedByAll(placed.services, environment, 'active').map(({ value }) => value),
      ...(before ? [before.active] : []),
    ],
    replica: has('recovery-replica'),
    places: {
      account: standing.target.account,
      region: standing.target.region,
      recoveryRegion: standing.aws.recoveryRegion,
      recovery: away,
    },
    replicatedBackups: has('replicated-backups'),
  };
  const restores = resolveRestores(placed, asked, problems);
  problems.push(
    ...tooLongRestores(placed, restores),
    ...strangersAmongApprovals(lifecycle.breakGlass, asked.replica, restores),
  );
  problems.push(...designationsOnAws(placed, environment));
  const active = resolveActive(placed, { ...asked, before: before?.active }, restores, problems);
  const promoted = active.value === 'recovery' || before?.promoted === true;
  const recoveryHome = away
    ? homeOf(placed, standing, { ...recovery, promoted }, problems)
    : undefined;
  return {
    recovery,
    protects,
    facts: {
      ...lifecycle,
      recovery: asItStands(recovery, { active, restores, lifecycle: lifecycle.lifecycle.value }),
      restores,
      active,
      ...(recoveryHome ? { recoveryHome } : {}),
    },
  };
}

function homeOf(
  placed: PlacedInstance,
  { estate, name, preset, aws, identifier, target, isolated, tier }: AwsStandingFacts,
  { mechanisms, promoted }: Pick<Recovery, 'mechanisms'> & Pick<AwsRecoveryHome, 'promoted'>,
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
  if (
    mechanisms.some(({ value }) => value === 'replicated-backups') &&
    !regions.includes(there.region)
  ) {
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
