import type { Construct } from 'constructs';
import { Drill } from '../constructs/aws/drill';
import type { ScheduleRole } from '../constructs/aws/schedule-role';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import { declareAwsDrill } from '../model/recovery/declare-drill';
import { drillTimes } from '../model/recovery/drill-times';
import { rehearsedIn } from '../model/recovery/rehearsals';
import { scheduleGroupName, type AwsCommons } from './aws-commons';
import { drillScheduleNames } from './aws-drill-schedules';
import type { PlacedNetwork } from './aws-network';

export interface AwsDrillsChoice {
  readonly region: 'primary' | 'recovery';
  /** How the names of its schedules begin. */
  readonly identifier: string;
  /** The instance that is copied, by what is rehearsed. */
  readonly sourceOf: (mechanism: string) => string;
  /** How the names of the network begin. */
  readonly prefix: string;
}

export interface AwsDrillsWiring {
  readonly role: ScheduleRole | undefined;
  readonly key: { readonly arn: string };
  readonly network: PlacedNetwork;
  readonly parameterGroup: { readonly name: string };
  readonly optionGroup: { readonly name: string } | undefined;
  readonly commons: AwsCommons;
}

/**
 * What is rehearsed of an instance in a region: it orders it, and what shares its network does it. The copies stand in a group of their
 * own, which lets in nobody but that.
 */
export function createAwsDrills(
  scope: Construct,
  instance: AwsInstance,
  { region, identifier, sourceOf, prefix }: AwsDrillsChoice,
  { role, key, network, parameterGroup, optionGroup, commons }: AwsDrillsWiring,
): void {
  const { id: address, decisions } = instance;
  const { drills, scheduleGroup, alarms } = commons;
  if (!role || !drills) return;
  const { stack, functionArn, databasesId } = drills;
  for (const drill of rehearsedIn(instance, region)) {
    const order = declareAwsDrill(instance, drill, {
      stack,
      source: sourceOf(drill.mechanism),
      subnetGroup: network.subnetGroupName,
      securityGroups: [databasesId],
      parameterGroup: parameterGroup.name,
      optionGroup: optionGroup?.name,
    });
    const times = drillTimes({
      name: `${identifier} ${order.mechanism}`,
      longest: order.longest,
      backupWindow: decisions.backupWindow.value,
      maintenanceWindow: decisions.maintenanceWindow.value,
    });
    const schedules = drillScheduleNames(order, identifier);
    const group = scheduleGroupName(prefix);
    new Drill(
      scope,
      `drill-${order.mechanism}`,
      { address, group, order, times, schedules, actions: alarms.actions },
      { functionArn, role, key, scheduleGroup },
    );
  }
}
