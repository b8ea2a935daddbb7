import { Construct } from 'constructs';
import type { AlarmActions } from './alarm-actions';
import { namedArns, type EventName } from './database-events';
import { EventRule, type EventsRoleWiring } from './event-rule';

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
  /** A failure is critical: a copy is missed when it is too late to make one. */
  readonly actions: AlarmActions;
  readonly role: EventsRoleWiring | undefined;
}

/**
 * Says which job of AWS Backup failed. The vault’s own notifications have none of failures alone ("Notification options with AWS
 * Backup", AWS Backup developer guide, read 2026-11: BACKUP_JOB_FAILED is no longer sent).
 */
export class FailureEvents extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { kinds, detail, ...settings }: FailureEventsSettings,
    { actions: { critical }, role }: FailureEventsWiring,
  ) {
    super(scope, id);
    if (critical.length === 0) return;
    const pattern = { source: ['aws.backup'], 'detail-type': kinds, detail };
    new EventRule(this, 'rule', { ...settings, pattern }, { targets: critical, role });
  }
}

export interface CopyFailuresSettings {
  readonly address: string;
  /** The vault’s name. */
  readonly vault: string;
  readonly account: string;
  readonly region: string;
  /** What its databases are called. */
  readonly databases: readonly EventName[];
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
        resourceArn: namedArns(databases, `arn:aws:rds:${region}:${account}:db:`),
      },
    },
    wiring,
  );
}
