import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { ExistingNetwork } from '../constructs/google/existing-network';
import { Network, networkId, servicesRangeName } from '../constructs/google/network';
import { runnerSubnetId } from '../constructs/google/runner-subnet';
import type { GoogleFoundation, GoogleNetworkPlan } from '../model/deployment/google-deployment';

export interface NetworkChoice {
  readonly address: string;
  readonly name: string;
  readonly project: string;
  readonly region: string;
  readonly plan: GoogleNetworkPlan;
}

/** Where databases are placed, whoever made it. */
export interface PlacedNetwork {
  readonly id: string;
  /** The name of the private services range. */
  readonly range: string;
  /** Where runners have their addresses. */
  readonly subnet: string;
  /** What a database in the same stack waits for. */
  readonly after: readonly ITerraformDependable[];
}

/** Makes the planned network, or takes over the existing one. */
export function createGoogleNetwork(
  scope: Construct,
  { plan, ...choice }: NetworkChoice,
): PlacedNetwork {
  if (plan.kind === 'existing') {
    const { id, range, subnet } = new ExistingNetwork(scope, 'network', plan);
    return { id, range, subnet, after: [] };
  }
  const { services, runner } = plan;
  const network = new Network(scope, 'network', { ...choice, services, runner });
  const { id, range, subnet, connection } = network;
  return { id, range, subnet, after: [connection] };
}

/** The environment's network, found by its name: another stack made it. */
export function findGoogleNetwork({
  prefix,
  target: { project, region },
  network: { value: plan },
}: GoogleFoundation): PlacedNetwork {
  if (plan.kind === 'existing') {
    const { vpc: id, range, subnet } = plan;
    return { id, range, subnet, after: [] };
  }
  return {
    id: networkId(project, prefix),
    range: servicesRangeName(prefix),
    subnet: runnerSubnetId(project, region, prefix),
    after: [],
  };
}
