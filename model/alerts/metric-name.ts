import { AWS_METRICS, type AwsMetric, type AwsMetricName } from '../tables/aws-metrics';
import {
  KURA_METRICS,
  KURA_NAMESPACE,
  kuraMetricType,
  type KuraMetricName,
} from '../tables/kura-metrics';
import type { AlertName } from './alert-names';
import type { AwsSignal, GoogleSignal } from './signal';

/** CloudWatch’s namespace of lines that a filter counts. A metric is named after the instance: lines of text give no dimensions. */
export const LOGS_NAMESPACE = 'Kura/Logs';

/** A metric of CloudWatch by its namespace and name. */
export function awsMetric(
  name: AwsMetricName | KuraMetricName,
): Pick<AwsMetric, 'namespace' | 'dimension'> {
  return isKuras(name)
    ? { namespace: KURA_NAMESPACE, dimension: 'DBInstanceIdentifier' }
    : AWS_METRICS[name];
}

const isKuras = (name: string): name is KuraMetricName => Object.hasOwn(KURA_METRICS, name);

/** What tells of an alert, as reports name it. */
export function metricName(alert: AlertName, signal: AwsSignal | GoogleSignal): string {
  switch (signal.kind) {
    case 'metric':
      return signal.metric.includes('/')
        ? signal.metric
        : `${awsMetric(signal.metric as AwsMetricName).namespace} ${signal.metric}`;
    case 'emitted':
      return kuraMetricType(signal.metric);
    case 'promql':
      return signal.metrics.join(', ');
    case 'event':
      return `RDS events ${signal.ids.map((id) => id.replace('RDS-EVENT-', '')).join(', ')}`;
    case 'log':
      return 'filters' in signal ? `${LOGS_NAMESPACE} ${alert}` : 'log entries';
    case 'trail':
      return `${LOGS_NAMESPACE} ${alert}`;
    case 'counted':
      return 'audit entries';
    case 'own':
      return signal.metric;
  }
}
