import { CloudwatchLogDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-destination';
import { CloudwatchLogDestinationPolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-destination-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

/** A destination's ARN: a subscription names it instead of referring to the stack that made it. */
export function auditDestinationArn({
  account,
  region,
  name,
}: {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}): string {
  return `arn:aws:logs:${region}:${account}:destination:${name}`;
}

export interface AuditDestinationSettings {
  readonly address: string;
  /** The store’s name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The other accounts whose log groups may be subscribed to it. */
  readonly senders: readonly string[];
}

export interface AuditDestinationWiring {
  readonly stream: { readonly arn: string };
  readonly role: { readonly arn: string; readonly resource: ITerraformDependable };
}

/** By which log groups of other accounts reach the stream: who administers those sees an address, and none of what is behind it. */
export class AuditDestination extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: AuditDestinationSettings,
    { stream, role }: AuditDestinationWiring,
  ) {
    super(scope, id);
    const { address, name } = settings;
    const destination = new CloudwatchLogDestination(this, 'Resource', {
      name,
      roleArn: role.arn,
      targetArn: stream.arn,
      dependsOn: [role.resource],
    });
    pin(destination, address);
    const policy = new CloudwatchLogDestinationPolicy(this, 'policy', {
      destinationName: destination.name,
      accessPolicy: accessOf(settings),
    });
    pin(policy, address);
  }
}

function accessOf(settings: AuditDestinationSettings): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Subscribe',
        Effect: 'Allow',
        Principal: { AWS: settings.senders },
        Action: 'logs:PutSubscriptionFilter',
        Resource: auditDestinationArn(settings),
      },
    ],
  });
}
