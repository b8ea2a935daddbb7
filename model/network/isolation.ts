import type { Cloud } from '../access/identity';
import type { Decision } from '../decision';
import type { EstateStatement } from '../language/estate-language';
import type { ClientStatement } from '../language/service-language';
import { entryOf, type Stated } from '../language/stated';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';
import type { NetworkFault } from './network-fault';

/** Where an isolated service is looked up: an environment’s `isolated` on one cloud. */
export interface IsolatedEntries<Network> {
  readonly cloud: Cloud;
  readonly environment: string;
  readonly entries:
    | Readonly<
        Record<
          string,
          { readonly network: Network; readonly clients?: readonly ClientStatement[] | undefined }
        >
      >
    | undefined;
}

/** What an isolated service has of its own. */
export interface Isolation<Plan> {
  readonly network?: Decision<Plan>;
  readonly clients?: Stated<readonly ClientStatement[]>;
  readonly problems: readonly Problem[];
}

/** The network and clients of an isolated service, from the environment’s `isolated` entry. */
export function resolveIsolation<Network, Plan>(
  estate: YamlFile<EstateStatement>,
  { cloud, environment, entries }: IsolatedEntries<Network>,
  service: { readonly name: string; readonly place: string },
  plan: (network: Network, place: string) => Decision<Plan> | NetworkFault,
): Isolation<Plan> {
  const entry = entryOf(entries, service.name);
  const path = ['environments', environment, cloud, 'isolated', service.name] as const;
  if (!entry) {
    return {
      problems: [
        {
          place: estate.at('environments', environment, cloud) ?? service.place,
          required: `environment ${environment} must give the isolated service ${service.name} a network of its own`,
          got: 'none',
          cure: `Write \`isolated: { ${service.name}: { network: { cidr: … } } }\` below \`${cloud}:\`, with a range outside the environment’s.`,
        },
      ],
    };
  }
  const placeOf = (...rest: readonly PropertyKey[]): string =>
    estate.at(...path, ...rest) ?? service.place;
  const network = plan(entry.network, placeOf('network'));
  const clients = entry.clients
    ? { clients: { value: entry.clients, place: placeOf('clients') } }
    : {};
  if ('key' in network) {
    const { key, ...words } = network;
    const place = estate.at(...path, 'network', key) ?? placeOf('network');
    return { ...clients, problems: [{ place, ...words }] };
  }
  return { ...clients, network, problems: [] };
}

/** Entries below `isolated` for services that are not isolated in the environment: they would be silently ignored. */
export function strangersAmongIsolated(
  estate: YamlFile<EstateStatement>,
  { cloud, environment, entries }: IsolatedEntries<unknown>,
  isolated: ReadonlySet<string>,
): Problem[] {
  return Object.keys(entries ?? {})
    .filter((service) => !isolated.has(service))
    .map((service) => ({
      place: estate.at('environments', environment, cloud, 'isolated', service) ?? 'estate.yaml',
      required: `isolated must name services that are isolated in ${environment}`,
      got: quote(service),
      cure: 'Take it out, or write `placement: isolated` in the service.',
    }));
}
