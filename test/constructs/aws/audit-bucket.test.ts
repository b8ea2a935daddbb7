import { AuditBucket, type AuditBucketSettings } from '../../../constructs/aws/audit-bucket';
import { addressesOf, policyOf, resource, synthOf, type Json } from '../../support/synth';

const DEPLOY = 'arn:aws:iam::555555555555:role/kura-audit-prod';
const STREAM = 'arn:aws:iam::555555555555:role/audit-acme-prod-stream';
const NAME = 'audit-acme-prod-555555555555-ap-northeast-1';
const TRAIL = 'arn:aws:cloudtrail:ap-northeast-1:333333333333:trail/audit-acme-prod';

const SETTINGS: AuditBucketSettings = {
  address: 'audit',
  bucket: NAME,
  keepDays: 395,
  streamRoleArn: STREAM,
  deployRoleArn: DEPLOY,
  trails: [{ account: '333333333333', arn: TRAIL }],
  locked: true,
};

const bucketOf = (settings: Partial<AuditBucketSettings> = {}) =>
  synthOf(
    (stack) =>
      new AuditBucket(stack, 'bucket', { ...SETTINGS, ...settings }, { key: { arn: 'arn:key' } }),
  );
const config = bucketOf();
const off = bucketOf({ locked: false });

const { Statement } = policyOf(resource(config, 'aws_s3_bucket_policy', 'audit'));
const statement = (sid: string, of: readonly Json[] = Statement): Json | undefined =>
  of.find(({ Sid }) => Sid === sid);

test('a bucket can be locked from the first, whatever the estate says, and Terraform never empties it', () => {
  expect(resource(config, 'aws_s3_bucket', 'audit')).toEqual({
    bucket: NAME,
    object_lock_enabled: true,
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(resource(off, 'aws_s3_bucket', 'audit')).toMatchObject({
    object_lock_enabled: true,
    force_destroy: false,
    lifecycle: { prevent_destroy: false },
  });
});

test('its lock is one of governance, for as long as it keeps', () => {
  expect(resource(config, 'aws_s3_bucket_object_lock_configuration', 'audit')).toMatchObject({
    object_lock_enabled: 'Enabled',
    rule: { default_retention: { mode: 'GOVERNANCE', days: 395 } },
    depends_on: ['aws_s3_bucket_versioning.audit'],
  });
});

test('without the lock it is the same, but for the lock', () => {
  const gone = addressesOf(config).filter((address) => !addressesOf(off).includes(address));
  expect(gone).toEqual(['aws_s3_bucket_object_lock_configuration.audit']);
});

test('it has versions, is closed, and has a key', () => {
  expect(resource(config, 'aws_s3_bucket_versioning', 'audit')).toMatchObject({
    versioning_configuration: { status: 'Enabled' },
  });
  expect(resource(config, 'aws_s3_bucket_public_access_block', 'audit')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(resource(config, 'aws_s3_bucket_ownership_controls', 'audit')).toMatchObject({
    rule: { object_ownership: 'BucketOwnerEnforced' },
  });
  expect(
    resource(config, 'aws_s3_bucket_server_side_encryption_configuration', 'audit'),
  ).toMatchObject({
    rule: [
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: 'arn:key',
        },
        bucket_key_enabled: true,
        blocked_encryption_types: ['SSE-C'],
      },
    ],
  });
});

test('what it keeps ends with its time, and leaves nothing', () => {
  expect(resource(config, 'aws_s3_bucket_lifecycle_configuration', 'audit')).toMatchObject({
    rule: [
      {
        status: 'Enabled',
        expiration: [{ days: 395 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      },
      {
        status: 'Enabled',
        expiration: [{ expired_object_delete_marker: true }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ],
  });
});

test('nothing of it is moved to where it must be restored from', () => {
  expect(JSON.stringify(config)).not.toContain('transition');
});

test('nobody deletes or shortens, Terraform included, while it is locked', () => {
  const deny = { Effect: 'Deny', Principal: '*', Resource: [`arn:aws:s3:::${NAME}/*`] };
  expect(statement('NobodyDeletesOrShortens')).toMatchObject({
    ...deny,
    Action: expect.arrayContaining([
      's3:BypassGovernanceRetention',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:PutObjectLegalHold',
      's3:PutObjectRetention',
    ]) as unknown,
  });
  expect(statement('NobodyDeletesOrShortens')).not.toHaveProperty('Condition');
});

test('where it is not, what development leaves goes by the trail’s own role', () => {
  const open = policyOf(resource(off, 'aws_s3_bucket_policy', 'audit')).Statement;
  expect(statement('NobodyDeletesOrShortens', open)?.Condition).toEqual({
    ArnNotEquals: { 'aws:PrincipalArn': [DEPLOY] },
  });
});

test('its policy is the only one, and is there after the bucket is closed', () => {
  expect(resource(config, 'aws_s3_bucket_policy', 'audit').depends_on).toEqual([
    'aws_s3_bucket_public_access_block.audit',
    'aws_s3_bucket_ownership_controls.audit',
  ]);
  expect(Statement.map(({ Sid }) => Sid)).toEqual([
    'NobodyWithoutTls',
    'NobodyDeletesOrShortens',
    'TheTrailsRoleAloneChangesTheBucket',
    'WritersAloneWrite',
    'UnderNoOtherKey',
    'UnderNoOtherEncryption',
    'TrailsFindBucket',
    'TrailOf333333333333Writes',
  ]);
});

test('a trail writes below its own account, and says which it is', () => {
  expect(statement('TrailOf333333333333Writes')).toMatchObject({
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Resource: [`arn:aws:s3:::${NAME}/trail/AWSLogs/333333333333/*`],
    Condition: {
      StringEquals: { 'aws:SourceArn': TRAIL, 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
  });
});
