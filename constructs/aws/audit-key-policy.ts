/** Who may use the store’s key, and for what. */
export interface AuditKeyPolicySettings {
  readonly account: string;
  readonly region: string;
  readonly bucketArn: string;
  /** Terraform’s role for the trail, in the store’s account. */
  readonly deployRoleArn: string;
  /** With which the stream writes. */
  readonly streamRoleArn: string;
  /** The trails that write. */
  readonly trails: readonly { readonly account: string; readonly arn: string }[];
  /** The log group of what the stream could not deliver. */
  readonly logGroup: string;
  /** Whether alarms of this account are published to a topic that is encrypted with the key. */
  readonly alarms: boolean;
  /** Whether what is kept is locked: then its key is not the role’s to destroy. */
  readonly locked: boolean;
}

const ADMINISTER = [
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** What destroys what is locked: without its key an object is there, and nobody reads it. */
const SHRED = [
  'kms:CancelKeyDeletion',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
];

/** One statement of a key's policy, in which Resource "*" means the key itself. */
interface Allowed {
  readonly Sid: string;
  readonly Principal: object;
  readonly Action: readonly string[];
  readonly Condition?: object;
}

/**
 * The key’s whole policy. IAM of the account decides nothing about its administration: where the store is in the environment’s own
 * account, roles of the environment administer keys there. By their ARNs: a role that is made again is the same one.
 */
export function auditKeyPolicy(settings: AuditKeyPolicySettings): string {
  const statements = [
    ...administered(settings),
    ...usedThroughS3(settings),
    ...usedByServices(settings),
  ];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ Sid, Principal, Action, Condition }) => ({
      Sid,
      Effect: 'Allow',
      Principal,
      Action,
      Resource: '*',
      Condition,
    })),
  });
}

const rootOf = ({ account }: AuditKeyPolicySettings) => `arn:aws:iam::${account}:root`;

function administered(settings: AuditKeyPolicySettings): readonly Allowed[] {
  const { account, region, deployRoleArn, locked } = settings;
  const root = rootOf(settings);
  const role = { AWS: deployRoleArn };
  return [
    { Sid: 'Administer', Principal: role, Action: locked ? ADMINISTER : [...ADMINISTER, ...SHRED] },
    {
      // The root user alone: the condition keeps out whom IAM lets.
      Sid: 'AdministerAsRoot',
      Principal: { AWS: root },
      Action: [...ADMINISTER, ...SHRED],
      Condition: { ArnEquals: { 'aws:PrincipalArn': [root] } },
    },
    {
      // Firehose makes a grant as who makes the stream ("DeliveryStreamEncryptionConfigurationInput", API reference, read 2026-11).
      Sid: 'GrantToStream',
      Principal: role,
      Action: ['kms:CreateGrant'],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': `firehose.${region}.amazonaws.com`,
        },
      },
    },
  ];
}

/** The stream writes; who reads the bucket is for IAM of its account to say. */
function usedThroughS3(settings: AuditKeyPolicySettings): readonly Allowed[] {
  const { account, region, bucketArn, streamRoleArn } = settings;
  const Principal = { AWS: rootOf(settings) };
  const throughS3 = {
    'kms:CallerAccount': account,
    'kms:ViaService': `s3.${region}.amazonaws.com`,
  };
  const ofTheStore = { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] };
  return [
    {
      Sid: 'StreamWrites',
      Principal,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        StringEquals: throughS3,
        StringLike: ofTheStore,
        ArnEquals: { 'aws:PrincipalArn': [streamRoleArn] },
      },
    },
    {
      Sid: 'ReadThroughS3',
      Principal,
      Action: ['kms:Decrypt'],
      Condition: { StringEquals: throughS3, StringLike: ofTheStore },
    },
  ];
}

/**
 * "Configure AWS KMS key policies for CloudTrail" (CloudTrail user guide, read 2026-11): to decrypt is asked of a bucket with a bucket
 * key.
 */
function usedByServices({
  account,
  region,
  trails,
  logGroup,
  alarms,
}: AuditKeyPolicySettings): readonly Allowed[] {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const own = { 'aws:SourceArn': trails.map(({ arn }) => arn) };
  const accounts = [...new Set(trails.map((trail) => trail.account))];
  return [
    {
      Sid: 'TrailsWrite',
      Principal,
      Action: ['kms:GenerateDataKey*'],
      Condition: {
        StringEquals: own,
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': accounts.map(
            (id) => `arn:aws:cloudtrail:*:${id}:trail/*`,
          ),
        },
      },
    },
    {
      Sid: 'TrailsFindKey',
      Principal,
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Condition: { StringEquals: own },
    },
    {
      Sid: 'EncryptLogs',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': [
            `arn:aws:logs:${region}:${account}:log-group:${logGroup}`,
          ],
        },
      },
    },
    ...(alarms ? [publishes({ account, region })] : []),
  ];
}

/** The key that AWS has for SNS cannot let CloudWatch in ("Key management", SNS developer guide, read 2026-11). */
function publishes({
  account,
  region,
}: Pick<AuditKeyPolicySettings, 'account' | 'region'>): Allowed {
  return {
    Sid: 'PublishAlarms',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
    },
  };
}
