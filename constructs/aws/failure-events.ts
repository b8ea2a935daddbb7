import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface FailureEventsSettings {
  readonly address: string;
  /** 64 characters at most. */
  readonly name: string;
  readonly description: string;
  /** AWS Backup’s kinds of events. */
  readonly kinds: readonly string[];
  /** What of an event’s detail must be so. */
  readonly detail: Readonly<Record<string, readonly unknown[]>>;
}

export interface FailureEventsWiring {
  readonly topicArn: string;
}

/**
 * Says which job of AWS Backup failed. The vault’s own notifications have none of failures alone ("Notification options with AWS
 * Backup", AWS Backup developer guide, read 2026-11: BACKUP_JOB_FAILED is no longer sent).
 */
export class FailureEvents extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, name, description, kinds, detail }: FailureEventsSettings,
    { topicArn }: FailureEventsWiring,
  ) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, 'Resource', {
      name,
      description,
      eventPattern: JSON.stringify({ source: ['aws.backup'], 'detail-type': kinds, detail }),
    });
    pin(rule, address);
    const target = new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: 'alarms',
      arn: topicArn,
    });
    pin(target, address);
  }
}

export interface CopyFailuresSettings {
  readonly address: string;
  /** The vault’s name. */
  readonly vault: string;
  readonly account: string;
  readonly region: string;
  /** How the identifiers of its databases begin. */
  readonly databases: string;
}

/** A snapshot that was not made, or not copied. Both are of the region in which the database is. */
export function createCopyFailures(
  scope: Construct,
  { address, vault, account, region, databases }: CopyFailuresSettings,
  wiring: FailureEventsWiring,
): void {
  new FailureEvents(
    scope,
    'copy-failures',
    {
      address,
      name: `${vault}-copies-failed`,
      description: `A snapshot of ${vault} failed, or its copy`,
      kinds: ['Backup Job State Change', 'Copy Job State Change'],
      detail: {
        state: ['ABORTED', 'EXPIRED', 'FAILED'],
        resourceArn: [{ prefix: `arn:aws:rds:${region}:${account}:db:${databases}` }],
      },
    },
    wiring,
  );
}
