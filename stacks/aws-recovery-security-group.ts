import type { TerraformStack } from 'cdktf';
import { SecurityGroup } from '../constructs/aws/security-group';
import type { AwsInstance, AwsRecoveryHome } from '../model/deployment/aws-deployment';
import { containsCidr, parseCidr } from '../model/values/cidr';
import type { AwsRecoveryPlace } from './aws-recovery-place';

/**
 * The groups of what an instance has in the recovery region. Clients join its own; of ranges it admits those that are of the network
 * there too, and no group of another region’s.
 */
export function createAwsRecoverySecurityGroup(
  stack: TerraformStack,
  { id: address, port, decisions }: AwsInstance,
  { identifier }: AwsRecoveryHome,
  { network, cidr }: AwsRecoveryPlace,
): SecurityGroup {
  const clientCidrs = decisions.clientCidrs.value.filter((range) => isInside(range, cidr));
  const settings = { address, identifier, port, clientSecurityGroups: [], clientCidrs };
  return new SecurityGroup(stack, 'security-group', settings, network);
}

function isInside(range: string, network: string): boolean {
  const [outer, inner] = [parseCidr(network), parseCidr(range)];
  return outer.ok && inner.ok && containsCidr(outer.value, inner.value);
}
