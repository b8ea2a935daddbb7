import { RecoveryAlarms } from '../../../constructs/aws/recovery-alarms';
import type { Engine } from '../../../model/tables/engines';
import { addressesOf, resource, synthOf } from '../../support/synth';

const alarmsOf = (engine: Engine, rpo: number | null, critical = ['arn:critical']) =>
  synthOf((stack) => {
    const settings = {
      address: 'order',
      engine,
      identifier: 'acme-prod-order-recovery',
      rpo,
      actions: { warning: ['arn:warning'], critical },
    };
    new RecoveryAlarms(stack, 'alarms', settings, { after: [] });
  });

const MINUTE = 60_000;

test.each([
  ['of 15 minutes', 15 * MINUTE, 900],
  ['below what an idle PostgreSQL shows', 2 * MINUTE, 360],
  ['that nobody demands', null, 900],
])('an RPO %s is missed after as many seconds', (_, rpo, threshold) => {
  const behind = resource(alarmsOf('postgres', rpo), 'aws_cloudwatch_metric_alarm', 'order_behind');
  expect(behind).toMatchObject({
    metric_name: 'ReplicaLag',
    threshold,
    comparison_operator: 'GreaterThanThreshold',
    treat_missing_data: 'breaching',
    dimensions: { DBInstanceIdentifier: 'acme-prod-order-recovery' },
    alarm_actions: ['arn:critical'],
  });
});

test('MySQL says -1 once it follows no more, which no lag would show', () => {
  const config = alarmsOf('mysql', null);
  expect(resource(config, 'aws_cloudwatch_metric_alarm', 'order_stopped')).toMatchObject({
    threshold: 0,
    statistic: 'Minimum',
    comparison_operator: 'LessThanThreshold',
  });
  expect(addressesOf(alarmsOf('postgres', null))).toEqual([
    'aws_cloudwatch_metric_alarm.order_behind',
  ]);
});

test('where nobody is told of what is critical, there is no alarm', () => {
  expect(addressesOf(alarmsOf('mysql', null, []))).toEqual([]);
});
