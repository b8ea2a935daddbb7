import {
  DatabaseLogs,
  databaseLogsFilter,
  identifiersFrom,
  identifiersOf,
  jobsFrom,
  jobsOf,
  recoveredFrom,
} from '../../../constructs/google/database-logs';
import { addressesOf, resource, googleSynthOf, type Config } from '../../support/synth';

const KEY = 'projects/p/locations/asia-northeast1/keyRings/r/cryptoKeys/k';
const FILTER =
  '(resource.type="cloudsql_database" AND resource.labels.database_id=~"^acme-prod-1:acme-prod-.+$") OR (resource.type="cloud_run_job" AND resource.labels.job_name=~"^acme-prod-(.+-(runner|drill)|watch)$")';

let config: Config;
beforeAll(() => {
  config = googleSynthOf((stack) => {
    const settings = {
      address: 'shared',
      name: 'acme-prod',
      project: 'acme-prod-1',
      region: 'asia-northeast1',
      instances: identifiersFrom('acme-prod'),
      jobs: jobsFrom('acme-prod'),
      retentionDays: 365,
    };
    const binding = { fqn: 'google_kms_crypto_key_iam_binding.shared_logs' };
    new DatabaseLogs(stack, 'database-logs', settings, { key: { id: KEY, binding } });
  });
});

test('logs of the databases are a bucket, a way into it and an exclusion', () => {
  expect(addressesOf(config)).toEqual([
    'google_logging_project_bucket_config.shared_databases',
    'google_logging_project_exclusion.shared_databases',
    'google_logging_project_sink.shared_databases',
  ]);
});

test('they are kept as long as planned, in the region, under a key that Logging may use before', () => {
  expect(resource(config, 'google_logging_project_bucket_config', 'shared_databases')).toEqual({
    project: 'acme-prod-1',
    location: 'asia-northeast1',
    bucket_id: 'acme-prod-databases',
    description: 'Logs of the databases of acme-prod',
    retention_days: 365,
    locked: false,
    cmek_settings: { kms_key_name: KEY },
    depends_on: ['google_kms_crypto_key_iam_binding.shared_logs'],
  });
});

test('what the environment’s instances log goes there', () => {
  expect(resource(config, 'google_logging_project_sink', 'shared_databases')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-databases',
    description: 'Logs of the databases of acme-prod, to their own bucket',
    destination:
      'logging.googleapis.com/${google_logging_project_bucket_config.shared_databases.id}',
    filter: FILTER,
    unique_writer_identity: true,
  });
});

test('and to no other bucket, once it goes there', () => {
  expect(resource(config, 'google_logging_project_exclusion', 'shared_databases')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-databases',
    description: 'Logs of the databases of acme-prod have a bucket of their own',
    filter: FILTER,
    depends_on: ['google_logging_project_sink.shared_databases'],
  });
});

const matcher = (instances: string) => {
  const filter = databaseLogsFilter({ project: 'acme-1', instances, jobs: '' });
  const pattern = /database_id=~"(.+?)"/.exec(filter)?.[1] ?? '';
  return (id: string) => new RegExp(pattern).test(id);
};

test('the filter takes the instances of this environment, not of one whose name begins alike', () => {
  const matches = matcher(identifiersFrom('acme-prod'));
  expect(matches('acme-1:acme-prod-core-db-reader-1')).toBe(true);
  expect(matches('acme-1:acme-production-core-db')).toBe(false);
  expect(matches('not-acme-1:acme-prod-core-db')).toBe(false);
});

test('of an instance alone, it takes its readers and no other whose name begins alike', () => {
  const matches = matcher(identifiersOf('acme-prod-pay'));
  expect(matches('acme-1:acme-prod-pay')).toBe(true);
  expect(matches('acme-1:acme-prod-pay-reader-12')).toBe(true);
  expect(matches('acme-1:acme-prod-pay-at-friday')).toBe(true);
  expect(matches('acme-1:acme-prod-pay-recovery')).toBe(true);
  expect(matches('acme-1:acme-prod-pay-recovery-drill')).toBe(true);
  expect(matches('acme-1:acme-prod-pay-out')).toBe(false);
  expect(matches('acme-1:acme-prod-pay-reader-1-b')).toBe(false);
});

test('of jobs, it takes the runners and drills of this environment alone', () => {
  const filter = databaseLogsFilter({ project: 'p', instances: '', jobs: jobsFrom('acme-prod') });
  const matches = new RegExp(/job_name=~"(.+?)"/.exec(filter)?.[1] ?? '$^');
  expect('acme-prod-core-db-runner').toMatch(matches);
  expect('acme-prod-core-db-recovery-drill').toMatch(matches);
  expect('acme-prod-report').not.toMatch(matches);
  expect('acme-production-core-db-runner').not.toMatch(matches);
});

test('in the recovery region it takes what is there, copies of drills included', () => {
  const matches = matcher(recoveredFrom('acme-prod'));
  expect(matches('acme-1:acme-prod-pay-recovery')).toBe(true);
  expect(matches('acme-1:acme-prod-pay-recovery-drill')).toBe(true);
  expect(matches('acme-1:acme-prod-pay')).toBe(false);
  expect(matches('acme-1:acme-prod-pay-drill')).toBe(false);
});

test('of one instance, it takes the jobs in both of its regions', () => {
  const matches = new RegExp(`^${jobsOf('acme-prod-pay')}$`);
  for (const job of ['runner', 'drill', 'recovery-runner', 'recovery-drill']) {
    expect(`acme-prod-pay-${job}`).toMatch(matches);
  }
  expect('acme-prod-pay-out-runner').not.toMatch(matches);
});

test('where another sink keeps them from the default bucket already, it does not again', () => {
  const there = googleSynthOf((stack) => {
    const settings = {
      ...{ address: 'shared', name: 'acme-prod-recovery', project: 'acme-prod-1' },
      ...{ region: 'asia-northeast2', retentionDays: 365, excluded: true },
      ...{ instances: recoveredFrom('acme-prod'), jobs: jobsFrom('acme-prod') },
    };
    const binding = { fqn: 'google_kms_crypto_key_iam_binding.shared_logs' };
    new DatabaseLogs(stack, 'database-logs', settings, { key: { id: KEY, binding } });
  });
  expect(addressesOf(there)).toEqual([
    'google_logging_project_bucket_config.shared_databases',
    'google_logging_project_sink.shared_databases',
  ]);
});
