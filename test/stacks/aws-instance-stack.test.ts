import { monitoringRoleName } from '../../constructs/aws/monitoring-role';
import { AWS_INSTANCES, DEV, PROD } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { policyOf, resource, synthAll, type Config } from '../support/synth';

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll({ ...DEPLOYMENT, foundations: [DEV, PROD], instances: AWS_INSTANCES });
});

const stack = (id: string) => stacks.get(id);
const contract = (id: string, name: string) => stack(id)?.output?.[`contract_${name}`]?.value;

test('an instance finds its environment’s network by the name of the subnet group', () => {
  const config = stack('prod-aws-core-db');
  expect(config?.data).toMatchObject({ aws_db_subnet_group: { shared: { name: 'acme-prod' } } });
  expect(resource(config, 'aws_lambda_function', 'core_db_runner').vpc_config).toEqual({
    subnet_ids: '${tolist(data.aws_db_subnet_group.shared.subnet_ids)}',
    security_group_ids: ['${data.aws_security_group.shared_runners.id}'],
  });
  expect(resource(config, 'aws_security_group', 'core_db').vpc_id).toBe(
    '${data.aws_db_subnet_group.shared.vpc_id}',
  );
  expect(resource(config, 'aws_db_instance', 'core_db').db_subnet_group_name).toBe('acme-prod');
});

test('in an existing network it reads no subnets: the estate names them and the VPC', () => {
  const config = stack('dev-aws-shared-postgres');
  expect(Object.keys(config?.data ?? {})).toEqual(['aws_security_group']);
  expect(resource(config, 'aws_lambda_function', 'shared_postgres_runner').vpc_config).toEqual({
    subnet_ids: ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'],
    security_group_ids: ['${data.aws_security_group.shared_runners.id}'],
  });
  expect(resource(config, 'aws_security_group', 'shared_postgres').vpc_id).toBe(
    'vpc-0a1b2c3d4e5f60718',
  );
});

test('it monitors with the environment’s role, which the foundation makes', () => {
  const database = resource(stack('prod-aws-core-db'), 'aws_db_instance', 'core_db');
  const role = resource(stack('prod-aws-foundation'), 'aws_iam_role', 'shared_rds_monitoring');
  expect(role.name).toBe(monitoringRoleName('acme-prod'));
  expect(database.monitoring_role_arn).toBe(
    'arn:aws:iam::333333333333:role/acme-prod-rds-monitoring',
  );
});

test('an isolated instance has its own network, key, role and account', () => {
  const config = stack('prod-aws-payment');
  expect(config?.data).toBeUndefined();
  expect(config?.provider.aws?.[0]).toMatchObject({ allowed_account_ids: ['444444444444'] });
  expect(Object.keys(config?.resource.aws_sns_topic ?? {})).toEqual([
    'payment_critical',
    'payment_warning',
  ]);
  expect(resource(config, 'aws_lambda_invocation', 'payment_runner').depends_on).toEqual(
    expect.arrayContaining([
      'aws_vpc_endpoint.payment_rds',
      'aws_vpc_security_group_egress_rule.payment_runner_5432',
      'aws_vpc_security_group_ingress_rule.payment_runner_5432',
    ]),
  );
  expect(resource(config, 'aws_vpc', 'payment').cidr_block).toBe('10.40.0.0/20');
  expect(resource(config, 'aws_cloudwatch_log_group', 'payment_flow_logs').kms_key_id).toBe(
    '${aws_kms_key.payment.arn}',
  );
  const database = resource(config, 'aws_db_instance', 'payment');
  expect(database).toMatchObject({
    db_subnet_group_name: '${aws_db_subnet_group.payment.name}',
    monitoring_role_arn: '${aws_iam_role.payment_rds_monitoring.arn}',
  });
  expect(database.depends_on).toContain('aws_iam_role_policy_attachment.payment_rds_monitoring');
});

test('an isolated instance in an existing network makes no network', () => {
  const config = stack('prod-aws-ledger');
  expect(config?.resource).not.toHaveProperty('aws_vpc');
  expect(config?.resource).not.toHaveProperty('aws_flow_log');
  expect(resource(config, 'aws_db_subnet_group', 'ledger').name).toBe('acme-prod-ledger');
});

test('the key encrypts the log groups of the stack and no others', () => {
  for (const [name, config] of stacks) {
    for (const key of Object.values(config.resource.aws_kms_key ?? {})) {
      const allowed = policyOf(key).Statement.find(({ Sid }) => Sid === 'EncryptLogs');
      const stores = [DEV, PROD].map(({ audit }) => audit.primary);
      const owner = [DEV, PROD, ...stores, ...AWS_INSTANCES].find((each) => each.stack === name);
      if (!owner) throw new Error(`nobody knows where ${name} is`);
      const { account, region } = owner.target;
      const groups = Object.values(config.resource.aws_cloudwatch_log_group ?? {}).map(
        (group) => `arn:aws:logs:${region}:${account}:log-group:${group.name as string}`,
      );
      const condition = allowed?.Condition as Record<string, Record<string, string[]>> | undefined;
      const arns = condition?.ArnEquals?.['kms:EncryptionContext:aws:logs:arn'] ?? [];
      // Those of instances restored beside it are named before there are any.
      const [restored, others] = [true, false].map((wanted) =>
        arns.filter((arn) => arn.includes('-at-*/') === wanted),
      );
      expect(others?.sort()).toEqual(groups.sort());
      const [database] = Object.values(config.resource.aws_db_instance ?? {});
      const exported = (database?.enabled_cloudwatch_logs_exports ?? []) as readonly string[];
      expect(restored).toHaveLength(exported.length);
    }
  }
});

test('a login that several services share is one policy, or one secret', () => {
  const config = stack('prod-aws-core-db');
  expect(Object.keys(config?.resource.aws_iam_policy ?? {}).sort()).toEqual([
    'core_db_order_api',
    'core_db_report',
  ]);
  expect(Object.keys(config?.resource.aws_secretsmanager_secret ?? {})).toEqual([
    'core_db_order_batch',
  ]);
});

test('a login policy names the primary and every reader by its own id, and no wildcard', () => {
  const policy = resource(stack('prod-aws-core-db'), 'aws_iam_policy', 'core_db_order_api');
  const [{ Resource } = { Resource: [] }] = policyOf(policy).Statement;
  const databases = ['core_db', 'core_db_reader_1', 'core_db_reader_2'];
  expect(Resource).toEqual(
    databases.map(
      (name) =>
        `arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:\${aws_db_instance.${name}.resource_id}/order_api`,
    ),
  );
  for (const [, config] of stacks) {
    for (const { policy: text } of Object.values(config.resource.aws_iam_policy ?? {})) {
      expect(text).not.toContain('*');
    }
  }
});

test('it is attached only where the estate lets it be', () => {
  const attachments = stack('prod-aws-core-db')?.resource.aws_iam_role_policy_attachment ?? {};
  expect(Object.values(attachments).map(({ role }) => role)).toEqual(['order-api']);
});

test('an application finds all it needs in one output, and no secret', () => {
  expect(contract('prod-aws-core-db', 'user_profile')).toEqual({
    service: 'user-profile',
    database: 'user-profile_service_db',
    engine: 'postgres',
    writer: {
      instance: 'acme-prod-core-db',
      host: '${aws_db_instance.core_db.address}',
      port: 5432,
    },
    readers: [
      {
        instance: 'acme-prod-core-db-reader-1',
        host: '${aws_db_instance.core_db_reader_1.address}',
        port: 5432,
      },
      {
        instance: 'acme-prod-core-db-reader-2',
        host: '${aws_db_instance.core_db_reader_2.address}',
        port: 5432,
      },
    ],
    tls: {
      mode: 'verify-full',
      ca: 'rds-ca-rsa2048-g1',
      bundle: 'https://truststore.pki.rds.amazonaws.com/ap-northeast-1/ap-northeast-1-bundle.pem',
    },
    client: { securityGroup: '${aws_security_group.core_db_clients.id}' },
    pool: { max: 10, min: 2, acquire: 30_000, idle: 10_000, instances: 4 },
    logins: [
      {
        identity: 'arn:aws:iam::333333333333:role/order-api',
        role: 'reader',
        user: 'order_api',
        via: 'iam',
        policy: '${aws_iam_policy.core_db_order_api.arn}',
      },
      {
        identity: 'arn:aws:iam::333333333333:role/order-batch',
        role: 'reader',
        user: 'order_batch',
        via: 'secret',
        secret: '${aws_secretsmanager_secret.core_db_order_batch.arn}',
      },
    ],
  });
  expect(contract('prod-aws-catalog', 'catalog')).toMatchObject({
    engine: 'mysql',
    writer: { port: 3306 },
  });
});

test('a restore finds the instance, its key and where to stand in one output', () => {
  expect(stack('prod-aws-core-db')?.output?.restore_coordinates?.value).toEqual({
    identifier: 'acme-prod-core-db',
    arn: '${aws_db_instance.core_db.arn}',
    resourceId: '${aws_db_instance.core_db.resource_id}',
    region: 'ap-northeast-1',
    key: '${aws_kms_key.core_db.arn}',
    subnetGroup: 'acme-prod',
    parameterGroup: '${aws_db_parameter_group.core_db.name}',
    securityGroups: [
      '${aws_security_group.core_db.id}',
      '${data.aws_security_group.shared_runner_databases.id}',
    ],
    restored: [],
  });
});

test('every database of an environment but a replica leaves a final snapshot and its backups', () => {
  for (const [, config] of stacks) {
    for (const database of Object.values(config.resource.aws_db_instance ?? {})) {
      expect(database.delete_automated_backups).toBe(false);
      // RDS takes no final snapshot of a replica, whose data its primary has.
      if (database.replicate_source_db !== undefined) continue;
      expect(database.skip_final_snapshot).toBe(false);
      expect(database.final_snapshot_identifier).toBe(`${String(database.identifier)}-final`);
    }
  }
});
