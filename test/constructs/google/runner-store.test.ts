import { RunnerStore } from '../../../constructs/google/runner-store';
import { addressesOf, resource, googleSynthOf, type Config } from '../../support/synth';

const KEY = 'projects/p/locations/asia-northeast1/keyRings/r/cryptoKeys/k';

let config: Config;
beforeAll(() => {
  config = googleSynthOf((stack) => {
    const settings = {
      address: 'shared',
      bucket: 'acme-prod-runner-acme-prod-1',
      project: 'acme-prod-1',
      region: 'asia-northeast1',
    };
    const binding = { fqn: 'google_kms_crypto_key_iam_binding.shared' };
    new RunnerStore(stack, 'runner-store', settings, { key: { id: KEY, binding } });
  });
});

test('Terraform makes the bucket, and nothing in it', () => {
  expect(addressesOf(config)).toEqual(['google_storage_bucket.shared_runner']);
});

test('nobody outside reads it, its key is ours, and what is overwritten can be brought back', () => {
  expect(resource(config, 'google_storage_bucket', 'shared_runner')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-runner-acme-prod-1',
    location: 'asia-northeast1',
    storage_class: 'STANDARD',
    uniform_bucket_level_access: true,
    public_access_prevention: 'enforced',
    versioning: { enabled: true },
    encryption: { default_kms_key_name: KEY },
    lifecycle_rule: [{ action: { type: 'Delete' }, condition: { days_since_noncurrent_time: 90 } }],
    force_destroy: false,
    depends_on: ['google_kms_crypto_key_iam_binding.shared'],
  });
});
