import { AWS_RECOVERED, PROD_RECOVERED } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { given } from '../support/service';
import { addressesOf, policyOf, resource, synthAll, type Config } from '../support/synth';
import { strangersOf } from '../support/recovery-region';

const STACK = 'prod-aws-recovery';
const PRIMARY = 'ap-northeast-1';

const synthOf = (foundation = PROD_RECOVERED): ReadonlyMap<string, Config> =>
  synthAll({ ...DEPLOYMENT, foundations: [foundation], instances: [] });

const stacks = synthOf();
const config = stacks.get(STACK);

test('its provider and state are the recovery region’s, and nothing of the primary’s is asked', () => {
  expect(config?.provider.aws).toMatchObject([
    { region: 'ap-northeast-3', allowed_account_ids: ['333333333333'] },
  ]);
  expect(config?.terraform.backend).toMatchObject({
    s3: { bucket: 'acme-kura-state-prod-recovery', region: 'ap-northeast-3' },
  });
  expect(strangersOf(config, PRIMARY)).toEqual([]);
});

test('an environment of which nothing is there has no such stack', () => {
  const { recovery: _, vault: __, ...rest } = PROD_RECOVERED;
  expect([...synthOf(rest).keys()]).not.toContain('prod-aws-recovery');
});

test('it is a landing zone: a network, ways in, roles, a topic, and the vault of copies', () => {
  expect(addressesOf(config)).toEqual(
    expect.arrayContaining([
      'aws_backup_restore_testing_plan.shared_restore_test',
      'aws_backup_vault.shared',
      'aws_backup_vault_lock_configuration.shared',
      'aws_backup_vault_policy.shared',
      'aws_db_subnet_group.shared',
      'aws_iam_role.shared_rds_monitoring',
      'aws_iam_role.shared_restores',
      'aws_kms_key.shared',
      'aws_lambda_function.shared_drill',
      'aws_scheduler_schedule_group.shared_runners',
      'aws_security_group.shared_runner',
      'aws_security_group.shared_runner_databases',
      'aws_sns_topic.shared_critical',
      'aws_sns_topic.shared_warning',
      'aws_vpc.shared',
    ]),
  );
});

test('its names begin with those of the recovery, so that no role of the account has another’s', () => {
  const names = Object.values(config?.resource ?? {}).flatMap((named) =>
    Object.values(named).flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
  );
  expect(
    names.filter(
      (name) =>
        !/^(?:alias\/|\/aws\/(?:lambda|vpc)\/)?acme[_-]prod[_-]recovery/.test(name) &&
        // Of policies, inside a role, and of subscriptions, inside a log group.
        !/^(?:run|start-runner|write-flow-logs|audit)$/.test(name),
    ),
  ).toEqual([]);
});

test('copies are encrypted with the key of their region, which the vault’s services may use', () => {
  expect(resource(config, 'aws_backup_vault', 'shared')).toMatchObject({
    name: 'acme-prod-recovery',
    kms_key_arn: '${aws_kms_key.shared.arn}',
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  const { Statement } = policyOf(resource(config, 'aws_kms_key', 'shared'));
  const services = ['backup', 'rds'].map((service) => `${service}.ap-northeast-3.amazonaws.com`);
  expect(Statement.find(({ Sid }) => Sid === 'GrantToServices')).toMatchObject({
    Condition: { StringEquals: { 'kms:ViaService': expect.arrayContaining(services) as unknown } },
  });
});

test('the copies of the vault are tested every month at one time, with the role of the restores', () => {
  const plan = resource(config, 'aws_backup_restore_testing_plan', 'shared_restore_test');
  expect(plan.name).toBe('acme_prod_recovery');
  // The snapshots begin at 21:00.
  expect(plan.schedule_expression).toMatch(/^cron\(0 9 \d{1,2} \* \? \*\)$/);
  expect(plan.recovery_point_selection).toMatchObject([
    {
      include_vaults: [
        'arn:aws:backup:ap-northeast-3:333333333333:backup-vault:acme-prod-recovery',
      ],
    },
  ]);
  expect(
    resource(config, 'aws_backup_restore_testing_selection', 'shared_restore_test'),
  ).toMatchObject({
    protected_resource_arns: ['*'],
    iam_role_arn: '${aws_iam_role.shared_restores.arn}',
    restore_metadata_overrides: {
      dbSubnetGroupName: expect.stringContaining('aws_db_subnet_group.shared') as unknown,
      publiclyAccessible: 'false',
    },
  });
});

test('an existing network there gets groups and a subnet group, and no network', () => {
  const network = given({
    kind: 'existing',
    cidr: '10.60.0.0/16',
    vpc: 'vpc-0a1b2c3d4e5f60799',
    subnets: ['subnet-0a1b2c3d4e5f60791', 'subnet-0a1b2c3d4e5f60792'],
    apis: ['10.60.0.0/16'],
  } as const);
  const { recovery } = PROD_RECOVERED;
  if (!recovery) throw new Error('no recovery');
  const there = synthOf({ ...PROD_RECOVERED, recovery: { ...recovery, network } }).get(STACK);
  expect(addressesOf(there)).not.toContain('aws_vpc.shared');
  expect(resource(there, 'aws_db_subnet_group', 'shared')).toMatchObject({
    name: 'acme-prod-recovery',
    subnet_ids: ['subnet-0a1b2c3d4e5f60791', 'subnet-0a1b2c3d4e5f60792'],
  });
});

test('without copies in a vault there is neither vault nor role to restore from it', () => {
  const { vault: _, ...rest } = PROD_RECOVERED;
  const addresses = addressesOf(synthOf(rest).get(STACK)).join(' ');
  expect(addresses).not.toContain('aws_backup');
  expect(addresses).not.toContain('restores');
});

describe('the foundation of the primary region', () => {
  const foundation = stacks.get('prod-aws-foundation');

  test('keeps a snapshot a day of what bears its tag, and copies it over', () => {
    expect(resource(foundation, 'aws_backup_plan', 'shared_copies')).toMatchObject({
      name: 'acme-prod-copies',
      rule: [
        {
          schedule: 'cron(0 21 * * ? *)',
          schedule_expression_timezone: 'UTC',
          enable_continuous_backup: false,
          lifecycle: { delete_after: 35 },
          copy_action: [
            {
              destination_vault_arn:
                'arn:aws:backup:ap-northeast-3:333333333333:backup-vault:acme-prod-recovery',
              lifecycle: { delete_after: 35 },
            },
          ],
        },
      ],
    });
    expect(resource(foundation, 'aws_backup_selection', 'shared_copies')).toMatchObject({
      resources: ['arn:aws:rds:ap-northeast-1:333333333333:db:*'],
      condition: [{ string_equals: [{ key: 'aws:ResourceTag/kura-vault', value: 'acme-prod' }] }],
    });
  });

  test('says what failed, of its own databases', () => {
    const { event_pattern: pattern } = resource(foundation, 'aws_cloudwatch_event_rule', 'shared');
    expect(JSON.parse(String(pattern))).toEqual({
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
      detail: {
        state: ['ABORTED', 'EXPIRED', 'FAILED'],
        resourceArn: [{ prefix: 'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-' }],
      },
    });
    expect(resource(foundation, 'aws_cloudwatch_event_target', 'shared')).toMatchObject({
      arn: '${aws_sns_topic.shared_critical.arn}',
    });
  });
});

test('no plan destroys a key of the recovery region, with which every copy there is read', () => {
  const recovered = { ...DEPLOYMENT, foundations: [PROD_RECOVERED], instances: AWS_RECOVERED };
  const keys = [...synthAll(recovered)]
    .filter(([stack]) => stack.endsWith('-recovery'))
    .flatMap(([, { resource: resources }]) => Object.values(resources.aws_kms_key ?? {}));
  expect(keys.length).toBeGreaterThan(2);
  for (const key of keys) expect(key.lifecycle).toMatchObject({ prevent_destroy: true });
});
