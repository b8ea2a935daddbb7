import type { AwsInstance } from '../deployment/aws-deployment';
import type { DeployedService } from '../deployment/facts';
import type { DeclaredAlert } from './alert';
import { conditionText } from './alarm-text';
import { awsAlarms, windowOf } from './aws-alarms';
import { awsRegionName, type AwsRegion } from './aws-databases';
import { countedOf, logFiltersOf } from './aws-log-metrics';
import { awsExtraGraphs, lastErrors } from './aws-extra-panels';
import { awsCounted, awsMeasured } from './aws-measured';
import { awsOwnLines, awsProgramGraphs } from './aws-own-measured';
import { alertOf } from './catalogue';
import {
  DASHBOARD_ROWS,
  type AlarmStates,
  type Dashboard,
  type DashboardLine,
  type DashboardRow,
  type DashboardRowName,
  type Graph,
} from './dashboard';
import type { Routes } from './routes';
import { toldHere } from './told';

/**
 * What one service’s dashboard shows: every alert of its instance, of both regions, with a line for each database and its thresholds
 * across; what is told without a metric is named. In development it is all that there is.
 *
 * @param prefix how the environment’s names begin
 */
export function awsDashboard(
  instance: AwsInstance,
  service: DeployedService,
  { prefix, routes }: { readonly prefix: string; readonly routes: Routes },
): Dashboard {
  const graphs = graphsOf(instance);
  const silent = instance.alerts.told.filter(
    ({ alert }) => !graphs.some((graph) => graph.alert === alert),
  );
  return {
    name: `${prefix}-${service.service}`,
    states: statesOf(instance, routes),
    rows: DASHBOARD_ROWS.map((name) => rowOf(name, instance, service, { graphs, silent })),
  };
}

/** A graph of an alert, in the region where its metric is. */
interface AlertGraph extends Graph {
  readonly alert: DeclaredAlert['alert'];
}

function rowOf(
  name: DashboardRowName,
  instance: AwsInstance,
  service: DeployedService,
  {
    graphs,
    silent,
  }: { readonly graphs: readonly AlertGraph[]; readonly silent: readonly DeclaredAlert[] },
): DashboardRow {
  const untold = silent.filter(({ alert }) => rowOfAlert(alert) === name);
  const own = graphs
    .filter(({ alert }) => rowOfAlert(alert) === name)
    .map(({ alert: _, ...graph }) => graph);
  const programs = name === 'database' ? awsProgramGraphs(instance) : [];
  const errors = name === 'application' ? [lastErrors(instance, service)] : [];
  return {
    name,
    text: [HEADINGS[name], ...untoldText(untold)].join('\n'),
    panels: [...own, ...awsExtraGraphs(instance, name), ...programs, ...errors],
  };
}

const HEADINGS: Readonly<Record<DashboardRowName, string>> = {
  infrastructure: '## Infrastructure\nWhat the machine, its disk and its network give out.',
  database:
    '## Database\nWhat the engine does inside, and what keeps it: backups, certificates, passwords, Kura’s own programs.',
  application: '## Application\nWhat its services see of it, and do to it.',
};

/** What comes as an event has no line, and what is told of Kura’s programs shares a graph; all is watched all the same. */
function untoldText(silent: readonly DeclaredAlert[]): readonly string[] {
  const names = [...new Set(silent.map(({ alert, severity }) => `**${alert}** (${severity})`))];
  return names.length === 0
    ? []
    : [`Told as it happens, without a graph to itself: ${names.join(', ')}.`];
}

/** Upkeep stands with the database; what a service can see of itself with the application. */
function rowOfAlert(alert: DeclaredAlert['alert']): DashboardRowName {
  if (alert === 'connections' || alert === 'deadlocks') return 'application';
  const { layer } = alertOf(alert);
  return layer === 'upkeep' ? 'database' : layer;
}

/** One for each alert and region: the levels of one alert are of the same metric. */
function graphsOf(instance: AwsInstance): readonly AlertGraph[] {
  const levels = new Map<string, readonly [DeclaredAlert, ...DeclaredAlert[]]>();
  for (const declared of instance.alerts.told) {
    const key = `${declared.alert} ${declared.region}`;
    levels.set(key, [...(levels.get(key) ?? []), declared] as [DeclaredAlert, ...DeclaredAlert[]]);
  }
  return [...levels.values()].flatMap((all) => graphsOfAlert(instance, all));
}

function graphsOfAlert(
  instance: AwsInstance,
  levels: readonly [DeclaredAlert, ...DeclaredAlert[]],
): readonly AlertGraph[] {
  const [declared] = levels;
  const alert = alertOf(declared.alert);
  const { region } = declared;
  const lines = linesOf(instance, declared);
  if (lines.length === 0) return [];
  const where = region === 'recovery' ? `, ${awsRegionName(instance, region)}` : '';
  return [
    {
      kind: 'graph',
      alert: alert.name,
      title: `${alert.name}: ${alert.title}${where}`,
      region: awsRegionName(instance, region),
      period: Math.min(...levels.map((level) => periodOf(instance, level, lines))),
      lines,
      levels: levels.map((level) => ({
        label: `${level.severity}: ${conditionText(level)}`,
        value: level.threshold.value,
        severity: level.severity,
      })),
    },
  ];
}

const REGIONS: readonly AwsRegion[] = ['primary', 'recovery'];

/** A line for each of what an alert watches; one for all databases of a region whose logs are counted together. */
function linesOf(instance: AwsInstance, declared: DeclaredAlert): readonly DashboardLine[] {
  const { alert: name, region, subjects } = declared;
  const signal = alertOf(name).aws[instance.engine];
  if ('code' in signal) return [];
  if (signal.kind === 'own') return awsOwnLines(instance, region, declared);
  if (signal.kind === 'metric') {
    return subjects.map((label) => ({ label, ...awsMeasured(signal, label, instance) }));
  }
  if (signal.kind !== 'log' && signal.kind !== 'trail') return [];
  return subjects.map((database) => {
    const label = countedOf(name, instance, { region, database });
    return { label, ...awsCounted(name, label, logFiltersOf(name, instance)) };
  });
}

const OFTEN = 300;
const HOUR = 3600;

/** That of its alarm; what runs once a day or a month is seen by the hour. */
function periodOf(
  { engine }: AwsInstance,
  { alert, minutes }: DeclaredAlert,
  [line]: readonly DashboardLine[],
): number {
  const signal = alertOf(alert).aws[engine];
  if ('code' in signal || signal.kind === 'own' || !line) {
    return minutes > 0 && minutes <= 60 ? OFTEN : HOUR;
  }
  return windowOf(line, minutes).period;
}

/** An alarm widget has a hundred alarms at most ("Dashboard Body Structure and Syntax", CloudWatch API reference, read 2026-11). */
const MOST_STATES = 100;

/** The alarms of both regions, first those that wake somebody. Nothing where nobody is told: then there are none. */
function statesOf(instance: AwsInstance, routes: Routes): readonly AlarmStates[] {
  const all = REGIONS.flatMap((region) => {
    if (region === 'recovery' && !instance.recoveryHome) return [];
    const name = awsRegionName(instance, region);
    const { alarms, pages } = awsAlarms(instance, region, toldHere(routes, name));
    const arn = (alarm: string): string =>
      `arn:aws:cloudwatch:${name}:${instance.target.account}:alarm:${alarm}`;
    return [
      ...pages.map((page) => ({ pages: true, arn: arn(page.name) })),
      ...alarms.map(({ name: alarm, severity, paged }) => ({
        pages: severity === 'critical' && !paged,
        arn: arn(alarm),
      })),
    ];
  });
  const of = (title: string, pages: boolean): readonly AlarmStates[] => {
    const arns = all.filter((each) => each.pages === pages).map(({ arn }) => arn);
    const parts = Math.ceil(arns.length / MOST_STATES);
    return Array.from({ length: parts }, (_, i) => ({
      title: parts === 1 ? title : `${title} (${String(i + 1)} of ${String(parts)})`,
      alarms: arns.slice(i * MOST_STATES, (i + 1) * MOST_STATES),
    }));
  };
  return [...of('Wakes somebody', true), ...of('Warnings, and what is told together', false)];
}
