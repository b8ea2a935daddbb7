import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';

export interface CountAlarmSettings {
  readonly name: string;
  readonly description: string;
  /** What counts: its namespace, name and dimensions. */
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
  };
  /** The topics that are told, of its end too. */
  readonly told: readonly string[];
}

/** Rings for each five minutes in which something is counted. What counts nothing says nothing, and is well. */
export function createCountAlarm(
  scope: Construct,
  id: string,
  { name: alarmName, description, metric, told }: CountAlarmSettings,
): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName,
    alarmDescription: description,
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: { ...metric.dimensions },
    statistic: 'Sum',
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    period: 300,
    evaluationPeriods: 1,
    treatMissingData: 'notBreaching',
    alarmActions: [...told],
    okActions: [...told],
  });
}
