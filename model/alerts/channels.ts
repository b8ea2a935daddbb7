import { CLOUDS, type Cloud } from '../access/identity';
import type { EstateStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import type { Problem } from '../problem';

/** What a channel is on each cloud, and what one of them is for. */
export const EXISTING: Readonly<Record<Cloud, { readonly what: string; readonly in: string }>> = {
  aws: { what: 'topic', in: 'region' },
  google: { what: 'notification channel', in: 'project' },
};

/** The region of a topic’s ARN, the project of a notification channel. */
export const originOf = (cloud: Cloud, existing: string): string =>
  (cloud === 'aws' ? existing.split(':')[3] : existing.split('/')[1]) ?? '';

/** Channels with several topics of one region, or several notification channels of one project: a channel is told once. */
export function refusedChannels({ statement, at }: YamlFile<EstateStatement>): readonly Problem[] {
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
