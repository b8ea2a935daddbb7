import type { GoogleInstance } from '../deployment/google-deployment';
import type { Engine } from '../tables/engines';
import type { Alert, DeclaredAlert } from './alert';
import type { AlertHome } from './alert-home';
import { alertOf } from './catalogue';
import { countersOf, type Counter } from './google-counters';
import { isOfHome } from './google-queries';
import { namePattern } from './name-patterns';
import type { Routes } from './routes';
import { TOLD, type ToldSeverity } from './severity';
import type { GoogleSignal } from './signal';
import { reaches, toldInProject } from './told';

/**
 * What a group watches: every database of its home but these, so that a new one is watched before its home is deployed again; or those of
 * these names.
 */
export type Selection =
  | { readonly kind: 'everything'; readonly but: readonly string[] }
  | { readonly kind: 'names'; readonly names: readonly string[] };

/** What one environment declares of one alert with one threshold, whosoever it is: a policy tells of all of them. */
export interface AlertGroup {
  readonly alert: Alert;
  readonly severity: ToldSeverity;
  readonly signal: GoogleSignal;
  /** The engine whose alone the signal is; null where it is the same for either. */
  readonly engine: Engine | null;
  /** The threshold in the unit of what is measured. */
  readonly value: number;
  /** The same in the alert’s unit: of disks of several sizes several shares may be as many bytes. */
  readonly thresholds: readonly number[];
  readonly reasons: readonly string[];
  readonly minutes: number;
  /** Whether it also tells that nothing is heard of something. */
  readonly tellsSilence: boolean;
  readonly selection: Selection;
  /** What counts entries for it, where something does. */
  readonly counters: readonly Counter[];
}

/** What is declared of one instance. */
interface Member {
  readonly declared: DeclaredAlert;
  readonly engine: Engine;
  readonly signal: GoogleSignal;
  readonly value: number;
}

/**
 * The groups of a home: of each alert and severity that somebody in its project is told of, one for each threshold. What a construct of its
 * own tells of is in none, but for what is told of the watch and of the trail.
 *
 * @param instances all that the home has
 */
export function alertGroups(
  home: AlertHome,
  instances: readonly GoogleInstance[],
  routes: Routes,
): readonly AlertGroup[] {
  const told = TOLD.filter((severity) => reaches(toldInProject(routes[severity], home.project)));
  const groups = new Map<string, Member[]>();
  for (const member of instances.flatMap(membersOf)) {
    const { declared, value } = member;
    if (!told.some((severity) => severity === declared.severity)) continue;
    const key = [...keyOf(member), value].join(' ');
    const before = groups.get(key);
    if (before) before.push(member);
    else groups.set(key, [member]);
  }
  const all = [...groups.values()];
  const databases = databasesOf(instances);
  const counters = countersOf(home, instances);
  return all
    .flatMap((members) => groupOf(home, members, all, databases))
    .map((group) => ({
      ...group,
      counters: counters.filter(({ alert }) => alert === group.alert.name),
    }));
}

function membersOf({ engine, decisions, alerts }: GoogleInstance): readonly Member[] {
  return alerts.told.flatMap((declared): Member[] => {
    const signal = alertOf(declared.alert).google[engine];
    if (!('kind' in signal)) return [];
    if (signal.kind === 'own' && !isOfHome(declared.alert)) return [];
    return [
      { declared, engine, signal, value: measured(declared.threshold.value, signal, decisions) },
    ];
  });
}

/** A threshold in the unit of what is measured, without what floating point adds to it. */
export function measured(
  threshold: number,
  signal: GoogleSignal,
  { storageCeiling }: Pick<GoogleInstance['decisions'], 'storageCeiling'>,
): number {
  const scale = signal.kind === 'metric' ? signal.scale : undefined;
  if (!scale) return threshold;
  return Number((threshold * scale({ storageCeiling: storageCeiling.value })).toPrecision(12));
}

/** Of what different thresholds make different groups. */
const keyOf = ({ declared: { alert, severity }, engine }: Member): readonly string[] => [
  alert,
  severity,
  engineOf(alertOf(alert), engine) ?? '',
];

/** The engine whose alone a signal is. */
export function engineOf({ google }: Alert, engine: Engine): Engine | null {
  return google.postgres === google.mysql ? null : engine;
}

/** Every database of a home, by its engine: one that runs is watched for being there. */
function databasesOf(instances: readonly GoogleInstance[]): readonly (readonly [string, Engine])[] {
  return instances.flatMap(({ engine, alerts }) =>
    alerts.told
      .filter(({ alert }) => alert === 'unavailable')
      .flatMap(({ subjects }) => subjects.map((name) => [name, engine] as const)),
  );
}

function groupOf(
  home: AlertHome,
  members: readonly Member[],
  all: readonly (readonly Member[])[],
  databases: readonly (readonly [string, Engine])[],
): readonly Omit<AlertGroup, 'counters'>[] {
  const [first] = members;
  if (!first) return [];
  const { declared, signal, value } = first;
  const { severity, minutes } = declared;
  if (severity === 'info') return [];
  const alert = alertOf(declared.alert);
  const engine = engineOf(alert, first.engine);
  const names = distinct(members.flatMap((each) => each.declared.subjects));
  const rivals = all.filter(
    ([other]) => other && keyOf(other).join(' ') === keyOf(first).join(' ') && other !== first,
  );
  const own = new Set(names);
  const others = databases.flatMap(([name, of]) =>
    (engine === null || of === engine) && !own.has(name) ? [name] : [],
  );
  return [
    {
      ...{ alert, severity, signal, engine, value, minutes },
      thresholds: distinct(members.map((each) => each.declared.threshold.value)),
      reasons: distinct(members.map((each) => each.declared.threshold.reason)),
      tellsSilence: declared.missing === 'wrong',
      selection: watchesEverything(home, alert, members, rivals, others)
        ? { kind: 'everything', but: distinct(others) }
        : { kind: 'names', names },
    },
  ];
}

/** How long a pattern of exceptions may be, in characters: beside it there is a filter to write. */
const LONGEST_BUT = 1000;

/**
 * Whether a group has every database but some: it is the one that nobody stated another threshold for. Where the catalogue’s own differ by
 * tier or disk nobody knows which a new one will have. One that is deleted falls silent: who is told of silence is told of names, which
 * are taken out before.
 */
function watchesEverything(
  { everything, beginning }: AlertHome,
  { watches, missing }: Alert,
  members: readonly Member[],
  rivals: readonly (readonly Member[])[],
  others: readonly string[],
): boolean {
  return (
    everything !== null &&
    watches === 'databases' &&
    missing !== 'wrong' &&
    members.every(isUsual) &&
    !rivals.some((each) => each.some(isUsual)) &&
    namePattern(others, beginning).length <= LONGEST_BUT
  );
}

const isUsual = ({ declared: { threshold } }: Member): boolean =>
  threshold.place === 'alert catalogue';

const distinct = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];
