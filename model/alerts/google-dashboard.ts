import type { DeployedService } from '../deployment/facts';
import type { GoogleInstance } from '../deployment/google-deployment';
import type { DeclaredAlert } from './alert';
import { measured } from './alert-groups';
import type { AlertHome } from './alert-home';
import { alertOf } from './catalogue';
import { DASHBOARD_ROWS, type DashboardRowName } from './dashboard';
import { googleExtraCharts } from './google-extra-charts';
import { alertLine, type ChartQuery } from './google-lines';
import { thresholdText } from './threshold-text';

/** A chart with a line for each series of its queries. */
export interface GoogleChart {
  readonly title: string;
  readonly queries: readonly ChartQuery[];
  /** Thresholds across it, in the unit of what is measured. */
  readonly levels: readonly { readonly label: string; readonly value: number }[];
}

export interface GoogleDashboardRow {
  readonly title: string;
  readonly text: string;
  readonly charts: readonly GoogleChart[];
}

/** All that a dashboard shows, without where on it. */
export interface GoogleDashboard {
  readonly name: string;
  readonly rows: readonly GoogleDashboardRow[];
}

/**
 * What one service’s people look at: every alert of its instance with a line for each database and its thresholds across, what nobody is
 * told of too, since in development it is all that there is; and beside them what one looks at next.
 *
 * @param prefix how the environment’s names begin
 */
export function googleDashboard(
  instance: GoogleInstance,
  service: DeployedService,
  { home, prefix }: { readonly home: AlertHome; readonly prefix: string },
): GoogleDashboard {
  const alerts = alertCharts(instance, home);
  const lineless = instance.alerts.told.filter(
    ({ alert, metric }) => !metric.startsWith(RUNS) && !alerts.some((each) => each.alert === alert),
  );
  return {
    name: `${prefix}-${service.service}`,
    rows: DASHBOARD_ROWS.map((name) => ({
      title: HEADINGS[name].title,
      text: [
        HEADINGS[name].text,
        ...linelessText(lineless.filter(({ alert }) => rowOf(alert) === name)),
      ].join(' '),
      charts: [
        ...alerts
          .filter(({ alert }) => rowOf(alert) === name)
          .map(({ alert: _, ...chart }) => chart),
        ...googleExtraCharts(instance, service, home, name),
      ],
    })),
  };
}

/** What has a chart of its own: runs of jobs, by how they ended. */
const RUNS = 'run.googleapis.com/job/';

const HEADINGS: Readonly<
  Record<DashboardRowName, { readonly title: string; readonly text: string }>
> = {
  infrastructure: {
    title: 'Infrastructure',
    text: 'What the machine, its disk and its network give out.',
  },
  database: {
    title: 'Database',
    text: 'What the engine does inside, and what keeps it: backups, certificates, passwords, Kura’s own programs.',
  },
  application: { title: 'Application', text: 'What its services see of it, and do to it.' },
};

/** What comes as an entry of a log has no line, but is watched all the same. */
function linelessText(alerts: readonly DeclaredAlert[]): readonly string[] {
  const names = [...new Set(alerts.map(({ alert, severity }) => `${alert} (${severity})`))];
  return names.length === 0 ? [] : [`Told as it happens, without a line: ${names.join(', ')}.`];
}

/** Upkeep stands with the database; what a service can see of itself with the application. */
function rowOf(alert: DeclaredAlert['alert']): DashboardRowName {
  if (alert === 'connections' || alert === 'deadlocks') return 'application';
  const { layer } = alertOf(alert);
  return layer === 'upkeep' ? 'database' : layer;
}

interface AlertChart extends GoogleChart {
  readonly alert: DeclaredAlert['alert'];
}

/** One for each alert: its severities, and its databases in both regions, are of the same metric. */
function alertCharts(instance: GoogleInstance, home: AlertHome): readonly AlertChart[] {
  const declared = new Map<string, DeclaredAlert[]>();
  for (const each of instance.alerts.told) {
    declared.set(each.alert, [...(declared.get(each.alert) ?? []), each]);
  }
  return [...declared.values()].flatMap((all) => chartOf(instance, home, all));
}

function chartOf(
  instance: GoogleInstance,
  home: AlertHome,
  all: readonly DeclaredAlert[],
): readonly AlertChart[] {
  const [first] = all;
  if (!first) return [];
  const { name, title, google } = alertOf(first.alert);
  const signal = google[instance.engine];
  if (!('kind' in signal)) return [];
  const subjects = [...new Set(all.flatMap((each) => each.subjects))];
  const query = alertLine(home, first, signal, subjects);
  if (!query) return [];
  const levels = new Map(
    all.map(({ severity, side, unit, threshold: { value } }) => [
      `${severity}: ${side} ${thresholdText(unit, value)}`,
      measured(value, signal, instance.decisions),
    ]),
  );
  return [
    {
      ...{ alert: name, title: `${name}: ${title}`, queries: [query] },
      levels: [...levels].map(([label, value]) => ({ label, value })),
    },
  ];
}
