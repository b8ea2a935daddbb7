import { DEPLOYMENT } from '../support/deployment';
import { GOOGLE_DEV, GOOGLE_PROD, googleTarget } from '../support/google-deployment';
import { addressesOf, resource, synthAll, type Config } from '../support/synth';

const STAGING = {
  ...GOOGLE_PROD,
  stack: 'staging-google-foundation',
  environment: 'staging',
  preset: 'staging',
  prefix: 'acme-staging',
  target: googleTarget('acme-staging-1'),
} as const;

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  const foundations = [GOOGLE_DEV, STAGING, GOOGLE_PROD];
  stacks = synthAll({ ...DEPLOYMENT, foundations, instances: [] });
});

const prod = (): Config | undefined => stacks.get(GOOGLE_PROD.stack);

test('its provider is pinned to the project, the region and the service account of the estate', () => {
  expect(prod()?.provider).toEqual({
    google: [
      {
        project: 'acme-prod-1',
        region: 'asia-northeast1',
        impersonate_service_account: 'kura-deploy@acme-prod-1.iam.gserviceaccount.com',
        default_labels: {
          organisation: 'acme',
          environment: 'prod',
          stack: 'prod-google-foundation',
          'managed-by': 'kura',
        },
        add_terraform_attribution_label: false,
      },
    ],
  });
});

test('state is in Cloud Storage, encrypted with the named key; Cloud Storage locks it by itself', () => {
  expect(prod()?.terraform).toEqual({
    required_version: '>= 1.11.0',
    required_providers: { google: { source: 'google', version: '6.50.0' } },
    backend: {
      gcs: {
        bucket: 'acme-kura-state-prod',
        prefix: 'prod-google-foundation',
        kms_encryption_key:
          'projects/acme-prod-1/locations/asia-northeast1/keyRings/kura/cryptoKeys/state',
      },
    },
  });
});

test('a local state is outside the output folder, by a relative path', () => {
  expect(stacks.get(GOOGLE_DEV.stack)?.terraform.backend).toEqual({
    local: { path: '../../../state/dev-google-foundation.tfstate' },
  });
});

const LOGS = [
  'google_kms_crypto_key.shared',
  'google_kms_crypto_key_iam_binding.shared',
  'google_kms_key_ring.shared',
  'google_logging_project_bucket_config.shared_databases',
  'google_logging_project_exclusion.shared_databases',
  'google_logging_project_sink.shared_databases',
];

test('it is a closed network with a way to Google’s APIs, and the logs of all its databases with their key', () => {
  expect(addressesOf(prod())).toEqual(
    [
      ...LOGS,
      'google_compute_firewall.shared',
      'google_compute_global_address.shared',
      'google_compute_network.shared',
      'google_compute_network_peering_routes_config.shared',
      'google_compute_route.shared_google_apis',
      'google_dns_managed_zone.shared_google_apis',
      'google_dns_record_set.shared_google_apis_all',
      'google_dns_record_set.shared_google_apis_front',
      'google_service_networking_connection.shared',
    ].sort(),
  );
  expect(resource(prod(), 'google_compute_network', 'shared').name).toBe('acme-prod');
  expect(resource(prod(), 'google_compute_global_address', 'shared')).toMatchObject({
    address: '10.31.240.0',
    prefix_length: 20,
  });
});

test('in an existing network it changes nothing, and logs all the same', () => {
  expect(addressesOf(stacks.get(GOOGLE_DEV.stack))).toEqual(LOGS);
});

test('Cloud Logging uses the key of the logs, and nobody else', () => {
  expect(resource(prod(), 'google_kms_key_ring', 'shared')).toMatchObject({
    name: 'acme-prod',
    project: 'acme-prod-1',
    location: 'asia-northeast1',
  });
  expect(resource(prod(), 'google_kms_crypto_key', 'shared').name).toBe('logs');
  const { members } = resource(prod(), 'google_kms_crypto_key_iam_binding', 'shared');
  expect(members).toEqual([
    'serviceAccount:${data.google_logging_project_cmek_settings.shared.service_account_id}',
  ]);
  expect(prod()?.data).toMatchObject({
    google_logging_project_cmek_settings: { shared: { project: 'acme-prod-1' } },
    google_project: { shared: { project_id: 'acme-prod-1' } },
  });
});

test('logs are encrypted with that key, in the region, from the moment it may be used', () => {
  expect(
    resource(prod(), 'google_logging_project_bucket_config', 'shared_databases'),
  ).toMatchObject({
    project: 'acme-prod-1',
    location: 'asia-northeast1',
    bucket_id: 'acme-prod-databases',
    cmek_settings: { kms_key_name: '${google_kms_crypto_key.shared.id}' },
    depends_on: ['google_kms_crypto_key_iam_binding.shared'],
  });
  expect(resource(prod(), 'google_logging_project_sink', 'shared_databases').filter).toBe(
    'resource.type="cloudsql_database" AND resource.labels.database_id=~"^acme-prod-1:acme-prod-.+$"',
  );
});

test.each([
  [GOOGLE_DEV.stack, GOOGLE_DEV.logRetentionDays.value],
  [GOOGLE_PROD.stack, GOOGLE_PROD.logRetentionDays.value],
])('%s keeps its logs %i days', (stack, days) => {
  const bucket = resource(
    stacks.get(stack),
    'google_logging_project_bucket_config',
    'shared_databases',
  );
  expect(bucket.retention_days).toBe(days);
});

test.each([
  [GOOGLE_DEV.stack, false],
  [STAGING.stack, false],
  [GOOGLE_PROD.stack, true],
])('%s keeps Terraform from destroying the key of its logs: %s', (stack, kept) => {
  for (const type of ['google_kms_key_ring', 'google_kms_crypto_key']) {
    const { lifecycle } = resource(stacks.get(stack), type, 'shared');
    expect([type, lifecycle]).toEqual([type, { prevent_destroy: kept }]);
  }
});
