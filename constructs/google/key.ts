import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key';
import { KmsCryptoKeyIamBinding } from '@cdktf/provider-google/lib/kms-crypto-key-iam-binding';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface KeySettings {
  readonly address: string;
  /** The key ring. Google never deletes a ring or a key, so that neither name is ever free again. */
  readonly name: string;
  /** What it encrypts, such as `database`: the key's name in its ring. */
  readonly purpose: string;
  readonly project: string;
  /** Cloud SQL and regional secrets take keys of their own region only. */
  readonly region: string;
  /** Google services whose agents encrypt and decrypt with the key, and nobody else. */
  readonly services: readonly ('sql' | 'secretmanager' | 'logging' | 'storage' | 'compute')[];
  readonly preventDestroy: boolean;
}

export interface KeyWiring {
  /** Service agents are named after it. */
  readonly projectNumber: string;
  /** The e-mail address of the account that Cloud Logging encrypts with: of `logging` only. */
  readonly loggingServiceAccount?: string;
  /** The e-mail address of Cloud Storage's agent in the project: of `storage` only. */
  readonly storageServiceAccount?: string;
}

/** A customer key that rotates every 90 days, serves the named services only, and takes 30 days to destroy. */
export class Key extends Construct {
  /** Its resource name, which ends in `/cryptoKeys/<purpose>`. */
  readonly id: string;
  /** What uses the key depends on it: bound before that is made, and unbound after that is gone. */
  readonly binding: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: KeySettings, wiring: KeyWiring) {
    super(scope, id);
    const ring = createRing(this, settings);
    const key = createKey(this, settings, ring);
    this.id = key.id;
    this.binding = bindServices(this, settings, wiring, key);
  }
}

function createRing(
  scope: Construct,
  { address, name, project, region, preventDestroy }: KeySettings,
): KmsKeyRing {
  const ring = new KmsKeyRing(scope, 'ring', {
    name,
    project,
    location: region,
    lifecycle: { preventDestroy },
  });
  return pin(ring, address);
}

function createKey(
  scope: Construct,
  { address, purpose, preventDestroy }: KeySettings,
  ring: KmsKeyRing,
): KmsCryptoKey {
  const key = new KmsCryptoKey(scope, 'Resource', {
    name: purpose,
    keyRing: ring.id,
    purpose: 'ENCRYPT_DECRYPT',
    rotationPeriod: '7776000s',
    destroyScheduledDuration: '2592000s',
    versionTemplate: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protectionLevel: 'SOFTWARE' },
    lifecycle: { preventDestroy },
  });
  return pin(key, address);
}

/** The whole binding: whoever else was given the role on the key loses it. */
function bindServices(
  scope: Construct,
  { address, services }: KeySettings,
  wiring: KeyWiring,
  key: KmsCryptoKey,
): KmsCryptoKeyIamBinding {
  const binding = new KmsCryptoKeyIamBinding(scope, 'services', {
    cryptoKeyId: key.id,
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    members: services.map((service) => `serviceAccount:${agentOf(service, wiring)}`),
  });
  return pin(binding, address);
}

/** "Service agents" (IAM, read 2026-11): they are there once bootstrap has asked for them or enabled their API, not before. */
function agentOf(
  service: KeySettings['services'][number],
  { projectNumber, loggingServiceAccount, storageServiceAccount }: KeyWiring,
): string {
  switch (service) {
    case 'sql':
      return `service-${projectNumber}@gcp-sa-cloud-sql.iam.gserviceaccount.com`;
    case 'secretmanager':
      return `service-${projectNumber}@gcp-sa-secretmanager.iam.gserviceaccount.com`;
    case 'compute':
      return `service-${projectNumber}@compute-system.iam.gserviceaccount.com`;
    case 'logging':
      if (loggingServiceAccount === undefined) {
        throw new Error('A key that serves logging needs the account that Cloud Logging uses.');
      }
      return loggingServiceAccount;
    case 'storage':
      if (storageServiceAccount === undefined) {
        throw new Error('A key that serves storage needs the account that Cloud Storage uses.');
      }
      return storageServiceAccount;
  }
}
