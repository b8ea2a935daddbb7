import { TerraformResource } from 'cdktf';
import { Disks } from '../../../constructs/google/disks';
import {
  DatabaseInstance,
  type DatabaseInstanceSettings,
} from '../../../constructs/google/instance';
import { LARGE_MYSQL, SMALL_POSTGRES } from '../../support/google-databases';
import { addressesOf, resource, googleSynthOf, type Config, type Json } from '../../support/synth';

const NETWORK = 'projects/acme-prod-1/global/networks/acme-prod';

function instanceOf(
  settings: Partial<DatabaseInstanceSettings> = {},
  base = SMALL_POSTGRES,
): Config {
  return googleSynthOf((stack) => {
    const binding = new TerraformResource(stack, 'binding', { terraformResourceType: 'a' });
    const peering = new TerraformResource(stack, 'peering', { terraformResourceType: 'a' });
    const wiring = {
      key: { id: 'key', binding },
      network: { id: NETWORK, range: 'acme-prod-services' },
      disks: new Disks(stack, 'disks', { ...base, ...settings }),
      after: [peering],
    };
    new DatabaseInstance(stack, 'primary', { ...base, ...settings }, wiring);
  });
}

const primaryOf = (config: Config): Json =>
  resource(config, 'google_sql_database_instance', 'core_db');
const settingsOf = (config: Config): Json => primaryOf(config).settings as Json;

const NEVER_BELOW = (gib: number) =>
  `\${max(${String(gib)}, coalescelist([for each in data.google_sql_database_instances.core_db.instances : each.settings[0].disk_size if each.name == "acme-prod-core-db"], [${String(gib)}])...)}`;

test('a small primary guards data, exposure and evidence', () => {
  expect(primaryOf(instanceOf())).toEqual({
    name: 'acme-prod-core-db',
    project: 'acme-prod-1',
    region: 'asia-northeast1',
    database_version: 'POSTGRES_17',
    instance_type: 'CLOUD_SQL_INSTANCE',
    encryption_key_name: 'key',
    deletion_protection: true,
    settings: {
      tier: 'db-custom-2-4096',
      edition: 'ENTERPRISE',
      availability_type: 'ZONAL',
      activation_policy: 'ALWAYS',
      pricing_plan: 'PER_USE',
      disk_type: 'PD_SSD',
      disk_size: NEVER_BELOW(10),
      disk_autoresize: true,
      disk_autoresize_limit: 20,
      deletion_protection_enabled: true,
      retain_backups_on_delete: true,
      connector_enforcement: 'NOT_REQUIRED',
      ip_configuration: {
        ipv4_enabled: false,
        private_network: NETWORK,
        allocated_ip_range: 'acme-prod-services',
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
    lifecycle: { prevent_destroy: false },
    depends_on: ['a.binding', 'a.peering'],
  });
});

test('a large primary takes what production wants', () => {
  const primary = primaryOf(instanceOf({}, LARGE_MYSQL));
  expect(primary).toMatchObject({
    database_version: 'MYSQL_8_4',
    lifecycle: { prevent_destroy: true },
    settings: {
      tier: 'db-perf-optimized-N-4',
      edition: 'ENTERPRISE_PLUS',
      availability_type: 'REGIONAL',
      disk_size: NEVER_BELOW(100),
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
  expect(backupsOf(SMALL_POSTGRES)).not.toHaveProperty('binary_log_enabled');
  expect(backupsOf(LARGE_MYSQL)).toEqual({
    enabled: true,
    start_time: '17:00',
    location: 'asia',
    binary_log_enabled: true,
    transaction_log_retention_days: 35,
    backup_retention_settings: { retained_backups: 36, retention_unit: 'COUNT' },
  });
});

test('passwords are long, mixed and new where somebody logs in by one, and else there is no policy', () => {
  expect(settingsOf(instanceOf({ passwordPolicy: 'none' }))).not.toHaveProperty(
    'password_validation_policy',
  );
  const { password_validation_policy } = settingsOf(instanceOf({ passwordPolicy: 'enforced' }));
  expect(password_validation_policy).toEqual({
    enable_password_policy: true,
    min_length: 16,
    complexity: 'COMPLEXITY_DEFAULT',
    reuse_interval: 5,
    disallow_username_substring: true,
  });
});

test('flags are in the order of their names, so that the same ones give the same bytes', () => {
  const flags = [
    { name: 'cloudsql_iam_authentication', value: 'on' },
    { name: 'local_infile', value: 'off' },
  ];
  expect(settingsOf(instanceOf({}, LARGE_MYSQL)).database_flags).toEqual(flags);
});

test('maintenance keeps off on days of every year, as Cloud SQL writes them', () => {
  expect(
    settingsOf(instanceOf({ denyMaintenance: { from: '12-20', until: '01-06' } })),
  ).toMatchObject({
    deny_maintenance_period: { start_date: '0-12-20', end_date: '0-1-6', time: '00:00:00' },
  });
});

test('no database, no user and no root password is Terraform’s', () => {
  for (const base of [SMALL_POSTGRES, LARGE_MYSQL]) {
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

test('both protections go together, and its backups are kept after it whatever they are', () => {
  expect(primaryOf(instanceOf({ deletionProtection: false }))).toMatchObject({
    deletion_protection: false,
    settings: { deletion_protection_enabled: false, retain_backups_on_delete: true },
  });
});

describe('with a recovery replica', () => {
  const NAME = 'acme-prod-1:acme-prod-core-db-recovery';
  const turned = ['instance_type', 'master_instance_name', 'replica_configuration'];
  const primaryWith = (takesOver: string | null, serves = false): Json =>
    primaryOf(instanceOf({ replica: { takesOver, serves } }));

  test('it names none before the replica exists', () => {
    expect(primaryWith(null)).not.toHaveProperty('replication_cluster');
  });

  test('it names the one that takes over, by a literal: the replica refers to it already', () => {
    expect(primaryWith(NAME)).toMatchObject({
      replication_cluster: { failover_dr_replica_name: NAME },
    });
  });

  test.each([null, NAME])('no plan turns round what a failover turned (%s)', (name) => {
    expect(primaryWith(name).lifecycle).toEqual({ prevent_destroy: false, ignore_changes: turned });
  });

  test('while the replica serves it is asked for nothing that a replica cannot have', () => {
    const primary = primaryWith(NAME, true);
    expect(primary).not.toHaveProperty('replication_cluster');
    expect(primary.lifecycle).toEqual({
      prevent_destroy: false,
      ignore_changes: [
        ...turned,
        'replication_cluster',
        'settings[0].backup_configuration',
        'settings[0].maintenance_window',
        'settings[0].deny_maintenance_period',
        'settings[0].password_validation_policy',
      ],
    });
  });
});
