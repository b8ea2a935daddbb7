import { decide, type Decision } from '../decision';
import type { PresetName } from '../tables/presets';
import type { Compliance, Placement, Traffic } from '../language/service-language';

export interface PlacementFacts {
  readonly preset: PresetName;
  readonly traffic: Traffic;
  readonly compliance: readonly Compliance[];
  /** The group that names the service, where one does. */
  readonly group: string | undefined;
}

/**
 * Where a service goes when the estate does not say. Seed 002, 推奨構成表: high traffic → dedicated, medium → group, low or
 * development → shared, strict compliance → isolated. Staging keeps groups: it holds no regulated data (seed 002 §8.1).
 */
export function placementFor({
  preset,
  traffic,
  compliance,
  group,
}: PlacementFacts): Decision<Placement> {
  if (preset === 'development')
    return decide('shared', 'development shares one instance an engine', 'preset development');
  const grouped =
    group === undefined
      ? undefined
      : decide<Placement>('group', `group ${group} names the service`, 'placement table');
  if (preset === 'staging')
    return grouped ?? decide('dedicated', 'no group names the service', 'placement table');
  const regime = compliance[0];
  if (regime !== undefined)
    return decide(
      'isolated',
      `${regime} demands an instance of its own, with its own network and key`,
      'placement table',
    );
  if (traffic === 'high')
    return decide('dedicated', 'high traffic has an instance of its own', 'placement table');
  if (traffic === 'low' && grouped === undefined)
    return decide('shared', 'low traffic, and no group names the service', 'placement table');
  return grouped ?? decide('dedicated', 'no group names the service', 'placement table');
}

/** Why a stated placement is not allowed, or undefined where it is. */
export function refusedPlacement(
  placement: Placement,
  facts: PlacementFacts,
): { required: string; cure: string } | undefined {
  const regime = facts.compliance[0];
  if (facts.preset === 'production' && regime !== undefined && placement !== 'isolated') {
    return {
      required: `placement must be isolated in production under ${regime}`,
      cure: 'Leave placement out, or take the regime off the service.',
    };
  }
  if (facts.preset === 'production' && placement === 'shared' && facts.traffic === 'high') {
    return {
      required: 'placement must not be shared in production for high traffic',
      cure: 'Leave placement out, or write dedicated or group.',
    };
  }
  if (placement === 'group' && facts.group === undefined) {
    return {
      required: 'placement group needs a group that names the service',
      cure: 'Name the service under `groups` in estate.yaml.',
    };
  }
  return undefined;
}
