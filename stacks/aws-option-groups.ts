import type { Construct } from 'constructs';
import { addressOf } from '../constructs/address';
import { OptionGroup } from '../constructs/aws/option-group';
import {
  auditSettings,
  endingOf,
  optionGroupName,
  optionGroupOf,
  type OptionGroupPlan,
} from '../model/audit/option-groups';
import type { AwsInstance } from '../model/deployment/aws-deployment';

export interface OptionGroupsChoice {
  readonly address: string;
  /** How the network’s names begin. */
  readonly prefix: string;
}

/** Those of the instances of a network, which find them by their names. */
export function createAwsOptionGroups(
  scope: Construct,
  choice: OptionGroupsChoice,
  plans: readonly OptionGroupPlan[],
): void {
  for (const plan of plans) createOptionGroup(scope, choice, plan);
}

/** An instance’s in one region: its network’s, or one of its own where it is isolated. PostgreSQL has none. */
export function findOrMakeAwsOptionGroup(
  scope: Construct,
  instance: AwsInstance,
  { prefix, isolated }: { readonly prefix: string; readonly isolated: boolean },
): { readonly name: string } | undefined {
  const plan = optionGroupOf(instance);
  if (!plan) return undefined;
  if (!isolated) return { name: optionGroupName(prefix, plan) };
  return createOptionGroup(scope, { address: instance.id, prefix }, plan);
}

function createOptionGroup(
  scope: Construct,
  { address, prefix }: OptionGroupsChoice,
  plan: OptionGroupPlan,
): OptionGroup {
  const { engineVersion, data } = plan;
  const ending = endingOf(plan);
  return new OptionGroup(scope, `option-group-${ending}`, {
    address: addressOf(address, ending),
    name: optionGroupName(prefix, plan),
    description: `Audit log of ${prefix} for ${data} data`,
    engineVersion,
    audit: auditSettings(data),
  });
}
