import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { pin } from '../address';
import { keyPolicy } from './key-policy';

export interface KeySettings {
  readonly address: string;
  /** The alias, without `alias/`. */
  readonly name: string;
  readonly description: string;
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
  /** Whether CloudWatch publishes alarms to a topic that is encrypted with the key. */
  readonly alarms?: boolean;
  readonly preventDestroy: boolean;
}

export type KeyService = 'ec2' | 'lambda' | 'logs' | 'rds' | 'scheduler' | 'secretsmanager' | 'sns';

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
    policy: keyPolicy(settings),
    lifecycle: { preventDestroy: settings.preventDestroy },
  });
  return pin(key, settings.address);
}

function createAlias(scope: Construct, { address, name }: KeySettings, key: KmsKey): KmsAlias {
  const alias = new KmsAlias(scope, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
  return pin(alias, address);
}
