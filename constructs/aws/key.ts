import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { pin } from '../address';
import { keyPolicy, type KeyPolicySettings } from './key-policy';

export interface KeySettings extends KeyPolicySettings {
  readonly address: string;
  /** The alias, without `alias/`. */
  readonly name: string;
  readonly description: string;
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
    policy: keyPolicy(settings),
    lifecycle: { preventDestroy: settings.preventDestroy },
  });
  return pin(key, settings.address);
}

function createAlias(scope: Construct, { address, name }: KeySettings, key: KmsKey): KmsAlias {
  const alias = new KmsAlias(scope, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
  return pin(alias, address);
}
