import { anyKey, inRegions } from './account-scope';
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

/** Trails of CloudTrail: what they are, not what they recorded. */
export function readAccountTrails(scope: TrailScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'ReadAccountTrails',
      Effect: 'Allow',
      Action: [
        'cloudtrail:GetEventSelectors',
        'cloudtrail:GetInsightSelectors',
        'cloudtrail:GetTrail',
        'cloudtrail:GetTrailStatus',
        'cloudtrail:ListTags',
      ],
      Resource: cloudTrails(scope),
      Condition: here,
    },
    {
      // Knows no resource.
      Sid: 'FindAccountTrails',
      Effect: 'Allow',
      Action: ['cloudtrail:DescribeTrails'],
      Resource: ['*'],
      Condition: here,
    },
  ];
}

/** The stores and what belongs to them; of what they keep, the objects’ names at most. */
export function readStores(scope: TrailScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'ReadStores',
      Effect: 'Allow',
      Action: [
        's3:GetAccelerateConfiguration',
        's3:GetBucketAcl',
        's3:GetBucketCORS',
        's3:GetBucketLocation',
        's3:GetBucketLogging',
        's3:GetBucketObjectLockConfiguration',
        's3:GetBucketOwnershipControls',
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketRequestPayment',
        's3:GetBucketTagging',
        's3:GetBucketVersioning',
        's3:GetBucketWebsite',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:GetReplicationConfiguration',
        's3:ListBucket',
        's3:ListTagsForResource',
      ],
      Resource: storeBuckets(scope),
    },
    {
      // Not by tag: KMS takes up to five minutes to act on a new key's tags ("ABAC for AWS KMS").
      Sid: 'ReadStoreKeys',
      Effect: 'Allow',
      Action: [
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListResourceTags',
      ],
      Resource: [anyKey(scope)],
      Condition: here,
    },
    {
      Sid: 'ReadIntake',
      Effect: 'Allow',
      Action: [
        'cloudwatch:ListTagsForResource',
        'firehose:DescribeDeliveryStream',
        'firehose:ListTagsForDeliveryStream',
        'logs:DescribeLogStreams',
        'logs:ListTagsForResource',
        'sns:GetTopicAttributes',
        'sns:ListTagsForResource',
      ],
      Resource: [
        ...streams(scope),
        ...storeLogGroups(scope),
        ...destinations(scope),
        ...alarmsAndTopics(scope),
      ],
      Condition: here,
    },
    {
      Sid: 'ReadStoreRoles',
      Effect: 'Allow',
      Action: [
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListInstanceProfilesForRole',
        'iam:ListRolePolicies',
        'iam:ListRoleTags',
      ],
      Resource: storeRoles(scope),
    },
    {
      Sid: 'ReadTables',
      Effect: 'Allow',
      Action: [
        'athena:GetNamedQuery',
        'athena:GetWorkGroup',
        'athena:ListTagsForResource',
        'glue:GetDatabase',
        'glue:GetPartitionIndexes',
        'glue:GetTable',
        'glue:GetTags',
      ],
      Resource: [...catalogue(scope), ...workgroups(scope)],
      Condition: here,
    },
    {
      // None of these can be limited to a resource.
      Sid: 'FindStoresByListing',
      Effect: 'Allow',
      Action: [
        'cloudwatch:DescribeAlarms',
        'kms:ListAliases',
        'logs:DescribeDestinations',
        'logs:DescribeLogGroups',
        'sns:GetSubscriptionAttributes',
      ],
      Resource: ['*'],
      Condition: here,
    },
  ];
}
