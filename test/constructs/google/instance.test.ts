import { TerraformResource } from 'cdktf';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import {
  DatabaseInstance,
  type DatabaseInstanceSettings,
} from '../../../constructs/google/instance';
import { addressesOf, resource, synthOf, type Config, type Json } from '../../support/synth';

/** A small instance of development: nothing is on that need not be. */
const MINIMAL: DatabaseInstanceSettings = {
  address: 'core-db',
  engine: 'postgres',
  identifier: 'acme-dev-core-db',
  project: 'acme-dev',
  region: 'asia-northeast1',
  flags: [],
  labels: {},
  instanceId: 'core-db',
  placement: 'dedicated',
  tier: 'micro',
  engineVersion: '17',
  databaseVersion: 'POSTGRES_17',
  machineType: 'db-f1-micro',
  edition: 'ENTERPRISE',
  storage: 10,
  storageCeiling: 20,
  readers: 0,
  highAvailability: false,
  backupRetentionDays: 3,
  retainedBackups: 7,
  backupStart: '17:00',
  backupLocation: 'asia-northeast1',
  maintenanceWindow: { day: 6, hour: 19 },
  updateTrack: 'canary',
  denyMaintenance: null,
  preventDestroy: false,
  logRetentionDays: 30,
  sslMode: 'ENCRYPTED_ONLY',
  serverCaMode: 'GOOGLE_MANAGED_INTERNAL_CA',
  clientCidrs: [],
  clientTags: [],
  maxConnections: 25,
};

const MAXIMAL: DatabaseInstanceSettings = {
  ...MINIMAL,
  engine: 'mysql',
  identifier: 'acme-prod-core-db',
  project: 'acme-prod',
  flags: [
    { name: 'local_infile', value: 'off' },
    { name: 'cloudsql_iam_authentication', value: 'on' },
  ],
  labels: { environment: 'prod', owner: 'team-order' },
  engineVersion: '8.4',
  databaseVersion: 'MYSQL_8_4',
  machineType: 'db-perf-optimized-N-4',
  edition: 'ENTERPRISE_PLUS',
  storage: 100,
  storageCeiling: 400,
  highAvailability: true,
  backupRetentionDays: 35,
  retainedBackups: 36,
  backupLocation: 'asia',
  updateTrack: 'week5',
  denyMaintenance: { from: '11-15', to: '12-31' },
  preventDestroy: true,
  sslMode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
  serverCaMode: 'GOOGLE_MANAGED_CAS_CA',
};

const NETWORK = 'projects/acme-dev/global/networks/acme-dev';

function instanceOf(settings: Partial<DatabaseInstanceSettings> = {}, base = MINIMAL): Config {
  return synthOf((stack) => {
    new GoogleProvider(stack, 'google', { project: base.project, region: base.region });
    const binding = new TerraformResource(stack, 'binding', { terraformResourceType: 'a' });
    const peering = new TerraformResource(stack, 'peering', { terraformResourceType: 'a' });
    const wiring = {
      key: { id: 'key', binding },
      network: { id: NETWORK, range: 'acme-dev-services' },
      after: [peering],
    };
    new DatabaseInstance(stack, 'primary', { ...base, ...settings }, wiring);
  });
}

const primaryOf = (config: Config): Json =>
  resource(config, 'google_sql_database_instance', 'core_db');
const settingsOf = (config: Config): Json => primaryOf(config).settings as Json;

test('a small primary guards data, exposure and evidence', () => {
  expect(primaryOf(instanceOf())).toEqual({
    name: 'acme-dev-core-db',
    project: 'acme-dev',
    region: 'asia-northeast1',
    database_version: 'POSTGRES_17',
    instance_type: 'CLOUD_SQL_INSTANCE',
    encryption_key_name: 'key',
    deletion_protection: true,
    settings: {
      tier: 'db-f1-micro',
      edition: 'ENTERPRISE',
      availability_type: 'ZONAL',
      activation_policy: 'ALWAYS',
      pricing_plan: 'PER_USE',
      disk_type: 'PD_SSD',
      disk_size: 10,
      disk_autoresize: true,
      disk_autoresize_limit: 20,
      deletion_protection_enabled: true,
      retain_backups_on_delete: true,
      connector_enforcement: 'NOT_REQUIRED',
      ip_configuration: {
        ipv4_enabled: false,
        private_network: NETWORK,
        allocated_ip_range: 'acme-dev-services',
        enable_private_path_for_google_cloud_services: false,
        ssl_mode: 'ENCRYPTED_ONLY',
        server_ca_mode: 'GOOGLE_MANAGED_INTERNAL_CA',
      },
      database_flags: [],
      insights_config: {
        query_insights_enabled: true,
        query_string_length: 1024,
        query_plans_per_minute: 5,
        record_application_tags: true,
        record_client_address: true,
      },
      enable_google_ml_integration: false,
      enable_dataplex_integration: false,
      user_labels: {},
      backup_configuration: {
        enabled: true,
        start_time: '17:00',
        location: 'asia-northeast1',
        point_in_time_recovery_enabled: true,
        transaction_log_retention_days: 3,
        backup_retention_settings: { retained_backups: 7, retention_unit: 'COUNT' },
      },
      maintenance_window: { day: 6, hour: 19, update_track: 'canary' },
    },
    lifecycle: {
      prevent_destroy: false,
      ignore_changes: ['settings[0].disk_size', 'settings[0].password_validation_policy'],
    },
    depends_on: ['a.binding', 'a.peering'],
  });
});

test('a large primary takes what production wants', () => {
  const primary = primaryOf(instanceOf({}, MAXIMAL));
  expect(primary).toMatchObject({
    database_version: 'MYSQL_8_4',
    lifecycle: { prevent_destroy: true },
    settings: {
      tier: 'db-perf-optimized-N-4',
      edition: 'ENTERPRISE_PLUS',
      availability_type: 'REGIONAL',
      disk_size: 100,
      disk_autoresize_limit: 400,
      ip_configuration: {
        ssl_mode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
        server_ca_mode: 'GOOGLE_MANAGED_CAS_CA',
      },
      user_labels: { environment: 'prod', owner: 'team-order' },
      maintenance_window: { day: 6, hour: 19, update_track: 'week5' },
    },
  });
});

test('it restores to a point in time on each engine, by that engine’s argument alone', () => {
  const backupsOf = (base: DatabaseInstanceSettings) =>
    settingsOf(instanceOf({}, base)).backup_configuration as Json;
  expect(backupsOf(MINIMAL)).not.toHaveProperty('binary_log_enabled');
  expect(backupsOf(MAXIMAL)).toEqual({
    enabled: true,
    start_time: '17:00',
    location: 'asia',
    binary_log_enabled: true,
    transaction_log_retention_days: 35,
    backup_retention_settings: { retained_backups: 36, retention_unit: 'COUNT' },
  });
});

test('flags are in the order of their names, so that the same ones give the same bytes', () => {
  const flags = [
    { name: 'cloudsql_iam_authentication', value: 'on' },
    { name: 'local_infile', value: 'off' },
  ];
  expect(settingsOf(instanceOf({}, MAXIMAL)).database_flags).toEqual(flags);
});

test.each([
  ['11-15', '12-31', '01-01'],
  ['02-01', '02-28', '03-01'],
  ['02-01', '02-29', '03-01'],
  ['03-20', '04-30', '05-01'],
  ['12-20', '01-05', '01-06'],
  ['09-01', '09-09', '09-10'],
])('maintenance keeps off from %s to %s of every year, the last day included', (from, to, end) => {
  expect(settingsOf(instanceOf({ denyMaintenance: { from, to } }))).toMatchObject({
    deny_maintenance_period: { start_date: from, end_date: end, time: '00:00:00' },
  });
});

test('no database, no user and no root password is Terraform’s', () => {
  for (const base of [MINIMAL, MAXIMAL]) {
    const config = instanceOf({}, base);
    expect(addressesOf(config).filter((address) => address.startsWith('google_'))).toEqual([
      'google_sql_database_instance.core_db',
    ]);
    expect(JSON.stringify(primaryOf(config))).not.toMatch(/root_password/);
  }
});

test('it is protected from deletion where Terraform may destroy it, too', () => {
  const primary = primaryOf(instanceOf({ preventDestroy: false }));
  expect(primary.deletion_protection).toBe(true);
  expect((primary.settings as Json).deletion_protection_enabled).toBe(true);
});
