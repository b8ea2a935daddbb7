import type { AwsInstance } from '../deployment/aws-deployment';
import { rehearsedIn } from '../recovery/rehearsals';
import type { AlertName } from './alert-names';
import { awsRegionName, type AwsRegion } from './aws-databases';
import { awsCounted, type AwsSeries } from './aws-measured';
import type { DeclaredAlert } from './alert';
import type { DashboardLine, Graph } from './dashboard';
import type { AwsStatistic } from './signal';
import { KURA_NAMESPACE } from '../tables/kura-metrics';
import { watchName } from './watch-order';

/** Of what a construct of its own tells of: what has a graph to itself. */
export function awsOwnLines(
  instance: AwsInstance,
  region: AwsRegion,
  { alert, subjects }: Pick<DeclaredAlert, 'alert' | 'subjects'>,
): readonly DashboardLine[] {
  switch (alert) {
    case 'drill-slow':
      return drills(instance, region, 'DrillRto');
    case 'access-drift':
      return subjects.map((subject) => ({ label: subject, ...awsCounted(alert, subject) }));
    default:
      return [];
  }
}

/** What a program of Kura’s did in an hour, by the alert that tells of it. */
const PROGRAMS: Partial<Record<AlertName, (subject: string) => DashboardLine>> = {
  'runner-failed': (subject) => runs('runner-failed', `${subject}-runner`, 'Errors'),
  'runner-missed': (subject) => runs('runner-missed', `${subject}-runner`, 'Invocations'),
  'drill-broken': (subject) => runs('drill-broken', `${subject}-drill`, 'Errors'),
  'not-started': (subject) =>
    line(`not-started: of ${subject}`, 'AWS/Scheduler', 'InvocationDroppedCount', 'Sum', {
      ScheduleGroup: `${subject}-runners`,
    }),
  'watch-failed': (subject) =>
    line(
      `watch-failed: what ${watchName(subject)} could not read`,
      KURA_NAMESPACE,
      'Unreadable',
      'Maximum',
      {
        DBInstanceIdentifier: subject,
      },
    ),
  // What its alarm is of: runs that failed are none.
  'watch-silent': (subject) => ({
    label: `watch-silent: runs of ${watchName(subject)} that succeeded`,
    series: (['Invocations', 'Errors'] as const).map((name) => ({
      ...{ id: name.toLowerCase(), namespace: 'AWS/Lambda', name, statistic: 'Sum' },
      dimensions: { FunctionName: watchName(subject) },
    })),
    expression: 'invocations - errors',
  }),
};

const HOUR = 3600;

/** The runs of Kura’s programs in one graph a region, and how many failed: in twelve of their own nobody would look. */
export function awsProgramGraphs(instance: AwsInstance): readonly Graph[] {
  const { told } = instance.alerts;
  return (['primary', 'recovery'] as const).flatMap((region): readonly Graph[] => {
    const lines = [
      ...told
        .filter((each) => each.region === region)
        .flatMap(({ alert, subjects }) => {
          const lineOf = PROGRAMS[alert];
          return lineOf ? subjects.map(lineOf) : [];
        }),
      ...(told.some(({ alert }) => alert === 'drill-failed')
        ? drills(instance, region, 'DrillFailed')
        : []),
    ];
    const name = awsRegionName(instance, region);
    const title = `Kura’s programs in an hour${region === 'recovery' ? `, ${name}` : ''}`;
    return lines.length === 0
      ? []
      : [{ kind: 'graph', title, region: name, period: HOUR, lines, levels: [] }];
  });
}

function line(
  label: string,
  namespace: string,
  name: string,
  statistic: AwsStatistic,
  dimensions: AwsSeries['dimensions'],
): DashboardLine {
  return { label, series: [{ id: 'm', namespace, name, statistic, dimensions }] };
}

const runs = (alert: AlertName, program: string, metric: 'Errors' | 'Invocations'): DashboardLine =>
  line(
    `${alert}: ${metric === 'Errors' ? 'failed runs' : 'runs'} of ${program}`,
    ...(['AWS/Lambda', metric, 'Sum', { FunctionName: program }] as const),
  );

/** The drills of a region, as the program that rehearses counts them. */
const drills = (
  instance: AwsInstance,
  region: AwsRegion,
  metric: 'DrillFailed' | 'DrillRto',
): readonly DashboardLine[] =>
  rehearsedIn(instance, region).map(({ mechanism }) =>
    line(
      `${metric === 'DrillFailed' ? 'drill-failed' : 'drill-slow'}: ${mechanism}`,
      'Kura/Recovery',
      metric,
      'Maximum',
      {
        Instance: instance.identifier,
        Mechanism: mechanism,
      },
    ),
  );
