import { TrailStore, type TrailStoreSettings } from '../../../constructs/google/trail-store';
import { addressesOf, googleSynthOf, resource, type Config } from '../../support/synth';

const KEY = 'projects/p/locations/asia-northeast1/keyRings/audit-acme-prod/cryptoKeys/trail';

const SETTINGS: TrailStoreSettings = {
  address: 'trail',
  name: 'audit-acme-prod',
  project: 'acme-audit',
  region: 'asia-northeast1',
  keepDays: 395,
  preventDestroy: true,
};

let made: TrailStore;
const storeOf = (settings: Partial<TrailStoreSettings> = {}): Config =>
  googleSynthOf((stack) => {
    const binding = { fqn: 'google_kms_crypto_key_iam_binding.trail' };
    const wiring = { key: { id: KEY, binding } };
    made = new TrailStore(stack, 'store', { ...SETTINGS, ...settings }, wiring);
  });

const bucketOf = (config: Config) =>
  resource(config, 'google_logging_project_bucket_config', 'trail');

test('it is one log bucket, whose entries only time takes', () => {
  const config = storeOf();
  expect(addressesOf(config)).toEqual(['google_logging_project_bucket_config.trail']);
  expect(bucketOf(config)).toEqual({
    project: 'acme-audit',
    location: 'asia-northeast1',
    bucket_id: 'audit-acme-prod',
    description:
      'The audit trail: who did what in the databases, in their projects and to the trail',
    retention_days: 395,
    locked: false,
    enable_analytics: true,
    cmek_settings: { kms_key_name: KEY },
    depends_on: ['google_kms_crypto_key_iam_binding.trail'],
    lifecycle: { prevent_destroy: true },
  });
});

test('what development leaves may go with it', () => {
  expect(bucketOf(storeOf({ preventDestroy: false })).lifecycle).toEqual({
    prevent_destroy: false,
  });
});

test('a right to it is a right to no other bucket', () => {
  storeOf();
  expect(made.condition).toBe(
    "resource.name.endsWith('/locations/asia-northeast1/buckets/audit-acme-prod')",
  );
});
