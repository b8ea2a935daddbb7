import { named, passes, reads, through, type ArnOf, type Place, type Request } from './aws-request';
import type { Json } from './synth';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The role that an ARN or a reference to one names. */
const roleOf = (value: unknown, names: string): string =>
  /:role\/(.+)$/.exec(text(value))?.[1] ?? names;

type Need = (args: Json, arn: ArnOf, place: Place) => Request[];

/** S3 names no account and no region in an ARN. */
const bucket = (name: unknown, ...actions: string[]): Request[] =>
  named(`arn:aws:s3:::${text(name)}`, ...actions);

/** A setting of a bucket that has an action to read it and one to write it, with which it is deleted too. */
const setting =
  (read: string, write: string): Need =>
  ({ bucket: name }) =>
    bucket(name, `s3:${read}`, `s3:${write}`);

/** What keeps the trail, what brings lines to it, and what asks it. */
export const TRAIL_NEEDS: Readonly<Record<string, Need>> = {
  aws_athena_workgroup: ({ name }, arn) =>
    named(
      arn('athena', `workgroup/${text(name)}`),
      ...['athena:CreateWorkGroup', 'athena:GetWorkGroup', 'athena:UpdateWorkGroup'],
      ...['athena:DeleteWorkGroup', 'athena:ListTagsForResource'],
      ...['athena:TagResource', 'athena:UntagResource'],
    ),
  aws_cloudtrail: ({ name }, arn) => [
    ...reads('cloudtrail:DescribeTrails'),
    ...named(
      arn('cloudtrail', `trail/${text(name)}`),
      ...['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:DeleteTrail'],
      ...['cloudtrail:StartLogging', 'cloudtrail:StopLogging', 'cloudtrail:GetTrailStatus'],
      ...['cloudtrail:PutEventSelectors', 'cloudtrail:GetEventSelectors'],
      ...['cloudtrail:GetInsightSelectors', 'cloudtrail:GetTrail'],
      ...['cloudtrail:AddTags', 'cloudtrail:RemoveTags', 'cloudtrail:ListTags'],
    ),
  ],
  aws_cloudwatch_log_destination: ({ name, role_arn: role }, arn) => [
    ...reads('logs:DescribeDestinations'),
    ...named(
      arn('logs', `destination:${text(name)}`),
      ...['logs:PutDestination', 'logs:DeleteDestination'],
      ...['logs:TagResource', 'logs:UntagResource', 'logs:ListTagsForResource'],
    ),
    ...passes(arn, roleOf(role, `${text(name)}-logs`), 'logs.amazonaws.com'),
  ],
  aws_cloudwatch_log_destination_policy: ({ destination_name: name }, arn) => [
    ...reads('logs:DescribeDestinations'),
    ...named(arn('logs', `destination:${text(name)}`), 'logs:PutDestinationPolicy'),
  ],
  aws_cloudwatch_log_stream: ({ name, log_group_name: group }, arn) => [
    ...named(arn('logs', `log-group:${text(group)}`), 'logs:DescribeLogStreams'),
    ...named(
      arn('logs', `log-group:${text(group)}:log-stream:${text(name)}`),
      ...['logs:CreateLogStream', 'logs:DeleteLogStream'],
    ),
  ],
  // "PutSubscriptionFilter" (CloudWatch Logs API reference, read 2026-11): of the group, and of a destination or with a role.
  aws_cloudwatch_log_subscription_filter: (args, arn) => [
    ...named(
      arn('logs', `log-group:${text(args.log_group_name)}`),
      ...['logs:PutSubscriptionFilter', 'logs:DescribeSubscriptionFilters'],
      'logs:DeleteSubscriptionFilter',
    ),
    ...(args.role_arn === undefined
      ? named(text(args.destination_arn), 'logs:PutSubscriptionFilter')
      : passes(arn, roleOf(args.role_arn, ''), 'logs.amazonaws.com')),
  ],
  aws_glue_catalog_database: ({ name }, arn) =>
    ['catalog', `database/${text(name)}`].flatMap((rest) =>
      named(
        arn('glue', rest),
        ...['glue:CreateDatabase', 'glue:GetDatabase', 'glue:UpdateDatabase'],
        ...['glue:DeleteDatabase', 'glue:GetTags', 'glue:TagResource', 'glue:UntagResource'],
      ),
    ),
  aws_glue_catalog_table: ({ name, database_name: database }, arn) =>
    ['catalog', `database/${text(database)}`, `table/${text(database)}/${text(name)}`].flatMap(
      (rest) =>
        named(
          arn('glue', rest),
          ...['glue:CreateTable', 'glue:GetTable', 'glue:UpdateTable', 'glue:DeleteTable'],
          'glue:GetPartitionIndexes',
        ),
    ),
  aws_kinesis_firehose_delivery_stream: ({ name }, arn, place) => [
    ...named(
      arn('firehose', `deliverystream/${text(name)}`),
      ...['firehose:CreateDeliveryStream', 'firehose:DescribeDeliveryStream'],
      ...['firehose:UpdateDestination', 'firehose:DeleteDeliveryStream'],
      ...['firehose:StartDeliveryStreamEncryption', 'firehose:StopDeliveryStreamEncryption'],
      ...['firehose:TagDeliveryStream', 'firehose:UntagDeliveryStream'],
      'firehose:ListTagsForDeliveryStream',
    ),
    ...through(arn, place, 'firehose', 'kms:CreateGrant'),
    ...passes(arn, `${text(name)}-stream`, 'firehose.amazonaws.com'),
  ],
  // All that its read asks for, whether or not it is managed there; made able to be locked, it takes what says so.
  aws_s3_bucket: ({ bucket: name }) =>
    bucket(
      name,
      ...['s3:CreateBucket', 's3:DeleteBucket', 's3:ListBucket', 's3:GetBucketLocation'],
      ...['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning'],
      ...['s3:GetAccelerateConfiguration', 's3:GetBucketAcl', 's3:GetBucketCORS'],
      ...['s3:GetBucketLogging', 's3:GetBucketObjectLockConfiguration', 's3:GetBucketPolicy'],
      ...['s3:GetBucketRequestPayment', 's3:GetBucketTagging', 's3:GetBucketVersioning'],
      ...['s3:GetBucketWebsite', 's3:GetEncryptionConfiguration', 's3:GetLifecycleConfiguration'],
      ...['s3:GetReplicationConfiguration', 's3:ListTagsForResource', 's3:PutBucketTagging'],
      ...['s3:TagResource', 's3:UntagResource'],
    ),
  aws_s3_bucket_lifecycle_configuration: setting(
    'GetLifecycleConfiguration',
    'PutLifecycleConfiguration',
  ),
  aws_s3_bucket_object_lock_configuration: setting(
    'GetBucketObjectLockConfiguration',
    'PutBucketObjectLockConfiguration',
  ),
  aws_s3_bucket_ownership_controls: setting(
    'GetBucketOwnershipControls',
    'PutBucketOwnershipControls',
  ),
  aws_s3_bucket_policy: ({ bucket: name }) =>
    bucket(name, 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'),
  aws_s3_bucket_public_access_block: setting(
    'GetBucketPublicAccessBlock',
    'PutBucketPublicAccessBlock',
  ),
  aws_s3_bucket_server_side_encryption_configuration: setting(
    'GetEncryptionConfiguration',
    'PutEncryptionConfiguration',
  ),
  aws_s3_bucket_versioning: setting('GetBucketVersioning', 'PutBucketVersioning'),
};
