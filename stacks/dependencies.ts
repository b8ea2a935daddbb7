import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import type { GoogleFoundation } from '../model/deployment/google-deployment';
import { servesIn } from '../model/recovery/serving';
import { foundationOf } from './foundation-of';

/**
 * For every stack, those that must be deployed before it, whether or not they are built now. What is in the recovery region waits for
 * the primary's only while that serves: `cdktf deploy` demands what a stack waits for, and none of it is to be had when the region is
 * lost. What is retired goes in the order in which the cloud lets it. Nothing waits for the trail’s stacks, though they come first: other
 * hands deploy them, and no run of `cdktf deploy` has both hands’ credentials.
 */
export function dependenciesOf(deployment: Deployment): ReadonlyMap<string, readonly string[]> {
  const { foundations, instances } = deployment;
  return new Map([
    ...foundations.flatMap((foundation): Waiting[] => {
      const { stack, recovery, audit } = foundation;
      const shared = sharesNetwork(deployment, foundation);
      return [
        [audit.primary.stack, []],
        ...(audit.recovery ? [waits(audit.recovery.stack, [])] : []),
        [stack, []],
        ...(recovery ? [waits(recovery.stack, shared ? [stack] : [])] : []),
      ];
    }),
    ...instances.flatMap((instance): Waiting[] => {
      const { stack, recoveryHome } = instance;
      const shared = needsFoundation(deployment, instance);
      return [
        [
          stack,
          [
            ...(shared ? [foundationOf(deployment, instance).stack] : []),
            ...(recoveryHome && leavesBy(instance) === 'recovery' ? [recoveryHome.stack] : []),
          ],
        ],
        ...(recoveryHome
          ? [waits(recoveryHome.stack, recoveryWaitsFor(deployment, instance))]
          : []),
      ];
    }),
  ]);
}

/** A stack, and those it waits for. */
type Waiting = readonly [string, readonly string[]];

const waits = (stack: string, others: readonly string[]): Waiting => [stack, others];

/** Google's networks span regions: a subnet in the recovery region is of the primary's. */
function sharesNetwork({ instances }: Deployment, { cloud, environment }: Foundation): boolean {
  return (
    cloud === 'google' &&
    instances
      .filter((each) => each.cloud === cloud && each.environment === environment)
      .every((instance) => servesIn(instance) === 'primary')
  );
}

function recoveryWaitsFor(deployment: Deployment, instance: Instance): string[] {
  const { stack, lifecycle, ownNetwork } = instance;
  const { recovery } = foundationOf(deployment, instance);
  const isAlive = servesIn(instance) === 'primary' && lifecycle.value !== 'retired';
  const isLast = isAlive || leavesBy(instance) === 'primary';
  return [...(recovery && !ownNetwork ? [recovery.stack] : []), ...(isLast ? [stack] : [])];
}

/**
 * Whose stack a retired instance leaves by first: of a pair the replica, since Cloud SQL deletes no primary that has one, and RDS would
 * make MySQL’s an instance of its own. Which that is turns round when the recovery region serves.
 */
function leavesBy(instance: Instance): 'primary' | 'recovery' | undefined {
  if (instance.lifecycle.value !== 'retired') return undefined;
  return servesIn(instance) === 'primary' ? 'recovery' : 'primary';
}

/** An isolated instance has a network of its own; in a Google project that it shares, its logs go by the foundation’s sink. */
function needsFoundation(deployment: Deployment, instance: Instance): boolean {
  if (!instance.ownNetwork) return true;
  return (
    instance.cloud === 'google' &&
    instance.target.project === foundationOf<GoogleFoundation>(deployment, instance).target.project
  );
}
