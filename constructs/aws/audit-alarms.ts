import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

/** From where on something is told, for how many minutes it must hold, and what is said of it: 1,024 characters at most. */
export interface AuditAlarm {
  readonly threshold: number;
  readonly minutes: number;
  readonly text: string;
}

export interface AuditAlarmsSettings {
  readonly address: string;
  /** The store’s name, and its stream’s. */
  readonly name: string;
  /** That it does not write. */
  readonly late?: AuditAlarm | undefined;
  /** That nothing comes; absent where nothing has to. */
  readonly silent?: AuditAlarm | undefined;
}

export interface AuditAlarmsWiring {
  /** The topics that are told. */
  readonly told: readonly string[];
  /** The stream: before it there is nothing to hear of. */
  readonly stream: ITerraformDependable;
}

const OFTEN = 300;
const HOUR = 3600;

/**
 * Says that the way to the store stands still: the oldest record is old, or none came. The stream alone shows it, in the store’s account.
 * A stream that gets nothing has no sample, which is well for its age, and what silence looks like for its records: as with missed runs, it
 * may ring once at its creation, before the first record is counted. An alarm of whole hours may look back seven days ("PutMetricAlarm",
 * CloudWatch API reference, read 2026-11).
 */
export class AuditAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: AuditAlarmsSettings,
    wiring: AuditAlarmsWiring,
  ) {
    super(scope, id);
    const { late, silent } = settings;
    if (late) {
      createAlarm(this, 'late', settings, wiring, {
        ...described(late, OFTEN),
        metricName: 'DeliveryToS3.DataFreshness',
        statistic: 'Maximum',
        comparisonOperator: 'GreaterThanThreshold',
        treatMissingData: 'notBreaching',
      });
    }
    if (silent) {
      createAlarm(this, 'silent', settings, wiring, {
        ...described(silent, HOUR),
        metricName: 'IncomingRecords',
        statistic: 'Sum',
        comparisonOperator: 'LessThanThreshold',
        treatMissingData: 'breaching',
      });
    }
  }
}

/** Each of its periods must be on the wrong side. */
function described({ threshold, minutes, text }: AuditAlarm, period: number) {
  const evaluationPeriods = (minutes * 60) / period;
  return { alarmDescription: text, threshold, period, evaluationPeriods };
}

type Condition = Omit<
  CloudwatchMetricAlarmConfig,
  'alarmName' | 'namespace' | 'dimensions' | 'alarmActions' | 'okActions' | 'dependsOn'
>;

function createAlarm(
  scope: Construct,
  what: string,
  { address, name }: AuditAlarmsSettings,
  { told, stream }: AuditAlarmsWiring,
  condition: Condition,
): void {
  const alarm = new CloudwatchMetricAlarm(scope, what, {
    ...condition,
    alarmName: `${name}-${what}`,
    namespace: 'AWS/Firehose',
    dimensions: { DeliveryStreamName: name },
    alarmActions: [...told],
    okActions: [...told],
    dependsOn: [stream],
  });
  pin(alarm, address, what);
}
