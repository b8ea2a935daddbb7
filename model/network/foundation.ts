import { stateOf, targetOf } from '../aws-environment';
import { formatCidr, overlaps } from '../values/cidr';
import { decide } from '../decision';
import type { Foundation } from '../deployment';
import type { AwsStatement, EstateStatement } from '../language/estate-language';
import { planNetwork } from './network-plan';
import type { Preset } from '../tables/presets';
import { quote, type Problem } from '../problem';
import type { YamlFile } from '../language/yaml-file';

/** What an environment on AWS shares between its instances, or all that is wrong with it. */
export function resolveFoundation(
  { statement, at }: YamlFile<EstateStatement>,
  name: string,
  preset: Preset,
  aws: AwsStatement,
): { readonly value?: Foundation; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
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
  const network = planNetwork(aws.network, aws.region, preset.zones, place('network'));
  if ('key' in network) {
    const { key, ...words } = network;
    return {
      problems: [
        ...problems,
        { place: at('environments', name, 'aws', 'network', key) ?? place('network'), ...words },
      ],
    };
  }
  const ranges: { service?: string; range: AwsStatement['network']['cidr'] }[] = [
    { range: aws.network.cidr },
  ];
  for (const [service, isolated] of Object.entries(aws.isolated ?? {})) {
    const range = isolated.network.cidr;
    const other = ranges.find((known) => overlaps(known.range, range));
    if (other) {
      problems.push({
        place: place('isolated', service, 'network', 'cidr'),
        required: 'the networks of an environment must not overlap',
        got: `${formatCidr(range)} and ${formatCidr(other.range)}`,
        cure: `Take a range outside ${other.service === undefined ? 'the environment’s' : `${other.service}’s`}.`,
      });
    }
    ranges.push({ service, range });
  }
  const value: Foundation = {
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
  };
  return { value, problems };
}
