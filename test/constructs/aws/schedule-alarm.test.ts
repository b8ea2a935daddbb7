import { ScheduleAlarm } from '../../../constructs/aws/schedule-alarm';
import { addressesOf, synthOf, resource } from '../../support/synth';

const alarmsOf = (...warning: readonly string[]) =>
  synthOf((stack) => {
    new ScheduleAlarm(stack, 'schedule-alarm', {
      address: 'shared',
      prefix: 'acme-prod',
      scheduleGroup: 'acme-prod-runners',
      actions: { warning, critical: [...warning, 'arn:critical'] },
    });
  });

test('what a schedule could not start is heard of, once', () => {
  const config = alarmsOf('arn:warning');
  expect(addressesOf(config)).toEqual(['aws_cloudwatch_metric_alarm.shared_not_started']);
  expect(resource(config, 'aws_cloudwatch_metric_alarm', 'shared_not_started')).toMatchObject({
    alarm_name: 'acme-prod-not-started',
    namespace: 'AWS/Scheduler',
    metric_name: 'InvocationDroppedCount',
    dimensions: { ScheduleGroup: 'acme-prod-runners' },
    threshold: 1,
    treat_missing_data: 'notBreaching',
    alarm_actions: ['arn:warning'],
  });
});

test('where nobody is told of warnings, there is no alarm', () => {
  expect(addressesOf(alarmsOf())).toEqual([]);
});
