import { Secret } from '../../../constructs/google/secret';
import { addressesOf, resource, googleSynthOf } from '../../support/synth';

const KEY = 'projects/p/locations/asia-northeast1/keyRings/r/cryptoKeys/k';
const READERS = ['serviceAccount:order-batch@acme-prod-1.iam.gserviceaccount.com'];
const WRITER = 'serviceAccount:core-db-runner@acme-prod-1.iam.gserviceaccount.com';
const secretOf = (preventDestroy: boolean) =>
  googleSynthOf((stack) => {
    const settings = {
      address: 'core-db',
      secretId: 'acme-prod-core-db-order_batch',
      login: 'order_batch',
      readers: READERS,
      writer: WRITER,
      replicas: [{ location: 'asia-northeast1' }],
      preventDestroy,
    };
    const binding = { fqn: 'google_kms_crypto_key_iam_binding.core_db' };
    const account = { fqn: 'google_service_account.core_db_runner' };
    new Secret(stack, 'secret-order_batch', settings, { key: { id: KEY, binding }, account });
  });

test('Terraform makes the container and its bindings, and no version', () => {
  const config = secretOf(true);
  expect(addressesOf(config)).toEqual([
    'google_secret_manager_secret.core_db_order_batch',
    'google_secret_manager_secret_iam_binding.core_db_order_batch',
    'google_secret_manager_secret_iam_binding.core_db_order_batch_versionAdder',
    'google_secret_manager_secret_iam_binding.core_db_order_batch_versionViewer',
  ]);
});

test('it is kept in the named regions only, under their key, which it may use before', () => {
  expect(resource(secretOf(true), 'google_secret_manager_secret', 'core_db_order_batch')).toEqual({
    secret_id: 'acme-prod-core-db-order_batch',
    replication: {
      user_managed: {
        replicas: [
          {
            location: 'asia-northeast1',
            customer_managed_encryption: { kms_key_name: KEY },
          },
        ],
      },
    },
    version_destroy_ttl: '2592000s',
    deletion_protection: true,
    lifecycle: { prevent_destroy: true },
    depends_on: ['google_kms_crypto_key_iam_binding.core_db'],
  });
});

test('where nothing is to be kept, it can be removed', () => {
  const secret = resource(secretOf(false), 'google_secret_manager_secret', 'core_db_order_batch');
  expect(secret).toMatchObject({
    deletion_protection: false,
    lifecycle: { prevent_destroy: false },
  });
});

test('exactly the declared readers read it', () => {
  const type = 'google_secret_manager_secret_iam_binding';
  expect(resource(secretOf(true), type, 'core_db_order_batch')).toEqual({
    project: '${google_secret_manager_secret.core_db_order_batch.project}',
    secret_id: '${google_secret_manager_secret.core_db_order_batch.secret_id}',
    role: 'roles/secretmanager.secretAccessor',
    members: READERS,
  });
});

test.each([
  ['versionAdder', 'roles/secretmanager.secretVersionAdder'],
  ['versionViewer', 'roles/secretmanager.viewer'],
])('its runner alone is its %s, once it is there, and reads no version', (part, role) => {
  const type = 'google_secret_manager_secret_iam_binding';
  expect(resource(secretOf(true), type, `core_db_order_batch_${part}`)).toEqual({
    project: '${google_secret_manager_secret.core_db_order_batch.project}',
    secret_id: '${google_secret_manager_secret.core_db_order_batch.secret_id}',
    role,
    members: [WRITER],
    depends_on: ['google_service_account.core_db_runner'],
  });
});
