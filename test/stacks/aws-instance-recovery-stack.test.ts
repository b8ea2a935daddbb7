import type { AwsInstance } from '../../model/deployment/aws-deployment';
import { AWS_RECOVERED, PROD_RECOVERED, replicated, restored } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { deploymentOf, orderWith } from '../support/estate-folder';
import { strangersOf } from '../support/recovery-region';
import { given } from '../support/service';
import { withAlerts } from '../support/with-alerts';
import { addressesOf, policyOf, resource, synthAll, type Config } from '../support/synth';
import { synthesized } from '../support/synthesized';

const PRIMARY = 'ap-northeast-1';
const BEHIND = 'acme_prod_order_recovery_recovery_replica_lag_critical';

const synth = (...instances: readonly AwsInstance[]): ReadonlyMap<string, Config> =>
  synthAll({ ...DEPLOYMENT, foundations: [PROD_RECOVERED], instances });

const stacks = synth(...AWS_RECOVERED);
const order = stacks.get('prod-aws-order-recovery');
const shop = stacks.get('prod-aws-shop-recovery');
const vault = stacks.get('prod-aws-vault-recovery');

const shopOf = (choice: Partial<AwsInstance>): AwsInstance => {
  const found = AWS_RECOVERED.find(({ id }) => id === 'shop');
  if (!found) throw new Error('no shop');
  return { ...found, ...choice };
};

/** Without cdktf's notes. */
const valueOf = (config: Config | undefined, output: string): unknown =>
  config?.output?.[output]?.value;

const RECOVERIES = ['prod-aws-order-recovery', 'prod-aws-shop-recovery', 'prod-aws-vault-recovery'];

test.each(RECOVERIES)('%s asks nothing of the primary region', (name) => {
  const config = stacks.get(name);
  expect(config?.provider.aws).toMatchObject([{ region: 'ap-northeast-3' }]);
  expect(config?.terraform.backend).toMatchObject({ s3: { region: 'ap-northeast-3' } });
  expect(strangersOf(config, PRIMARY)).toEqual([]);
});

test('that nothing is asked of the primary region would be seen', () => {
  const there = { region: PRIMARY };
  const arn = `arn:aws:rds:${PRIMARY}:333333333333:db:\${aws_db_instance.order.identifier}`;
  const config = {
    terraform: {},
    provider: { aws: [{ region: 'ap-northeast-3' }, there] },
    data: { aws_db_instance: { x: { name: PRIMARY } }, terraform_remote_state: { y: {} } },
    resource: { aws_kms_key: { z: there }, aws_db_instance: { w: { arn } } },
  };
  expect(strangersOf(config, PRIMARY)).toEqual([
    PRIMARY,
    'terraform_remote_state',
    'aws_db_instance.x',
    'aws_kms_key.z',
    arn,
  ]);
});

describe('a recovery replica', () => {
  const replica = resource(order, 'aws_db_instance', 'order');

  test('follows the primary by its ARN, under a key and in a network of its own region', () => {
    expect(replica).toMatchObject({
      identifier: 'acme-prod-order-recovery',
      replicate_source_db: 'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-order',
      kms_key_id: '${aws_kms_key.order.arn}',
      storage_encrypted: true,
      publicly_accessible: false,
      db_subnet_group_name: 'acme-prod-recovery',
      parameter_group_name: '${aws_db_parameter_group.order.name}',
      iam_database_authentication_enabled: true,
      deletion_protection: true,
    });
    expect(resource(order, 'aws_db_parameter_group', 'order').name).toBe(
      'acme-prod-order-postgres17',
    );
  });

  test('can be promoted without a plan that turns it back, and is never replaced by one', () => {
    expect(replica.lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: ['replicate_source_db'],
    });
    // RDS takes none of a replica, and refuses to delete one that is asked for it.
    expect(replica).toMatchObject({
      backup_retention_period: 35,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-prod-order-recovery-final',
    });
  });

  test('is watched for how far it is behind', () => {
    const config = synth(...AWS_RECOVERED.map(withAlerts)).get('prod-aws-order-recovery');
    expect(resource(config, 'aws_cloudwatch_metric_alarm', BEHIND)).toMatchObject({
      namespace: 'AWS/RDS',
      metric_name: 'ReplicaLag',
      dimensions: { DBInstanceIdentifier: 'acme-prod-order-recovery' },
      depends_on: ['aws_db_instance.order'],
      treat_missing_data: 'ignore',
      alarm_actions: ['arn:aws:sns:ap-northeast-3:333333333333:acme-prod-recovery-critical'],
    });
  });

  test('is drilled every month by what rehearses in the network there', () => {
    expect(addressesOf(order)).toEqual(
      expect.arrayContaining([
        'aws_cloudwatch_log_group.order_runner',
        'aws_cloudwatch_metric_alarm.order_drill_replica_failed',
        'aws_scheduler_schedule.order_drill_replica_continue',
        'aws_scheduler_schedule.order_drill_replica_end',
        'aws_scheduler_schedule.order_drill_replica_start',
      ]),
    );
    expect(addressesOf(order).filter((each) => each.startsWith('aws_lambda'))).toEqual([]);
    const { target } = resource(
      order,
      'aws_scheduler_schedule',
      'order_drill_replica_start',
    ) as unknown as { readonly target: { readonly arn: string; readonly input: string } };
    expect(target.arn).toBe(
      'arn:aws:lambda:ap-northeast-3:333333333333:function:acme-prod-recovery-drill',
    );
    expect(JSON.parse(target.input)).toMatchObject({
      phase: 'start',
      drill: {
        stack: 'prod-aws-recovery',
        mechanism: 'recovery-replica',
        instance: 'acme-prod-order',
        source: 'acme-prod-order-recovery',
        target: 'acme-prod-order-recovery-drill',
        copy: { securityGroups: ['${data.aws_security_group.shared_drill_databases.id}'] },
      },
    });
  });

  test('nobody logs in to it, and nobody is told how to connect', () => {
    expect(addressesOf(order).filter((each) => each.startsWith('aws_iam_policy.'))).toEqual([]);
    expect(Object.keys(order?.output ?? {})).toEqual(['recovery_coordinates']);
  });

  test('its passwords have their place already, without a version', () => {
    expect(resource(order, 'aws_secretsmanager_secret', 'order_order_batch')).toMatchObject({
      name: 'acme-prod/order/order_batch',
      kms_key_id: '${aws_kms_key.order.arn}',
    });
    expect(addressesOf(order).join(' ')).not.toContain('aws_secretsmanager_secret_version');
  });

  test('what a recovery names is an output', () => {
    expect(valueOf(order, 'recovery_coordinates')).toMatchObject({
      region: 'ap-northeast-3',
      source: 'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-order',
      vault: 'arn:aws:backup:ap-northeast-3:333333333333:backup-vault:acme-prod-recovery',
      key: '${aws_kms_key.order.arn}',
      replica: {
        identifier: 'acme-prod-order-recovery',
        resourceId: '${aws_db_instance.order.resource_id}',
      },
    });
  });
});

describe('replicated backups', () => {
  test('are of the primary, kept as long, under a key of this region', () => {
    expect(resource(shop, 'aws_db_instance_automated_backups_replication', 'shop')).toMatchObject({
      source_db_instance_arn: 'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-shop',
      kms_key_id: '${aws_kms_key.shop.arn}',
      retention_period: 35,
    });
    expect(addressesOf(shop)).not.toContain('aws_db_instance.shop');
  });

  test('are drilled under the name of the instance that they are of', () => {
    const { target } = resource(
      shop,
      'aws_scheduler_schedule',
      'shop_drill_backups_start',
    ) as unknown as { readonly target: { readonly input: string } };
    expect(JSON.parse(target.input)).toMatchObject({
      drill: {
        mechanism: 'replicated-backups',
        source: 'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-shop',
        target: 'acme-prod-shop-drill',
      },
    });
  });
});

test('copies in a vault are tested by the landing zone, for all that share it', () => {
  expect(addressesOf(order).join(' ')).not.toContain('restore_testing');
});

describe('an isolated instance', () => {
  test('has a landing zone, a vault and roles of its own', () => {
    expect(addressesOf(vault)).toEqual(
      expect.arrayContaining([
        'aws_backup_restore_testing_plan.vault_restore_test',
        'aws_backup_vault.vault',
        'aws_db_subnet_group.vault',
        'aws_iam_role.vault_restores',
        'aws_security_group.vault_runner',
        'aws_sns_topic.vault_critical',
        'aws_sns_topic.vault_warning',
      ]),
    );
    expect(resource(vault, 'aws_backup_vault', 'vault').name).toBe('acme-prod-vault-recovery');
    expect(vault?.data).toBeUndefined();
  });

  test('its copies come to the vault that the primary’s plan names', () => {
    const primary = stacks.get('prod-aws-vault');
    expect(resource(primary, 'aws_backup_plan', 'vault_copies')).toMatchObject({
      rule: [
        {
          copy_action: [
            {
              destination_vault_arn:
                'arn:aws:backup:ap-northeast-3:444444444444:backup-vault:acme-prod-vault-recovery',
            },
          ],
        },
      ],
    });
  });
});

describe('once the recovery replica serves', () => {
  const active = synth(replicated({ active: given('recovery') })).get('prod-aws-order-recovery');

  test('it has a standby, its days of backups and a final snapshot', () => {
    expect(resource(active, 'aws_db_instance', 'order')).toMatchObject({
      multi_az: true,
      backup_retention_period: 35,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-prod-order-recovery-final',
    });
  });

  test('logins are of its resource id, and the contract is here', () => {
    const { Statement } = policyOf(resource(active, 'aws_iam_policy', 'order_order_api'));
    expect(Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: [
          'arn:aws:rds-db:ap-northeast-3:333333333333:dbuser:${aws_db_instance.order.resource_id}/order_api',
        ],
      },
    ]);
    expect(resource(active, 'aws_iam_policy', 'order_order_api').name).toBe(
      'acme-prod-order-recovery-order_api',
    );
    expect(valueOf(active, 'contract_order')).toMatchObject({
      writer: {
        instance: 'acme-prod-order-recovery',
        host: '${aws_db_instance.order.address}',
      },
      client: { securityGroup: '${aws_security_group.order_clients.id}' },
    });
  });

  test('the runner keeps it, and rehearses its restore', () => {
    expect(addressesOf(active)).toEqual(
      expect.arrayContaining([
        'aws_lambda_invocation.order_runner',
        'aws_scheduler_schedule.order_drill_restore_start',
        'aws_scheduler_schedule.order_runner',
      ]),
    );
    expect(addressesOf(active)).not.toContain('aws_scheduler_schedule.order_drill_replica_start');
  });

  test('nothing that holds data goes: what there was is there still', () => {
    const stateful = (config: Config | undefined): readonly string[] =>
      addressesOf(config).filter((each) => STATEFUL.test(each));
    expect(stateful(active)).toEqual(stateful(order));
    expect(stateful(order).length).toBeGreaterThan(5);
  });
});

/** What holds data, keys or evidence. */
const STATEFUL =
  /^aws_(?:db_instance|kms_key|secretsmanager_secret|cloudwatch_log_group|backup_vault|db_instance_automated)/;

describe('restored from replicated backups', () => {
  const beside = shopOf({
    restores: [
      restored(
        'shop',
        'lost',
        { from: 'replicated-backup', time: null, of: 'primary', backups: null },
        { readers: 1 },
      ),
    ],
  });
  const withSibling = synth(beside).get('prod-aws-shop-recovery');

  test('a sibling is at an address of its own, and its source is left alone afterwards', () => {
    expect(resource(withSibling, 'aws_db_instance', 'shop_at_lost')).toMatchObject({
      identifier: 'acme-prod-shop-at-lost',
      restore_to_point_in_time: {
        source_db_instance_automated_backups_arn:
          '${aws_db_instance_automated_backups_replication.shop.id}',
        use_latest_restorable_time: true,
      },
      deletion_protection: true,
      skip_final_snapshot: false,
      lifecycle: {
        prevent_destroy: false,
        ignore_changes: ['restore_to_point_in_time', 'snapshot_identifier', 'kms_key_id'],
      },
    });
    expect(addressesOf(withSibling)).toContain('aws_db_instance.shop_at_lost_reader_1');
  });

  test('with and without it, all else is as it was', () => {
    const rest = (config: Config | undefined) =>
      Object.fromEntries(
        addressesOf(config)
          .filter((address) => !address.includes('at_lost'))
          .map((address) => {
            const [type = '', name = ''] = address.split('.');
            return [address, resource(config, type, name)];
          }),
      );
    expect(rest(withSibling)).toEqual(rest(shop));
  });

  test('one that serves has the logins, the contract and the runner', () => {
    const active = synth({ ...beside, active: given('lost') }).get('prod-aws-shop-recovery');
    expect(JSON.stringify(resource(active, 'aws_iam_policy', 'shop_shop_api').policy)).toContain(
      '${aws_db_instance.shop_at_lost.resource_id}/shop_api',
    );
    expect(resource(active, 'aws_lambda_function', 'shop_runner')).toMatchObject({
      environment: { variables: { KURA_INSTANCE: 'acme-prod-shop-at-lost' } },
    });
    expect(valueOf(active, 'recovery_coordinates')).toMatchObject({
      serving: 'acme-prod-shop-at-lost',
    });
  });
});

describe('where an instance restored in the primary region serves', () => {
  const sibling = shopOf({ restores: [restored('shop', 'before')], active: given('before') });
  const config = synth(sibling).get('prod-aws-shop-recovery');

  test('its backups are replicated too, and the original’s stay', () => {
    const type = 'aws_db_instance_automated_backups_replication';
    expect(resource(config, type, 'shop').source_db_instance_arn).toMatch(/:db:acme-prod-shop$/);
    expect(resource(config, type, 'shop_at_before').source_db_instance_arn).toMatch(
      /:db:acme-prod-shop-at-before$/,
    );
  });

  test('nothing here serves', () => {
    expect(Object.keys(config?.output ?? {})).toEqual(['recovery_coordinates']);
  });
});

test('one that retires is protected no more, and has all that it had', () => {
  const retiring = synth(
    replicated({ lifecycle: given('retiring'), active: given('recovery') }),
  ).get('prod-aws-order-recovery');
  expect(resource(retiring, 'aws_db_instance', 'order')).toMatchObject({
    deletion_protection: false,
    lifecycle: { prevent_destroy: false },
    final_snapshot_identifier: 'acme-prod-order-recovery-final',
  });
});

test('of one that is gone, the keys, the vault and the logs stay', () => {
  const retired = synth(
    ...AWS_RECOVERED.map((each): AwsInstance => ({ ...each, lifecycle: given('retired') })),
  );
  expect(addressesOf(retired.get('prod-aws-order-recovery'))).toEqual([
    'aws_cloudwatch_log_group.order_iam_db_auth_error',
    'aws_cloudwatch_log_group.order_postgresql',
    'aws_cloudwatch_log_group.order_runner',
    'aws_cloudwatch_log_group.order_upgrade',
    ...['iam_db_auth_error', 'postgresql', 'runner'].map(
      (log) => `aws_cloudwatch_log_subscription_filter.order_${log}`,
    ),
    'aws_kms_alias.order',
    'aws_kms_key.order',
  ]);
  expect(addressesOf(retired.get('prod-aws-vault-recovery'))).toEqual([
    'aws_backup_vault.vault',
    'aws_backup_vault_lock_configuration.vault',
    'aws_backup_vault_policy.vault',
    'aws_cloudwatch_log_group.vault_watch',
    'aws_kms_alias.vault',
    'aws_kms_key.vault',
  ]);
});

test('approved for the replica alone, its deletion protection is off and no other', () => {
  const approved = replicated({
    breakGlass: [
      {
        protection: 'deletion',
        of: 'recovery',
        reason: 'replaced',
        approver: 'cto',
        expires: '2026-12-01T15:00:00Z',
        place: 'services/order.yaml:9:5',
      },
    ],
  });
  const both = synth(approved);
  const protects = (stack: string): unknown =>
    resource(both.get(stack), 'aws_db_instance', 'order').deletion_protection;
  expect(protects('prod-aws-order-recovery')).toBe(false);
  expect(protects('prod-aws-order')).toBe(true);
});

test('ranges that are not of the network there are not admitted, nor groups of the other region', () => {
  const instance = replicated({
    settings: {
      clientCidrs: ['10.30.64.0/18', '10.99.0.0/16'],
      clientSecurityGroups: ['sg-0a1b2c3d4e5f60718'],
    },
  });
  const rules = addressesOf(synth(instance).get('prod-aws-order-recovery')).filter((each) =>
    each.startsWith('aws_vpc_security_group_ingress_rule'),
  );
  expect(rules).toEqual([
    'aws_vpc_security_group_ingress_rule.order_from_10_30_64_0_18',
    'aws_vpc_security_group_ingress_rule.order_from_clients',
  ]);
});

test('an environment without a landing zone for it is a fault that says so', () => {
  const { recovery: _, ...without } = PROD_RECOVERED;
  expect(() =>
    synthAll({ ...DEPLOYMENT, foundations: [without], instances: [replicated()] }),
  ).toThrow('prod-aws-order-recovery: its environment has nothing in the recovery region');
});

test('a replica that has served keeps its backups and its final snapshot when another serves again', () => {
  const back = replicated();
  const promoted = synth({
    ...back,
    recoveryHome: back.recoveryHome && { ...back.recoveryHome, promoted: true },
  });
  const { order } = promoted.get('prod-aws-order-recovery')?.resource.aws_db_instance ?? {};
  expect(order).toMatchObject({
    backup_retention_period: 35,
    skip_final_snapshot: false,
    final_snapshot_identifier: 'acme-prod-order-recovery-final',
  });
});

test('a snapshot of this region, as the vault here has them, is restored here, and its readers have its key', () => {
  const snapshot = 'arn:aws:rds:ap-northeast-3:333333333333:snapshot:awsbackup:copyjob-1234';
  const stacks = synthesized(
    deploymentOf(
      orderWith(`restoreFrom: { kept: { snapshot: '${snapshot}', readers: 1 } }\nactive: kept`),
    ),
  );
  const { aws_db_instance: databases } = stacks.get('prod-aws-order-recovery')?.resource ?? {};
  expect(databases?.order_at_kept).toMatchObject({ snapshot_identifier: snapshot });
  expect(databases?.order_at_kept_reader_1).toMatchObject({
    kms_key_id: '${aws_db_instance.order_at_kept.kms_key_id}',
  });
});
