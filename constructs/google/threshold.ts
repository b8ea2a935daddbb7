import type { MonitoringAlertPolicyConditionsConditionThreshold } from '@cdktf/provider-google/lib/monitoring-alert-policy';

export type Threshold = MonitoringAlertPolicyConditionsConditionThreshold;

/** More than none in five minutes, for each job. */
export function anyInFiveMinutes(filter: string, by: string): Threshold {
  return {
    filter,
    comparison: 'COMPARISON_GT',
    thresholdValue: 0,
    duration: '0s',
    aggregations: [
      {
        alignmentPeriod: '300s',
        perSeriesAligner: 'ALIGN_DELTA',
        crossSeriesReducer: 'REDUCE_SUM',
        groupByFields: [`resource.label.${by}`, 'resource.label.location'],
      },
    ],
    trigger: { count: 1 },
  };
}

/**
 * None in twenty hours, for five hours on end: 25 after the last, the most that both may be together (as measured in
 * chainguard-dev/terraform-infra-common#783 and #1022, on this metric, and so divided there). The schedule is daily, and a run with its
 * second try is over in an hour. No data counts as none, which asks for a duration (#401 there).
 */
export function noneInADay(filter: string, by: string): Threshold {
  return {
    filter,
    comparison: 'COMPARISON_LT',
    thresholdValue: 1,
    duration: '18000s',
    evaluationMissingData: 'EVALUATION_MISSING_DATA_ACTIVE',
    aggregations: [
      {
        alignmentPeriod: '72000s',
        perSeriesAligner: 'ALIGN_DELTA',
        crossSeriesReducer: 'REDUCE_SUM',
        groupByFields: [`resource.label.${by}`, 'resource.label.location'],
      },
    ],
    trigger: { count: 1 },
  };
}
