import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { KURA_NAMESPACE } from '../../model/tables/kura-metrics';
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
 * Says that a watch cannot read something, two hours in a row: what AWS throttles once is read again. And, as a page since the alerts on
 * recovery are blind until then, that none succeeded for half an hour; one that was never started is not told of, so that a first deploy
 * wakes nobody.
 */
export class WatchAlarms extends Construct {
  constructor(scope: Construct, id: string, settings: WatchAlarmsSettings) {
    super(scope, id);
    const { prefix, actions } = settings;
    const name = watchFunctionName(prefix);
    // An hour at a time: some things are read once an hour.
    createAlarm(this, 'failed', settings, actions.warning, {
      alarmDescription: `${name} cannot read all that it should: its log says what. The alerts on it know nothing of that.`,
      ...{
        namespace: KURA,
        metricName: 'Unreadable',
        dimensions: { DBInstanceIdentifier: prefix },
      },
      ...{ statistic: 'Maximum', period: 3600, evaluationPeriods: 2, threshold: 1 },
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
    });
    createAlarm(this, 'silent', settings, actions.critical, {
      alarmDescription: `${name} did not succeed for half an hour: nobody sees how old backups, passwords and certificates of ${prefix} are. Read its log; see its schedule: paused or gone. Deploy the stack again.`,
      // Of five, since the newest of them comes late, and what was never seen is no silence.
      metricQuery: [
        {
          id: 'succeeded',
          expression: 'FILL(runs, 0) - FILL(errors, 0)',
          period: 300,
          returnData: true,
        },
        counted('runs', 'Invocations', name),
        counted('errors', 'Errors', name),
      ],
      ...{ evaluationPeriods: 6, datapointsToAlarm: 5, threshold: 1 },
      comparisonOperator: 'LessThanThreshold',
      treatMissingData: 'ignore',
    });
  }
}

/** What the watch emits is in it (model/tables/kura-metrics.ts). */
const KURA = 'Kura/Databases' satisfies typeof KURA_NAMESPACE;

function counted(id: string, metricName: string, name: string): CloudwatchMetricAlarmMetricQuery {
  const dimensions = { FunctionName: name };
  const metric = { namespace: 'AWS/Lambda', metricName, dimensions, period: 300, stat: 'Sum' };
  return { id, metric, returnData: false };
}

function createAlarm(
  scope: Construct,
  what: string,
  { address, prefix }: WatchAlarmsSettings,
  told: readonly string[],
  condition: Omit<CloudwatchMetricAlarmConfig, 'alarmName' | 'alarmActions' | 'okActions'>,
): void {
  if (told.length === 0) return;
  const alarm = new CloudwatchMetricAlarm(scope, what, {
    ...condition,
    alarmName: `${watchFunctionName(prefix)}-${what}`,
    alarmActions: [...told],
    okActions: [...told],
  });
  pin(alarm, address, 'watch', what);
}
