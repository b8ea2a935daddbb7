import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { auditBucketPolicy, type AuditBucketPolicySettings } from './audit-bucket-policy';

/** What lies where in the store, each with its slash. */
export const PREFIXES = {
  databases: 'databases/',
  errors: 'errors/',
  trail: 'trail/',
} as const;

/** S3 names no account and no region in it. */
export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export interface AuditBucketSettings extends Omit<AuditBucketPolicySettings, 'trailPrefix'> {
  readonly address: string;
  readonly keepDays: number;
}

export interface AuditBucketWiring {
  readonly key: { readonly arn: string };
}

/**
 * What the trail is kept in: every object in several versions at most, under the store’s key, at hand until its time is over, and with
 * the lock deletable by nobody before that. It is made able to be locked whatever the estate says: Terraform would replace one that is
 * to be given that later (`object_lock_enabled`, `aws_s3_bucket`, provider 6.25.0). Of reads and deletions CloudTrail tells: where a bucket that is locked gets access logs, none arrive
 * ("Logging requests with server access logging", S3 user guide, read 2026-11). Terraform never empties it.
 */
export class AuditBucket extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What is written is kept and guarded once these exist. */
  readonly resources: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    settings: AuditBucketSettings,
    wiring: AuditBucketWiring,
  ) {
    super(scope, id);
    const { address, bucket: name, locked } = settings;
    const bucket = new S3Bucket(this, 'Resource', {
      bucket: name,
      objectLockEnabled: true,
      forceDestroy: false,
      lifecycle: { preventDestroy: locked },
    });
    pin(bucket, address);
    this.arn = bucket.arn;
    this.name = bucket.bucket;
    const versioning = createVersioning(this, address, bucket);
    const closed = close(this, address, bucket);
    this.resources = [
      encrypt(this, address, bucket, wiring),
      expire(this, settings, bucket, versioning),
      ...(locked ? [lock(this, settings, bucket, versioning)] : []),
      guard(this, settings, bucket, { ...wiring, after: closed }),
    ];
  }
}

function createVersioning(scope: Construct, address: string, bucket: S3Bucket) {
  const versioning = new S3BucketVersioningA(scope, 'versioning', {
    bucket: bucket.bucket,
    versioningConfiguration: { status: 'Enabled' },
  });
  return pin(versioning, address);
}

/** Nobody from outside, and no object but the bucket owner’s. */
function close(
  scope: Construct,
  address: string,
  bucket: S3Bucket,
): readonly ITerraformDependable[] {
  const block = new S3BucketPublicAccessBlock(scope, 'public-access', {
    bucket: bucket.bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const ownership = new S3BucketOwnershipControls(scope, 'ownership', {
    bucket: bucket.bucket,
    rule: { objectOwnership: 'BucketOwnerEnforced' },
  });
  return [pin(block, address), pin(ownership, address)];
}

function encrypt(
  scope: Construct,
  address: string,
  bucket: S3Bucket,
  { key }: AuditBucketWiring,
): ITerraformDependable {
  const encryption = new S3BucketServerSideEncryptionConfigurationA(scope, 'encryption', {
    bucket: bucket.bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ['SSE-C'],
      },
    ],
  });
  return pin(encryption, address);
}

/** A bucket has one time: an object’s own lock begins when it is written, and what is written later has what the bucket says then. */
function lock(
  scope: Construct,
  { address, keepDays: days }: AuditBucketSettings,
  bucket: S3Bucket,
  versioning: ITerraformDependable,
): ITerraformDependable {
  const configuration = new S3BucketObjectLockConfigurationA(scope, 'lock', {
    bucket: bucket.bucket,
    objectLockEnabled: 'Enabled',
    rule: { defaultRetention: { mode: 'GOVERNANCE', days } },
    dependsOn: [versioning],
  });
  return pin(configuration, address);
}

/**
 * When its time is over an object is marked deleted, and a day later it is gone with its mark. What the lock keeps longer, the lifecycle
 * leaves ("Object Lock considerations", S3 user guide, read 2026-11).
 */
function expire(
  scope: Construct,
  { address, keepDays: days }: AuditBucketSettings,
  bucket: S3Bucket,
  versioning: ITerraformDependable,
): ITerraformDependable {
  const lifecycle = new S3BucketLifecycleConfiguration(scope, 'lifecycle', {
    bucket: bucket.bucket,
    rule: [
      {
        id: 'end',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ days }],
        noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
      },
      {
        id: 'remains',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ expiredObjectDeleteMarker: true }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
      },
    ],
    dependsOn: [versioning],
  });
  return pin(lifecycle, address);
}

function guard(
  scope: Construct,
  settings: AuditBucketSettings,
  bucket: S3Bucket,
  { key, after }: AuditBucketWiring & { readonly after: readonly ITerraformDependable[] },
): ITerraformDependable {
  const policy = new S3BucketPolicy(scope, 'policy', {
    bucket: bucket.bucket,
    policy: auditBucketPolicy({ ...settings, trailPrefix: PREFIXES.trail }, { key }),
    dependsOn: [...after],
  });
  return pin(policy, settings.address);
}
