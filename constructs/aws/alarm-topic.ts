import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { pin } from '../address';

/** The topic's ARN: an instance stack derives it instead of referring to the stack that made it. */
export function alarmTopicArn(region: string, account: string, prefix: string): string {
  return `arn:aws:sns:${region}:${account}:${alarmTopicName(prefix)}`;
}

const alarmTopicName = (prefix: string): string => `${prefix}-alarms`;

export interface AlarmTopicSettings {
  readonly address: string;
  readonly prefix: string;
  readonly account: string;
  readonly region: string;
  /** Who hears of alarms. An address counts once its owner has followed the link that SNS sends. */
  readonly subscribers: readonly {
    readonly email: string;
    /** What its address in Terraform ends with. */
    readonly id: string;
  }[];
}

export interface AlarmTopicWiring {
  readonly key: { readonly arn: string };
}

/** Where the alarms of an environment go. CloudWatch and EventBridge alone publish, and of this account alone. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    settings: AlarmTopicSettings,
    { key }: AlarmTopicWiring,
  ) {
    super(scope, id);
    const { address, prefix, account, region, subscribers } = settings;
    const topic = new SnsTopic(this, 'Resource', {
      name: alarmTopicName(prefix),
      kmsMasterKeyId: key.arn,
    });
    this.arn = pin(topic, address, 'alarms').arn;
    const policy = new SnsTopicPolicy(this, 'policy', {
      arn: this.arn,
      policy: publishedBy(account, region, this.arn),
    });
    pin(policy, address, 'alarms');
    for (const { email, id: name } of subscribers) {
      const subscription = new SnsTopicSubscription(this, `to-${email}`, {
        topicArn: this.arn,
        protocol: 'email',
        endpoint: email,
      });
      pin(subscription, address, 'alarms', name);
    }
  }
}

/**
 * Conditions as "Amazon SNS notification actions" (CloudWatch user guide, read 2026-11) has them. EventBridge names no account of its
 * own, and is refused where one is asked for ("Troubleshooting", EventBridge user guide, read 2026-11): its rules’ names have it.
 */
function publishedBy(account: string, region: string, topicArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AlarmsPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
        },
      },
      {
        Sid: 'EventsPublish',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:${region}:${account}:rule/*` } },
      },
    ],
  });
}
