import { decide, type Decision } from '../decision';
import type {
  GoogleFoundation,
  GoogleNetworkPlan,
  GoogleRecoveryFoundation,
  GoogleStateStore,
  GoogleSubnetPlan,
  GoogleTarget,
} from '../deployment/google-deployment';
import type {
  EstateStatement,
  GoogleNetworkStatement,
  GoogleStatement,
} from '../language/estate-language';
import { statedByAll } from '../language/stated';
import type { YamlFile } from '../language/yaml-file';
import { recoverySubnetOf } from '../network/google-network-plan';
import type { PlacedInstance } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import { GOOGLE_QUOTAS } from '../tables/google-quotas';
import { refusedRecoveryState } from './recovery-state';
import type { Edition } from '../tables/tiers';
import type { MostReaders } from '../sizing/resolve-size';
import type { Recovery } from './recovery';

/** Where the statements of one environment are, below its `google`. */
export interface GoogleRecoveryFacts {
  readonly estate: YamlFile<EstateStatement>;
  readonly name: string;
  readonly google: GoogleStatement;
}

/** The region, project and account of what is in the recovery region. */
export function recoveryTargetOf(target: GoogleTarget, google: GoogleStatement): GoogleTarget {
  return { ...target, region: google.recoveryRegion };
}

/** Where the stacks of the recovery region keep their state: there, so that they can be planned while the primary region is dead. */
export function recoveryStateOf({ recoveryState }: GoogleStatement): GoogleStateStore {
  return recoveryState ? { kind: 'gcs', ...recoveryState } : { kind: 'local' };
}

/** Where runners in the recovery region have their addresses. */
export function planRecoverySubnet(
  { estate, name, google }: GoogleRecoveryFacts,
  statement: GoogleNetworkStatement,
  plan: Decision<GoogleNetworkPlan>,
  path: readonly PropertyKey[],
  problems: Problem[],
): Decision<GoogleSubnetPlan> | undefined {
  const at = (...rest: readonly PropertyKey[]): string =>
    estate.at('environments', name, 'google', ...path, ...rest) ?? 'estate.yaml';
  const subnet = recoverySubnetOf(statement, plan.value, google.recoveryRegion);
  if ('required' in subnet) {
    const place =
      statement.recoverySubnet === undefined ? at('network') : at('network', 'recoverySubnet');
    problems.push({ place, ...subnet });
    return undefined;
  }
  return decide(subnet, 'where runners in the recovery region have their addresses', at('network'));
}

/** What an environment has in its recovery region. */
export function resolveGoogleRecovery(
  facts: GoogleRecoveryFacts,
  { target, network }: Pick<GoogleFoundation, 'network' | 'target'>,
  operators: boolean,
  problems: Problem[],
): GoogleRecoveryFoundation | undefined {
  const { name, google } = facts;
  const subnet = planRecoverySubnet(facts, google.network, network, [], problems);
  if (!subnet) return undefined;
  return {
    stack: `${name}-google-recovery`,
    target: recoveryTargetOf(target, google),
    state: recoveryStateOf(google),
    subnet,
    operators,
  };
}

/** What is wrong with where the stacks of the recovery region keep their state. */
export function refusedGoogleRecoveryState(
  { estate, name, google }: GoogleRecoveryFacts,
  bootstrapping: boolean,
): Problem[] {
  const { state, recoveryState, recoveryRegion } = google;
  return refusedRecoveryState(
    {
      ...{ state, recoveryState, recoveryRegion },
      place: (...path) => estate.at('environments', name, 'google', ...path) ?? 'estate.yaml',
      isThere: (kmsKey) => kmsKey.includes(`/locations/${recoveryRegion}/`),
      key: `in ${recoveryRegion}`,
      printed: 'the name that `kura bootstrap --google` printed',
    },
    bootstrapping,
  );
}

/**
 * How many readers an instance may have beside the replicas that recover it: Cloud SQL counts the one in the recovery region, and while
 * it is rehearsed the one that its drill makes.
 */
export function mostReaders({ mechanisms, drills }: Recovery): MostReaders {
  const { quota } = GOOGLE_QUOTAS.readers;
  if (!mechanisms.some(({ value }) => value === 'recovery-replica'))
    return { most: quota, where: 'on Cloud SQL' };
  const isDrilled = drills.some(({ mechanism }) => mechanism === 'recovery-replica');
  return isDrilled
    ? {
        most: quota - 2,
        where: 'on Cloud SQL, beside the recovery replica and the one that its drill makes',
      }
    : { most: quota - 1, where: 'on Cloud SQL, beside the recovery replica' };
}

/** Whether the primary names its recovery replica as the one that takes over: Cloud SQL wants it to exist first. */
export function resolveDrReplica(
  { services }: PlacedInstance,
  environment: string,
  { edition, replica }: { readonly edition: Decision<Edition>; readonly replica: boolean },
  problems: Problem[],
): Decision<'planned' | 'designated'> {
  const stated = statedByAll(services, environment, 'drReplica');
  const own = stated.find(({ value }) => value === 'designated') ?? stated[0];
  if (!own)
    return decide('planned', 'named once it is deployed and `drReplica` says so', 'derived');
  if (!replica || edition.value !== 'ENTERPRISE_PLUS') {
    problems.push({
      place: own.place,
      required: replica
        ? `drReplica is of Enterprise Plus (here ${edition.reason})`
        : 'drReplica must have a recovery replica to speak of',
      got: quote(own.value),
      cure: replica
        ? 'Leave it out: the replica is promoted by itself, or take a tier of Enterprise Plus.'
        : 'Leave it out, or demand an objective for the loss of a region.',
    });
  }
  return decide(own.value, 'the service says so', own.place);
}
