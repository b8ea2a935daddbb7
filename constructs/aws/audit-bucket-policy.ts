/** Who writes to the store’s bucket, and who changes it. */
export interface AuditBucketPolicySettings {
  readonly bucket: string;
  /** With which the stream writes. */
  readonly streamRoleArn: string;
  /** The trails that write, each below its account’s prefix. */
  readonly trails: readonly { readonly account: string; readonly arn: string }[];
  /** Where CloudTrail’s objects lie: a prefix with its slash. */
  readonly trailPrefix: string;
  /** The only role that changes the bucket itself: Terraform’s for the trail. */
  readonly deployRoleArn: string;
  /** Whether that role, too, may delete nothing while this policy stands. */
  readonly locked: boolean;
}

/** What hides, deletes or shortens what is kept. What a lifecycle does, no policy stops: it begins when the time is over. */
const SHORTEN = [
  's3:BypassGovernanceRetention',
  's3:DeleteObject',
  's3:DeleteObjectTagging',
  's3:DeleteObjectVersion',
  's3:DeleteObjectVersionTagging',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
  's3:ReplicateDelete',
];

/** What changes how the bucket keeps, who reads it and who writes to it. */
const CHANGE = [
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:PutAccelerateConfiguration',
  's3:PutBucketAcl',
  's3:PutBucketLogging',
  's3:PutBucketNotification',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketOwnershipControls',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketRequestPayment',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutInventoryConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
];

/**
 * The bucket’s whole policy. It holds against every principal, whatever its own policies say, but for the account’s root user, who can
 * always take it away (PutBucketPolicy, S3 API reference, read 2026-11). Terraform’s role is never shut out: to shorten anything, it
 * first has to change this policy, which is recorded.
 */
export function auditBucketPolicy(
  settings: AuditBucketPolicySettings,
  { key }: { readonly key: { readonly arn: string } },
): string {
  const { bucket } = settings;
  const arn = `arn:aws:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [...guards(settings, { arn, keyArn: key.arn }), ...writers(settings, arn)],
  });
}

interface Arns {
  readonly arn: string;
  readonly keyArn: string;
}

function guards(
  { streamRoleArn, deployRoleArn, locked }: AuditBucketPolicySettings,
  { arn, keyArn }: Arns,
): readonly object[] {
  const deny = { Effect: 'Deny', Principal: '*' };
  const others = { ArnNotEquals: { 'aws:PrincipalArn': [deployRoleArn] } };
  const writes = {
    ...deny,
    Action: ['s3:PutObject', 's3:ReplicateObject'],
    Resource: [`${arn}/*`],
  };
  const encryption = 's3:x-amz-server-side-encryption';
  return [
    {
      Sid: 'NobodyWithoutTls',
      ...deny,
      Action: ['s3:*'],
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'NobodyDeletesOrShortens',
      ...deny,
      Action: SHORTEN,
      Resource: [`${arn}/*`],
      ...(locked ? {} : { Condition: others }),
    },
    {
      Sid: 'TheTrailsRoleAloneChangesTheBucket',
      ...deny,
      Action: CHANGE,
      Resource: [arn],
      Condition: others,
    },
    {
      // CloudTrail comes as itself; it is let in below, trail by trail.
      Sid: 'WritersAloneWrite',
      ...writes,
      Condition: {
        ArnNotEquals: { 'aws:PrincipalArn': [streamRoleArn] },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
    // Who names no key has the bucket's. A trail, too, could be given a key of its account, which somebody there then deletes.
    {
      Sid: 'UnderNoOtherKey',
      ...writes,
      Condition: {
        Null: { [`${encryption}-aws-kms-key-id`]: 'false' },
        StringNotEquals: { [`${encryption}-aws-kms-key-id`]: [keyArn] },
      },
    },
    {
      // CloudTrail's digests have none but S3's in older guides ("Encrypting CloudTrail log files", CloudTrail user guide of 2023-06).
      Sid: 'UnderNoOtherEncryption',
      ...writes,
      Condition: {
        Null: { [encryption]: 'false' },
        StringNotEquals: { [encryption]: ['aws:kms'] },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  ];
}

/**
 * "Amazon S3 bucket policy for CloudTrail" (CloudTrail user guide, read 2026-11). The stream’s role is of the bucket’s account: its own
 * policy lets it write.
 */
function writers(
  { trails, trailPrefix }: AuditBucketPolicySettings,
  arn: string,
): readonly object[] {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return [
    {
      Sid: 'TrailsFindBucket',
      Effect: 'Allow',
      Principal,
      Action: ['s3:GetBucketAcl'],
      Resource: [arn],
      Condition: { StringEquals: { 'aws:SourceArn': trails.map((trail) => trail.arn) } },
    },
    ...trails.map((trail) => ({
      Sid: `TrailOf${trail.account}Writes`,
      Effect: 'Allow',
      Principal,
      Action: ['s3:PutObject'],
      Resource: [`${arn}/${trailPrefix}AWSLogs/${trail.account}/*`],
      Condition: {
        StringEquals: {
          'aws:SourceArn': trail.arn,
          's3:x-amz-acl': 'bucket-owner-full-control',
        },
      },
    })),
  ];
}
