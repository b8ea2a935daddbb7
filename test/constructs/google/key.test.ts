import { Key, type KeySettings, type KeyWiring } from '../../../constructs/google/key';
import { addressesOf, resource, googleSynthOf, type Config } from '../../support/synth';

const MINIMAL: KeySettings = {
  address: 'core-db',
  name: 'acme-prod-core-db',
  purpose: 'database',
  project: 'acme-prod',
  region: 'asia-northeast1',
  services: ['sql'],
  preventDestroy: false,
};
const MAXIMAL: KeySettings = {
  ...MINIMAL,
  services: ['sql', 'secretmanager', 'logging', 'storage', 'compute'],
  preventDestroy: true,
};
const LOGGING = 'cmek-p123456789012@gcp-sa-logging.iam.gserviceaccount.com';
const STORAGE = 'service-123456789012@gs-project-accounts.iam.gserviceaccount.com';
const AGENTS = { loggingServiceAccount: LOGGING, storageServiceAccount: STORAGE };

const keyOf = (settings: KeySettings, wiring: Partial<KeyWiring> = {}): Config =>
  googleSynthOf((stack) => {
    new Key(stack, 'key', settings, { projectNumber: '123456789012', ...wiring });
  });

test('a key is one ring, one key and one binding', () => {
  expect(addressesOf(keyOf(MINIMAL))).toEqual([
    'google_kms_crypto_key.core_db',
    'google_kms_crypto_key_iam_binding.core_db',
    'google_kms_key_ring.core_db',
  ]);
});

test('it is in the region of what it encrypts', () => {
  expect(resource(keyOf(MINIMAL), 'google_kms_key_ring', 'core_db')).toEqual({
    name: 'acme-prod-core-db',
    project: 'acme-prod',
    location: 'asia-northeast1',
    lifecycle: { prevent_destroy: false },
  });
});

test('it rotates every 90 days and takes 30 days to destroy', () => {
  expect(resource(keyOf(MINIMAL), 'google_kms_crypto_key', 'core_db')).toEqual({
    name: 'database',
    key_ring: '${google_kms_key_ring.core_db.id}',
    purpose: 'ENCRYPT_DECRYPT',
    rotation_period: `${90 * 24 * 60 * 60}s`,
    destroy_scheduled_duration: `${30 * 24 * 60 * 60}s`,
    version_template: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protection_level: 'SOFTWARE' },
    lifecycle: { prevent_destroy: false },
  });
});

test('neither the ring nor the key is destroyed where backups need them', () => {
  const config = keyOf(MAXIMAL, AGENTS);
  for (const type of ['google_kms_key_ring', 'google_kms_crypto_key']) {
    expect(resource(config, type, 'core_db')).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
  }
});

test('Cloud SQL alone uses it where nothing else is said', () => {
  expect(resource(keyOf(MINIMAL), 'google_kms_crypto_key_iam_binding', 'core_db')).toEqual({
    crypto_key_id: '${google_kms_crypto_key.core_db.id}',
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    members: ['serviceAccount:service-123456789012@gcp-sa-cloud-sql.iam.gserviceaccount.com'],
  });
});

test('exactly the agents of the named services use it', () => {
  const config = keyOf(MAXIMAL, AGENTS);
  const { members } = resource(config, 'google_kms_crypto_key_iam_binding', 'core_db');
  expect(members).toEqual([
    'serviceAccount:service-123456789012@gcp-sa-cloud-sql.iam.gserviceaccount.com',
    'serviceAccount:service-123456789012@gcp-sa-secretmanager.iam.gserviceaccount.com',
    `serviceAccount:${LOGGING}`,
    `serviceAccount:${STORAGE}`,
    'serviceAccount:service-123456789012@compute-system.iam.gserviceaccount.com',
  ]);
});

test('an account is not bound unless the key serves it', () => {
  const config = keyOf(MINIMAL, AGENTS);
  const { members } = resource(config, 'google_kms_crypto_key_iam_binding', 'core_db');
  expect(members).toHaveLength(1);
  expect(() => keyOf(MAXIMAL)).toThrow(
    'A key that serves logging needs the account that Cloud Logging uses.',
  );
  expect(() => keyOf(MAXIMAL, { loggingServiceAccount: LOGGING })).toThrow(
    'A key that serves storage needs the account that Cloud Storage uses.',
  );
});
