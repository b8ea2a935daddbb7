import { AlarmTopic, alarmTopicArn } from '../../../constructs/aws/alarm-topic';
import { addressesOf, policyOf, resource, synthOf } from '../../support/synth';

const config = synthOf(
  (stack) =>
    new AlarmTopic(
      stack,
      'alarms',
      {
        address: 'shared',
        prefix: 'acme-prod',
        account: '333333333333',
        region: 'ap-northeast-1',
        subscribers: [{ email: 'oncall@acme.example', id: '0a1b2c3d' }],
      },
      { key: { arn: 'arn:key' } },
    ),
);

test('a topic is encrypted with the key, under the name by which instances find it', () => {
  const { name, kms_master_key_id: key } = resource(config, 'aws_sns_topic', 'shared_alarms');
  expect(key).toBe('arn:key');
  expect(alarmTopicArn('ap-northeast-1', '333333333333', 'acme-prod')).toBe(
    `arn:aws:sns:ap-northeast-1:333333333333:${String(name)}`,
  );
});

test('CloudWatch and EventBridge publish there, of this account, and nobody else', () => {
  const { Statement } = policyOf(resource(config, 'aws_sns_topic_policy', 'shared_alarms'));
  expect(Statement).toEqual([
    {
      Sid: 'AlarmsPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: '${aws_sns_topic.shared_alarms.arn}',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '333333333333' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:ap-northeast-1:333333333333:alarm:*' },
      },
    },
    {
      Sid: 'EventsPublish',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: '${aws_sns_topic.shared_alarms.arn}',
      // EventBridge is refused where its account is asked for.
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:events:ap-northeast-1:333333333333:rule/*' },
      },
    },
  ]);
});

test('each address is a subscription of its own', () => {
  expect(addressesOf(config)).toContain('aws_sns_topic_subscription.shared_alarms_0a1b2c3d');
  expect(resource(config, 'aws_sns_topic_subscription', 'shared_alarms_0a1b2c3d')).toMatchObject({
    protocol: 'email',
    endpoint: 'oncall@acme.example',
  });
});
