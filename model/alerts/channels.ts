import { CLOUDS, type Cloud } from '../access/identity';
import type { AwsStatement, EstateStatement } from '../language/estate-language';
import type { ServiceFile } from '../language/load-estate';
import type { YamlFile } from '../language/yaml-file';
import { recoveryPrefix } from '../recovery/recovery-prefix';
import type { Problem } from '../problem';
import { TOLD } from './severity';

/** What a channel is on each cloud, and what one of them is for. */
export const EXISTING: Readonly<Record<Cloud, { readonly what: string; readonly in: string }>> = {
  aws: { what: 'topic', in: 'region' },
  google: { what: 'notification channel', in: 'project' },
};

/** The region of a topic’s ARN, the project of a notification channel. */
export const originOf = (cloud: Cloud, existing: string): string =>
  (cloud === 'aws' ? existing.split(':')[3] : existing.split('/')[1]) ?? '';

/** What is wrong with channels themselves, whoever is told by them. */
export function refusedChannels(
  estate: YamlFile<EstateStatement>,
  services: readonly ServiceFile[],
): readonly Problem[] {
  return [...severalOfOne(estate), ...namedOwn(estate, services)];
}

/** Channels with several topics of one region, or several notification channels of one project: a channel is told once. */
function severalOfOne({ statement, at }: YamlFile<EstateStatement>): readonly Problem[] {
  return Object.entries(statement.channels ?? {}).flatMap(([name, channel]) =>
    CLOUDS.flatMap((cloud) => {
      const origins = (channel[cloud] ?? []).map((each) => originOf(cloud, each));
      const { what, in: area } = EXISTING[cloud];
      return origins.flatMap((origin, i) =>
        origins.indexOf(origin) === i
          ? []
          : [
              {
                place: at('channels', name, cloud, i) ?? 'estate.yaml',
                required: `channel ${name} must have one ${what} in a ${area}`,
                got: `another in ${origin}`,
                cure: 'Keep one of the two.',
              },
            ],
      );
    }),
  );
}

/** Channels with a topic that Kura makes: its alarms would be told to it twice. */
function namedOwn(
  { statement, at }: YamlFile<EstateStatement>,
  services: readonly ServiceFile[],
): readonly Problem[] {
  const own = ownTopics(statement, services);
  return Object.entries(statement.channels ?? {}).flatMap(([name, { aws = [] }]) =>
    aws.flatMap((topic, i) =>
      own.has(topic)
        ? [
            {
              place: at('channels', name, 'aws', i) ?? 'estate.yaml',
              required: `channel ${name} must have no topic that Kura makes`,
              got: `its own ${topic.split(':')[5] ?? ''} in ${originOf('aws', topic)}`,
              cure: 'Take it out: Kura makes it by itself. Put who should hear under `notify`.',
            },
          ]
        : [],
    ),
  );
}

/** The ARNs of all topics that Kura makes, or would: of each environment and each isolated instance, in both regions. */
function ownTopics(
  { organisation, environments }: EstateStatement,
  services: readonly ServiceFile[],
): ReadonlySet<string> {
  return new Set(
    Object.entries(environments).flatMap(([environment, { aws }]) =>
      aws ? topicsOn(aws, `${organisation}-${environment}`, services) : [],
    ),
  );
}

function topicsOn(
  { account, region, recoveryRegion, isolated = {} }: AwsStatement,
  prefix: string,
  services: readonly ServiceFile[],
): readonly string[] {
  const homes = [
    { account, name: prefix },
    ...Object.entries(isolated).map(([service, own]) => ({
      account: own.account ?? account,
      name: `${prefix}-${idOf(service, services)}`,
    })),
  ];
  return homes.flatMap((home) =>
    TOLD.flatMap((severity) => [
      `arn:aws:sns:${region}:${home.account}:${home.name}-${severity}`,
      `arn:aws:sns:${recoveryRegion}:${home.account}:${recoveryPrefix(home.name)}-${severity}`,
    ]),
  );
}

/** The instance id of a service that is isolated. */
function idOf(service: string, services: readonly ServiceFile[]): string {
  const file = services.find(({ statement }) => statement.service === service);
  return file?.statement.id ?? service;
}
