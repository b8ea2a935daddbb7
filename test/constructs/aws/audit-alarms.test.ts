import { AuditAlarms, type AuditAlarmsSettings } from '../../../constructs/aws/audit-alarms';
import { AuditStream } from '../../../constructs/aws/audit-stream';
import { resource, synthOf } from '../../support/synth';

const OWN = { address: 'audit', name: 'audit-acme-prod' };
const PLACE = { account: '555555555555', region: 'ap-northeast-1', bucket: 'store' };
const TOPIC = 'arn:aws:sns:ap-northeast-1:555555555555:audit-acme-prod-critical';

const alarmsOf = (settings: Partial<AuditAlarmsSettings>) =>
  synthOf((stack) => {
    const stream = new AuditStream(
      stack,
      'stream',
      { ...OWN, ...PLACE, logRetentionDays: 365 },
      { bucket: { arn: 'arn:bucket' }, key: { arn: 'arn:key' }, after: [] },
    );
    const wiring = { told: [TOPIC], stream: stream.resource };
    new AuditAlarms(stack, 'alarms', { ...OWN, ...settings }, wiring);
  });

const config = alarmsOf({
  late: { threshold: 3600, minutes: 15, text: 'it is late' },
  silent: { threshold: 1, minutes: 1560, text: 'it is silent' },
});
const OF_THE_STREAM = {
  namespace: 'AWS/Firehose',
  dimensions: { DeliveryStreamName: 'audit-acme-prod' },
  alarm_actions: [TOPIC],
  ok_actions: [TOPIC],
  depends_on: ['aws_kinesis_firehose_delivery_stream.audit'],
};

test('a record that is old for a quarter of an hour is told of; without records nothing is late', () => {
  expect(resource(config, 'aws_cloudwatch_metric_alarm', 'audit_late')).toEqual({
    ...OF_THE_STREAM,
    alarm_name: 'audit-acme-prod-late',
    alarm_description: 'it is late',
    metric_name: 'DeliveryToS3.DataFreshness',
    statistic: 'Maximum',
    comparison_operator: 'GreaterThanThreshold',
    threshold: 3600,
    period: 300,
    evaluation_periods: 3,
    treat_missing_data: 'notBreaching',
  });
});

test('that no record came for a day and two hours is told of, and no data is none', () => {
  expect(resource(config, 'aws_cloudwatch_metric_alarm', 'audit_silent')).toEqual({
    ...OF_THE_STREAM,
    alarm_name: 'audit-acme-prod-silent',
    alarm_description: 'it is silent',
    metric_name: 'IncomingRecords',
    statistic: 'Sum',
    comparison_operator: 'LessThanThreshold',
    threshold: 1,
    period: 3600,
    evaluation_periods: 26,
    treat_missing_data: 'breaching',
  });
});

test('where nothing has to come, silence is not told of', () => {
  const late = alarmsOf({ late: { threshold: 3600, minutes: 15, text: 'it is late' } });
  expect(Object.keys(late.resource.aws_cloudwatch_metric_alarm ?? {})).toEqual(['audit_late']);
  expect(alarmsOf({}).resource.aws_cloudwatch_metric_alarm).toBeUndefined();
});
