import type { Decision } from '../decision';
import type { StoodBefore } from '../placement/instance-lock';
import type {
  GoogleInstance,
  GoogleNetworkPlan,
  GoogleRecoveryHome,
  GoogleTarget,
} from '../deployment/google-deployment';
import { entryOf, statedByAll } from '../language/stated';
import { tooLongGoogleNames, tooLongRestores } from '../placement/instance-ids';
import type { PlacedInstance } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import {
  planRecoverySubnet,
  recoveryStateOf,
  recoveryTargetOf,
  resolveDrReplica,
  type GoogleRecoveryFacts,
} from '../recovery/google-recovery-home';
import type { Recovery } from '../recovery/recovery';
import { resolveLifecycle, type Lifecycle } from '../recovery/resolve-lifecycle';
import { asItStands } from '../recovery/as-it-stands';
import { resolveRecovery } from '../recovery/resolve-recovery';
import {
  resolveActive,
  resolveRestores,
  strangersAmongApprovals,
  type RestoreFacts,
} from '../recovery/resolve-restores';
import type { Preset } from '../tables/presets';
import { offersTier, type Edition, type TierName } from '../tables/tiers';

/** Of an instance on Google Cloud: whether it serves, what recovers it, and what stands beside it. */
export interface GoogleStanding extends Pick<Lifecycle, 'protects'> {
  readonly recovery: Recovery;
  readonly facts: Pick<
    GoogleInstance,
    'lifecycle' | 'breakGlass' | 'recovery' | 'restores' | 'active' | 'recoveryHome'
  >;
}

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
  const { estate, name: environment, preset, identifier, before, storage } = standing;
  const { timeZone } = estate.statement;
  const { protects, ...lifecycle } = resolveLifecycle(
    placed,
    { environment, preset, timeZone, before: before?.state },
    problems,
  );
  const sized = { cloud: 'google', environment, preset, storage } as const;
  const recovery = resolveRecovery(placed, sized, problems);
  const replica = recovery.mechanisms.some(({ value }) => value === 'recovery-replica');
  const asked: RestoreFacts = {
    cloud: 'google',
    ...{ environment, identifier, timeZone, lifecycle: { protects } },
    served: [
      ...statedByAll(placed.services, environment, 'active').map(({ value }) => value),
      ...(before ? [before.active] : []),
    ],
    ...{ replica, replicatedBackups: false },
  };
  const restores = resolveRestores(placed, asked, problems);
  problems.push(
    ...tooLongRestores(placed, restores),
    ...strangersAmongApprovals(lifecycle.breakGlass, asked.replica, restores),
  );
  const active = resolveActive(placed, { ...asked, before: before?.active }, restores, problems);
  const { edition } = standing;
  const drReplica = resolveDrReplica(placed, environment, { edition, replica }, problems);
  const promoted = active.value === 'recovery' || before?.promoted === true;
  const recoveryHome = replica
    ? homeOf(placed, standing, { drReplica, promoted }, problems)
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
