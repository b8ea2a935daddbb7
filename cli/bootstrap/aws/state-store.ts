import { documentOf, type PolicyDocument } from './policy-document';
import { variable } from '../shell';

/** A bucket for state and the key that encrypts it, in one region. */
export interface StateStorePlan {
  readonly region: string;
  readonly bucket: string;
  /** The key’s alias; the key is found and made by it. */
  readonly alias: string;
  /** The key that the estate names, where it does: it must exist. */
  readonly statedKey?: string;
  readonly keyDescription: string;
  readonly keyPolicy: PolicyDocument;
  readonly bucketPolicy: PolicyDocument;
  /** Settings as S3 takes and returns them. */
  readonly encryption: unknown;
  readonly versioning: unknown;
  readonly publicAccess: unknown;
  readonly ownership: unknown;
  readonly lifecycle: unknown;
}

export interface StateStoreNames {
  readonly account: string;
  readonly environment: string;
  readonly region: string;
  readonly bucket: string;
  readonly statedKey?: string;
  /** `audit` where it is the state of the trail’s stacks: other hands’, under a key of its own. */
  readonly of?: 'audit';
}

/** How long an overwritten state can be brought back. */
const OLD_STATE_DAYS = 365;

export function planStateStore(names: StateStoreNames): StateStorePlan {
  const { environment, region, bucket, statedKey, of } = names;
  const key = variable('state_key');
  return {
    region,
    bucket,
    alias:
      of === 'audit' ? `alias/kura-audit-state-${environment}` : `alias/kura-state-${environment}`,
    ...(statedKey === undefined ? {} : { statedKey }),
    keyDescription: `Terraform state of ${environment}${of === 'audit' ? '’s audit trail' : ''}`,
    keyPolicy: keyPolicy(names),
    bucketPolicy: bucketPolicy(bucket, key),
    encryption: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
          BucketKeyEnabled: true,
        },
      ],
    },
    versioning: { Status: 'Enabled' },
    publicAccess: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    lifecycle: {
      Rules: [
        {
          // Every lock leaves a deletion marker behind; it goes once nothing is under it.
          Expiration: { ExpiredObjectDeleteMarker: true },
          ID: 'old-state',
          Filter: { Prefix: '' },
          Status: 'Enabled',
          NoncurrentVersionExpiration: { NoncurrentDays: OLD_STATE_DAYS },
        },
        {
          ID: 'unfinished-uploads',
          Filter: { Prefix: '' },
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    },
  };
}

/** Administered through IAM, used by the account through S3 for this bucket and nothing else. */
function keyPolicy({ account, region, bucket }: StateStoreNames): PolicyDocument {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const arn = `arn:aws:s3:::${bucket}`;
  return documentOf([
    {
      Sid: 'AdministerThroughIam',
      Effect: 'Allow',
      Principal,
      Action: [
        'kms:CancelKeyDeletion',
        'kms:CreateAlias',
        'kms:DeleteAlias',
        'kms:DescribeKey',
        'kms:DisableKey',
        'kms:EnableKey',
        'kms:EnableKeyRotation',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListGrants',
        'kms:ListKeyPolicies',
        'kms:ListKeyRotations',
        'kms:ListResourceTags',
        'kms:PutKeyPolicy',
        'kms:RevokeGrant',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateAlias',
        'kms:UpdateKeyDescription',
      ],
      Resource: ['*'],
    },
    {
      Sid: 'UseForState',
      Effect: 'Allow',
      Principal,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: ['*'],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': `s3.${region}.amazonaws.com`,
        },
        ArnLike: { 'kms:EncryptionContext:aws:s3:arn': [arn, `${arn}/*`] },
      },
    },
  ]);
}

/** TLS only, and no object under another key. Without encryption headers, S3 uses the bucket’s own key. */
function bucketPolicy(bucket: string, key: string): PolicyDocument {
  const arn = `arn:aws:s3:::${bucket}`;
  const all = [arn, `${arn}/*`];
  const deny = (
    Sid: string,
    Action: string,
    Resource: readonly string[],
    Condition: Record<string, Record<string, string>>,
  ) => ({
    Sid,
    Effect: 'Deny' as const,
    Principal: '*' as const,
    Action: [Action],
    Resource,
    Condition,
  });
  const put = (Sid: string, header: string, value: string) =>
    deny(Sid, 's3:PutObject', [`${arn}/*`], {
      Null: { [header]: 'false' },
      StringNotEquals: { [header]: value },
    });
  return documentOf([
    deny('OnlyTls', 's3:*', all, { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('OnlyTls12', 's3:*', all, { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    put('OnlyKms', 's3:x-amz-server-side-encryption', 'aws:kms'),
    put('OnlyItsKey', 's3:x-amz-server-side-encryption-aws-kms-key-id', key),
  ]);
}
