import { anyKey, hosts, iam, inRegions, regional } from './account-scope';
import { comesLabelled, getsLabelled, isLabelled, withEquals } from './deploy-access-labels';
import type { Statement } from './policy-document';
import {
  alarmsAndTopics,
  catalogue,
  cloudTrails,
  destinations,
  storeBuckets,
  storeLogGroups,
  storeRoles,
  streams,
  workgroups,
  type TrailScope,
} from './trail-names';

/** Trails of CloudTrail, by their names. */
export function writeAccountTrails(scope: TrailScope): Statement[] {
  return [
    {
      Sid: 'WriteAccountTrails',
      Effect: 'Allow',
      Action: [
        'cloudtrail:AddTags',
        'cloudtrail:CreateTrail',
        'cloudtrail:DeleteTrail',
        'cloudtrail:PutEventSelectors',
        'cloudtrail:RemoveTags',
        'cloudtrail:StartLogging',
        'cloudtrail:StopLogging',
        'cloudtrail:UpdateTrail',
      ],
      Resource: cloudTrails(scope),
      Condition: { StringEquals: inRegions(scope) },
    },
  ];
}

/** The stores of both regions, with what brings lines to them and what asks them. Of what they keep, nothing. */
export function writeStores(scope: TrailScope): Statement[] {
  return [
    ...buckets(scope),
    ...keys(scope),
    ...intake(scope),
    ...roles(scope),
    ...queries(scope),
    ...alarms(scope),
  ];
}

function buckets(scope: TrailScope): Statement[] {
  return [
    {
      Sid: 'WriteStores',
      Effect: 'Allow',
      Action: [
        's3:CreateBucket',
        's3:DeleteBucket', // an empty one: S3 deletes no other
        's3:DeleteBucketPolicy',
        's3:PutBucketObjectLockConfiguration',
        's3:PutBucketOwnershipControls',
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
        's3:PutBucketTagging',
        's3:PutBucketVersioning',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
        's3:TagResource',
        's3:UntagResource',
      ],
      Resource: storeBuckets(scope),
    },
  ];
}

/** Keys of its own stacks, by the tag that says so; the environment’s have another. */
function keys(scope: TrailScope): Statement[] {
  const { account, trail, locked } = scope;
  const key = [anyKey(scope)];
  const here = { StringEquals: inRegions(scope) };
  const made = { 'aws:RequestTag/stack': trail.stacks };
  return [
    {
      Sid: 'MakeStoreKeys',
      Effect: 'Allow',
      Action: ['kms:CreateKey'],
      Resource: ['*'],
      Condition: withEquals(comesLabelled(scope), made),
    },
    {
      Sid: 'LabelStoreKeys',
      Effect: 'Allow',
      Action: ['kms:TagResource'],
      Resource: key,
      Condition: withEquals(getsLabelled(scope), made),
    },
    {
      // Follows at once on CreateKey, when KMS does not yet act on the tags.
      Sid: 'RotateStoreKeys',
      Effect: 'Allow',
      Action: ['kms:EnableKeyRotation'],
      Resource: key,
      Condition: here,
    },
    {
      Sid: 'ChangeStoreKeys',
      Effect: 'Allow',
      Action: [
        'kms:PutKeyPolicy',
        ...(locked ? [] : ['kms:ScheduleKeyDeletion']),
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateKeyDescription',
      ],
      Resource: key,
      Condition: withEquals(isLabelled(scope), { 'aws:ResourceTag/stack': trail.stacks }),
    },
    {
      Sid: 'NameStoreKeys',
      Effect: 'Allow',
      Action: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      Resource: [...key, ...trail.stores.map((name) => regional(scope, 'kms', `alias/${name}`))],
      Condition: here,
    },
    {
      // Firehose makes a grant as who makes the stream.
      Sid: 'GrantStoreKeysToStreams',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: key,
      Condition: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': hosts(scope, 'firehose') },
      },
    },
  ];
}

/** By which lines come in, and where it says what did not. */
function intake(scope: TrailScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'WriteStreams',
      Effect: 'Allow',
      Action: [
        'firehose:CreateDeliveryStream',
        'firehose:DeleteDeliveryStream',
        'firehose:StartDeliveryStreamEncryption',
        'firehose:StopDeliveryStreamEncryption',
        'firehose:TagDeliveryStream',
        'firehose:UntagDeliveryStream',
        'firehose:UpdateDestination',
      ],
      Resource: streams(scope),
      Condition: here,
    },
    {
      Sid: 'WriteStoreLogs',
      Effect: 'Allow',
      Action: [
        'logs:AssociateKmsKey',
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DeleteLogGroup',
        'logs:DeleteLogStream',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      Resource: storeLogGroups(scope),
      Condition: here,
    },
    {
      Sid: 'WriteDestinations',
      Effect: 'Allow',
      Action: [
        'logs:DeleteDestination',
        'logs:PutDestination',
        'logs:PutDestinationPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      Resource: destinations(scope),
      Condition: here,
    },
  ];
}

/** One goes to CloudWatch Logs, the other to Firehose. */
function roles(scope: TrailScope): Statement[] {
  const pass = (what: string, role: 'logs' | 'stream', services: readonly string[]): Statement => ({
    Sid: `Pass${what}`,
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: scope.trail.stores.map((name) => iam(scope, `role/${name}-${role}`)),
    Condition: { StringEquals: { 'iam:PassedToService': services } },
  });
  return [
    {
      Sid: 'WriteStoreRoles',
      Effect: 'Allow',
      Action: [
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      Resource: storeRoles(scope),
    },
    pass('LogsRoles', 'logs', ['logs.amazonaws.com', ...hosts(scope, 'logs')]),
    pass('StreamRoles', 'stream', ['firehose.amazonaws.com']),
  ];
}

/** How it is asked; nothing here asks. */
function queries(scope: TrailScope): Statement[] {
  return [
    {
      Sid: 'WriteTables',
      Effect: 'Allow',
      Action: [
        'glue:CreateDatabase',
        'glue:CreateTable',
        'glue:DeleteDatabase',
        'glue:DeleteTable',
        'glue:TagResource',
        'glue:UntagResource',
        'glue:UpdateDatabase',
        'glue:UpdateTable',
      ],
      Resource: catalogue(scope),
      Condition: { StringEquals: inRegions(scope) },
    },
    {
      Sid: 'WriteWorkgroups',
      Effect: 'Allow',
      Action: [
        'athena:CreateNamedQuery',
        'athena:CreateWorkGroup',
        'athena:DeleteNamedQuery',
        'athena:DeleteWorkGroup',
        'athena:TagResource',
        'athena:UntagResource',
        'athena:UpdateNamedQuery',
        'athena:UpdateWorkGroup',
      ],
      Resource: workgroups(scope),
      Condition: { StringEquals: inRegions(scope) },
    },
  ];
}

/** What is heard of it goes where nobody of the environment unsubscribes. */
function alarms(scope: TrailScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'WriteStoreAlarms',
      Effect: 'Allow',
      Action: [
        'cloudwatch:DeleteAlarms',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:TagResource',
        'cloudwatch:UntagResource',
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:TagResource',
        'sns:UntagResource',
      ],
      Resource: alarmsAndTopics(scope),
      Condition: here,
    },
    {
      // Knows no resource.
      Sid: 'EndSubscriptions',
      Effect: 'Allow',
      Action: ['sns:Unsubscribe'],
      Resource: ['*'],
      Condition: here,
    },
  ];
}
