import type { AwsFoundation, AwsInstance } from '../../model/deployment/aws-deployment';
import { declareAwsDrill } from '../../model/recovery/declare-drill';
import type { AwsDrillOrder } from '../../model/recovery/drill-order';
import { servingOf } from '../../model/recovery/serving';
import { recoveryPrefix, type Home } from '../serving-home';
import type { ChosenDrill } from './choose-drill';

/** Where a drill runs on AWS: whose runner it is, and how the names of the network there begin. */
export interface AwsDrillHome {
  readonly home: Home<AwsInstance>;
  readonly network: string;
}

export function drillHome(
  instance: AwsInstance,
  { prefix }: AwsFoundation,
  { runsIn }: ChosenDrill,
): AwsDrillHome {
  const { recoveryHome, ownNetwork } = instance;
  if (runsIn === 'primary' || !recoveryHome) {
    return { home: instance, network: ownNetwork ? instance.identifier : prefix };
  }
  const own = recoveryHome.ownNetwork !== undefined;
  return { home: recoveryHome, network: own ? recoveryHome.identifier : recoveryPrefix(prefix) };
}

/** The group of databases that let runners in: `passageDatabasesName` of the constructs, which would load cdktf for a name. */
export const runnerGroup = ({ network }: AwsDrillHome): string => `${network}-runner-databases`;

/**
 * The order that the schedule has, but for the group’s id, which AWS alone knows. It names what the stacks name: the network’s subnet
 * group is called as the network is, and parameters as the instance and their family.
 */
export function awsOrder(
  instance: AwsInstance,
  drill: ChosenDrill,
  { home, network }: AwsDrillHome,
  securityGroup: string,
): AwsDrillOrder {
  const { identifier, recoveryHome, target, decisions } = instance;
  const family = decisions.parameterFamily.value.replaceAll('.', '-');
  const serving = servingOf({ ...instance, region: target.region, readers: 0 });
  return declareAwsDrill(instance, drill, {
    stack: home.stack,
    source:
      drill.mechanism === 'recovery-replica' && recoveryHome
        ? recoveryHome.identifier
        : serving.identifier,
    subnetGroup: network,
    securityGroups: [securityGroup],
    parameterGroup: `${identifier}-${family}`,
  });
}
