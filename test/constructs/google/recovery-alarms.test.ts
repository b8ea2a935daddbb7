import { RecoveryAlarms } from '../../../constructs/google/recovery-alarms';
import { addressesOf, googleSynthOf, resource, type Json } from '../../support/synth';

const alarmsOf = (critical: readonly string[]) =>
  googleSynthOf((stack) => {
    const settings = {
      ...{ address: 'order', project: 'acme-prod-1', region: 'asia-northeast2' },
      ...{ identifier: 'acme-prod-order-recovery', primary: 'acme-prod-order', lagSeconds: 300 },
    };
    const channels = { warning: ['dba'], critical };
    new RecoveryAlarms(stack, 'alarms', settings, { channels });
  });

const config = alarmsOf(['dba', 'pager']);
const policy = resource(config, 'google_monitoring_alert_policy', 'order_recovery_lag');
const filter =
  'resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/replication/replica_lag" AND resource.labels.database_id="acme-prod-1:acme-prod-order-recovery"';

test('a replica that is too far behind, or of which nobody knows, is told of', () => {
  expect(addressesOf(config)).toEqual(['google_monitoring_alert_policy.order_recovery_lag']);
  expect(policy).toMatchObject({
    combiner: 'OR',
    conditions: [
      {
        condition_threshold: {
          filter,
          comparison: 'COMPARISON_GT',
          threshold_value: 300,
          duration: '300s',
          aggregations: [{ alignment_period: '60s', per_series_aligner: 'ALIGN_MAX' }],
        },
      },
      { condition_absent: { filter, duration: '900s' } },
    ],
    notification_channels: ['dba', 'pager'],
  });
});

test('where nobody is told of what is critical, there is no alarm', () => {
  expect(addressesOf(alarmsOf([]))).toEqual([]);
});

test('it says what is at stake and what to do first', () => {
  const { content } = policy.documentation as Json;
  expect(content).toContain('more than 300 seconds of writes would be lost');
  expect(content).toContain(
    'gcloud sql instances describe acme-prod-order-recovery --project=acme-prod-1',
  );
});

test('a replica that is made anew is unprotected first, and none of its name need be free at once', () => {
  const { content } = policy.documentation as { content: string };
  const steps = [
    '`of: recovery`',
    'sql instances patch acme-prod-order --project=acme-prod-1 --clear-failover-dr-replica-name',
    'sql instances delete acme-prod-order-recovery --project=acme-prod-1',
    "sql instances describe acme-prod-order --project=acme-prod-1 --format='value(settings.dataDiskSizeGb)'",
    'which it may keep for up to a week',
  ].map((step) => content.indexOf(step));
  expect(steps).not.toContain(-1);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
});
