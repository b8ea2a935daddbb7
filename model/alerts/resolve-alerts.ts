import type { Cloud } from '../access/identity';
import type { Decision } from '../decision';
import type { InstanceState } from '../deployment/facts';
import type { PlacedInstance } from '../placement/place-services';
import type { Problem } from '../problem';
import type {
  Alert,
  AlertFacts,
  Alerts,
  DeclaredAlert,
  DeclaredGap,
  Gap,
  Level,
  Missing,
  Watched,
} from './alert';
import { ALERTS } from './catalogue';
import { metricName } from './metric-name';
import { countsRuns } from './google-entries';
import { tells, type Routes } from './routes';
import type { AwsSignal, GoogleSignal } from './signal';
import type { Severity } from './severity';
import { statedThresholds, thresholdOf } from './stated-thresholds';
import type { WatchedDatabase } from './watched-databases';

type Region = WatchedDatabase['region'];

/** What is watched, or what that is named after. */
export type Subject = Pick<WatchedDatabase, 'identifier' | 'region'>;

/** A name in each region that has one. */
export type SharedNames = Readonly<Partial<Record<Region, string>>>;

/** What the alerts of one instance follow from. */
export interface AlertedInstance {
  readonly environment: string;
  readonly facts: AlertFacts;
  readonly databases: readonly WatchedDatabase[];
  /** How the names of what it shares begin, where it shares something: an environment’s prefix, or an isolated instance’s identifier. */
  readonly shared: SharedNames;
  /** The stores of its environment’s trail, where it writes to them. */
  readonly trails: SharedNames;
  /** Where recoveries are rehearsed, or may come to be. */
  readonly rehearses: readonly Region[];
  /** What its drills are named after, where some are. */
  readonly drills: readonly Subject[];
  /** What serves, in which region, and what is there named after. */
  readonly serving: Subject & { readonly home: string };
  readonly lifecycle: InstanceState;
  readonly routes: Routes;
}

/** Every alert of the catalogue for one instance: declared, or why not. What a service states is in it, or among the problems. */
export function resolveAlerts(
  placed: PlacedInstance,
  instance: AlertedInstance,
  problems: Problem[],
): Alerts {
  const { facts, lifecycle, environment } = instance;
  const told: DeclaredAlert[] = [];
  const gaps: DeclaredGap[] = [];
  const stated = statedThresholds(placed, environment);
  for (const alert of ALERTS) {
    const gap = lifecycle === 'retired' ? RETIRED : gapOf(alert, facts, instance);
    if (gap) {
      gaps.push({ alert: alert.name, ...gap });
      // A service that retires keeps its file: it may come back.
      if (lifecycle !== 'retired') stated.refuseUnwatched(alert, gap, problems);
      continue;
    }
    for (const level of alert.levels(facts)) {
      const threshold = thresholdOf(alert, level, facts, stated, problems);
      told.push(...declared(alert, level, threshold, instance));
    }
    stated.refuseUnknownLevels(alert, facts, problems);
  }
  return { told, gaps };
}

const UNTOLD: Gap = {
  code: 'nobody-to-tell',
  why: 'no dashboard can show it, and the environment names nobody below `notify`',
};

/** Whether nothing of it is ever drawn. Runs that find drift are counted, which is. */
function isUnseen(signal: AwsSignal | GoogleSignal): boolean {
  if (signal.kind === 'own') return signal.unseen === true;
  return signal.kind === 'event' || ('filter' in signal && !countsRuns(signal));
}

/** That there is none of what an alert watches, where its own words make no sentence. */
const NOBODY: Partial<Record<Watched, string>> = {
  'writers of the primary region, from the recovery region':
    'nothing in the primary region is written to',
  'what serves in the primary region, from the recovery region':
    'nothing serves in the primary region',
};

const RETIRED: Gap = { code: 'nobody-to-watch', why: 'it is retired' };

function gapOf(alert: Alert, facts: AlertFacts, instance: AlertedInstance): Gap | undefined {
  const signal = signalOf(alert, facts.cloud, facts.engine);
  if ('code' in signal) return signal;
  const gap = alert.unless?.(facts);
  if (gap) return gap;
  if (!tells(instance.routes) && isUnseen(signal)) return UNTOLD;
  return subjectsOf(alert, instance).length === 0
    ? { code: 'nobody-to-watch', why: NOBODY[alert.watches] ?? `it has no ${alert.watches}` }
    : undefined;
}

const signalOf = (alert: Alert, cloud: Cloud, engine: AlertFacts['engine']) => alert[cloud][engine];

function declared(
  alert: Alert,
  level: Level,
  threshold: Decision<number>,
  instance: AlertedInstance,
): readonly DeclaredAlert[] {
  const { facts, routes } = instance;
  const severity: Severity = tells(routes) ? level.severity : 'info';
  const signal = signalOf(alert, facts.cloud, facts.engine);
  if ('code' in signal) return [];
  return REGIONS.flatMap((region) => {
    const subjects = subjectsOf(alert, instance)
      .filter((each) => each.region === region)
      .map(({ identifier }) => identifier);
    return subjects.length === 0
      ? []
      : [
          {
            ...{ alert: alert.name, severity, subjects, region },
            metric: metricName(alert.name, signal),
            ...{ side: alert.side, unit: alert.unit, threshold },
            ...{ minutes: level.minutes, missing: missingAt(level, alert, facts) },
            route: routeOf(severity, routes),
          },
        ];
  });
}

/** That nothing is heard is told once: by the louder of two severities. */
function missingAt(level: Level, { missing, levels }: Alert, facts: AlertFacts): Missing {
  const louder = level.severity === 'warning' && levels(facts).some(isCritical);
  return missing === 'wrong' && louder ? 'as before' : missing;
}

const isCritical = ({ severity }: Level): boolean => severity === 'critical';

/** All stand on dashboards. */
function routeOf(severity: Severity, routes: Routes): readonly string[] {
  const channels = severity === 'info' ? [] : routes[severity];
  return ['dashboard', ...channels.map(({ name }) => name)];
}

const REGIONS = ['primary', 'recovery'] as const satisfies readonly Region[];

function sharedIn(shared: SharedNames, regions: readonly Region[]): readonly Subject[] {
  return regions.flatMap((region) => {
    const identifier = shared[region];
    return identifier === undefined ? [] : [{ identifier, region }];
  });
}

/** What an alert watches of an instance. Its own name stands for the instance as a whole, where it is; what is shared, where it is shared. */
function subjectsOf(
  { watches, idle, ...alert }: Alert,
  { facts, databases, shared, trails, rehearses, drills, serving }: AlertedInstance,
): readonly Subject[] {
  const read = databases.filter(({ role }) => role !== 'recovery-replica');
  switch (watches) {
    case 'databases':
      return facts.cloud === 'aws' && idle !== true ? read : databases;
    case 'writers':
      return databases.filter(({ role }) => role === 'writer');
    case 'writers of the primary region':
      return databases.filter(({ role, region }) => role === 'writer' && region === 'primary');
    case 'writers of the primary region, from the recovery region':
      return databases
        .filter(({ role, region }) => role === 'writer' && region === 'primary')
        .map(({ identifier }) => ({ identifier, region: 'recovery' }));
    case 'what serves in the primary region, from the recovery region':
      return serving.region === 'primary'
        ? [{ identifier: serving.identifier, region: 'recovery' }]
        : [];
    case 'readers':
      return databases.filter(({ role }) => role === 'reader');
    case 'recovery replica':
      return databases.filter(({ role }) => role === 'recovery-replica');
    case 'replicas':
      return databases.filter(({ role }) => role !== 'writer');
    case 'drills':
      return drills;
    case 'networks':
      return sharedIn(shared, REGIONS);
    case 'network in the primary region':
      return sharedIn(shared, ['primary']);
    case 'network in the recovery region':
      return sharedIn(shared, ['recovery']);
    case 'networks with drills':
      return sharedIn(shared, rehearses);
    case 'trails':
      return sharedIn(trails, REGIONS);
    case 'trail where its runner works':
      return sharedIn(trails, [serving.region]);
    case 'instance': {
      const signal = alert[facts.cloud][facts.engine];
      const kind = 'kind' in signal ? signal.kind : undefined;
      if (kind === 'counted') return databases;
      // Of a log lines are counted wherever the instance has one.
      if ((kind === 'log' || kind === 'trail') && facts.cloud === 'aws') {
        const logged = idle ? databases : read;
        const regions = new Set(logged.map(({ region }) => region));
        return [...regions].map((region) => ({
          identifier: logged.find((each) => each.region === region)?.identifier ?? serving.home,
          region,
        }));
      }
      return [{ identifier: serving.home, region: serving.region }];
    }
  }
}
