import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { pin } from '../address';
import type { AlarmActions } from './alarm-actions';

export interface ScheduleAlarmSettings {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  /** The group of all schedules of the network. */
  readonly scheduleGroup: string;
  /** That something was not started is a warning: the databases go on. */
  readonly actions: AlarmActions;
}

/**
 * Says that a schedule of a network could not start what it is for: a run, a drill, the watch. "List of metrics" ("Monitoring with
 * CloudWatch", EventBridge Scheduler user guide, read 2026-11).
 */
export class ScheduleAlarm extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, prefix, scheduleGroup, actions: { warning } }: ScheduleAlarmSettings,
  ) {
    super(scope, id);
    if (warning.length === 0) return;
    const alarm = new CloudwatchMetricAlarm(this, 'Resource', {
      alarmName: `${prefix}-not-started`,
      alarmDescription: `A schedule of ${scheduleGroup} could not start what it is for: a run, a drill or the watch. See whether what starts it still may, and whether what it starts is still there. Deploy the stack again.`,
      namespace: 'AWS/Scheduler',
      metricName: 'InvocationDroppedCount',
      dimensions: { ScheduleGroup: scheduleGroup },
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      alarmActions: [...warning],
      okActions: [...warning],
    });
    pin(alarm, address, 'not-started');
  }
}
