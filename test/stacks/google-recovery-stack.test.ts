import {
  GOOGLE_DEV,
  GOOGLE_PROD_RECOVERING,
  googleRecoveryHome,
} from '../support/google-deployment';
import { sharedRecoveryOf, textsOf } from '../support/google-recovery';
import { given } from '../support/service';
import { addressesOf, resource, type Config } from '../support/synth';

const SHARED = [
  'google_kms_crypto_key.shared',
  'google_kms_crypto_key_iam_binding.shared',
  'google_kms_key_ring.shared',
  'google_logging_project_bucket_config.shared_databases',
  'google_logging_project_sink.shared_databases',
  'google_storage_bucket.shared_runner',
];

const recovery = GOOGLE_PROD_RECOVERING.recovery;
if (!recovery) throw new Error('production recovers here');

const config: Config = sharedRecoveryOf();

test('it is the runners’ subnet, the key, the logs and the bucket, and nothing that belongs to no region', () => {
  expect(addressesOf(config)).toEqual(
    [...SHARED, 'google_compute_subnetwork.shared_runner'].sort(),
  );
  expect(resource(config, 'google_compute_subnetwork', 'shared_runner')).toMatchObject({
    name: 'acme-prod-recovery-runner',
    region: 'asia-northeast2',
    network: 'projects/acme-prod-1/global/networks/acme-prod',
    ip_cidr_range: '10.31.190.0/24',
  });
  expect(resource(config, 'google_storage_bucket', 'shared_runner')).toMatchObject({
    name: 'acme-prod-recovery-runner-acme-prod-1',
    location: 'asia-northeast2',
    encryption: { default_kms_key_name: '${google_kms_crypto_key.shared.id}' },
  });
  expect(resource(config, 'google_kms_key_ring', 'shared')).toMatchObject({
    name: 'acme-prod-recovery',
    location: 'asia-northeast2',
    lifecycle: { prevent_destroy: true },
  });
});

test('provider and state are of the recovery region, and no text names the primary one', () => {
  expect(config.provider.google?.[0]).toMatchObject({
    project: 'acme-prod-1',
    region: 'asia-northeast2',
  });
  expect(config.terraform.backend).toEqual({
    gcs: {
      bucket: 'acme-kura-state-prod-recovery',
      prefix: 'prod-google-recovery',
      kms_encryption_key:
        'projects/acme-prod-1/locations/asia-northeast2/keyRings/kura/cryptoKeys/state',
    },
  });
  expect(textsOf(config).filter((text) => text.includes('asia-northeast1'))).toEqual([]);
  expect(JSON.stringify(config)).not.toContain('terraform_remote_state');
});

test('it asks for what is the project’s, and reads nothing of a region', () => {
  expect(Object.keys(config.data ?? {}).sort()).toEqual([
    'google_logging_project_cmek_settings',
    'google_project',
    'google_storage_project_service_account',
  ]);
});

test('logs of what is in the recovery region are kept there too; the foundation keeps them from the default bucket', () => {
  const { filter } = resource(config, 'google_logging_project_sink', 'shared_databases');
  expect(filter).toBe(
    '(resource.type="cloudsql_database" AND resource.labels.database_id=~"^acme-prod-1:acme-prod-.+-recovery(-drill)?$") OR (resource.type="cloud_run_job" AND resource.labels.job_name=~"^acme-prod-.+-recovery-(runner|drill)$")',
  );
  expect(
    resource(config, 'google_logging_project_bucket_config', 'shared_databases'),
  ).toMatchObject({ location: 'asia-northeast2', bucket_id: 'acme-prod-recovery-databases' });
});

test('where somebody operates what serves there, the host is there too', () => {
  const operated = sharedRecoveryOf({
    ...GOOGLE_PROD_RECOVERING,
    recovery: { ...recovery, operators: true },
  });
  expect(resource(operated, 'google_compute_instance', 'shared_jump')).toMatchObject({
    name: 'acme-prod-recovery-jump',
    zone: 'asia-northeast2-b',
    boot_disk: { kms_key_self_link: '${google_kms_crypto_key.shared.id}' },
  });
  expect(resource(operated, 'google_kms_crypto_key_iam_binding', 'shared').members).toHaveLength(3);
  expect(addressesOf(config).filter((address) => address.includes('jump'))).toEqual([]);
});

test('in an existing network it takes the subnet that is there', () => {
  const { target, state } = googleRecoveryHome('any');
  const subnet = 'projects/acme-host/regions/asia-northeast2/subnetworks/jobs';
  const found = sharedRecoveryOf({
    ...GOOGLE_DEV,
    recovery: {
      ...{ stack: 'dev-google-recovery', target, state, operators: false },
      subnet: given({ kind: 'existing', subnet }),
    },
  });
  expect(addressesOf(found)).toEqual([...SHARED].sort());
  expect(resource(found, 'google_kms_key_ring', 'shared')).toMatchObject({
    lifecycle: { prevent_destroy: false },
  });
});

test('a foundation without anything there has no such stack', () => {
  expect(() => sharedRecoveryOf(GOOGLE_DEV)).toThrow(
    'dev-google-foundation: it has nothing in its recovery region',
  );
});
