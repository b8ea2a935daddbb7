import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { pin } from '../address';
import { auditKeyPolicy, type AuditKeyPolicySettings } from './audit-key-policy';

export interface AuditKeySettings extends AuditKeyPolicySettings {
  readonly address: string;
  /** The store’s name. */
  readonly name: string;
}

/** The key of all that the store holds: a lock keeps an object, and nothing but its key keeps it readable. */
export class AuditKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, settings: AuditKeySettings) {
    super(scope, id);
    const { address, name } = settings;
    const key = new KmsKey(this, 'Resource', {
      description: `What ${name} keeps`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      bypassPolicyLockoutSafetyCheck: false,
      policy: auditKeyPolicy(settings),
      lifecycle: { preventDestroy: settings.locked },
    });
    this.arn = pin(key, address).arn;
    const alias = new KmsAlias(this, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
    pin(alias, address);
  }
}
