import { AlarmTopic, alarmTopicArn } from '../../../constructs/aws/alarm-topic';
import { addressesOf, policyOf, resource, synthOf, type Config } from '../../support/synth';

const PLACE = { prefix: 'acme-prod', account: '333333333333', region: 'ap-northeast-1' };

const topics = (events: boolean) =>
  synthOf((stack) => {
    const subscribers = [{ email: 'oncall@acme.example', id: '0a1b2c3d' }];
    for (const severity of ['warning', 'critical'] as const) {
      const settings = { ...PLACE, address: 'shared', severity, subscribers, events };
      new AlarmTopic(stack, severity, settings, { key: { arn: 'arn:key' } });
    }
  });
const policyIn = (from: Config) =>
  policyOf(resource(from, 'aws_sns_topic_policy', 'shared_critical')).Statement;
const config = topics(true);
const Statement = policyIn(config);
const Resource = '${aws_sns_topic.shared_critical.arn}';

test.each(['warning', 'critical'] as const)(
  'a topic of %s is encrypted with the key, under the name by which instances find it',
  (severity) => {
    const topic = resource(config, 'aws_sns_topic', `shared_${severity}`);
    expect(topic).toEqual({ name: `acme-prod-${severity}`, kms_master_key_id: 'arn:key' });
    expect(alarmTopicArn({ ...PLACE, severity })).toBe(
      `arn:aws:sns:ap-northeast-1:333333333333:acme-prod-${severity}`,
    );
  },
);

test('CloudWatch, EventBridge and RDS publish there, of this account, and nobody else', () => {
  expect(Statement.filter(({ Effect }) => Effect === 'Allow')).toEqual([
    {
      Sid: 'AlarmsPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource,
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
      Resource,
      // EventBridge says nothing of itself: any condition refuses it.
    },
    {
      Sid: 'DatabaseEventsPublish',
      Effect: 'Allow',
      Principal: { Service: 'events.rds.amazonaws.com' },
      Action: 'sns:Publish',
      Resource,
      // What RDS does not send is not asked for; what it sends is ours.
      Condition: {
        StringEqualsIfExists: { 'aws:SourceAccount': '333333333333' },
        ArnLikeIfExists: { 'aws:SourceArn': 'arn:aws:rds:ap-northeast-1:333333333333:*' },
      },
    },
  ]);
});

test('where there are no events CloudWatch alone does', () => {
  const own = policyIn(topics(false));
  expect(own.map(({ Sid }) => Sid)).toEqual(['AlarmsPublish', 'NobodyWithoutTls']);
  expect(own).toEqual(Statement.filter(({ Sid }) => !String(Sid).endsWith('EventsPublish')));
});

test('nobody publishes without TLS', () => {
  expect(Statement.filter(({ Effect }) => Effect === 'Deny')).toEqual([
    {
      Sid: 'NobodyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});

test('each address is a subscription of its own, to each topic', () => {
  expect(addressesOf(config).filter((each) => each.includes('_subscription'))).toEqual([
    'aws_sns_topic_subscription.shared_critical_0a1b2c3d',
    'aws_sns_topic_subscription.shared_warning_0a1b2c3d',
  ]);
  expect(resource(config, 'aws_sns_topic_subscription', 'shared_critical_0a1b2c3d')).toMatchObject({
    topic_arn: Resource,
    protocol: 'email',
    endpoint: 'oncall@acme.example',
  });
});
