import type { AwsInstance } from '../../model/deployment/aws-deployment';
import type { Access } from '../../model/deployment/facts';
import { access, AWS_INSTANCES, DEV, instance, PROD } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { resource, synthAll, type Config } from '../support/synth';

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll({ ...DEPLOYMENT, foundations: [DEV, PROD], instances: AWS_INSTANCES });
});

const stack = (id: string) => stacks.get(id);

/** One of the instances, whose first service lets more in. */
function withAccess(id: string, more: readonly Access[]): AwsInstance {
  const found = AWS_INSTANCES.find((each) => each.id === id);
  if (!found) throw new Error(`no ${id}`);
  const [first, ...services] = found.services;
  if (!first) throw new Error(`${id} has no service`);
  return { ...found, services: [{ ...first, access: [...first.access, ...more] }, ...services] };
}

test('it joins the group that lets the environment’s runners in, found by its name', () => {
  const config = stack('prod-aws-core-db');
  expect(config?.data?.aws_security_group).toMatchObject({
    shared_runners: { name: 'acme-prod-runner' },
    shared_runner_databases: {
      name: 'acme-prod-runner-databases',
      vpc_id: '${data.aws_db_subnet_group.shared.vpc_id}',
    },
  });
  for (const [name, database] of Object.entries(config?.resource.aws_db_instance ?? {})) {
    expect([name, database.vpc_security_group_ids]).toEqual([
      name,
      ['${aws_security_group.core_db.id}', '${data.aws_security_group.shared_runner_databases.id}'],
    ]);
  }
  const made = stacks.get('prod-aws-foundation')?.resource.aws_security_group ?? {};
  expect(Object.values(made).map(({ name }) => name)).toEqual([
    'acme-prod-endpoints',
    // There without an operator too: a group that databases are in can never be deleted.
    'acme-prod-jump',
    'acme-prod-jump-databases',
    'acme-prod-runner',
    'acme-prod-runner-databases',
  ]);
});

test('its runner is given what is declared, first by Terraform and then every day after the backup', () => {
  const config = stack('prod-aws-core-db');
  const run = resource(config, 'aws_lambda_invocation', 'core_db_runner');
  const schedule = resource(config, 'aws_scheduler_schedule', 'core_db_runner');
  expect(JSON.parse(run.input as string)).toMatchObject({
    format: 1,
    stack: 'prod-aws-core-db',
    platform: 'rds',
    admin: { login: 'kura_admin' },
  });
  expect((schedule.target as Readonly<Record<string, unknown>>).input).toBe(run.input);
  // The window ends at 18:00, and each instance has a minute of its own in the hour after.
  expect(schedule.schedule_expression).toMatch(/^cron\(\d{1,2} 18 \* \* \? \*\)$/);
  const mysql = resource(stack('prod-aws-catalog'), 'aws_iam_role_policy', 'catalog_runner');
  expect(mysql.policy).toContain(':dbuser:${aws_db_instance.catalog.resource_id}/kura_runner"');
});

test('its first run waits for the readers, and for who may read what it writes', () => {
  const run = resource(stack('prod-aws-core-db'), 'aws_lambda_invocation', 'core_db_runner');
  expect(run.depends_on).toEqual([
    'aws_iam_role_policy.core_db_runner',
    'aws_db_instance.core_db_reader_1',
    'aws_db_instance.core_db_reader_2',
    'aws_secretsmanager_secret_policy.core_db_order_batch',
  ]);
});

test('an isolated instance’s schedule waits for its own group', () => {
  const schedule = resource(stack('prod-aws-payment'), 'aws_scheduler_schedule', 'payment_runner');
  expect(schedule.depends_on).toContain('aws_scheduler_schedule_group.payment_runners');
});

test('an isolated instance has an endpoint of Secrets Manager only where a login has a password', () => {
  const secret = 'acme-prod/payment/batch';
  const batch = access('batch', { via: 'secret', secret, attach: false });
  const endpoints = (more: readonly Access[]): readonly string[] => {
    const instances = [withAccess('payment', more)];
    const made = synthAll({ ...DEPLOYMENT, foundations: [PROD], instances });
    return Object.keys(made.get('prod-aws-payment')?.resource.aws_vpc_endpoint ?? {});
  };
  expect(endpoints([])).toEqual(['payment_rds']);
  expect(endpoints([batch])).toEqual(['payment_rds', 'payment_secretsmanager']);
});

test('its runner may write its own secrets', () => {
  const { policy } = resource(stack('prod-aws-core-db'), 'aws_iam_role_policy', 'core_db_runner');
  expect(policy).toContain('"${aws_secretsmanager_secret.core_db_order_batch.arn}"');
});

describe('an operator', () => {
  const until = '2026-12-31T15:00:00Z';
  const operated = (id: string) => withAccess(id, [access('dba', { role: 'operator', until })]);
  const operatedStacks = synthAll({
    ...DEPLOYMENT,
    foundations: [{ ...PROD, operators: true }],
    instances: ['core-db', 'catalog', 'payment'].map((id) =>
      id === 'catalog' ? instance('catalog', { engine: 'mysql' }) : operated(id),
    ),
  });

  test('comes through the environment’s host, to databases that have one', () => {
    const foundation = operatedStacks.get('prod-aws-foundation');
    expect(resource(foundation, 'aws_instance', 'shared_jump').subnet_id).toBe(
      '${aws_subnet.shared_a.id}',
    );
    expect(Object.keys(foundation?.resource.aws_vpc_endpoint ?? {})).toEqual([
      'shared_rds',
      'shared_secretsmanager',
      'shared_ssm',
      'shared_ssmmessages',
    ]);
    const groupsOf = (stackName: string, name: string) =>
      resource(operatedStacks.get(stackName), 'aws_db_instance', name).vpc_security_group_ids;
    expect(groupsOf('prod-aws-core-db', 'core_db')).toContain(
      '${data.aws_security_group.shared_jump_databases.id}',
    );
    expect(JSON.stringify(groupsOf('prod-aws-catalog', 'catalog'))).not.toContain('jump');
  });

  test('who leaves takes the host along, and no group that a database may still be in', () => {
    const groupsOf = (config: Config | undefined) =>
      Object.keys(config?.resource.aws_security_group ?? {});
    for (const id of ['prod-aws-foundation', 'prod-aws-payment']) {
      expect(groupsOf(stack(id))).toEqual(groupsOf(operatedStacks.get(id)));
      expect(stack(id)?.resource).not.toHaveProperty('aws_instance');
      expect(stack(id)?.resource.aws_vpc_endpoint).not.toHaveProperty('shared_ssm');
    }
  });

  test('comes through a host of its own where the instance is isolated', () => {
    const config = operatedStacks.get('prod-aws-payment');
    expect(resource(config, 'aws_instance', 'payment_jump').tags).toEqual({
      Name: 'acme-prod-payment-jump',
    });
    expect(resource(config, 'aws_db_instance', 'payment').vpc_security_group_ids).toContain(
      '${aws_security_group.payment_jump_databases.id}',
    );
    expect(resource(config, 'aws_iam_policy', 'payment_dba').policy).toContain(
      '"ssm:resourceTag/Name":"acme-prod-payment-jump"',
    );
  });
});
