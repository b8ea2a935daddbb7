import { trailOf } from '../audit/trail-facts';
import type { GoogleInstance } from '../deployment/google-deployment';
import type { AlertHome } from './alert-home';
import type { AlertName } from './alert-names';
import { alertOf, ALERTS } from './catalogue';
import { namePattern } from './name-patterns';
import { trailCounter } from './google-trail';
import { CLOUD_SQL } from './trail-entries';

/** A counter of audit entries, of some databases of a home. */
export interface Counter {
  readonly alert: AlertName;
  /** The log-based metric’s, of a project. */
  readonly name: string;
  /** What makes it: in words, and in the logging query language. */
  readonly description: string;
  readonly filter: string;
  /** The databases whose entries it counts. */
  readonly databases: readonly string[];
}

/** Characters of a filter: 20,000 ("Quotas and limits", Cloud Logging, read 2026-11), less what the next name may take. */
const LONGEST_FILTER = 19_000;

/**
 * The counters of a home, whether or not somebody is told: dashboards have them. Who is expected to do what is said of each instance, and
 * a filter has room for some, so that an alert may have several.
 */
export function countersOf(
  home: AlertHome,
  instances: readonly GoogleInstance[],
): readonly Counter[] {
  const counted = ALERTS.flatMap(({ name: alert, title }) =>
    packed(instances.flatMap((instance) => partOf(home, instance, alert))).map((parts, i) => ({
      ...{
        alert,
        name: i === 0 ? counterName(home, alert) : `${counterName(home, alert)}-${String(i + 1)}`,
      },
      description: `Entries of the audit trail by which ${title}`,
      filter: filterOf(parts),
      databases: parts.flatMap(({ databases }) => databases),
    })),
  );
  return [...counted, ...trailCounter(home, instances)];
}

/** How the names of an alert’s counters begin: the first has no more. */
export const counterName = ({ name }: AlertHome, alert: AlertName): string => `${name}-${alert}`;

interface Part {
  readonly databases: readonly string[];
  readonly clause: string;
}

/** What is counted of one instance: one that is retired has nothing. */
function partOf(home: AlertHome, instance: GoogleInstance, alert: AlertName): readonly Part[] {
  const signal = alertOf(alert).google[instance.engine];
  if (!('kind' in signal) || signal.kind !== 'counted') return [];
  const told = instance.alerts.told.filter((each) => each.alert === alert);
  const databases = [...new Set(told.flatMap(({ subjects }) => subjects))];
  if (databases.length === 0) return [];
  const { project } = home;
  const { deployServiceAccount: deployer } = instance.target;
  const entries = signal.entries({ project, deployer, trail: trailOf(instance) });
  const named = namePattern(databases, home.beginning);
  return [
    {
      databases,
      clause: `(resource.labels.database_id=~"^${project}:${named}$" AND ${entries})`,
    },
  ];
}

const filterOf = (parts: readonly Part[]): string =>
  `${CLOUD_SQL} AND (${parts.map(({ clause }) => clause).join(' OR ')})`;

function packed(parts: readonly Part[]): readonly (readonly Part[])[] {
  const packs: Part[][] = [];
  for (const part of parts) {
    const last = packs.at(-1);
    if (last && filterOf([...last, part]).length <= LONGEST_FILTER) last.push(part);
    else packs.push([part]);
  }
  return packs;
}
