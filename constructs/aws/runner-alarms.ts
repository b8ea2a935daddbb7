import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import type { AlarmActions } from './alarm-actions';
import { runnerName } from './runner-function';

export interface RunnerAlarmsSettings {
  readonly address: string;
  /** How the runner's names begin. */
  readonly identifier: string;
  /** A failure and a missed run are warnings: the database goes on. */
  readonly actions: AlarmActions;
}

export interface RunnerAlarmsWiring {
  /** The first run, before which there is nothing to hear of. */
  readonly after: readonly ITerraformDependable[];
}

const HOUR = 3600;

/**
 * Says that a run failed, and that none came. A run starts every 24 hours to the minute, not to the second, and a start is
 * counted in its hour: so it is missed after 26 hours. An alarm of whole hours may look back seven days ("PutMetricAlarm",
 * CloudWatch API reference, read 2026-11). Lambda counts no zero, so that no data is what a missed run looks like: an alarm that
 * ignored it would never ring. For the same reason it may ring once at its creation, before the first run is counted.
 */
export class RunnerAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RunnerAlarmsSettings,
    { after }: RunnerAlarmsWiring,
  ) {
    super(scope, id);
    if (settings.actions.warning.length === 0) return;
    const name = runnerName(settings.identifier);
    createAlarm(this, 'failed', settings, {
      alarmDescription: `A run of ${name} failed: its log says why. What it had not reached is as it was.`,
      metricName: 'Errors',
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
    });
    createAlarm(this, 'missed', settings, {
      alarmDescription: `${name} did not run for a day: nobody verifies the database.`,
      metricName: 'Invocations',
      comparisonOperator: 'LessThanThreshold',
      period: HOUR,
      evaluationPeriods: 26,
      treatMissingData: 'breaching',
      dependsOn: [...after],
    });
  }
}

type Condition = Pick<
  CloudwatchMetricAlarmConfig,
  | 'alarmDescription'
  | 'comparisonOperator'
  | 'dependsOn'
  | 'evaluationPeriods'
  | 'metricName'
  | 'period'
  | 'treatMissingData'
>;

function createAlarm(
  scope: Construct,
  what: string,
  { address, identifier, actions: { warning } }: RunnerAlarmsSettings,
  condition: Condition,
): void {
  const name = runnerName(identifier);
  const alarm = new CloudwatchMetricAlarm(scope, what, {
    ...condition,
    alarmName: `${name}-${what}`,
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: name },
    statistic: 'Sum',
    threshold: 1,
    alarmActions: [...warning],
    okActions: [...warning],
  });
  pin(alarm, address, 'runner', what);
}
