import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface EventsRoleSettings {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  readonly region: string;
  /** ARNs of topics of other accounts. */
  readonly topics: readonly string[];
}

/**
 * With which EventBridge tells topics of other accounts: it goes there as a role, and to those of its own account as itself ("Sending
 * events to an AWS service in another account", EventBridge user guide, read 2026-11).
 */
export class EventsRole extends Construct {
  readonly arn: string;
  /** The role may tell them once this exists. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: EventsRoleSettings) {
    super(scope, id);
    const { address, prefix } = settings;
    const role = new IamRole(this, 'Resource', {
      name: `${prefix}-events`,
      description: `Tells topics of other accounts what happens in ${prefix}`,
      // No rule of another account takes it: a role is of the account of the bus.
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    });
    this.arn = pin(role, address, 'events').arn;
    const policy = new IamRolePolicy(this, 'policy', {
      name: 'tell-topics',
      role: role.name,
      policy: publishes(settings),
    });
    this.resource = pin(policy, address, 'events');
  }
}

/** Under which key a topic is, its owner knows: what SNS encrypts for it says so. */
function publishes({ region, topics }: EventsRoleSettings): string {
  const accounts = [...new Set(topics.map((arn) => arn.split(':')[4] ?? ''))];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Tell', Effect: 'Allow', Action: ['sns:Publish'], Resource: topics },
      {
        Sid: 'EncryptWhatIsTold',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: accounts.map((account) => `arn:aws:kms:${region}:${account}:key/*`),
        Condition: {
          StringEquals: {
            'kms:EncryptionContext:aws:sns:topicArn': topics,
            'kms:ViaService': `sns.${region}.amazonaws.com`,
          },
        },
      },
    ],
  });
}
