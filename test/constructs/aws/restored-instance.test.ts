import { RestoredInstance, type RestoredFrom } from '../../../constructs/aws/restored-instance';
import { SETTINGS, TRAIL } from '../../support/aws-deployment';
import { addressesOf, resource, synthOf } from '../../support/synth';

const restoredFrom = (source: RestoredFrom) =>
  synthOf(
    (stack) =>
      new RestoredInstance(
        stack,
        'restored',
        {
          ...SETTINGS,
          address: 'order_at_before',
          engine: 'postgres',
          identifier: 'acme-prod-order-at-before',
          port: 5432,
          source,
          tags: { 'kura-vault': 'acme-prod' },
        },
        {
          key: { arn: 'arn:key' },
          trail: TRAIL,
          parameterGroup: { name: 'acme-prod-order-postgres17' },
          securityGroupIds: ['sg-1'],
          monitoringRole: { arn: 'arn:role' },
          network: { subnetGroupName: 'acme-prod' },
          after: [],
        },
      ),
  );

const time = { from: 'time', instance: 'acme-prod-order', time: '2026-11-20T01:30:00Z' } as const;
const argumentsOf = (source: RestoredFrom) =>
  resource(restoredFrom(source), 'aws_db_instance', 'order_at_before');

test.each<[string, RestoredFrom, object]>([
  [
    'a time',
    time,
    {
      restore_to_point_in_time: {
        source_db_instance_identifier: 'acme-prod-order',
        restore_time: '2026-11-20T01:30:00Z',
      },
    },
  ],
  ['a snapshot', { from: 'snapshot', snapshot: 'rds:one' }, { snapshot_identifier: 'rds:one' }],
  [
    'the latest replicated backups',
    { from: 'replicated-backup', backups: 'arn:ab', time: null },
    {
      restore_to_point_in_time: {
        source_db_instance_automated_backups_arn: 'arn:ab',
        use_latest_restorable_time: true,
      },
    },
  ],
  [
    'replicated backups at a time',
    { from: 'replicated-backup', backups: 'arn:ab', time: '2026-11-20T01:30:00Z' },
    {
      restore_to_point_in_time: {
        source_db_instance_automated_backups_arn: 'arn:ab',
        restore_time: '2026-11-20T01:30:00Z',
      },
    },
  ],
])('is restored from %s', (_, source, expected) => {
  expect(argumentsOf(source)).toMatchObject(expected);
});

test('from what it was restored replaces it never again, nor does the key that came with it', () => {
  expect(argumentsOf(time).lifecycle).toMatchObject({
    prevent_destroy: true,
    ignore_changes: ['restore_to_point_in_time', 'snapshot_identifier', 'kms_key_id'],
  });
});

test('another source than the one it was made from is refused by the plan, not taken for done', () => {
  const { postcondition } = argumentsOf(time).lifecycle as {
    readonly postcondition: readonly {
      readonly condition: string;
      readonly error_message: string;
    }[];
  };
  expect(postcondition[0]?.condition).toMatch(
    /^\$\{try\(self\.restore_to_point_in_time\[0\]\.restore_time, ".*Z"\) == ".*Z"\}$/,
  );
  expect(postcondition[0]?.error_message).toContain('an instance is restored once');
});

test('what came with the data is not stated: the provider would replace it for another', () => {
  const args = argumentsOf(time);
  for (const name of ['username', 'password_wo', 'db_name', 'engine_version']) {
    expect(args).not.toHaveProperty(name);
  }
});

test('it is as protected as its original, in the same network', () => {
  expect(argumentsOf(time)).toMatchObject({
    identifier: 'acme-prod-order-at-before',
    tags: { 'kura-vault': 'acme-prod' },
    storage_encrypted: true,
    publicly_accessible: false,
    iam_database_authentication_enabled: true,
    db_subnet_group_name: 'acme-prod',
    parameter_group_name: 'acme-prod-order-postgres17',
    vpc_security_group_ids: ['sg-1'],
    multi_az: true,
    backup_retention_period: 35,
    deletion_protection: true,
    delete_automated_backups: false,
    skip_final_snapshot: false,
    final_snapshot_identifier: 'acme-prod-order-at-before-final',
  });
});

test('its logs are ours before RDS would make them', () => {
  const config = restoredFrom(time);
  expect(addressesOf(config)).toContain('aws_cloudwatch_log_group.order_at_before_postgresql');
  expect(argumentsOf(time).depends_on).toContain(
    'aws_cloudwatch_log_group.order_at_before_postgresql',
  );
});
