import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ToldSeverity } from '../../model/alerts/severity';
import { pin } from '../address';

/** Where a topic is, and of what it tells. */
interface AlarmTopicPlace {
  readonly account: string;
  readonly region: string;
  /** How its network’s names begin. */
  readonly prefix: string;
  readonly severity: ToldSeverity;
}

/** The topic's ARN: an instance stack derives it instead of referring to the stack that made it. */
export function alarmTopicArn({ account, region, prefix, severity }: AlarmTopicPlace): string {
  return `arn:aws:sns:${region}:${account}:${prefix}-${severity}`;
}

export interface AlarmTopicSettings extends AlarmTopicPlace {
  readonly address: string;
  /** Whether events are published, too: of a database’s home. */
  readonly events: boolean;
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

/** Where the alarms of one severity go. CloudWatch alone publishes, where it takes events EventBridge and RDS too, and of this account alone. */
export class AlarmTopic extends Construct {
  readonly arn: string;
  /** Who may publish: RDS takes no topic before it may. */
  readonly policy: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: AlarmTopicSettings,
    { key }: AlarmTopicWiring,
  ) {
    super(scope, id);
    const { address, prefix, severity, subscribers } = settings;
    const topic = new SnsTopic(this, 'Resource', {
      name: `${prefix}-${severity}`,
      kmsMasterKeyId: key.arn,
    });
    this.arn = pin(topic, address, severity).arn;
    const policy = new SnsTopicPolicy(this, 'policy', {
      arn: this.arn,
      policy: publishedBy(settings, this.arn),
    });
    this.policy = pin(policy, address, severity);
    for (const { email, id: name } of subscribers) {
      const subscription = new SnsTopicSubscription(this, `to-${email}`, {
        topicArn: this.arn,
        protocol: 'email',
        endpoint: email,
      });
      pin(subscription, address, severity, name);
    }
  }
}

/**
 * Conditions as "Amazon SNS notification actions" (CloudWatch user guide, read 2026-11) has them. Of EventBridge nothing may be asked: it
 * says neither account nor rule to SNS, so that any condition refuses it, and what it would have told is lost without a word ("You can't
 * use Condition blocks in Amazon SNS topic policies for EventBridge", Troubleshooting, EventBridge user guide, read 2026-11).
 *
 * RDS: "Granting permissions to publish notifications to an Amazon SNS topic" (RDS user guide, read 2026-11), whose keys are the account
 * and what the event is of. Where RDS sends neither, as is told of the message with which it tries the topic before there is a
 * subscription, they are not asked for; where it sends them, they are ours. Of all that is RDS’s: one refusal, and the subscription
 * would be `no-permission` ("EventSubscription", RDS API reference, read 2026-11).
 */
function publishedBy({ account, region, events }: AlarmTopicSettings, topicArn: string): string {
  const publish = { Action: 'sns:Publish', Resource: topicArn };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AlarmsPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        ...publish,
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
        },
      },
      ...(events ? eventsPublish(account, region, publish) : []),
      {
        Sid: 'NobodyWithoutTls',
        Effect: 'Deny',
        Principal: '*',
        ...publish,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}

function eventsPublish(account: string, region: string, publish: object): readonly object[] {
  return [
    {
      Sid: 'EventsPublish',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      ...publish,
    },
    {
      Sid: 'DatabaseEventsPublish',
      Effect: 'Allow',
      Principal: { Service: 'events.rds.amazonaws.com' },
      ...publish,
      Condition: {
        StringEqualsIfExists: { 'aws:SourceAccount': account },
        ArnLikeIfExists: { 'aws:SourceArn': `arn:aws:rds:${region}:${account}:*` },
      },
    },
  ];
}
