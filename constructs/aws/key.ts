import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface KeySettings {
  readonly address: string;
  /** The alias, without `alias/`. */
  readonly name: string;
  readonly description: string;
  readonly account: string;
  readonly region: string;
  /** AWS services through which principals of the account may use the key. */
  readonly services: readonly ('rds' | 'secretsmanager' | 'logs')[];
  /** Names of the log groups that CloudWatch Logs may encrypt with the key. */
  readonly logGroups: readonly string[];
  /** ARNs of the roles that read secrets under the key. */
  readonly secretReaders: readonly string[];
  readonly preventDestroy: boolean;
}

/** A customer key that rotates every year, serves the named services only, and takes 30 days to delete. */
export class Key extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, settings: KeySettings) {
    super(scope, id);
    const key = createKey(this, settings);
    createAlias(this, settings, key);
    this.arn = key.arn;
  }
}

function createKey(scope: Construct, settings: KeySettings): KmsKey {
  const key = new KmsKey(scope, 'Resource', {
    description: settings.description,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    bypassPolicyLockoutSafetyCheck: false,
    policy: policyOf(settings),
    lifecycle: { preventDestroy: settings.preventDestroy },
  });
  return pin(key, settings.address);
}

function createAlias(scope: Construct, { address, name }: KeySettings, key: KmsKey): KmsAlias {
  const alias = new KmsAlias(scope, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
  return pin(alias, address);
}

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

/** The key's whole policy. In a key policy, Resource "*" means the key itself (KMS developer guide, "Key policies"). */
function policyOf(settings: KeySettings): string {
  const { account, region, services, logGroups, secretReaders } = settings;
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const host = (service: string): string => `${service}.${region}.amazonaws.com`;
  const here = (hosts: readonly string[]) => ({
    'kms:CallerAccount': account,
    'kms:ViaService': hosts,
  });
  const allow = (
    Sid: string,
    Principal: object,
    Action: readonly string[],
    Condition?: object,
  ) => ({ Sid, Effect: 'Allow', Principal, Action, Resource: '*', Condition });

  const statements = [
    allow('AdministerThroughIam', root, ADMINISTER),
    allow('UseThroughServices', root, ENCRYPT, { StringEquals: here(services.map(host)) }),
    // RDS works on the caller's behalf: it keeps access to the key by a grant.
    services.includes('rds') &&
      allow('GrantToRds', root, ['kms:CreateGrant'], {
        StringEquals: here([host('rds')]),
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      }),
    logGroups.length > 0 &&
      allow('EncryptLogs', { Service: `logs.${region}.amazonaws.com` }, ENCRYPT, {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': logGroups.map(
            (name) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
          ),
        },
      }),
    secretReaders.length > 0 &&
      allow('ReadSecrets', { AWS: secretReaders }, ['kms:Decrypt', 'kms:DescribeKey'], {
        StringEquals: { 'kms:ViaService': host('secretsmanager') },
      }),
  ];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.filter((statement) => statement !== false),
  });
}
