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

/** The arguments: the program, its digest, the order and the name of an instance. */
interface WatchJob {
  readonly template: {
    readonly template: {
      readonly containers: readonly [{ readonly args: readonly [string, string, string, string] }];
    };
  };
}

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
  'google_logging_metric.shared_access_drift',
  'google_logging_project_bucket_config.shared_databases',
  'google_logging_project_exclusion.shared_databases',
  'google_logging_project_sink.shared_databases',
];

/** What runners share in every environment. */
const HOME = ['google_service_account.shared_scheduler', 'google_storage_bucket.shared_runner'];
/** What watches the databases, also where nobody is told: dashboards have its metrics. */
const WATCH = [
  'google_cloud_run_v2_job.shared_watch',
  'google_cloud_run_v2_job_iam_member.shared_watch',
  'google_cloud_scheduler_job.shared_watch',
  'google_project_iam_member.shared_watch',
  'google_service_account.shared_watch',
  'google_storage_bucket_iam_member.shared_watch',
];
const RUNNERS = [
  ...HOME,
  'google_monitoring_alert_policy.shared_drill_failed',
  'google_monitoring_alert_policy.shared_runner_failed',
  'google_monitoring_alert_policy.shared_runner_missed',
  'google_monitoring_alert_policy.shared_runner_not_started',
  'google_monitoring_alert_policy.shared_trail_changed',
];

test('it is a closed network with a way to Google’s APIs, the logs of all its databases with their key, what runners share, and what watches', () => {
  expect(addressesOf(prod())).toEqual(
    [
      ...LOGS,
      ...RUNNERS,
      ...WATCH,
      'google_compute_firewall.shared',
      'google_compute_firewall.shared_jump',
      'google_compute_firewall.shared_jump_closed',
      'google_compute_global_address.shared',
      'google_compute_instance.shared_jump',
      'google_compute_network.shared',
      'google_compute_network_peering_routes_config.shared',
      'google_compute_route.shared_google_apis',
      'google_compute_subnetwork.shared_runner',
      'google_dns_managed_zone.shared_google_apis',
      'google_dns_record_set.shared_google_apis_all',
      'google_dns_record_set.shared_google_apis_front',
      'google_monitoring_notification_channel.shared_oncallATacmeDOTexample',
      'google_service_networking_connection.shared',
    ].sort(),
  );
  expect(resource(prod(), 'google_compute_network', 'shared').name).toBe('acme-prod');
  expect(resource(prod(), 'google_compute_global_address', 'shared')).toMatchObject({
    address: '10.31.240.0',
    prefix_length: 20,
  });
  expect(resource(prod(), 'google_compute_subnetwork', 'shared_runner')).toMatchObject({
    name: 'acme-prod-runner',
    ip_cidr_range: '10.31.191.0/24',
  });
});

test('in an existing network it changes nothing, and logs, runs and watches all the same; where nobody is told, it has no alarm', () => {
  expect(addressesOf(stacks.get(GOOGLE_DEV.stack))).toEqual([...LOGS, ...HOME, ...WATCH].sort());
});

test('runners find what they run in a bucket of the project’s', () => {
  expect(resource(prod(), 'google_storage_bucket', 'shared_runner')).toMatchObject({
    name: 'acme-prod-runner-acme-prod-1',
    encryption: { default_kms_key_name: '${google_kms_crypto_key.shared.id}' },
    depends_on: ['google_kms_crypto_key_iam_binding.shared'],
  });
});

test('one account starts all runners, since a project has a hundred', () => {
  expect(resource(prod(), 'google_service_account', 'shared_scheduler')).toMatchObject({
    account_id: 'acme-prod-scheduler',
    project: 'acme-prod-1',
  });
});

test.each([
  [GOOGLE_DEV, 'dev'],
  [STAGING, 'staging'],
  [GOOGLE_PROD, 'prod'],
])('all databases of $prefix are watched, by the custom role of that environment', (each, name) => {
  const config = stacks.get(each.stack);
  const { project } = each.target;
  const job = resource(config, 'google_cloud_run_v2_job', 'shared_watch');
  expect(job.name).toBe(`${each.prefix}-watch`);
  const { args } = (job as unknown as WatchJob).template.template.containers[0];
  expect(JSON.parse(args[2])).toMatchObject({
    watch: { stack: each.stack, databases: [`${each.prefix}-`], project, namespace: each.prefix },
  });
  expect(resource(config, 'google_project_iam_member', 'shared_watch')).toMatchObject({
    project,
    role: `projects/${project}/roles/kura_${name}_watch`,
    member: `serviceAccount:${each.prefix}-watch@${project}.iam.gserviceaccount.com`,
  });
});

test('the host of operators is in the runners’ subnet, and only where somebody operates', () => {
  expect(resource(prod(), 'google_compute_instance', 'shared_jump')).toMatchObject({
    name: 'acme-prod-jump',
    network_interface: [{ subnetwork: '${google_compute_subnetwork.shared_runner.id}' }],
    boot_disk: { kms_key_self_link: '${google_kms_crypto_key.shared.id}' },
    depends_on: ['google_kms_crypto_key_iam_binding.shared'],
  });
  const quiet = synthAll({
    ...DEPLOYMENT,
    foundations: [{ ...GOOGLE_PROD, operators: false }],
    instances: [],
  }).get(GOOGLE_PROD.stack);
  expect(addressesOf(quiet).filter((address) => address.includes('jump'))).toEqual([]);
  expect(resource(quiet, 'google_kms_crypto_key_iam_binding', 'shared').members).toHaveLength(2);
});

test('Cloud Logging, Cloud Storage and Compute Engine use the key, and nobody else', () => {
  expect(resource(prod(), 'google_kms_key_ring', 'shared')).toMatchObject({
    name: 'acme-prod',
    project: 'acme-prod-1',
    location: 'asia-northeast1',
  });
  expect(resource(prod(), 'google_kms_crypto_key', 'shared').name).toBe('logs');
  const { members } = resource(prod(), 'google_kms_crypto_key_iam_binding', 'shared');
  expect(members).toEqual([
    'serviceAccount:${data.google_logging_project_cmek_settings.shared.service_account_id}',
    'serviceAccount:${data.google_storage_project_service_account.shared.email_address}',
    'serviceAccount:service-${data.google_project.shared.number}@compute-system.iam.gserviceaccount.com',
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
    '(resource.type="cloudsql_database" AND resource.labels.database_id=~"^acme-prod-1:acme-prod-.+$") OR (resource.type="cloud_run_job" AND resource.labels.job_name=~"^acme-prod-(.+-(runner|drill)|watch)$")',
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
