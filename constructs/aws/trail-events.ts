import type { Construct } from 'constructs';
import { addressOf } from '../address';
import type { AlarmActions } from './alarm-actions';
import type { EventName } from './database-events';
import { EventRule, type EventsRoleWiring } from './event-rule';

export interface TrailEventsSettings {
  readonly address: string;
  /** 64 characters at most. */
  readonly name: string;
  /** Who deploys: what it changes was reviewed. */
  readonly deployRoleArn: string;
  /** How the databases are named, as a pattern of EventBridge has it. */
  readonly names: readonly EventName[];
}

export interface TrailEventsWiring {
  readonly actions: AlarmActions;
  readonly role: EventsRoleWiring | undefined;
}

/**
 * Tells of who changed, without a deploy, where the audit trail goes: CloudTrail itself, the databases’ log groups and their filters, and
 * what of their logs is exported. EventBridge hears of calls in an account that has a trail of CloudTrail ("AWS service events delivered
 * via AWS CloudTrail", EventBridge user guide, read 2026-11). A trail is the account’s: of two environments in one each is told.
 */
export function createTrailEvents(
  scope: Construct,
  { address, name, deployRoleArn, names }: TrailEventsSettings,
  { actions: { critical: targets }, role }: TrailEventsWiring,
): void {
  if (targets.length === 0) return;
  new EventRule(
    scope,
    'events-trail',
    {
      address: addressOf(address, 'events', 'trail'),
      name,
      description: 'Somebody changed where the audit trail goes',
      pattern: {
        source: ['aws.cloudtrail', 'aws.logs', 'aws.rds'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          // What was refused changed nothing.
          errorCode: [{ exists: false }],
          userIdentity: {
            sessionContext: {
              // The root user has no session.
              sessionIssuer: { arn: [{ 'anything-but': [deployRoleArn] }, { exists: false }] },
            },
          },
          $or: callsOn(names),
        },
      },
    },
    { targets, role },
  );
}

type Call = Readonly<Record<string, unknown>>;

/** "CloudTrail userIdentity", "Logging with CloudTrail" of CloudWatch Logs and RDS (read 2026-11). */
function callsOn(names: readonly EventName[]): readonly Call[] {
  const of = (service: string, eventName: readonly string[], requestParameters?: Call): Call => ({
    eventSource: [`${service}.amazonaws.com`],
    eventName,
    ...(requestParameters ? { requestParameters } : {}),
  });
  const groups = names.map((each) =>
    typeof each === 'string' ? `${GROUPS}${each}/` : `${GROUPS}${each.prefix}`,
  );
  return [
    of('cloudtrail', ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors']),
    of('logs', ['PutAccountPolicy', 'DeleteAccountPolicy']),
    of('logs', ON_GROUPS, { logGroupName: groups.map((prefix) => ({ prefix })) }),
    of('logs', ['PutLogGroupDeletionProtection', 'PutDataProtectionPolicy', 'PutTransformer'], {
      logGroupIdentifier: groups.map((group) => ({ wildcard: `*${group}*` })),
    }),
    of('rds', ['ModifyDBInstance'], {
      dBInstanceIdentifier: names,
      cloudwatchLogsExportConfiguration: { disableLogTypes: [{ exists: true }] },
    }),
    of('rds', ['ModifyOptionGroup'], {
      optionGroupName: names,
      optionsToRemove: [{ exists: true }],
    }),
  ];
}

const GROUPS = '/aws/rds/instance/';

/** What deletes of a log group, ages it sooner, sends it elsewhere or counts it no more. */
const ON_GROUPS = [
  ...['DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy', 'DisassociateKmsKey'],
  ...['PutSubscriptionFilter', 'DeleteSubscriptionFilter', 'PutMetricFilter', 'DeleteMetricFilter'],
];
