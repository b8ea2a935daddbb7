import { TerraformResource, type App, type TerraformStack } from 'cdktf';
import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import type { GoogleFoundation } from '../model/deployment/google-deployment';
import { servesIn } from '../model/recovery/serving';
import { AwsFoundationStack } from './aws-foundation-stack';
import { AwsInstanceRecoveryStack } from './aws-instance-recovery-stack';
import { AwsInstanceStack } from './aws-instance-stack';
import { AwsRecoveryStack } from './aws-recovery-stack';
import { describeInstance, describeNetwork, describeRecovery } from './describe-stack';
import { GoogleFoundationStack } from './google-foundation-stack';
import { GoogleInstanceRecoveryStack } from './google-instance-recovery-stack';
import { GoogleInstanceStack } from './google-instance-stack';
import { GoogleRecoveryStack } from './google-recovery-stack';
import type { RunnerForms } from './runner-asset';

/** Whether a stack is wanted, by its name. */
export type Only = (stack: string) => boolean;

/** A stack that can be built: what it is, and how. */
export interface StackPlan {
  readonly stack: string;
  readonly environment: string;
  /** `PostgreSQL 17, large, 2 readers: order, user`. */
  readonly what: string;
  /** Whether it brings the runner along: a function's program is deployed with it. */
  readonly brings: boolean;
  readonly build: (app: App, runner: RunnerForms) => TerraformStack;
}

/**
 * The selected stacks of a deployment, foundations first, and each one's recovery after it. None is built yet: each costs what it is
 * asked for.
 */
export function planStacks(deployment: Deployment, only: Only = () => true): readonly StackPlan[] {
  const { foundations, instances } = deployment;
  return [
    ...foundations.flatMap((foundation) => planFoundation(deployment, foundation)),
    ...instances.flatMap((instance) => planInstance(deployment, instance)),
  ].filter(({ stack }) => only(stack));
}

function planFoundation(
  { organisation }: Deployment,
  foundation: Foundation,
): readonly StackPlan[] {
  const { stack, environment, network, recovery } = foundation;
  const common = { environment, brings: false };
  return [
    {
      ...common,
      stack,
      what: describeNetwork(network.value),
      build: (app) =>
        foundation.cloud === 'aws'
          ? new AwsFoundationStack(app, foundation, organisation)
          : new GoogleFoundationStack(app, foundation, organisation),
    },
    ...(recovery
      ? [
          {
            ...common,
            stack: recovery.stack,
            what: `recovery in ${foundation.recoveryRegion}`,
            build: (app: App) =>
              foundation.cloud === 'aws'
                ? new AwsRecoveryStack(app, foundation, organisation)
                : new GoogleRecoveryStack(app, foundation, organisation),
          },
        ]
      : []),
  ];
}

function planInstance(deployment: Deployment, instance: Instance): readonly StackPlan[] {
  const { organisation } = deployment;
  const { stack, environment, cloud, lifecycle, recoveryHome } = instance;
  const common = { environment, brings: cloud === 'aws' && lifecycle.value !== 'retired' };
  return [
    {
      ...common,
      stack,
      what: describeInstance(instance),
      build: (app, { zip, script }) =>
        instance.cloud === 'aws'
          ? new AwsInstanceStack(
              app,
              instance,
              foundationOf(deployment, instance),
              organisation,
              zip,
            )
          : new GoogleInstanceStack(
              app,
              instance,
              foundationOf(deployment, instance),
              organisation,
              script,
            ),
    },
    ...(recoveryHome
      ? [
          {
            ...common,
            stack: recoveryHome.stack,
            what: describeRecovery(instance),
            build: (app: App, { zip, script }: RunnerForms) =>
              instance.cloud === 'aws'
                ? new AwsInstanceRecoveryStack(
                    app,
                    instance,
                    foundationOf(deployment, instance),
                    organisation,
                    zip,
                  )
                : new GoogleInstanceRecoveryStack(
                    app,
                    instance,
                    foundationOf(deployment, instance),
                    organisation,
                    script,
                  ),
          },
        ]
      : []),
  ];
}

/** How many resources a built stack holds. */
export function countResources(stack: TerraformStack): number {
  return stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length;
}

/**
 * For every stack, those that must be deployed before it, whether or not they are built now. What is in the recovery region waits for
 * the primary's only while that serves: `cdktf deploy` demands what a stack waits for, and none of it is to be had when the region is
 * lost.
 */
export function dependenciesOf(deployment: Deployment): ReadonlyMap<string, readonly string[]> {
  const { foundations, instances } = deployment;
  return new Map([
    ...foundations.flatMap((foundation): [string, string[]][] => {
      const { stack, recovery } = foundation;
      if (!recovery) return [[stack, []]];
      return [
        [stack, []],
        [recovery.stack, sharesNetwork(deployment, foundation) ? [stack] : []],
      ];
    }),
    ...instances.flatMap((instance): [string, string[]][] => {
      const { stack, recoveryHome } = instance;
      const own: [string, string[]] = [
        stack,
        needsFoundation(deployment, instance) ? [foundationOf(deployment, instance).stack] : [],
      ];
      return recoveryHome
        ? [own, [recoveryHome.stack, recoveryWaitsFor(deployment, instance)]]
        : [own];
    }),
  ]);
}

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
  return [...(recovery && !ownNetwork ? [recovery.stack] : []), ...(isAlive ? [stack] : [])];
}

/** An isolated instance has a network of its own; in a Google project that it shares, its logs go by the foundation’s sink. */
function needsFoundation(deployment: Deployment, instance: Instance): boolean {
  if (!instance.ownNetwork) return true;
  return (
    instance.cloud === 'google' &&
    instance.target.project === foundationOf<GoogleFoundation>(deployment, instance).target.project
  );
}

/** Every stack of a deployment, in the order they are built. */
export function stackNames(deployment: Deployment): readonly string[] {
  return planStacks(deployment).map(({ stack }) => stack);
}

/** The shared part of an instance's environment, on its own cloud. */
function foundationOf<Home extends Foundation>(
  { foundations }: Deployment,
  { cloud, environment, stack }: Pick<Instance, 'environment' | 'stack'> & { cloud: Home['cloud'] },
): Home {
  const foundation = foundations.find(
    (candidate): candidate is Home =>
      candidate.environment === environment && candidate.cloud === cloud,
  );
  if (!foundation) throw new Error(`${stack}: its environment ${environment} has no foundation`);
  return foundation;
}
