import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { auditStreamArn } from './audit-stream';

/** Its ARN: a subscription names it instead of referring to the stack that made it. */
export function auditLogsRoleArn({
  account,
  name,
}: {
  readonly account: string;
  readonly name: string;
}): string {
  return `arn:aws:iam::${account}:role/${name}-logs`;
}

export interface AuditLogsRoleSettings {
  readonly address: string;
  /** The store’s name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The accounts whose log groups write. */
  readonly sources: readonly string[];
}

/** With which CloudWatch Logs writes to the stream, for log groups of the named accounts and no other. */
export class AuditLogsRole extends Construct {
  readonly arn: string;
  /** The role may write once this exists. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: AuditLogsRoleSettings) {
    super(scope, id);
    const { address, name } = settings;
    const role = new IamRole(this, 'Resource', {
      name: `${name}-logs`,
      description: `Writes the audited lines of log groups to ${name}`,
      assumeRolePolicy: trustOf(settings),
    });
    this.arn = pin(role, address, 'logs').arn;
    const policy = new IamRolePolicy(this, 'policy', {
      name: 'write-stream',
      role: role.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'WriteStream',
            Effect: 'Allow',
            Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
            Resource: [auditStreamArn(settings)],
          },
        ],
      }),
    });
    this.resource = pin(policy, address, 'logs');
  }
}

/** Of another account’s groups both are named: sender and recipient ("Subscriptions", CloudWatch Logs user guide, read 2026-11). */
function trustOf({ account, region, sources }: AuditLogsRoleSettings): string {
  const accounts = [...new Set([account, ...sources])];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringLike: { 'aws:SourceArn': accounts.map((id) => `arn:aws:logs:${region}:${id}:*`) },
        },
      },
    ],
  });
}
