import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { pin } from '../address';
import type { AlarmActions } from './alarm-actions';
import { watchFunctionName } from './watch-function';

export interface WatchAlarmsSettings {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  readonly actions: AlarmActions;
}

/**
 * Says that a watch cannot read something, three times in a row: what AWS throttles once is read five minutes later. And, as a page since
 * the alerts on recovery are blind until then, that none came for half an hour. Lambda counts no zero, so that no data is what silence looks like: an alarm that ignored it would never ring. For the
 * same reason it may ring once at its creation, before the first watch is counted.
 */
export class WatchAlarms extends Construct {
  constructor(scope: Construct, id: string, settings: WatchAlarmsSettings) {
    super(scope, id);
    const { prefix, actions } = settings;
    const name = watchFunctionName(prefix);
    createAlarm(this, 'failed', settings, actions.warning, {
      alarmDescription: `${name} cannot read all that it should: its log says what. The alerts on it know nothing of that.`,
      metricName: 'Errors',
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 3,
      treatMissingData: 'notBreaching',
    });
    createAlarm(this, 'silent', settings, actions.critical, {
      alarmDescription: `${name} did not run for half an hour: nobody sees how old backups, passwords and certificates of ${prefix} are. See its schedule: paused or gone. Deploy the stack again.`,
      metricName: 'Invocations',
      comparisonOperator: 'LessThanThreshold',
      evaluationPeriods: 6,
      treatMissingData: 'breaching',
    });
  }
}

type Condition = Pick<
  CloudwatchMetricAlarmConfig,
  | 'alarmDescription'
  | 'comparisonOperator'
  | 'evaluationPeriods'
  | 'metricName'
  | 'treatMissingData'
>;

function createAlarm(
  scope: Construct,
  what: string,
  { address, prefix }: WatchAlarmsSettings,
  told: readonly string[],
  condition: Condition,
): void {
  if (told.length === 0) return;
  const name = watchFunctionName(prefix);
  const alarm = new CloudwatchMetricAlarm(scope, what, {
    ...condition,
    alarmName: `${name}-${what}`,
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: name },
    statistic: 'Sum',
    threshold: 1,
    period: 300,
    alarmActions: [...told],
    okActions: [...told],
  });
  pin(alarm, address, 'watch', what);
}
