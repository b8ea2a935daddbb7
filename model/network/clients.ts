import type { Cloud } from '../access/identity';
import { decide, type Decision } from '../decision';
import type { ClientStatement } from '../language/service-language';
import { statedByAll, type Stated } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import { containsCidr, formatCidr, overlaps, parseCidr } from '../values/cidr';

/** Where clients may be: the network's range; on Google without the private services range. */
export interface ClientNetwork {
  readonly cloud: Cloud;
  readonly environment: string;
  readonly cidr: string;
  readonly services?: string;
  /** On Google, whether it is somebody else's, whose firewall Kura does not change. */
  readonly existing?: boolean;
}

/** Who may connect, besides the instance's own clients. */
export interface Clients {
  /** Security groups; on Google network tags. */
  readonly groups: Decision<readonly string[]>;
  readonly cidrs: Decision<readonly string[]>;
}

/** Each cloud's way to name clients that are not a range. */
const GROUP = {
  aws: { key: 'securityGroup', own: 'client group' },
  google: { key: 'networkTag', own: 'client tag' },
} as const satisfies Record<Cloud, { key: keyof ClientStatement; own: string }>;

/**
 * Who may connect, besides the instance’s own clients: what the services state, else the environment’s default. A range must
 * lie inside the network, so that no public address can be let in.
 *
 * @param fallback the clients of the environment, or of the isolated service’s entry
 */
export function resolveClients(
  network: ClientNetwork,
  { services }: PlacedInstance,
  fallback: Stated<readonly ClientStatement[]> | undefined,
  problems: Problem[],
): Clients {
  const { cloud, environment } = network;
  const own: readonly Stated<readonly ClientStatement[]>[] = statedByAll(
    services,
    environment,
    'clients',
  );
  const sources = own.length > 0 || !fallback ? own : [fallback];
  const groups = new Set<string>();
  const ranges = new Set<string>();
  for (const source of sources) {
    problems.push(...refusedClients(network, source));
    for (const client of source.value) {
      const group = client[GROUP[cloud].key];
      if (group !== undefined) groups.add(group);
      if (client.cidr !== undefined) ranges.add(formatCidr(client.cidr));
    }
  }
  const reason =
    sources.length > 0
      ? `may connect, besides the ${GROUP[cloud].own}`
      : `only the ${GROUP[cloud].own} may connect`;
  const place = sources[0]?.place ?? 'security table';
  return {
    groups: decide([...groups].sort(), reason, place),
    cidrs: decide([...ranges].sort(), reason, place),
  };
}

/** Clients that cannot be let into a network: also an environment’s default that no instance uses. */
export function refusedClients(
  network: ClientNetwork,
  { value, place }: Stated<readonly ClientStatement[]>,
): Problem[] {
  return value.flatMap((client) => {
    const fault = refusedClient(client, network);
    return fault ? [{ place, ...fault }] : [];
  });
}

function refusedClient(
  client: ClientStatement,
  { cloud, environment, cidr, services, existing }: ClientNetwork,
): Omit<Problem, 'place'> | undefined {
  const { key } = GROUP[cloud];
  const foreign = cloud === 'aws' ? client.networkTag : client.securityGroup;
  if (foreign !== undefined) {
    return {
      required: `a client of a service on ${cloud} must be a ${key} or a cidr`,
      got: quote(foreign),
      cure: `Write \`${key}:\` or \`cidr:\`.`,
    };
  }
  if (existing) {
    return {
      required: 'clients must be left out for an existing network on google',
      got: quote(client.cidr ? formatCidr(client.cidr) : client.networkTag),
      cure: 'Take them out: the rules of that network are its owner’s, and decide who reaches its private services range.',
    };
  }
  if (client.cidr === undefined) return undefined;
  const got = quote(formatCidr(client.cidr));
  const outer = parseCidr(cidr);
  if (!outer.ok || !containsCidr(outer.value, client.cidr)) {
    return {
      required: `a client’s cidr must lie inside the network ${cidr} of ${environment}`,
      got,
      cure: `Name a range of the network, or a ${key}; for one environment, below \`overrides\`.`,
    };
  }
  const reserved = services === undefined ? undefined : parseCidr(services);
  return reserved?.ok && overlaps(reserved.value, client.cidr)
    ? {
        required: `a client’s cidr must lie outside the private services range ${services ?? ''}`,
        got,
        cure: 'Name a range of the network’s own subnets: only Google’s services have addresses there.',
      }
    : undefined;
}
