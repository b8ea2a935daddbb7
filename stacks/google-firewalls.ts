import type { TerraformStack } from 'cdktf';
import { Firewall } from '../constructs/google/firewall';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { fittedName } from '../model/values/fitted-name';
import type { GoogleDatabase, GoogleDatabases } from './google-databases';
import { jumpHostOf } from './google-jump-host';
import type { PlacedNetwork } from './google-network';

/** Longest name of a rule ("firewalls", Compute Engine API, read 2026-11: RFC 1035), of which `-clients` is one part. */
const LONGEST_NAME = 63 - '-clients'.length;

/**
 * Rules for its clients in a network of Kura's, and the tag they bear; an existing network's rules are its owner's. What is restored
 * beside it has rules of its own for the same clients, so that the instance's stay as they are; who may log in is for IAM.
 */
export function admitClients(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  { network, databases }: { readonly network: PlacedNetwork; readonly databases: GoogleDatabases },
): string | null {
  const { identifier, target, port, ownNetwork, decisions } = instance;
  const { project } = target;
  if ((ownNetwork ?? foundation.network).value.kind === 'existing') return null;
  const jumpHost = jumpHostOf(instance, foundation);
  const shared = {
    ...{ identifier, project, port },
    clientTags: [...decisions.clientTags.value, ...(jumpHost === null ? [] : [jumpHost])],
    clientCidrs: decisions.clientCidrs.value,
  };
  const { primary, restored } = databases;
  for (const database of restored) {
    const name = fittedName(database.identifier, '', LONGEST_NAME);
    const own = { ...shared, name, address: database.address, database: database.identifier };
    new Firewall(stack, `firewall-${database.name}`, own, wiringOf(database, network));
  }
  const settings = { ...shared, address: primary.address };
  return new Firewall(stack, 'firewall', settings, wiringOf(primary, network)).clientTag;
}

const wiringOf = ({ instance, readers }: GoogleDatabase, network: PlacedNetwork) => ({
  network,
  databases: [instance, ...readers],
});
