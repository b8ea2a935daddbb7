import type { EstateStatement } from '../language/estate-language';
import type { NotifyStatement } from '../language/notify-language';
import { entryOf } from '../language/stated';
import type { YamlFile } from '../language/yaml-file';
import { nearest, quote, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { originOf } from './channels';
import {
  refusedPagers,
  silentOrigins,
  tooManyChannels,
  type Entry,
  type Origins,
  type PlaceOf,
  type Told,
} from './refused-routes';
import type { Channel, Routes } from './routes';
import { TOLD, type ToldSeverity } from './severity';

/** Who is told of an environment’s alerts on one cloud, and all that is wrong with that. */
export function resolveRoutes(
  estate: YamlFile<EstateStatement>,
  environment: string,
  preset: Preset,
  { cloud, origins }: Origins,
): { readonly value: Routes; readonly problems: readonly Problem[] } {
  const { statement, at } = estate;
  const placeOf = (...path: readonly PropertyKey[]): string =>
    at('environments', environment, ...path) ?? 'estate.yaml';
  const notify = entryOf(statement.environments, environment)?.notify;
  if (!notify) {
    return {
      value: { warning: [], critical: [] },
      problems: preset.name === 'development' ? [] : [reachesNobody(environment, placeOf())],
    };
  }
  const problems: Problem[] = [];
  const told = new Map<string, Told>();
  for (const each of statedIn(notify, placeOf)) {
    const { entry, place } = each;
    const earlier = told.get(entry.toLowerCase());
    const channel = channelOf(estate, each, { cloud, origins: [...new Set(origins)] });
    if (!channel) problems.push(unknownEntry(entry, Object.keys(statement.channels ?? {}), place));
    else if (earlier) problems.push(toldTwice(each, earlier));
    else told.set(entry.toLowerCase(), { ...each, channel });
  }
  const all = [...told.values()];
  problems.push(
    ...all.flatMap(({ channel }) =>
      silentOrigins(estate, environment, channel, { cloud, origins: [...new Set(origins)] }),
    ),
    ...refusedPagers(all, notify, preset, placeOf),
    ...tooManyChannels(all, environment, cloud, placeOf('notify')),
  );
  const of = (severity: ToldSeverity): readonly Channel[] =>
    all.flatMap((each) => (each.severity === severity ? [each.channel] : []));
  const warning = of('warning');
  return { value: { warning, critical: [...warning, ...of('critical')] }, problems };
}

/** What `notify` says in its short form is said of warnings, and so of everything. */
function statedIn(notify: NotifyStatement, placeOf: PlaceOf): readonly Entry[] {
  if (Array.isArray(notify)) {
    return notify.map((entry, i) => ({ entry, severity: 'warning', place: placeOf('notify', i) }));
  }
  return TOLD.flatMap((severity) =>
    notify[severity].map((entry, i) => ({
      entry,
      severity,
      place: placeOf('notify', severity, i),
    })),
  );
}

function channelOf(
  { statement }: YamlFile<EstateStatement>,
  { entry }: Entry,
  { cloud, origins }: Origins,
): Channel | undefined {
  if (entry.includes('@')) return { kind: 'email', name: entry, existing: [] };
  const channel = entryOf(statement.channels, entry);
  return (
    channel && {
      kind: channel.kind,
      name: entry,
      existing: (channel[cloud] ?? []).filter((each) => origins.includes(originOf(cloud, each))),
    }
  );
}

function reachesNobody(environment: string, place: string): Problem {
  return {
    place,
    required: `environment ${environment} must say who is told of alerts: an alert that reaches nobody is none`,
    got: 'no notify',
    cure: 'Write `notify: [oncall@suzumina.example]` below it.',
  };
}

/** What is near no channel is not shown: it may be a key. */
function unknownEntry(entry: string, channels: readonly string[], place: string): Problem {
  const meant = nearest(entry, channels);
  return {
    place,
    required: 'notify must name e-mail addresses, or channels of the estate',
    got: meant === undefined ? 'a name of neither' : quote(entry),
    cure:
      meant === undefined
        ? `Write an address, or describe it below \`channels\`${channels.length > 0 ? `, where there are ${channels.join(', ')}` : ''}.`
        : `Did you mean "${meant}"?`,
  };
}

function toldTwice({ entry, place, severity }: Entry, earlier: Entry): Problem {
  return {
    place,
    required: 'each address and channel is told once',
    got: quote(entry) + (severity === earlier.severity ? ' twice' : ' in warning and critical'),
    cure:
      severity === earlier.severity
        ? 'Take one out.'
        : 'Take it out of critical: who hears of warnings hears of what is critical, too.',
  };
}
