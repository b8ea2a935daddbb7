import { TerraformResource, type App, type TerraformStack } from 'cdktf';
import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import { AwsFoundationStack } from './aws-foundation-stack';
import { AwsInstanceRecoveryStack } from './aws-instance-recovery-stack';
import { AwsInstanceStack } from './aws-instance-stack';
import { AwsRecoveryStack } from './aws-recovery-stack';
import { describeInstance, describeNetwork, describeRecovery } from './describe-stack';
import { foundationOf } from './foundation-of';
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

/** The selected stacks of a deployment, foundations first. None is built yet: each costs what it is asked for. */
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

/** Every stack of a deployment, in the order they are built. */
export function stackNames(deployment: Deployment): readonly string[] {
  return planStacks(deployment).map(({ stack }) => stack);
}
