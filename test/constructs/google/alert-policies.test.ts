import { AlertPolicies } from '../../../constructs/google/alert-policies';
import type { AlertCondition, ThresholdCondition } from '../../../model/alerts/google-conditions';
import type { AlertPolicy } from '../../../model/alerts/google-policies';
import { addressesOf, googleSynthOf, resource, type Json } from '../../support/synth';

const THRESHOLD: ThresholdCondition = {
  ...{ kind: 'threshold', filter: 'metric.type="m"', side: 'above', value: 0.9 },
  ...{ period: 60, duration: 900, aligner: 'ALIGN_MEAN', by: 'database_id', missing: null },
};
const QUERY: AlertCondition = {
  ...{ kind: 'promql', query: 'up < 1', duration: 300, interval: 60, by: 'database_id' },
};
const ENTRIES: AlertCondition = {
  ...{ kind: 'log', filter: 'x="y"', labels: { who: 'EXTRACT(a.b)' } },
};

const policy = (conditions: readonly AlertCondition[], more: Partial<AlertPolicy> = {}) => ({
  id: ['cpu', 'warning', '0.9'],
  severity: 'warning' as const,
  displayName: 'acme-prod: the vCPUs are used up',
  subject: 'warning: ${resource.label.database_id}',
  content: '**${resource.label.database_id}** costs $5.',
  autoClose: 86_400,
  conditions,
  conditionNames: conditions.map((_, i) => `condition ${String(i + 1)}`),
  ...more,
});

const CHANNELS = { warning: ['dba'], critical: ['dba', 'pager'] };

const synth = (...policies: readonly AlertPolicy[]) =>
  googleSynthOf((stack) => {
    const settings = { address: 'shared', project: 'acme-prod-1', policies };
    new AlertPolicies(stack, 'alerts', settings, { channels: CHANNELS });
  });

const only = (config: ReturnType<typeof synth>): Json =>
  resource(config, 'google_monitoring_alert_policy', 'shared_alert_cpu_warning_0_9');
const conditionIn = (conditions: readonly AlertCondition[]): unknown => {
  const { conditions: all } = only(synth(policy(conditions)));
  return (all as readonly Json[])[0];
};

test('a policy tells who hears of its severity, with what to do', () => {
  const config = synth(policy([THRESHOLD]));
  expect(addressesOf(config)).toEqual([
    'google_monitoring_alert_policy.shared_alert_cpu_warning_0_9',
  ]);
  expect(only(config)).toEqual({
    project: 'acme-prod-1',
    display_name: 'acme-prod: the vCPUs are used up',
    combiner: 'OR',
    severity: 'WARNING',
    conditions: [expect.anything()],
    notification_channels: ['dba'],
    alert_strategy: { auto_close: '86400s' },
    documentation: {
      mime_type: 'text/markdown',
      // Terraform takes one of the dollars.
      subject: 'warning: $${resource.label.database_id}',
      content: '**$${resource.label.database_id}** costs $5.',
      links: ['monitoring/dashboards', 'sql/instances', 'logs/query'].map((page) => ({
        display_name: expect.any(String) as string,
        url: `https://console.cloud.google.com/${page}?project=acme-prod-1`,
      })),
    },
  });
});

test('what is measured is compared, for as long as it must hold', () => {
  expect(conditionIn([THRESHOLD])).toEqual({
    display_name: 'condition 1',
    condition_threshold: {
      filter: 'metric.type="m"',
      comparison: 'COMPARISON_GT',
      threshold_value: 0.9,
      duration: '900s',
      aggregations: [{ alignment_period: '60s', per_series_aligner: 'ALIGN_MEAN' }],
      trigger: { count: 1 },
    },
  });
});

test('series are put together by database, and silence is what it means', () => {
  const reduced: AlertCondition = {
    ...THRESHOLD,
    ...{ side: 'below', reducer: 'REDUCE_SUM', missing: 'ACTIVE' },
  };
  expect(conditionIn([reduced])).toMatchObject({
    condition_threshold: {
      comparison: 'COMPARISON_LT',
      evaluation_missing_data: 'EVALUATION_MISSING_DATA_ACTIVE',
      aggregations: [
        {
          cross_series_reducer: 'REDUCE_SUM',
          group_by_fields: ['resource.label.database_id'],
        },
      ],
    },
  });
});

test('conditions of one policy are told apart by their names', () => {
  const { conditions } = only(synth(policy([THRESHOLD, THRESHOLD])));
  expect((conditions as readonly Json[]).map((each) => each.display_name)).toEqual([
    'condition 1',
    'condition 2',
  ]);
});

test('an expression is not refused for a metric that has no sample yet', () => {
  expect(conditionIn([QUERY])).toMatchObject({
    condition_prometheus_query_language: {
      query: 'up < 1',
      duration: '300s',
      evaluation_interval: '60s',
      disable_metric_validation: true,
    },
  });
});

test('entries of a log are told at most once in five minutes', () => {
  expect(only(synth(policy([ENTRIES], { autoClose: 1800 })))).toMatchObject({
    conditions: [
      { condition_matched_log: { filter: 'x="y"', label_extractors: { who: 'EXTRACT(a.b)' } } },
    ],
    alert_strategy: { auto_close: '1800s', notification_rate_limit: { period: '300s' } },
  });
});

test('a policy that would tell nobody is refused', () => {
  expect(() =>
    googleSynthOf((stack) => {
      const settings = { address: 'a', project: 'p', policies: [policy([THRESHOLD])] };
      new AlertPolicies(stack, 'alerts', settings, { channels: { warning: [], critical: [] } });
    }),
  ).toThrow('acme-prod: the vCPUs are used up: nobody is told of it');
});
