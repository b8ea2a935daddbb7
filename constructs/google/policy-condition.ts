import type { MonitoringAlertPolicyConditions } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import type {
  AlertCondition,
  LogCondition,
  PromqlCondition,
  ThresholdCondition,
} from '../../model/alerts/google-conditions';

type Condition = Omit<MonitoringAlertPolicyConditions, 'displayName'>;

/** A condition as the provider has it. */
export function conditionOf(condition: AlertCondition): Condition {
  switch (condition.kind) {
    case 'threshold':
      return ofThreshold(condition);
    case 'promql':
      return ofPromql(condition);
    case 'log':
      return ofLog(condition);
  }
}

const seconds = (many: number): string => `${String(many)}s`;

function ofThreshold({
  filter,
  side,
  value,
  period,
  duration,
  aligner,
  reducer,
  by,
  missing,
}: ThresholdCondition): Condition {
  return {
    conditionThreshold: {
      filter,
      comparison: side === 'above' ? 'COMPARISON_GT' : 'COMPARISON_LT',
      thresholdValue: value,
      duration: seconds(duration),
      aggregations: [
        {
          alignmentPeriod: seconds(period),
          perSeriesAligner: aligner,
          ...(reducer === undefined
            ? {}
            : { crossSeriesReducer: reducer, groupByFields: [`resource.label.${by}`] }),
        },
      ],
      trigger: { count: 1 },
      ...(missing === null ? {} : { evaluationMissingData: `EVALUATION_MISSING_DATA_${missing}` }),
    },
  };
}

/**
 * Not validated: a policy is refused on a metric of which there is no sample yet (terraform-provider-google#11102), and the first comes
 * with the first database or run.
 */
function ofPromql({ query, duration, interval }: PromqlCondition): Condition {
  return {
    conditionPrometheusQueryLanguage: {
      query,
      duration: seconds(duration),
      evaluationInterval: seconds(interval),
      disableMetricValidation: true,
    },
  };
}

function ofLog({ filter, labels }: LogCondition): Condition {
  return { conditionMatchedLog: { filter, labelExtractors: { ...labels } } };
}
