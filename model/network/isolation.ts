import type { AwsEnvironment } from '../aws-environment';
import type { Decision } from '../decision';
import type { NetworkPlan } from '../deployment';
import type { AwsStatement, EstateStatement } from '../language/estate-language';
import { planNetwork } from './network-plan';
import { quote, type Problem } from '../problem';
import { entryOf, type Stated } from '../language/stated';
import type { YamlFile } from '../language/yaml-file';

/** What an isolated service has of its own. */
export interface Isolation {
  readonly account?: string;
  readonly network?: Decision<NetworkPlan>;
  readonly clients?: Stated<NonNullable<AwsStatement['clients']>>;
  readonly problems: readonly Problem[];
}

/** The network, account and clients of an isolated service, from the environment’s `isolated` entry. */
export function resolveIsolation(
  estate: YamlFile<EstateStatement>,
  { name, preset, aws }: AwsEnvironment,
  service: string,
  place: string,
): Isolation {
  const entry = entryOf(aws.isolated, service);
  const path = ['environments', name, 'aws', 'isolated', service] as const;
  if (!entry) {
    const at = estate.at('environments', name, 'aws') ?? place;
    return {
      problems: [
        {
          place: at,
          required: `environment ${name} must give the isolated service ${service} a network of its own`,
          got: 'none',
          cure: `Write \`isolated: { ${service}: { network: { cidr: … } } }\` below \`aws:\`, with a range outside the environment’s.`,
        },
      ],
    };
  }
  const network = planNetwork(
    entry.network,
    aws.region,
    preset.zones,
    estate.at(...path, 'network') ?? place,
  );
  const account = entry.account === undefined ? {} : { account: entry.account };
  const clients = entry.clients
    ? { clients: { value: entry.clients, place: estate.at(...path, 'clients') ?? place } }
    : {};
  if ('key' in network) {
    const { key, ...words } = network;
    const at = estate.at(...path, 'network', key) ?? estate.at(...path, 'network') ?? place;
    return { ...account, ...clients, problems: [{ place: at, ...words }] };
  }
  return { ...account, ...clients, network, problems: [] };
}

/** Entries below `isolated` for services that are not isolated in the environment: they would be silently ignored. */
export function strangersAmongIsolated(
  estate: YamlFile<EstateStatement>,
  { name, aws }: AwsEnvironment,
  isolated: ReadonlySet<string>,
): Problem[] {
  return Object.keys(aws.isolated ?? {})
    .filter((service) => !isolated.has(service))
    .map((service) => ({
      place: estate.at('environments', name, 'aws', 'isolated', service) ?? 'estate.yaml',
      required: `isolated must name services that are isolated in ${name}`,
      got: quote(service),
      cure: 'Take it out, or write `placement: isolated` in the service.',
    }));
}
