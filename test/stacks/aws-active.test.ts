import type { AwsInstance } from '../../model/deployment/aws-deployment';
import {
  access,
  AWS_RECOVERED,
  PROD_RECOVERED,
  replicated,
  restored,
} from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { given, recoveredBy, service } from '../support/service';
import {
  addressesOf,
  policyOf,
  resource,
  synthAll,
  type Config,
  type Json,
} from '../support/synth';

const STACK = 'prod-aws-order';

function synthOrder(choice: Partial<AwsInstance> = {}): Config {
  const deployment = {
    ...DEPLOYMENT,
    foundations: [PROD_RECOVERED],
    instances: [replicated(choice)],
  };
  const config = synthAll(deployment, { only: (stack) => stack === STACK }).get(STACK);
  if (!config) throw new Error(`no ${STACK}`);
  return config;
}

const DRILL_FUNCTION = 'arn:aws:lambda:ap-northeast-1:333333333333:function:acme-prod-drill';
const NOON = restored('order', 'noon', undefined, { readers: 1 });
const plain = synthOrder();

const loginOf = (config: Config) =>
  policyOf(resource(config, 'aws_iam_policy', 'order_order_api')).Statement;
const environmentOf = (config: Config) =>
  resource(config, 'aws_lambda_function', 'order_runner').environment;
const order = (config: Config): unknown =>
  (
    JSON.parse(
      String(
        (
          resource(config, 'aws_scheduler_schedule', 'order_drill_restore_start')
            .target as Readonly<Record<string, unknown>>
        ).input,
      ),
    ) as { readonly drill: unknown }
  ).drill;

describe('an instance restored beside it', () => {
  const config = synthOrder({ restores: [NOON] });

  test('is another instance, with readers and logs of its own', () => {
    const added = addressesOf(config).filter((address) => !addressesOf(plain).includes(address));
    expect(added).toEqual([
      ...['iam_db_auth_error', 'postgresql', 'reader_1_iam_db_auth_error'].map(
        (log) => `aws_cloudwatch_log_group.order_at_noon_${log}`,
      ),
      ...['reader_1_postgresql', 'reader_1_upgrade', 'upgrade'].map(
        (log) => `aws_cloudwatch_log_group.order_at_noon_${log}`,
      ),
      ...[
        'iam_db_auth_error',
        'postgresql',
        'reader_1_iam_db_auth_error',
        'reader_1_postgresql',
      ].map((log) => `aws_cloudwatch_log_subscription_filter.order_at_noon_${log}`),
      'aws_db_instance.order_at_noon',
      'aws_db_instance.order_at_noon_reader_1',
    ]);
  });

  test('comes from the instant that is named, is closed like the original, and keeps no plan from the stack before it serves', () => {
    const original = resource(config, 'aws_db_instance', 'order');
    expect(resource(config, 'aws_db_instance', 'order_at_noon')).toMatchObject({
      identifier: 'acme-prod-order-at-noon',
      restore_to_point_in_time: {
        source_db_instance_identifier: 'acme-prod-order',
        restore_time: '2026-11-20T01:30:00Z',
      },
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-prod-order-at-noon-final',
      lifecycle: { prevent_destroy: false },
      ...Object.fromEntries(
        [
          ...['kms_key_id', 'db_subnet_group_name', 'parameter_group_name', 'publicly_accessible'],
          ...['vpc_security_group_ids', 'iam_database_authentication_enabled'],
        ].map((key) => [key, original[key]]),
      ),
    });
  });

  test('changes nothing of the original and of what is around it, but is on the dashboard too', () => {
    for (const [type, all] of Object.entries(plain.resource)) {
      if (type === 'aws_cloudwatch_dashboard') continue;
      for (const name of Object.keys(all)) {
        expect(resource(config, type, name)).toEqual(resource(plain, type, name));
      }
    }
  });

  test('comes from a snapshot too', () => {
    const snapshot = 'rds:acme-prod-order-2026-11-20-17-05';
    const from = restored('order', 'noon', { from: 'snapshot', snapshot });
    const { order_at_noon: made } = synthOrder({ restores: [from] }).resource.aws_db_instance ?? {};
    expect(made?.snapshot_identifier).toBe(snapshot);
    expect(made).not.toHaveProperty('restore_to_point_in_time');
  });

  test('is not here where it comes from replicated backups', () => {
    const there = restored('order', 'noon', {
      from: 'replicated-backup',
      time: null,
      of: 'primary',
      backups: null,
    });
    expect(addressesOf(synthOrder({ restores: [there] }))).toEqual(addressesOf(plain));
  });

  test('loses its protection by an approval of its own, and the original by another', () => {
    const off = restored('order', 'noon', undefined, { deletionProtection: given(false) });
    const unprotected = synthOrder({ restores: [off] });
    expect(resource(unprotected, 'aws_db_instance', 'order_at_noon')).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
      skip_final_snapshot: false,
    });
    expect(resource(unprotected, 'aws_db_instance', 'order').deletion_protection).toBe(true);
  });
});

describe('where a restored instance serves', () => {
  const config = synthOrder({ restores: [NOON], active: given('noon') });
  const databases = ['order_at_noon', 'order_at_noon_reader_1'];

  test('applications are sent to it and its readers, and let in by the same group', () => {
    expect(config.output?.contract_order?.value).toMatchObject({
      writer: {
        instance: 'acme-prod-order-at-noon',
        host: '${aws_db_instance.order_at_noon.address}',
      },
      readers: [
        {
          instance: 'acme-prod-order-at-noon-reader-1',
          host: '${aws_db_instance.order_at_noon_reader_1.address}',
        },
      ],
      client: { securityGroup: '${aws_security_group.order_clients.id}' },
    });
  });

  test('logins are of it alone', () => {
    expect(loginOf(config)).toMatchObject([
      {
        Effect: 'Allow',
        Resource: databases.map(
          (name) =>
            `arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:\${aws_db_instance.${name}.resource_id}/order_api`,
        ),
      },
    ]);
  });

  test('the runner works in it, and rehearses its restore', () => {
    expect(environmentOf(config)).toMatchObject({
      variables: {
        KURA_HOST: '${aws_db_instance.order_at_noon.address}',
        KURA_INSTANCE: 'acme-prod-order-at-noon',
      },
    });
    const { triggers } = resource(config, 'aws_lambda_invocation', 'order_runner');
    expect(triggers).toMatchObject({ database: '${aws_db_instance.order_at_noon.resource_id}' });
    expect(order(config)).toMatchObject({
      source: 'acme-prod-order-at-noon',
      target: 'acme-prod-order-at-noon-drill',
    });
  });

  test('the vault keeps its snapshots, and no longer the original’s', () => {
    const tagsOf = (each: Config, name: string) =>
      resource(each, 'aws_db_instance', name).tags ?? null;
    const tag = { 'kura-vault': 'acme-prod' };
    expect([tagsOf(plain, 'order'), tagsOf(plain, 'order_reader_1')]).toEqual([tag, null]);
    expect([tagsOf(config, 'order'), tagsOf(config, 'order_at_noon')]).toEqual([null, tag]);
  });

  test('no address of before is gone', () => {
    expect(addressesOf(config)).toEqual(expect.arrayContaining([...addressesOf(plain)]));
  });
});

describe('where the recovery region serves', () => {
  const config = synthOrder({ active: given('recovery') });

  test('nobody logs in here, by IAM or by password', () => {
    expect(loginOf(config)).toEqual([
      {
        Effect: 'Deny',
        Action: 'rds-db:connect',
        Resource: ['order', 'order_reader_1'].map(
          (name) =>
            `arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:\${aws_db_instance.${name}.resource_id}/order_api`,
        ),
      },
    ]);
    expect(config.resource).not.toHaveProperty('aws_vpc_security_group_ingress_rule');
  });

  test('what is said of how to connect is said there', () => {
    expect(Object.keys(config.output ?? {})).toEqual(['restore_coordinates']);
  });

  test('nothing that holds data, a key, a secret or evidence goes', () => {
    const holding =
      /^aws_(?:cloudwatch_log_group|db_instance|db_parameter_group|kms_\w+|secretsmanager_\w+|security_group|iam_policy)\./;
    const held = (each: Config) => addressesOf(each).filter((address) => holding.test(address));
    expect(held(config)).toEqual(held(plain));
    for (const name of ['order', 'order_reader_1']) {
      expect(resource(config, 'aws_db_instance', name)).toEqual(
        resource(plain, 'aws_db_instance', name),
      );
    }
  });

  test('the runner is gone but for its log, nothing is rehearsed, and nobody misses it', () => {
    const gone = addressesOf(plain).filter((address) => !addressesOf(config).includes(address));
    expect(gone).toEqual([
      'aws_cloudwatch_log_metric_filter.order_access_drift',
      'aws_cloudwatch_metric_alarm.order_drill_restore_failed',
      'aws_cloudwatch_metric_alarm.order_drill_restore_slow',
      'aws_cloudwatch_metric_alarm.order_runner_failed',
      'aws_cloudwatch_metric_alarm.order_runner_missed',
      'aws_iam_role.order_runner',
      'aws_iam_role.order_schedule',
      'aws_iam_role_policy.order_runner',
      'aws_iam_role_policy.order_schedule',
      'aws_lambda_function.order_runner',
      'aws_lambda_function_event_invoke_config.order_runner',
      'aws_lambda_invocation.order_runner',
      'aws_scheduler_schedule.order_drill_restore_continue',
      'aws_scheduler_schedule.order_drill_restore_end',
      'aws_scheduler_schedule.order_drill_restore_start',
      'aws_scheduler_schedule.order_runner',
      'aws_vpc_security_group_ingress_rule.order_from_clients',
    ]);
  });
});

describe('what is rehearsed here', () => {
  test('is the restore to a point in time, by what rehearses in the network, which alone reaches the copy', () => {
    expect(order(plain)).toMatchObject({
      stack: 'prod-aws-foundation',
      mechanism: 'point-in-time-recovery',
      instance: 'acme-prod-order',
      source: 'acme-prod-order',
      target: 'acme-prod-order-drill',
      copy: {
        subnetGroup: 'acme-prod',
        parameterGroup: '${aws_db_parameter_group.order.name}',
        securityGroups: ['${data.aws_security_group.shared_drill_databases.id}'],
      },
    });
    expect(plain.data?.aws_security_group).toMatchObject({
      shared_drill_databases: { name: 'acme-prod-drill-databases' },
    });
    expect(resource(plain, 'aws_scheduler_schedule', 'order_drill_restore_start').target).toEqual(
      expect.objectContaining({ arn: DRILL_FUNCTION }),
    );
  });

  test('is nothing that its runner may do: it goes to its own database, and to no copy', () => {
    const { policy } = resource(plain, 'aws_iam_role_policy', 'order_runner');
    expect(policy).not.toContain('dbuser:*');
    expect(policy).not.toMatch(/rds:(?:Create|Delete|Promote|Restore)/);
    const { policy: starting } = resource(plain, 'aws_iam_role_policy', 'order_schedule');
    const [start] = (JSON.parse(String(starting)) as { readonly Statement: readonly Json[] })
      .Statement;
    expect(start?.Resource).toEqual([
      'arn:aws:lambda:ap-northeast-1:333333333333:function:acme-prod-order-runner',
      DRILL_FUNCTION,
    ]);
  });

  test('is called by schedules whose input the key lets the role read', () => {
    const key = policyOf(resource(plain, 'aws_kms_key', 'order')).Statement.find(
      ({ Sid }) => Sid === 'ReadSchedules',
    );
    const named = Object.values(plain.resource.aws_scheduler_schedule ?? {}).map(
      ({ group_name: group, name }) =>
        `arn:aws:scheduler:ap-northeast-1:333333333333:schedule/${String(group)}/${String(name)}`,
    );
    expect(named).toHaveLength(4);
    for (const arn of named) expect(JSON.stringify(key?.Condition)).toContain(`"${arn}"`);
    const role = resource(plain, 'aws_iam_role_policy', 'order_schedule');
    for (const arn of named) expect(role.policy).toContain(`"${arn}"`);
  });

  test('is nothing where every bound is the vendor’s', () => {
    const none = synthOrder({ recovery: recoveredBy(['point-in-time-recovery']) });
    expect(Object.keys(none.resource.aws_scheduler_schedule ?? {})).toEqual(['order_runner']);
  });
});

describe('an instance that retires', () => {
  const breakGlass = [
    {
      protection: 'deletion',
      reason: 'the service ends',
      approver: 'mika',
      expires: '2026-12-01T15:00:00Z',
      place: 'test',
    },
  ] as const;
  const leaving = (lifecycle: 'retiring' | 'retired') =>
    synthOrder({ lifecycle: given(lifecycle), breakGlass, restores: [NOON] });

  test('is as it was, without protections, and with its final snapshot named', () => {
    const config = leaving('retiring');
    expect(addressesOf(config)).toEqual(addressesOf(synthOrder({ restores: [NOON] })));
    for (const database of Object.values(config.resource.aws_db_instance ?? {})) {
      expect(database.delete_automated_backups).toBe(false);
      if (database.identifier === 'acme-prod-order') continue;
      expect(database.deletion_protection).toBe(false);
    }
    expect(resource(config, 'aws_db_instance', 'order')).toMatchObject({
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-prod-order-final',
    });
  });

  test('leaves its key and its logs, and where its backups are', () => {
    const config = leaving('retired');
    expect([...new Set(addressesOf(config).map((address) => address.split('.')[0]))]).toEqual([
      'aws_cloudwatch_log_group',
      'aws_cloudwatch_log_subscription_filter',
      'aws_kms_alias',
      'aws_kms_key',
    ]);
    const logs = (each: Config) => each.resource.aws_cloudwatch_log_group ?? {};
    const names = (each: Config) => Object.keys(logs(each)).sort();
    expect(names(config)).toEqual(names(leaving('retiring')));
    for (const name of names(config)) {
      expect(resource(config, 'aws_cloudwatch_log_group', name)).toEqual(
        resource(leaving('retiring'), 'aws_cloudwatch_log_group', name),
      );
    }
    expect(resource(config, 'aws_kms_key', 'order').lifecycle).toEqual({ prevent_destroy: true });
    expect(config.output).toEqual({
      restore_coordinates: {
        description: 'What a restore of the instance names',
        value: {
          identifier: 'acme-prod-order',
          arn: 'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-order',
          finalSnapshot: 'acme-prod-order-final',
          region: 'ap-northeast-1',
          key: '${aws_kms_key.order.arn}',
        },
      },
    });
  });
});

test('readers lose their protection by an approval of theirs, and the primary keeps its own', () => {
  const entry = { protection: 'deletion', reason: 'fewer readers', approver: 'mika' } as const;
  const breakGlass = [{ ...entry, of: 'readers', expires: '2026-12-01T15:00:00Z', place: 'test' }];
  const config = synthOrder({ breakGlass });
  expect(resource(config, 'aws_db_instance', 'order_reader_1').deletion_protection).toBe(false);
  expect(resource(config, 'aws_db_instance', 'order').deletion_protection).toBe(true);
});

test('an operator of the serving instance finds that one', () => {
  const services = [service('order', [access('dba', { role: 'operator' })])];
  const deployment = {
    ...DEPLOYMENT,
    foundations: [{ ...PROD_RECOVERED, operators: true }],
    instances: [replicated({ services, restores: [NOON], active: given('noon') })],
  };
  const config = synthAll(deployment, { only: (stack) => stack === STACK }).get(STACK);
  expect(resource(config, 'aws_iam_policy', 'order_dba').policy).toContain(
    ':db:acme-prod-order-at-noon"',
  );
});

describe('an isolated instance with a vault of its own', () => {
  const id = 'prod-aws-vault';
  const [isolated] = AWS_RECOVERED.filter(({ ownVault }) => ownVault);
  const synthIt = (rest: Partial<AwsInstance> = {}): Config | undefined => {
    const instances = isolated ? [{ ...isolated, ...rest }] : [];
    const deployment = { ...DEPLOYMENT, foundations: [PROD_RECOVERED], instances };
    return synthAll(deployment, { only: (stack) => stack === id }).get(id);
  };
  const config = synthIt();

  test('has it in its stack, where its tag says', () => {
    expect(resource(config, 'aws_backup_vault', 'vault').name).toBe('acme-prod-vault');
    expect(resource(config, 'aws_db_instance', 'vault').tags).toEqual({
      'kura-vault': 'acme-prod-vault',
    });
    expect(resource(config, 'aws_kms_key', 'vault').policy).toContain(
      '"backup.ap-northeast-1.amazonaws.com"',
    );
  });

  test('leaves it with what is heard of it', () => {
    const left = addressesOf(synthIt({ lifecycle: given('retired') }));
    // Of databases that are gone there are no events, and nothing more to count.
    const kept = addressesOf(config).filter(
      (address) =>
        /^aws_(?:backup|kms|sns|cloudwatch_event|cloudwatch_log_group)/.test(address) &&
        !address.includes('vault_events_'),
    );
    expect(left).toEqual(expect.arrayContaining([...kept]));
    expect(
      left.filter((address) => /^aws_(?:db|vpc|lambda|scheduler|security)/.test(address)),
    ).toEqual([]);
  });
});
