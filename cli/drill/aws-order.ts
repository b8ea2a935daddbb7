import { optionGroupName, optionGroupOf } from '../../model/audit/option-groups';
import type { AwsFoundation, AwsInstance, AwsTarget } from '../../model/deployment/aws-deployment';
import { declareAwsDrill } from '../../model/recovery/declare-drill';
import type { AwsDrillOrder } from '../../model/recovery/drill-order';
import { servingOf } from '../../model/recovery/serving';
import type { RunnerFunction } from '../aws-function';
import { recoveryPrefix } from '../serving-home';
import type { ChosenDrill } from './choose-drill';

/** Where a drill runs on AWS: the function of the network there, and how that network’s names begin. */
export interface AwsDrillHome {
  readonly runner: RunnerFunction;
  readonly network: string;
}

export function drillHome(
  { identifier, stack, target, ownNetwork, recoveryHome }: AwsInstance,
  foundation: AwsFoundation,
  { runsIn }: ChosenDrill,
): AwsDrillHome {
  const { prefix, recovery } = foundation;
  if (runsIn === 'primary' || !recoveryHome) {
    return ownNetwork
      ? homeOf(identifier, stack, target)
      : homeOf(prefix, foundation.stack, target);
  }
  const there = recoveryHome.target;
  return recoveryHome.ownNetwork || !recovery
    ? homeOf(recoveryHome.identifier, recoveryHome.stack, there)
    : homeOf(recoveryPrefix(prefix), recovery.stack, there);
}

/** The function’s name is `drillFunctionName` of the constructs, which would load cdktf for a name. */
function homeOf(network: string, stack: string, { account, region }: AwsTarget): AwsDrillHome {
  return { runner: { name: `${network}-drill`, region, account, stack }, network };
}

/** The group of copies: `passageDatabasesName` of the constructs, which would load cdktf for a name. */
export const copiesGroup = ({ network }: AwsDrillHome): string => `${network}-drill-databases`;

/**
 * The order that the schedule has, but for the group’s id, which AWS alone knows. It names what the stacks name: the network’s subnet
 * group is called as the network is, its option groups begin so, and parameters are called as the instance and their family.
 */
export function awsOrder(
  instance: AwsInstance,
  drill: ChosenDrill,
  { runner: { stack }, network }: AwsDrillHome,
  securityGroup: string,
): AwsDrillOrder {
  const { identifier, recoveryHome, target, decisions } = instance;
  const options = optionGroupOf(instance);
  const family = decisions.parameterFamily.value.replaceAll('.', '-');
  const serving = servingOf({ ...instance, region: target.region, readers: 0 });
  return declareAwsDrill(instance, drill, {
    stack,
    source:
      drill.mechanism === 'recovery-replica' && recoveryHome
        ? recoveryHome.identifier
        : serving.identifier,
    subnetGroup: network,
    securityGroups: [securityGroup],
    parameterGroup: `${identifier}-${family}`,
    optionGroup: options && optionGroupName(network, options),
  });
}
