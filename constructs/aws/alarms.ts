import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsAlarm, AwsAlarms, AwsPage } from '../../model/alerts/aws-alarms';
import type { AwsSeries } from '../../model/alerts/aws-measured';
import { pin } from '../address';
import type { AlarmActions } from './alarm-actions';

export interface AlarmsSettings extends AwsAlarms {
  readonly address: string;
  readonly actions: AlarmActions;
}

export interface AlarmsWiring {
  /** What a database of that name is: before it is there, there is nothing to hear of. */
  readonly after: (database: string) => readonly ITerraformDependable[];
}

/**
 * The alarms of an instance in one region. CloudWatch tells of a change of state alone, and never again while it lasts; it also tells
 * that an alarm is over. No alarm asks for a unit: one that does not fit finds no sample for ever ("PutMetricAlarm", CloudWatch API
 * reference, read 2026-11).
 */
export class Alarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, alarms, pages, actions }: AlarmsSettings,
    { after }: AlarmsWiring,
  ) {
    super(scope, id);
    const made = new Map(
      alarms.map((alarm) => [
        alarm.name,
        createAlarm(this, alarm, {
          actions: alarm.paged ? [] : actions[alarm.severity],
          after: after(alarm.subject),
        }),
      ]),
    );
    for (const page of pages) createPage(this, address, page, { made, actions: actions.critical });
  }
}

function createAlarm(
  scope: Construct,
  alarm: AwsAlarm,
  {
    actions,
    after,
  }: { readonly actions: readonly string[]; readonly after: readonly ITerraformDependable[] },
): CloudwatchMetricAlarm {
  const { name, description, comparison, threshold, evaluationPeriods, missing } = alarm;
  const resource = new CloudwatchMetricAlarm(scope, name, {
    alarmName: name,
    alarmDescription: description,
    ...measuredBy(alarm),
    comparisonOperator: comparison,
    threshold,
    evaluationPeriods,
    treatMissingData: missing,
    alarmActions: [...actions],
    okActions: [...actions],
    dependsOn: [...after],
  });
  return pin(resource, name);
}

type Measured = Pick<
  CloudwatchMetricAlarmConfig,
  | 'dimensions'
  | 'extendedStatistic'
  | 'metricName'
  | 'metricQuery'
  | 'namespace'
  | 'period'
  | 'statistic'
>;

/** One metric, or an expression of several: then each query has the period, and the expression alone is compared. */
function measuredBy({ measured: { series, expression }, period }: AwsAlarm): Measured {
  const [only] = series;
  if (expression === undefined && only) {
    const { namespace, name: metricName, dimensions, statistic } = only;
    return {
      ...{ namespace, metricName, period },
      ...(Object.keys(dimensions).length > 0 ? { dimensions: { ...dimensions } } : {}),
      ...(statistic.startsWith('p') ? { extendedStatistic: statistic } : { statistic }),
    };
  }
  return {
    metricQuery: [
      { id: 'expression', expression, period, returnData: true },
      ...series.map((each) => queryOf(each, period)),
    ],
  };
}

function queryOf({ id, namespace, name, dimensions, statistic }: AwsSeries, period: number) {
  const metric = { namespace, metricName: name, dimensions: { ...dimensions }, period };
  return { id, metric: { ...metric, stat: statistic }, returnData: false };
}

/**
 * One that tells of several. It names them by reference, since CloudWatch takes no rule of alarms that are not there, and deletes none
 * that a rule names.
 */
function createPage(
  scope: Construct,
  address: string,
  { name, cause, description, alarms }: AwsPage,
  {
    made,
    actions,
  }: {
    readonly made: ReadonlyMap<string, CloudwatchMetricAlarm>;
    readonly actions: readonly string[];
  },
): void {
  const names = alarms.flatMap((alarm) => made.get(alarm)?.alarmName ?? []);
  const resource = new CloudwatchCompositeAlarm(scope, name, {
    alarmName: name,
    alarmDescription: description,
    alarmRule: names.map((each) => `ALARM("${each}")`).join(' OR '),
    alarmActions: [...actions],
    okActions: [...actions],
  });
  pin(resource, address, cause);
}
