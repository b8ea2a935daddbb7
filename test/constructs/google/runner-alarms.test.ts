import { drillsFrom, runnersFrom } from '../../../constructs/google/database-logs';
import { RunnerAlarms } from '../../../constructs/google/runner-alarms';
import { addressesOf, resource, googleSynthOf, type Json } from '../../support/synth';

const alarmsOf = (...warning: readonly string[]) =>
  googleSynthOf((stack) => {
    const settings = {
      address: 'shared',
      name: 'acme-prod',
      project: 'acme-prod-1',
      region: 'asia-northeast1',
      jobs: runnersFrom('acme-prod'),
      drills: drillsFrom('acme-prod'),
    };
    const channels = { warning, critical: [...warning, 'pager'] };
    new RunnerAlarms(stack, 'runner-alarms', settings, { channels });
  });

test('it warns of four things', () => {
  const config = alarmsOf('dba', 'chat');
  expect(addressesOf(config)).toEqual([
    'google_monitoring_alert_policy.shared_drill_failed',
    'google_monitoring_alert_policy.shared_runner_failed',
    'google_monitoring_alert_policy.shared_runner_missed',
    'google_monitoring_alert_policy.shared_runner_not_started',
  ]);
  for (const part of ['runner_failed', 'runner_not_started', 'runner_missed', 'drill_failed']) {
    expect(resource(config, 'google_monitoring_alert_policy', `shared_${part}`)).toMatchObject({
      notification_channels: ['dba', 'chat'],
    });
  }
});

test('where nobody is told of warnings, there are none', () => {
  expect(addressesOf(alarmsOf())).toEqual([]);
});

test.each([
  [
    'runner_failed',
    'resource.type="cloud_run_job" AND metric.type="run.googleapis.com/job/completed_execution_count" AND metric.labels.result="failed" AND resource.labels.job_name=monitoring.regex.full_match("acme-prod-.+-runner")',
    'resource.label.job_name',
  ],
  [
    'runner_not_started',
    'resource.type="cloud_scheduler_job" AND metric.type="logging.googleapis.com/log_entry_count" AND metric.labels.severity="ERROR" AND resource.labels.job_id=monitoring.regex.full_match("acme-prod-.+-runner|acme-prod-.+-drill")',
    'resource.label.job_id',
  ],
])('one that %s is told of by name, the first time', (part, filter, by) => {
  const policy = resource(alarmsOf('dba'), 'google_monitoring_alert_policy', `shared_${part}`);
  expect(policy).toMatchObject({
    project: 'acme-prod-1',
    combiner: 'OR',
    severity: 'WARNING',
    alert_strategy: { auto_close: '86400s' },
    conditions: [
      {
        condition_threshold: {
          filter,
          comparison: 'COMPARISON_GT',
          threshold_value: 0,
          duration: '0s',
          aggregations: [
            {
              alignment_period: '300s',
              per_series_aligner: 'ALIGN_DELTA',
              cross_series_reducer: 'REDUCE_SUM',
              group_by_fields: [by, 'resource.label.location'],
            },
          ],
          trigger: { count: 1 },
        },
      },
    ],
  });
});

test('one that did not run for a day is told of, until it runs or a week is over', () => {
  const policy = resource(
    alarmsOf('dba'),
    'google_monitoring_alert_policy',
    'shared_runner_missed',
  );
  expect(policy).toMatchObject({
    alert_strategy: { auto_close: '604800s' },
    conditions: [
      {
        condition_threshold: {
          filter:
            'resource.type="cloud_run_job" AND metric.type="run.googleapis.com/job/completed_execution_count" AND resource.labels.job_name=monitoring.regex.full_match("acme-prod-.+-runner")',
          comparison: 'COMPARISON_LT',
          threshold_value: 1,
          duration: '18000s',
          evaluation_missing_data: 'EVALUATION_MISSING_DATA_ACTIVE',
          aggregations: [
            {
              alignment_period: '72000s',
              per_series_aligner: 'ALIGN_DELTA',
              cross_series_reducer: 'REDUCE_SUM',
              group_by_fields: ['resource.label.job_name', 'resource.label.location'],
            },
          ],
          trigger: { count: 1 },
        },
      },
    ],
  });
});

test('each says what to do first, with commands of this project', () => {
  for (const part of ['failed', 'not_started', 'missed']) {
    const policy = resource(
      alarmsOf('dba'),
      'google_monitoring_alert_policy',
      `shared_runner_${part}`,
    );
    const { content } = policy.documentation as Json;
    expect(content).toContain(
      'gcloud run jobs execute JOB --project=acme-prod-1 --region=REGION --wait',
    );
  }
});

test('a drill that fails is told of for a week, with where to read what it found', () => {
  const policy = resource(alarmsOf('dba'), 'google_monitoring_alert_policy', 'shared_drill_failed');
  expect(policy).toMatchObject({
    display_name: 'a drill of acme-prod failed',
    alert_strategy: { auto_close: '604800s' },
    conditions: [
      {
        condition_threshold: {
          filter:
            'resource.type="cloud_run_job" AND metric.type="run.googleapis.com/job/completed_execution_count" AND metric.labels.result="failed" AND resource.labels.job_name=monitoring.regex.full_match("acme-prod-.+-drill")',
          comparison: 'COMPARISON_GT',
          threshold_value: 0,
        },
      },
    ],
  });
  const { content } = policy.documentation as Json;
  expect(content).toContain('jsonPayload.message="drill"');
  expect(content).toContain("--filter='settings.userLabels.kura-drill:*'");
});
