import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { ExistingNetwork } from '../constructs/google/existing-network';
import { Network, networkId, servicesRangeName } from '../constructs/google/network';
import type { GoogleFoundation, GoogleNetworkPlan } from '../model/deployment/google-deployment';

export interface NetworkChoice {
  readonly address: string;
  readonly name: string;
  readonly project: string;
  readonly plan: GoogleNetworkPlan;
}

/** Where databases are placed, whoever made it. */
export interface PlacedNetwork {
  readonly id: string;
  /** The name of the private services range. */
  readonly range: string;
  /** What a database in the same stack waits for. */
  readonly after: readonly ITerraformDependable[];
}

/** Makes the planned network, or takes over the existing one. */
export function createGoogleNetwork(
  scope: Construct,
  { address, name, project, plan }: NetworkChoice,
): PlacedNetwork {
  if (plan.kind === 'existing') {
    const { id, range } = new ExistingNetwork(scope, 'network', plan);
    return { id, range, after: [] };
  }
  const settings = { address, name, project, services: plan.services };
  const { id, range, connection } = new Network(scope, 'network', settings);
  return { id, range, after: [connection] };
}

/** The environment's network, found by its name: another stack made it. */
export function findGoogleNetwork({
  prefix,
  target: { project },
  network: { value: plan },
}: GoogleFoundation): PlacedNetwork {
  return plan.kind === 'existing'
    ? { id: plan.vpc, range: plan.range, after: [] }
    : { id: networkId(project, prefix), range: servicesRangeName(prefix), after: [] };
}
