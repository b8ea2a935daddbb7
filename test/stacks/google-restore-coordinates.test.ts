import type { GoogleInstance } from '../../model/deployment/google-deployment';
import { DEPLOYMENT } from '../support/deployment';
import {
  GOOGLE_PROD,
  googleAccess,
  googleInstance,
  googleRestore,
  googleTarget,
} from '../support/google-deployment';
import { given, service } from '../support/service';
import { addressesOf, synthAll, type Config } from '../support/synth';

const stackOf = (instance: GoogleInstance): Config => {
  const deployment = { ...DEPLOYMENT, foundations: [GOOGLE_PROD], instances: [instance] };
  const config = synthAll(deployment, { only: (name) => name === instance.stack }).get(
    instance.stack,
  );
  if (!config) throw new Error(`no ${instance.stack}`);
  return config;
};
const coordinatesOf = (instance: GoogleInstance) =>
  stackOf(instance).output?.restore_coordinates?.value;

const FINAL =
  'gcloud sql backups create --instance=acme-prod-order --project=acme-prod-1 --location=asia-northeast1 --description=acme-prod-order-final';

test('a restore finds all that it names in one output', () => {
  const restores = [googleRestore('order', 'before')];
  expect(coordinatesOf(googleInstance('order', { restores }))).toEqual({
    identifier: 'acme-prod-order',
    connection: 'acme-prod-1:asia-northeast1:acme-prod-order',
    resource: 'projects/acme-prod-1/instances/acme-prod-order',
    project: 'acme-prod-1',
    region: 'asia-northeast1',
    state: 'serving',
    key: '${google_kms_crypto_key.order.id}',
    databaseVersion: 'POSTGRES_17',
    edition: 'ENTERPRISE_PLUS',
    machineType: 'db-perf-optimized-N-4',
    backups: {
      location: 'asia-northeast1',
      retained: 36,
      pointInTimeDays: 35,
      keptAfterDeletion: true,
    },
    restored: [
      {
        name: 'before',
        identifier: 'acme-prod-order-at-before',
        connection: 'acme-prod-1:asia-northeast1:acme-prod-order-at-before',
        resource: 'projects/acme-prod-1/instances/acme-prod-order-at-before',
        source: { from: 'time', time: '2026-11-20T03:00:00Z', of: 'primary' },
      },
    ],
  });
});

test.each(['retiring', 'retired'] as const)(
  'of an instance that is %s it says how the last backup is made',
  (state) => {
    const instance = googleInstance('order', { lifecycle: given(state) });
    expect(coordinatesOf(instance)).toMatchObject({ state, finalBackup: FINAL });
  },
);

describe('an instance that is gone', () => {
  test('leaves its key, with which its backups are read by Cloud SQL alone, and nothing else', () => {
    const services = [
      service('order', [
        googleAccess('order-batch', {
          ...{ via: 'secret', secret: 'acme-prod-order-order_batch', login: 'order_batch' },
        }),
      ]),
    ];
    const config = stackOf(googleInstance('order', { services, lifecycle: given('retired') }));
    expect(addressesOf(config)).toEqual([
      'google_kms_crypto_key.order',
      'google_kms_crypto_key_iam_binding.order',
      'google_kms_key_ring.order',
    ]);
    expect(config.resource.google_kms_crypto_key_iam_binding?.order?.members).toEqual([
      'serviceAccount:service-${data.google_project.shared.number}@gcp-sa-cloud-sql.iam.gserviceaccount.com',
    ]);
    expect(Object.keys(config.output ?? {})).toEqual(['restore_coordinates']);
  });

  test('leaves in a project of its own what was logged there, too, and the bucket that others filled', () => {
    const config = stackOf(
      googleInstance('payment', {
        lifecycle: given('retired'),
        services: [service('payment', [googleAccess('dba', { role: 'operator' })])],
        target: googleTarget('acme-payment-1'),
        settings: { placement: 'isolated' },
        ownNetwork: given({
          ...{ kind: 'made', cidr: '10.41.0.0/20', services: '10.41.8.0/21' },
          runner: '10.41.7.0/24',
        }),
      }),
    );
    expect(addressesOf(config)).toEqual([
      'google_kms_crypto_key.payment',
      'google_kms_crypto_key_iam_binding.payment',
      'google_kms_key_ring.payment',
      'google_logging_project_bucket_config.payment_databases',
      'google_logging_project_exclusion.payment_databases',
      'google_logging_project_sink.payment_databases',
      'google_storage_bucket.payment_runner',
    ]);
    expect(config.resource.google_kms_crypto_key_iam_binding?.payment?.members).toEqual([
      expect.stringContaining('@gcp-sa-cloud-sql.'),
      expect.stringContaining('google_logging_project_cmek_settings'),
      expect.stringContaining('google_storage_project_service_account'),
    ]);
  });
});
