import { stateOf, targetOf } from '../resolver/aws-environment';
import { resolveRoutes } from '../alerts/resolve-routes';
import { decide } from '../decision';
import type { AwsFoundation } from '../deployment/aws-deployment';
import type { AwsStatement, EstateStatement } from '../language/estate-language';
import { refusedClients } from './clients';
import { overlappingNetworks } from './network-fault';
import { planAwsNetwork } from './aws-network-plan';
import type { Preset } from '../tables/presets';
import { quote, type Problem } from '../problem';
import type { YamlFile } from '../language/yaml-file';

/** What an environment on AWS shares between its instances but for their trail, or all that is wrong with it. */
export function resolveAwsFoundation(
  estate: YamlFile<EstateStatement>,
  name: string,
  preset: Preset,
  aws: AwsStatement,
): { readonly value?: Omit<AwsFoundation, 'audit'>; readonly problems: readonly Problem[] } {
  const { statement, at } = estate;
  const routes = resolveRoutes(estate, name, preset, {
    cloud: 'aws',
    origins: [aws.region, aws.recoveryRegion],
  });
  const problems: Problem[] = [...routes.problems];
  const place = (...path: readonly PropertyKey[]): string =>
    at('environments', name, 'aws', ...path) ?? 'estate.yaml';
  if (aws.recoveryRegion === aws.region) {
    problems.push({
      place: place('recoveryRegion'),
      required: 'recoveryRegion must differ from region',
      got: quote(aws.recoveryRegion),
      cure: 'Name another region.',
    });
  }
  if (aws.state && !aws.state.kmsKey.startsWith(`arn:aws:kms:${aws.region}:${aws.account}:`)) {
    problems.push({
      place: place('state', 'kmsKey'),
      required: `kmsKey must be a key of account ${aws.account} in ${aws.region}, where the state is`,
      got: quote(aws.state.kmsKey),
      cure: 'Write the ARN that `kura bootstrap` printed for this environment.',
    });
  }
  const network = planAwsNetwork(aws.network, aws.region, preset.zones, place('network'));
  if ('key' in network) {
    const { key, ...words } = network;
    return {
      problems: [
        ...problems,
        { place: at('environments', name, 'aws', 'network', key) ?? place('network'), ...words },
      ],
    };
  }
  problems.push(
    ...overlappingNetworks([
      { range: aws.network.cidr, place: place('network', 'cidr') },
      ...Object.entries(aws.isolated ?? {}).map(([service, isolated]) => ({
        service,
        range: isolated.network.cidr,
        place: place('isolated', service, 'network', 'cidr'),
      })),
    ]),
  );
  if (aws.clients) {
    problems.push(
      ...refusedClients(
        {
          cloud: 'aws',
          environment: name,
          cidr: network.value.cidr,
        },
        { value: aws.clients, place: place('clients') },
      ),
    );
  }
  const value: Omit<AwsFoundation, 'audit'> = {
    cloud: 'aws',
    stack: `${name}-aws-foundation`,
    environment: name,
    preset: preset.name,
    prefix: `${statement.organisation}-${name}`,
    target: targetOf(aws, aws.account),
    recoveryRegion: aws.recoveryRegion,
    state: stateOf(aws),
    network,
    logRetentionDays: decide(
      preset.logRetentionDays,
      'how long flow logs are kept',
      `preset ${preset.name}`,
    ),
    routes: routes.value,
    operators: false,
    drills: false,
    optionGroups: [],
  };
  return { value, problems };
}
