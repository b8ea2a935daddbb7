import type { AwsInstance } from '../deployment/aws-deployment';
import { rehearsedIn } from '../recovery/rehearsals';
import type { AlertName } from './alert-names';
import type { AwsRegion } from './aws-databases';
import { awsCounted, type AwsSeries } from './aws-measured';
import type { DashboardLine } from './dashboard';
import type { AwsStatistic } from './signal';
import { watchName } from './watch-order';

/** Of what is measured by a construct of its own: what dashboards show. Nothing where it comes as an event. */
export function awsOwnLines(
  instance: AwsInstance,
  region: AwsRegion,
  { alert, subjects }: { readonly alert: AlertName; readonly subjects: readonly string[] },
): readonly DashboardLine[] {
  const of = (lines: (subject: string) => DashboardLine): readonly DashboardLine[] =>
    subjects.map(lines);
  switch (alert) {
    case 'runner-failed':
      return of((subject) => runs(`${subject}-runner`, 'Errors'));
    case 'runner-missed':
      return of((subject) => runs(`${subject}-runner`, 'Invocations'));
    case 'watch-failed':
      return of((subject) => runs(watchName(subject), 'Errors'));
    case 'watch-silent':
      return of((subject) => runs(watchName(subject), 'Invocations'));
    case 'drill-failed':
      return drills(instance, region, 'DrillFailed');
    case 'drill-slow':
      return drills(instance, region, 'DrillRto');
    case 'drill-broken':
      return of((subject) => runs(`${subject}-drill`, 'Errors'));
    case 'not-started':
      return of((subject) =>
        line(subject, 'AWS/Scheduler', 'InvocationDroppedCount', 'Sum', {
          ScheduleGroup: `${subject}-runners`,
        }),
      );
    case 'access-drift':
      return of((subject) => ({ label: subject, ...awsCounted(alert, subject) }));
    default:
      return [];
  }
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

const runs = (name: string, metric: 'Errors' | 'Invocations'): DashboardLine =>
  line(name, 'AWS/Lambda', metric, 'Sum', { FunctionName: name });

/** The drills of a region, as the program that rehearses counts them. */
const drills = (
  instance: AwsInstance,
  region: AwsRegion,
  metric: 'DrillFailed' | 'DrillRto',
): readonly DashboardLine[] =>
  rehearsedIn(instance, region).map(({ mechanism }) =>
    line(mechanism, 'Kura/Recovery', metric, 'Maximum', {
      Instance: instance.identifier,
      Mechanism: mechanism,
    }),
  );
