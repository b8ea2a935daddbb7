import type { Decision } from '../decision';
import type { StoodBefore } from '../placement/instance-lock';
import type {
  GoogleInstance,
  GoogleNetworkPlan,
  GoogleRecoveryHome,
  GoogleTarget,
} from '../deployment/google-deployment';
import { entryOf } from '../language/stated';
import { tooLongGoogleNames } from '../placement/instance-ids';
import type { PlacedInstance } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import {
  planRecoverySubnet,
  recoveryStateOf,
  recoveryTargetOf,
  resolveDrReplica,
  type GoogleRecoveryFacts,
} from '../recovery/google-recovery-home';
import { isAway, resolveStanding, type Standing } from './resolve-standing';
import type { Preset } from '../tables/presets';
import { offersTier, type Edition, type TierName } from '../tables/tiers';

/** Of an instance on Google Cloud: how it stands, and what it has in the recovery region. */
export type GoogleStanding = Pick<Standing, 'recovery' | 'protects'> & {
  readonly facts: Standing['facts'] & Pick<GoogleInstance, 'recoveryHome'>;
};

export interface GoogleStandingFacts extends GoogleRecoveryFacts {
  readonly preset: Preset;
  readonly identifier: string;
  readonly before: StoodBefore | undefined;
  readonly target: GoogleTarget;
  /** Of an isolated instance. */
  readonly ownNetwork: Decision<GoogleNetworkPlan> | undefined;
  readonly tier: Decision<TierName>;
  readonly edition: Decision<Edition>;
  readonly storage: number;
}

export function resolveGoogleStanding(
  placed: PlacedInstance,
  standing: GoogleStandingFacts,
  problems: Problem[],
): GoogleStanding {
  const { estate, name: environment, preset, identifier, before, storage, edition } = standing;
  const { timeZone } = estate.statement;
  const { recovery, protects, promoted, facts } = resolveStanding(
    placed,
    { cloud: 'google', environment, preset, timeZone, identifier, before, storage },
    problems,
  );
  const replica = isAway(recovery);
  const drReplica = resolveDrReplica(placed, environment, { edition, replica }, problems);
  const recoveryHome = replica
    ? homeOf(placed, standing, { drReplica, promoted }, problems)
    : undefined;
  return { recovery, protects, facts: { ...facts, ...(recoveryHome ? { recoveryHome } : {}) } };
}

function homeOf(
  placed: PlacedInstance,
  { estate, name, google, identifier, target, ownNetwork, tier }: GoogleStandingFacts,
  { drReplica, promoted }: Pick<GoogleRecoveryHome, 'drReplica' | 'promoted'>,
  problems: Problem[],
): GoogleRecoveryHome {
  const there = recoveryTargetOf(target, google);
  const own = `${identifier}-recovery`;
  const { service } = placed.services[0].statement;
  problems.push(...tooLongGoogleNames(placed, own));
  if (!offersTier('google', there.region, tier.value)) {
    problems.push({
      place: estate.at('environments', name, 'google', 'recoveryRegion') ?? 'estate.yaml',
      required: `the recovery region must have the edition of ${tier.value}, of which the recovery replica is`,
      got: quote(there.region),
      cure: 'Take another recovery region, or another tier.',
    });
  }
  const entry = ownNetwork && entryOf(google.isolated, service);
  const facts = { estate, name, google };
  const subnet =
    entry && planRecoverySubnet(facts, entry.network, ownNetwork, ['isolated', service], problems);
  return {
    stack: `${name}-google-${placed.id.value}-recovery`,
    identifier: own,
    target: there,
    state: recoveryStateOf(google),
    promoted,
    ...(subnet ? { ownSubnet: subnet } : {}),
    drReplica,
  };
}
