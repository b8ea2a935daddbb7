import { TerraformResource, type App, type TerraformStack } from 'cdktf';
import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import type { GoogleFoundation } from '../model/deployment/google-deployment';
import { ENGINE_FACTS } from '../model/tables/engines';
import { AwsFoundationStack } from './aws-foundation-stack';
import { AwsInstanceStack } from './aws-instance-stack';
import { GoogleFoundationStack } from './google-foundation-stack';
import { GoogleInstanceStack } from './google-instance-stack';
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
  const { organisation, foundations, instances } = deployment;
  return [
    ...foundations.map((foundation) => ({
      stack: foundation.stack,
      environment: foundation.environment,
      what: describeNetwork(foundation),
      brings: false,
      build: (app: App) =>
        foundation.cloud === 'aws'
          ? new AwsFoundationStack(app, foundation, organisation)
          : new GoogleFoundationStack(app, foundation, organisation),
    })),
    ...instances.map((instance) => ({
      stack: instance.stack,
      environment: instance.environment,
      what: describeInstance(instance),
      brings: instance.cloud === 'aws',
      build: (app: App, runner: RunnerForms) =>
        instance.cloud === 'aws'
          ? new AwsInstanceStack(
              app,
              instance,
              foundationOf(deployment, instance),
              organisation,
              runner.zip,
            )
          : new GoogleInstanceStack(
              app,
              instance,
              foundationOf(deployment, instance),
              organisation,
              runner.script,
            ),
    })),
  ].filter(({ stack }) => only(stack));
}

/** How many resources a built stack holds. */
export function countResources(stack: TerraformStack): number {
  return stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length;
}

/** For every stack, those that must be deployed before it, whether or not they are built now. */
export function dependenciesOf(deployment: Deployment): ReadonlyMap<string, readonly string[]> {
  const { foundations, instances } = deployment;
  return new Map([
    ...foundations.map(({ stack }): [string, string[]] => [stack, []]),
    ...instances.map((instance): [string, string[]] => [
      instance.stack,
      needsFoundation(deployment, instance) ? [foundationOf(deployment, instance).stack] : [],
    ]),
  ]);
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
export function stackNames({ foundations, instances }: Deployment): readonly string[] {
  return [...foundations, ...instances].map(({ stack }) => stack);
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

function describeNetwork(foundation: Foundation): string {
  const { value: network } = foundation.network;
  if (network.kind === 'existing') return `existing network ${network.vpc}`;
  return 'subnets' in network
    ? `network ${network.cidr} in ${network.subnets.length} zones`
    : `network ${network.cidr}, services in ${network.services}`;
}

function describeInstance({ engine, decisions, services }: Instance): string {
  const { engineVersion, tier, readers } = decisions;
  const plural = readers.value === 1 ? 'reader' : 'readers';
  const counted = readers.value === 0 ? 'no readers' : `${readers.value} ${plural}`;
  const names = services.map(({ service }) => service).join(', ');
  return `${ENGINE_FACTS[engine].name} ${engineVersion.value}, ${tier.value}, ${counted}: ${names}`;
}
