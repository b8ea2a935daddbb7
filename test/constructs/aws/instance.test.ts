import type { TerraformStack } from 'cdktf';
import { DatabaseInstance, type DatabaseInstanceSettings } from '../../../constructs/aws/instance';
import { Reader } from '../../../constructs/aws/reader';
import { SETTINGS, TRAIL } from '../../support/aws-deployment';
import { resource, synthOf, type Config } from '../../support/synth';

const MINIMAL: DatabaseInstanceSettings = {
  ...SETTINGS,
  address: 'core-db',
  engine: 'postgres',
  identifier: 'acme-prod-core-db',
  port: 5432,
};
const MAXIMAL: DatabaseInstanceSettings = {
  ...MINIMAL,
  engine: 'mysql',
  engineVersion: '8.4',
  port: 3306,
  storage: 400,
  storageCeiling: 800,
  iops: 16_000,
  throughput: 600,
  insightsMode: 'advanced',
  insightsRetentionDays: 465,
};

const KEY = { arn: 'arn:key' };

/** Logs that say of nobody what he did. */
const NOBODYS = ['upgrade', 'slowquery'];

const primaryIn = (stack: TerraformStack, settings: DatabaseInstanceSettings): DatabaseInstance =>
  new DatabaseInstance(stack, 'primary', settings, {
    key: KEY,
    trail: TRAIL,
    network: { subnetGroupName: 'acme-prod' },
    parameterGroup: { name: 'acme-prod-core-db-postgres17' },
    securityGroupIds: ['sg-1', 'sg-2'],
    monitoringRole: { arn: 'arn:aws:iam::333333333333:role/acme-prod-rds-monitoring' },
    after: [],
  });

function instanceOf(settings: Partial<DatabaseInstanceSettings> = {}, base = MINIMAL): Config {
  return synthOf((stack) => {
    const primary = primaryIn(stack, { ...base, ...settings });
    const wiring = { primary, key: KEY, trail: TRAIL };
    new Reader(stack, 'reader-1', { number: 1, deletionProtection: true }, wiring);
    new Reader(stack, 'reader-2', { number: 2, deletionProtection: true }, wiring);
  });
}

const primaryOf = (config: Config) => resource(config, 'aws_db_instance', 'core_db');

describe('a primary', () => {
  test('guards data, exposure and evidence', () => {
    expect(primaryOf(instanceOf())).toEqual({
      identifier: 'acme-prod-core-db',
      engine: 'postgres',
      engine_version: '17',
      engine_lifecycle_support: 'open-source-rds-extended-support-disabled',
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      instance_class: 'db.r7g.xlarge',
      allocated_storage: 100,
      max_allocated_storage: 200,
      storage_type: 'gp3',
      storage_encrypted: true,
      kms_key_id: 'arn:key',
      db_subnet_group_name: 'acme-prod',
      vpc_security_group_ids: ['sg-1', 'sg-2'],
      publicly_accessible: false,
      network_type: 'IPV4',
      port: 5432,
      multi_az: true,
      parameter_group_name: 'acme-prod-core-db-postgres17',
      iam_database_authentication_enabled: true,
      ca_cert_identifier: 'rds-ca-rsa2048-g1',
      backup_retention_period: 35,
      backup_window: '17:00-18:00',
      maintenance_window: 'sat:19:00-sat:20:00',
      copy_tags_to_snapshot: true,
      delete_automated_backups: false,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-prod-core-db-final',
      deletion_protection: true,
      apply_immediately: false,
      enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade', 'iam-db-auth-error'],
      monitoring_interval: 15,
      monitoring_role_arn: 'arn:aws:iam::333333333333:role/acme-prod-rds-monitoring',
      performance_insights_enabled: true,
      performance_insights_kms_key_id: 'arn:key',
      performance_insights_retention_period: 7,
      database_insights_mode: 'standard',
      username: 'kura_admin',
      password_wo: '${ephemeral.aws_secretsmanager_random_password.admin.random_password}',
      password_wo_version: 1,
      lifecycle: { prevent_destroy: true },
      depends_on: [
        'aws_cloudwatch_log_group.core_db_postgresql',
        'aws_cloudwatch_log_subscription_filter.core_db_postgresql',
        'aws_cloudwatch_log_group.core_db_upgrade',
        'aws_cloudwatch_log_group.core_db_iam_db_auth_error',
        'aws_cloudwatch_log_subscription_filter.core_db_iam_db_auth_error',
      ],
    });
  });

  test('takes provisioned storage, and the logs of MySQL', () => {
    expect(primaryOf(instanceOf({}, MAXIMAL))).toMatchObject({
      engine: 'mysql',
      engine_version: '8.4',
      port: 3306,
      allocated_storage: 400,
      max_allocated_storage: 800,
      iops: 16_000,
      storage_throughput: 600,
      enabled_cloudwatch_logs_exports: ['audit', 'error', 'slowquery', 'iam-db-auth-error'],
      performance_insights_retention_period: 465,
      database_insights_mode: 'advanced',
    });
  });

  test('has no insights where its class cannot', () => {
    const primary = primaryOf(instanceOf({ insightsRetentionDays: null }));
    expect(primary.performance_insights_enabled).toBe(false);
    expect(primary).not.toHaveProperty('performance_insights_kms_key_id');
    expect(primary).not.toHaveProperty('performance_insights_retention_period');
  });

  test('is created with a password that nobody keeps', () => {
    expect(instanceOf().ephemeral).toEqual({
      aws_secretsmanager_random_password: {
        admin: {
          password_length: 40,
          exclude_punctuation: true,
          require_each_included_type: true,
        },
      },
    });
  });

  test('loses the protection against deletion only where it was decided, and never the final snapshot', () => {
    const primary = primaryOf(instanceOf({ deletionProtection: false, preventDestroy: false }));
    expect(primary).toMatchObject({
      deletion_protection: false,
      delete_automated_backups: false,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-prod-core-db-final',
    });
  });

  test('is found by its vault’s tag, where it has one', () => {
    expect(primaryOf(instanceOf({ tags: { 'kura-vault': 'acme-prod' } })).tags).toEqual({
      'kura-vault': 'acme-prod',
    });
  });

  test('may be destroyed where the environment says so', () => {
    const primary = primaryOf(instanceOf({ preventDestroy: false }));
    expect(primary).toMatchObject({ lifecycle: { prevent_destroy: false } });
    expect(primary.deletion_protection).toBe(true);
  });
});

describe.each([
  ['minimal', MINIMAL],
  ['maximal', MAXIMAL],
])('a reader of a %s primary', (_, base) => {
  // What a replica cannot have (RDS takes it from the source), or has of its own. Everything else must be equal.
  const ONLY_PRIMARY = [
    'engine',
    'engine_version',
    'engine_lifecycle_support',
    'username',
    'password_wo',
    'password_wo_version',
    'db_subnet_group_name',
    'backup_window',
    'database_insights_mode',
    'final_snapshot_identifier',
    'lifecycle',
  ];
  const OWN = {
    multi_az: false,
    backup_retention_period: 0,
    skip_final_snapshot: true,
    replicate_source_db: '${aws_db_instance.core_db.identifier}',
  };

  test.each([1, 2])('has every other argument of its primary (reader %i)', (number) => {
    const config = instanceOf({}, base);
    const reader = resource(config, 'aws_db_instance', `core_db_reader_${number}`);
    const { depends_on: _primaryLogs, ...primary } = primaryOf(config);
    const expected = Object.fromEntries(
      Object.entries(primary).filter(([key]) => !ONLY_PRIMARY.includes(key)),
    );
    expect(reader).toEqual({
      ...expected,
      ...OWN,
      // Without the advanced mode, which RDS takes for no replica, insights are kept 7 days.
      ...(primary.performance_insights_enabled === true
        ? { performance_insights_retention_period: 7 }
        : {}),
      identifier: `acme-prod-core-db-reader-${number}`,
      depends_on: reader.depends_on,
    });
  });

  test('is protected against deletion by itself', () => {
    const config = synthOf((stack) => {
      const primary = primaryIn(stack, { ...base, deletionProtection: false });
      const wiring = { primary, key: KEY, trail: TRAIL };
      new Reader(stack, 'reader-1', { number: 1, deletionProtection: true }, wiring);
    });
    const reader = resource(config, 'aws_db_instance', 'core_db_reader_1');
    expect(reader.deletion_protection).toBe(true);
  });

  test('writes to log groups of its own, which exist before it', () => {
    const config = instanceOf({}, base);
    const reader = resource(config, 'aws_db_instance', 'core_db_reader_2');
    const before = reader.depends_on as readonly string[];
    const groups = before.filter((each) => each.startsWith('aws_cloudwatch_log_group.'));
    const exported = reader.enabled_cloudwatch_logs_exports as readonly string[];
    const names = groups.map((address) => {
      const group = resource(config, 'aws_cloudwatch_log_group', address.split('.')[1] ?? '');
      expect(group).toMatchObject({ kms_key_id: 'arn:key', retention_in_days: 365 });
      return group.name;
    });
    expect(names).toEqual(
      exported.map((type) => `/aws/rds/instance/acme-prod-core-db-reader-2/${type}`),
    );
    // Each line that says who did what has its way before the first is written.
    const sent = before.filter((each) => !groups.includes(each));
    const audited = exported.filter((type) => !NOBODYS.includes(type));
    expect(sent).toEqual(
      audited.map(
        (type) =>
          `aws_cloudwatch_log_subscription_filter.core_db_reader_2_${type.replaceAll('-', '_')}`,
      ),
    );
    for (const address of sent) {
      const [kind = '', name = ''] = address.split('.');
      expect(resource(config, kind, name)).toMatchObject({
        ...{ name: 'audit', filter_pattern: '', destination_arn: TRAIL.destinationArn },
        log_group_name: `\${aws_cloudwatch_log_group.${name}.name}`,
      });
    }
  });
});
