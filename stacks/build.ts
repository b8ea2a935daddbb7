import { TerraformResource, type App, type TerraformStack } from 'cdktf';
import type { Deployment, Foundation, Instance } from '../model/deployment';
import { ENGINE_FACTS } from '../model/engines';
import { AwsFoundationStack } from './aws-foundation-stack';
import { AwsInstanceStack } from './aws-instance-stack';

/** Whether a stack is wanted, by its name. */
export type Only = (stack: string) => boolean;

/** One built stack, as a synth reports it. */
export interface BuiltStack {
  readonly stack: string;
  readonly environment: string;
  readonly resources: number;
  /** `PostgreSQL 17, large, 2 readers: order, user`. */
  readonly what: string;
}

/** Builds the selected stacks and no others: an estate of a thousand stacks costs what is asked for. */
export function buildStacks(
  app: App,
  deployment: Deployment,
  only: Only = () => true,
): BuiltStack[] {
  const { organisation, foundations, instances } = deployment;
  const built = new Map<string, TerraformStack>();
  const rows: BuiltStack[] = [];
  const add = (stack: TerraformStack, environment: string, what: string): void => {
    built.set(stack.node.id, stack);
    rows.push({ stack: stack.node.id, environment, resources: countResources(stack), what });
  };

  for (const foundation of foundations.filter(({ stack }) => only(stack))) {
    const stack = new AwsFoundationStack(app, foundation, organisation);
    add(stack, foundation.environment, describeNetwork(foundation));
  }
  for (const instance of instances.filter(({ stack }) => only(stack))) {
    const foundation = foundationOf(deployment, instance);
    const stack = new AwsInstanceStack(app, instance, foundation, organisation);
    const dependency = instance.ownNetwork ? undefined : built.get(foundation.stack);
    if (dependency) stack.addDependency(dependency);
    add(stack, instance.environment, describeInstance(instance));
  }
  return rows;
}

/** For every stack, those that must be deployed before it, whether or not they are built now. */
export function dependenciesOf(deployment: Deployment): ReadonlyMap<string, readonly string[]> {
  const { foundations, instances } = deployment;
  return new Map([
    ...foundations.map(({ stack }): [string, string[]] => [stack, []]),
    ...instances.map((instance): [string, string[]] => [
      instance.stack,
      instance.ownNetwork ? [] : [foundationOf(deployment, instance).stack],
    ]),
  ]);
}

/** Every stack of a deployment, in the order they are built. */
export function stackNames({ foundations, instances }: Deployment): readonly string[] {
  return [...foundations, ...instances].map(({ stack }) => stack);
}

function foundationOf({ foundations }: Deployment, { environment, stack }: Instance): Foundation {
  const foundation = foundations.find((candidate) => candidate.environment === environment);
  if (!foundation) throw new Error(`${stack}: its environment ${environment} has no foundation`);
  return foundation;
}

function countResources(stack: TerraformStack): number {
  return stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length;
}

function describeNetwork({ network: { value: network } }: Foundation): string {
  return network.kind === 'existing'
    ? `existing network ${network.vpc}`
    : `network ${network.cidr} in ${network.subnets.length} zones`;
}

function describeInstance({ engine, decisions, services }: Instance): string {
  const { engineVersion, tier, readers } = decisions;
  const plural = readers.value === 1 ? 'reader' : 'readers';
  const counted = readers.value === 0 ? 'no readers' : `${readers.value} ${plural}`;
  const names = services.map(({ service }) => service).join(', ');
  return `${ENGINE_FACTS[engine].name} ${engineVersion.value}, ${tier.value}, ${counted}: ${names}`;
}
