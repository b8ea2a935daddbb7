import type { Cloud } from '../access/identity';
import type { EstateStatement } from '../language/estate-language';
import type { NotifyStatement } from '../language/notify-language';
import { entryOf } from '../language/stated';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { EXISTING, originOf } from './channels';
import type { Channel } from './routes';
import type { ToldSeverity } from './severity';

/** Where alerts of an environment arise on a cloud: the regions of AWS, the projects of Google Cloud. */
export interface Origins {
  readonly cloud: Cloud;
  readonly origins: readonly string[];
}

/** One line of `notify`. */
export interface Entry {
  readonly entry: string;
  /** The quietest severity of which it is told. */
  readonly severity: ToldSeverity;
  readonly place: string;
}

export interface Told extends Entry {
  readonly channel: Channel;
}

export type PlaceOf = (...path: readonly PropertyKey[]) => string;

/** Where alerts arise of which a channel would not hear. */
export function silentOrigins(
  { statement, at }: YamlFile<EstateStatement>,
  environment: string,
  { name, kind, existing }: Channel,
  { cloud, origins }: Origins,
): readonly Problem[] {
  if (kind === 'email') return [];
  const { what, in: area } = EXISTING[cloud];
  const stated = entryOf(statement.channels, name)?.[cloud] ?? [];
  const heard = existing.map((each) => originOf(cloud, each));
  return origins
    .filter((origin) => !heard.includes(origin))
    .map((origin) => ({
      place: at('channels', name, cloud) ?? at('channels', name) ?? 'estate.yaml',
      required: `channel ${name} must have a ${what} in ${area} ${origin}, where alerts of ${environment} arise`,
      got: stated.map((each) => originOf(cloud, each)).join(', ') || 'none',
      cure: `Add one that exists there, or take the channel out of the \`notify\` of ${environment}.`,
    }));
}

/** Nobody is woken by development unless somebody says so. */
export function refusedPagers(
  all: readonly Told[],
  notify: NotifyStatement,
  preset: Preset,
  placeOf: PlaceOf,
): readonly Problem[] {
  const pagers = all.filter(({ channel }) => channel.kind === 'pager');
  const allowed = !Array.isArray(notify) && notify.pagesInDevelopment === true;
  if (allowed && (preset.name !== 'development' || pagers.length === 0)) {
    return [
      {
        place: placeOf('notify', 'pagesInDevelopment'),
        required: 'pagesInDevelopment must stand only where development wakes a pager',
        got: preset.name === 'development' ? 'no pager' : `preset ${preset.name}`,
        cure: 'Take it out.',
      },
    ];
  }
  if (allowed || preset.name !== 'development') return [];
  return pagers.map(({ entry, place }) => ({
    place,
    required: 'development must wake nobody',
    got: `the pager ${quote(entry)}`,
    cure: 'Take it out, or write `warning:`, `critical:` and `pagesInDevelopment: true` below `notify`.',
  }));
}

/** A state of an alarm has five actions, a rule of EventBridge five targets; one is Kura’s own topic ("CloudWatch service quotas" and "Amazon EventBridge quotas", read 2026-11). */
const MOST_TOPICS = 4;
/** "Quotas and limits", Cloud Monitoring, read 2026-11: notification channels of an alerting policy. */
const MOST_NOTIFICATION_CHANNELS = 16;

export function tooManyChannels(
  all: readonly Told[],
  environment: string,
  cloud: Cloud,
  place: string,
): readonly Problem[] {
  const topics = all.filter(({ channel }) => channel.kind !== 'email').length;
  const [count, most, what, why, cure] =
    cloud === 'aws'
      ? ([
          topics,
          MOST_TOPICS,
          'channels',
          'an alarm of CloudWatch tells five topics, and one is Kura’s own',
          'Subscribe several to one topic, and name that.',
        ] as const)
      : ([
          all.length,
          MOST_NOTIFICATION_CHANNELS,
          'addresses and channels',
          'an alerting policy of Google Cloud tells no more',
          'Name a mailing list in place of addresses.',
        ] as const);
  if (count <= most) return [];
  return [
    {
      place,
      required: `notify of ${environment} must name at most ${String(most)} ${what}: ${why}`,
      got: String(count),
      cure,
    },
  ];
}
