import type { TerraformStack } from 'cdktf';
import { RunnerSubnet, runnerSubnetId } from '../constructs/google/runner-subnet';
import { networkId, servicesRangeName } from '../constructs/google/network';
import type {
  GoogleFoundation,
  GoogleInstance,
  GoogleRecoveryFoundation,
} from '../model/deployment/google-deployment';
import { recoveryHomeOf, recoveryNameOf } from '../model/recovery/recovered';
import { findGoogleNetwork, type PlacedNetwork } from './google-network';

/** What an environment has in its recovery region, of one that has it. */
export function recoveryOf({ stack, recovery }: GoogleFoundation): GoogleRecoveryFoundation {
  if (!recovery) throw new Error(`${stack}: it has nothing in its recovery region`);
  return recovery;
}

/** Networks of Google’s span regions: the environment’s own, and in the recovery region a subnet that is made here or there already. */
export function createRecoverySubnet(
  stack: TerraformStack,
  address: string,
  foundation: GoogleFoundation,
): PlacedNetwork {
  const { subnet, target } = recoveryOf(foundation);
  const { project, region } = target;
  const network = findGoogleNetwork(foundation);
  const plan = subnet.value;
  if (plan.kind === 'existing') return { ...network, subnet: plan.subnet };
  const settings = {
    ...{ address, name: recoveryNameOf(foundation), project, region },
    cidr: plan.cidr,
  };
  return { ...network, subnet: new RunnerSubnet(stack, 'runner-subnet', settings, { network }).id };
}

/** Where an instance is in the recovery region: in its environment’s network, or in its own, whose subnet there is made with it. */
export function placeInRecovery(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
): PlacedNetwork {
  const { ownNetwork, id: address, identifier: owner } = instance;
  if (!ownNetwork) return findRecoveryNetwork(foundation);
  const { identifier: name, target, ownSubnet } = recoveryHomeOf(instance);
  if (!ownSubnet) throw new Error(`${name}: a network of its own has a subnet of its own there`);
  const { project, region } = target;
  const [network, plan] = [ownNetwork.value, ownSubnet.value];
  const placed =
    network.kind === 'existing'
      ? { id: network.vpc, range: network.range }
      : { id: networkId(project, owner), range: servicesRangeName(owner) };
  if (plan.kind === 'existing') return { ...placed, subnet: plan.subnet, after: [] };
  const settings = { address, name, project, region, cidr: plan.cidr };
  const { id: subnet } = new RunnerSubnet(stack, 'runner-subnet', settings, { network: placed });
  return { ...placed, subnet, after: [] };
}

function findRecoveryNetwork(foundation: GoogleFoundation): PlacedNetwork {
  const { subnet, target } = recoveryOf(foundation);
  const { project, region } = target;
  const plan = subnet.value;
  return {
    ...findGoogleNetwork(foundation),
    subnet:
      plan.kind === 'existing'
        ? plan.subnet
        : runnerSubnetId(project, region, recoveryNameOf(foundation)),
  };
}
