import type { Construct } from 'constructs';
import { addressOf } from '../address';
import type { AlarmActions } from './alarm-actions';
import type { EventName } from './database-events';
import { EventRule, type EventsRoleWiring } from './event-rule';

export interface TrailEventsSettings {
  readonly address: string;
  /** Of each rule, 64 characters at most. */
  readonly ruleNames: Readonly<Record<TrailPart, string>>;
  /** Who deploys: what it changes was reviewed. */
  readonly deployRoleArn: string;
  /** Who deploys the trail: it may change what a trail of CloudTrail records, and nothing else unheard. */
  readonly trailRoleArns: readonly string[];
  /** How the databases are named, as a pattern of EventBridge has it. */
  readonly names: readonly EventName[];
  /** What keeps the trail, where that is here. */
  readonly store?: TrailStore | undefined;
}

/** The databases themselves, the groups of logs, what is behind those, and what CloudTrail records: a rule takes no more at once. */
const PARTS = ['trail', 'logs', 'store', 'calls'] as const;
export type TrailPart = (typeof PARTS)[number];

export interface TrailStore {
  /** Of its stream, its destination and its key’s alias. */
  readonly name: string;
  readonly bucket: string;
}

export interface TrailEventsWiring {
  readonly actions: AlarmActions;
  readonly role: EventsRoleWiring | undefined;
}

/**
 * Tells of who changed, without a deploy, where the audit trail goes: CloudTrail itself, the log groups of databases and programs with
 * their filters, what of the databases’ logs is written and exported, and the store. EventBridge hears of calls in an account that has a
 * trail of CloudTrail ("AWS service events delivered via AWS CloudTrail", EventBridge user guide, read 2026-11). A trail is the account’s:
 * of two environments in one each is told.
 */
export function createTrailEvents(
  scope: Construct,
  settings: TrailEventsSettings,
  { actions: { critical: targets }, role }: TrailEventsWiring,
): void {
  if (targets.length === 0) return;
  const { address, ruleNames } = settings;
  for (const part of PARTS) {
    new EventRule(
      scope,
      `events-${part}`,
      {
        address: addressOf(address, 'events', part),
        name: ruleNames[part],
        description: DESCRIPTIONS[part],
        pattern: patternOf(part, settings),
      },
      { targets, role },
    );
  }
}

const DESCRIPTIONS: Readonly<Record<TrailPart, string>> = {
  trail: 'Somebody changed what databases write into the audit trail',
  logs: 'Somebody changed where the audit trail goes',
  store: 'Somebody ended or changed what keeps the audit trail',
  calls: 'Somebody changed which calls CloudTrail records',
};

type Call = Readonly<Record<string, unknown>>;

/** What the trail’s own role changes of its trail its own hands have deployed; what it changes of all else is told. */
function patternOf(part: TrailPart, settings: TrailEventsSettings): Call {
  const { deployRoleArn, trailRoleArns } = settings;
  const deployed = part === 'calls' ? [deployRoleArn, ...trailRoleArns] : [deployRoleArn];
  return {
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      // What was refused changed nothing.
      errorCode: [{ exists: false }],
      userIdentity: {
        sessionContext: {
          // The root user has no session.
          sessionIssuer: { arn: [{ 'anything-but': deployed }, { exists: false }] },
        },
      },
      $or: CALLS[part](settings),
    },
  };
}

/** "CloudTrail userIdentity", and "Logging with CloudTrail" of each service (read 2026-11). */
const call = (service: string, eventName: readonly string[], requestParameters?: Call): Call => ({
  eventSource: [`${service}.amazonaws.com`],
  eventName,
  ...(requestParameters ? { requestParameters } : {}),
});

const CALLS: Readonly<Record<TrailPart, (settings: TrailEventsSettings) => readonly Call[]>> = {
  trail: callsOnDatabases,
  logs: callsOnLogs,
  store: callsOnStore,
  calls: () => CHANGES.map((change) => call('cloudtrail', [change])),
};

/** Whatever is changed of a group of options may be the audit plugin’s: its settings say whom and what it records. */
function callsOnDatabases({ names }: TrailEventsSettings): readonly Call[] {
  const modified = (more: Call): Call =>
    call('rds', ['ModifyDBInstance'], { dBInstanceIdentifier: names, ...more });
  const some = [{ exists: true }];
  return [
    modified({ cloudwatchLogsExportConfiguration: { disableLogTypes: some } }),
    modified({ optionGroupName: some }),
    modified({ dBParameterGroupName: some }),
    call('rds', ['ModifyOptionGroup', 'DeleteOptionGroup'], { optionGroupName: names }),
  ];
}

function callsOnLogs({ names }: TrailEventsSettings): readonly Call[] {
  const groups = names.flatMap((each) =>
    typeof each === 'string'
      ? [`${DATABASES}${each}/`]
      : [DATABASES, PROGRAMS].map((place) => `${place}${each.prefix}`),
  );
  return [
    call('logs', ON_GROUPS, { logGroupName: groups.map((prefix) => ({ prefix })) }),
    call('logs', ON_IDENTIFIED, {
      logGroupIdentifier: groups.map((group) => ({ wildcard: `*${group}*` })),
    }),
  ];
}

const DATABASES = '/aws/rds/instance/';

/** Runners, and what rehearses. */
const PROGRAMS = '/aws/lambda/';

/** What deletes of a log group, ages it sooner, sends it elsewhere or counts it no more. */
const ON_GROUPS = [
  ...['DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy', 'DisassociateKmsKey'],
  ...['PutSubscriptionFilter', 'DeleteSubscriptionFilter', 'PutMetricFilter', 'DeleteMetricFilter'],
];

const ON_IDENTIFIED = [
  'PutLogGroupDeletionProtection',
  'PutDataProtectionPolicy',
  'PutTransformer',
];

const CHANGES = ['UpdateTrail', 'PutEventSelectors'];

/**
 * An end of CloudTrail, and what keeps the trail. A call on a key has its number alone, which no name tells: that a key refuses shows as
 * the store comes late.
 */
function callsOnStore({ store }: TrailEventsSettings): readonly Call[] {
  return [
    call('cloudtrail', ['StopLogging', 'DeleteTrail']),
    call('logs', ['PutAccountPolicy', 'DeleteAccountPolicy']),
    ...(store
      ? [
          call('s3', ON_BUCKET, { bucketName: [store.bucket] }),
          call('firehose', ON_STREAM, { deliveryStreamName: [store.name] }),
          call('logs', ON_DESTINATION, { destinationName: [store.name] }),
          call('kms', ['UpdateAlias', 'DeleteAlias'], { aliasName: [`alias/${store.name}`] }),
        ]
      : []),
  ];
}

/** "Amazon S3 CloudTrail events" (S3 user guide, read 2026-11); of the lock both spellings. */
const ON_BUCKET = [
  ...['PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketLifecycle', 'PutBucketVersioning'],
  ...['PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration', 'PutBucketEncryption'],
  'DeleteBucket',
];

const ON_STREAM = ['DeleteDeliveryStream', 'UpdateDestination', 'StopDeliveryStreamEncryption'];

const ON_DESTINATION = ['PutDestination', 'PutDestinationPolicy', 'DeleteDestination'];
