import type { AwsEnvironment } from '../aws-environment';
import { containsCidr, formatCidr, parseCidr } from '../values/cidr';
import { decide } from '../decision';
import type { InstanceDecisions, NetworkPlan } from '../deployment';
import type { PlacedInstance } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import type { ClientStatement } from '../language/service-language';
import { statedByAll, type Stated } from '../language/stated';

/**
 * Who may connect, besides the instance’s own client group: what the services state, else the environment’s default. A range
 * must lie inside the network, so that no public address can be let in.
 *
 * @param fallback the clients of the environment, or of the isolated service’s entry
 */
export function resolveClients(
  { name }: AwsEnvironment,
  { services }: PlacedInstance,
  network: NetworkPlan,
  fallback: Stated<readonly ClientStatement[]> | undefined,
  problems: Problem[],
): Pick<InstanceDecisions, 'clientSecurityGroups' | 'clientCidrs'> {
  const own: readonly Stated<readonly ClientStatement[]>[] = statedByAll(services, name, 'clients');
  const sources = own.length > 0 || !fallback ? own : [fallback];
  const outer = parseCidr(network.cidr);
  const groups = new Set<string>();
  const ranges = new Set<string>();
  for (const { value, place } of sources) {
    for (const client of value) {
      if (client.securityGroup !== undefined) groups.add(client.securityGroup);
      if (client.cidr === undefined) continue;
      if (outer.ok && containsCidr(outer.value, client.cidr)) ranges.add(formatCidr(client.cidr));
      else {
        problems.push({
          place,
          required: `a client’s cidr must lie inside the network ${network.cidr}`,
          got: quote(formatCidr(client.cidr)),
          cure: 'Name a range of the network, or a securityGroup.',
        });
      }
    }
  }
  const reason =
    sources.length > 0
      ? 'may connect, besides the client group'
      : 'only the client group may connect';
  const place = sources[0]?.place ?? 'security table';
  return {
    clientSecurityGroups: decide([...groups].sort(), reason, place),
    clientCidrs: decide([...ranges].sort(), reason, place),
  };
}
