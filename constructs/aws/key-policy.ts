/** Who may use a key, and for what. */
export interface KeyPolicySettings {
  readonly account: string;
  readonly region: string;
  /** AWS services through which principals of the account may use the key. */
  readonly services: readonly KeyService[];
  /** Names of the log groups that CloudWatch Logs may encrypt with the key. */
  readonly logGroups: readonly string[];
  /** ARNs of the roles that read secrets under the key. */
  readonly secretReaders: readonly string[];
  /** ARNs of the schedules whose input is encrypted with the key. */
  readonly schedules?: readonly string[];
  /** Whether alarms and events of this account, RDS’s too, are published to a topic that is encrypted with the key. */
  readonly alarms?: boolean;
}

export type KeyService =
  'backup' | 'ec2' | 'lambda' | 'logs' | 'rds' | 'scheduler' | 'secretsmanager' | 'sns';

const ADMINISTER = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

const ENCRYPT = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Services that keep access to the key by a grant for a resource of theirs: a database's disk, a host's, a vault. */
const GRANTED: readonly KeyService[] = ['rds', 'ec2', 'backup'];

interface Allowed {
  readonly Sid: string;
  readonly Principal: object;
  readonly Action: readonly string[];
  readonly Condition?: object;
}

/** A key's whole policy. In a key policy, Resource "*" means the key itself (KMS developer guide, "Key policies"). */
export function keyPolicy(settings: KeyPolicySettings): string {
  const statements: readonly Allowed[] = [
    { Sid: 'AdministerThroughIam', Principal: rootOf(settings), Action: ADMINISTER },
    ...usedByPrincipals(settings),
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

const rootOf = ({ account }: KeyPolicySettings) => ({ AWS: `arn:aws:iam::${account}:root` });

/** What principals of the account may do whom IAM lets, and only through these services. */
function usedByPrincipals(settings: KeyPolicySettings): readonly Allowed[] {
  const { account, region, services, schedules = [], secretReaders } = settings;
  const root = rootOf(settings);
  const host = (service: string): string => `${service}.${region}.amazonaws.com`;
  const here = (hosts: readonly string[]) => ({
    'kms:CallerAccount': account,
    'kms:ViaService': hosts,
  });
  const granted = services.filter((service) => GRANTED.includes(service));
  return [
    {
      Sid: 'UseThroughServices',
      Principal: root,
      Action: ENCRYPT,
      Condition: { StringEquals: here(services.map(host)) },
    },
    ...when(granted.length > 0, {
      Sid: 'GrantToServices',
      Principal: root,
      Action: ['kms:CreateGrant'],
      Condition: {
        StringEquals: here(granted.map(host)),
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      },
    }),
    // Lambda makes the grant as the caller ("Securing Lambda environment variables", Lambda developer guide, read 2026-11).
    ...when(services.includes('lambda'), {
      Sid: 'GrantToLambda',
      Principal: root,
      Action: ['kms:CreateGrant'],
      Condition: { StringEquals: here([host('lambda')]) },
    }),
    // Scheduler decrypts as the schedule's role, and not through itself ("Encryption at rest", Scheduler user guide, read 2026-11).
    ...when(schedules.length > 0, {
      Sid: 'ReadSchedules',
      Principal: root,
      Action: ['kms:Decrypt'],
      Condition: {
        StringEquals: { 'kms:CallerAccount': account },
        ArnEquals: { 'kms:EncryptionContext:aws:scheduler:schedule:arn': schedules },
      },
    }),
    ...when(secretReaders.length > 0, {
      Sid: 'ReadSecrets',
      Principal: { AWS: secretReaders },
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Condition: { StringEquals: { 'kms:ViaService': host('secretsmanager') } },
    }),
  ];
}

/** What AWS's services may do of their own. */
function usedByServices(settings: KeyPolicySettings): readonly Allowed[] {
  const { account, region, logGroups, alarms = false } = settings;
  return [
    ...when(logGroups.length > 0, {
      Sid: 'EncryptLogs',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ENCRYPT,
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': logGroups.map(
            (name) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
          ),
        },
      },
    }),
    // The key that AWS has for SNS cannot let CloudWatch in: alarms would be dropped ("Key management", SNS developer guide, read 2026-11).
    ...when(alarms, {
      Sid: 'PublishAlarms',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
      },
    }),
    // For EventBridge a key's policy may name neither account nor rule ("Fan-out to encrypted topics", SNS developer guide, read
    // 2026-11): what SNS encrypts says its topic, whose own policy names the rules.
    ...when(alarms, {
      Sid: 'PublishEvents',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': `arn:aws:sns:${region}:${account}:*` },
      },
    }),
    // As for EventBridge: AWS lists RDS among what needs the key ("Key management", SNS developer guide, read 2026-11), and nowhere
    // what of its own it then says.
    ...when(alarms, {
      Sid: 'PublishDatabaseEvents',
      Principal: { Service: 'events.rds.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': `arn:aws:sns:${region}:${account}:*` },
      },
    }),
  ];
}

const when = (wanted: boolean, statement: Allowed): readonly Allowed[] =>
  wanted ? [statement] : [];
