import { TerraformResource, type App, type TerraformStack } from 'cdktf';
import { instancesAt } from '../model/alerts/alert-home';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import { servesIn } from '../model/recovery/serving';
import { AwsAuditStack } from './aws-audit-stack';
import { AwsFoundationStack } from './aws-foundation-stack';
import { AwsInstanceRecoveryStack } from './aws-instance-recovery-stack';
import { AwsInstanceStack } from './aws-instance-stack';
import { AwsRecoveryStack } from './aws-recovery-stack';
import {
  describeAudit,
  describeInstance,
  describeNetwork,
  describeRecovery,
} from './describe-stack';
import { foundationOf } from './foundation-of';
import { GoogleAuditStack } from './google-audit-stack';
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

/** The selected stacks of a deployment, trails and foundations first. None is built yet: each costs what it is asked for. */
export function planStacks(deployment: Deployment, only: Only = () => true): readonly StackPlan[] {
  const { foundations, instances } = deployment;
  return [
    ...foundations.flatMap((foundation) => [
      ...planAudit(deployment, foundation),
      ...planFoundation(deployment, foundation),
    ]),
    ...instances.flatMap((instance) => planInstance(deployment, instance)),
  ].filter(({ stack }) => only(stack));
}

/** The trail’s stores: what they need no other stack has, and what writes to them names them. */
function planAudit(
  { organisation, instances }: Deployment,
  foundation: Foundation,
): readonly StackPlan[] {
  const { cloud, environment, audit } = foundation;
  const stores = [audit.primary, ...(audit.recovery ? [audit.recovery] : [])];
  return stores.map((store, i) => ({
    stack: store.stack,
    environment,
    what: describeAudit(audit, store.target.region),
    brings: false,
    build: (app) =>
      cloud === 'aws'
        ? new AwsAuditStack(
            app,
            foundation,
            i === 0 ? 'primary' : 'recovery',
            organisation,
            awsInstancesOf(foundation, instances),
          )
        : new GoogleAuditStack(app, foundation, i === 0 ? 'primary' : 'recovery', organisation),
  }));
}

/** All of an environment on AWS, wherever they are: they share its trail. */
function awsInstancesOf(
  { environment }: Foundation,
  instances: readonly Instance[],
): readonly AwsInstance[] {
  return instances.filter(
    (each): each is AwsInstance => each.cloud === 'aws' && each.environment === environment,
  );
}

function planFoundation(
  { organisation, instances }: Deployment,
  foundation: Foundation,
): readonly StackPlan[] {
  const { cloud, stack, environment, network, recovery } = foundation;
  return [
    {
      stack,
      environment,
      what: describeNetwork(network.value),
      brings: cloud === 'aws',
      build: (app, { zip, script }) =>
        foundation.cloud === 'aws'
          ? new AwsFoundationStack(app, foundation, organisation, zip)
          : new GoogleFoundationStack(
              app,
              foundation,
              organisation,
              script,
              instancesAt(foundation, instances),
            ),
    },
    ...(recovery
      ? [
          {
            stack: recovery.stack,
            environment,
            what: `recovery in ${foundation.recoveryRegion}`,
            brings: cloud === 'aws',
            build: (app: App, { zip }: RunnerForms) =>
              foundation.cloud === 'aws'
                ? new AwsRecoveryStack(app, foundation, organisation, zip)
                : new GoogleRecoveryStack(app, foundation, organisation),
          },
        ]
      : []),
  ];
}

function planInstance(deployment: Deployment, instance: Instance): readonly StackPlan[] {
  const { organisation } = deployment;
  const { stack, environment, recoveryHome } = instance;
  return [
    {
      stack,
      environment,
      what: describeInstance(instance),
      brings: bringsInto(instance, 'primary'),
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
            stack: recoveryHome.stack,
            environment,
            what: describeRecovery(instance),
            brings: bringsInto(instance, 'recovery'),
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

/** A function is where an instance serves, and where an isolated one is watched. */
function bringsInto(instance: Instance, region: 'primary' | 'recovery'): boolean {
  if (instance.cloud !== 'aws' || instance.lifecycle.value === 'retired') return false;
  const isolated = instance.ownNetwork !== undefined;
  return servesIn(instance) === region || isolated;
}

/** How many resources a built stack holds. */
export function countResources(stack: TerraformStack): number {
  return stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length;
}

/** Every stack of a deployment, in the order they are built. */
export function stackNames(deployment: Deployment): readonly string[] {
  return planStacks(deployment).map(({ stack }) => stack);
}
