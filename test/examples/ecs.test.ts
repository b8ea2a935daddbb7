import { addressesOf, policyOf, resource, type Config, type Json } from '../support/synth';
import { CONSUMERS } from '../../examples/consumers';
import { consumersWith, pairs, SHIPPED, shippedWith, synthConsumers } from './shipped';

const { configs, dependencies } = synthConsumers(SHIPPED);
const stackOf = (name: string): Config | undefined => configs.get(`prod-aws-service-${name}`);
const services = configs.get('prod-aws-services');

const taskOf = (config: Config | undefined): Json =>
  resource(config, 'aws_ecs_task_definition', 'task');
function containerOf(config: Config | undefined): Json {
  const containers = JSON.parse(taskOf(config).container_definitions as string) as Json[];
  expect(containers).toHaveLength(1);
  return containers[0] ?? {};
}
const variablesOf = (config: Config | undefined): Json => pairs(containerOf(config).environment);

const ROLE = 'arn:aws:iam::333333333333:role';
const TRUST = {
  Effect: 'Allow',
  Principal: { Service: 'ecs-tasks.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': '333333333333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:ap-northeast-1:333333333333:*' },
  },
};

describe.each(['order-api', 'catalog-import'])('%s', (name) => {
  const config = stackOf(name);

  test('runs in private subnets, joins the clients of its database, and opens no shell', () => {
    const service = resource(config, 'aws_ecs_service', 'service');
    expect(service.network_configuration).toEqual({
      assign_public_ip: false,
      security_groups: [
        '${data.aws_security_group.clients.id}',
        '${data.aws_security_group.services.id}',
      ],
      subnets: '${data.aws_subnets.services.ids}',
    });
    expect(service).toMatchObject({
      launch_type: 'FARGATE',
      platform_version: '1.4.0',
      desired_count: CONSUMERS.ecs.services.find((each) => each.name === name)?.instances,
      enable_execute_command: false,
      deployment_maximum_percent: 100,
      deployment_circuit_breaker: { enable: true, rollback: true },
    });
  });

  test('is a container by digest that is nobody, writes nowhere and can do nothing to its kernel', () => {
    expect(containerOf(config)).toMatchObject({
      image: expect.stringMatching(/^[^:]+@sha256:[0-9a-f]{64}$/) as unknown,
      user: '10001:10001',
      readonlyRootFilesystem: true,
      privileged: false,
      linuxParameters: { capabilities: { add: [], drop: ['ALL'] } },
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': `/aws/ecs/suzumina-prod-${name}` },
      },
    });
    expect(taskOf(config)).toMatchObject({
      network_mode: 'awsvpc',
      depends_on: ['aws_iam_role_policy.execution'],
    });
  });

  test('logs to a group with a key that serves this group alone, for as long as the database does', () => {
    expect(resource(config, 'aws_cloudwatch_log_group', 'logs')).toEqual({
      name: `/aws/ecs/suzumina-prod-${name}`,
      kms_key_id: '${aws_kms_key.logs.arn}',
      retention_in_days: 365,
    });
    const use = policyOf(resource(config, 'aws_kms_key', 'logs')).Statement.find(
      ({ Sid }) => Sid === 'EncryptLogs',
    );
    expect(use?.Condition).toEqual({
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': [
          `arn:aws:logs:ap-northeast-1:333333333333:log-group:/aws/ecs/suzumina-prod-${name}`,
        ],
      },
    });
  });

  test('is started by a role that pulls this image and writes this log, and nothing more', () => {
    const { Statement } = policyOf(resource(config, 'aws_iam_role_policy', 'execution'));
    expect(Statement).toEqual([
      { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: `arn:aws:ecr:ap-northeast-1:333333333333:repository/${name}`,
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '${aws_cloudwatch_log_group.logs.arn}:*',
      },
    ]);
  });

  test('signs in to the account of its database, and keeps its state outside the output', () => {
    expect(config?.provider).toEqual({
      aws: [
        expect.objectContaining({
          region: 'ap-northeast-1',
          allowed_account_ids: ['333333333333'],
          assume_role: [{ role_arn: `${ROLE}/app-deploy`, session_name: 'app-deploy' }],
        }),
      ],
    });
    const path = `../../../state/examples/prod-aws-service-${name}.tfstate`;
    expect(config?.terraform.backend).toEqual({ local: { path } });
  });

  test('reads no other stack’s state, and comes after what it shares', () => {
    expect(Object.keys(config?.data ?? {})).not.toContain('terraform_remote_state');
    expect(dependencies[`prod-aws-service-${name}`]).toEqual(['prod-aws-services']);
  });
});

test('groups and subnets are found under their fixed names', () => {
  expect(stackOf('order-api')?.data).toMatchObject({
    aws_security_group: {
      clients: { name: 'suzumina-prod-order-clients' },
      services: { name: 'suzumina-prod-services' },
    },
    aws_subnets: {
      services: {
        filter: [
          {
            name: 'tag:Name',
            values: ['a', 'c', 'd'].map((zone) => `suzumina-prod-services-${zone}`),
          },
        ],
      },
    },
  });
  expect(resource(services, 'aws_security_group', 'services').name).toBe('suzumina-prod-services');
  expect(resource(services, 'aws_ecs_cluster', 'services').name).toBe('suzumina-prod-services');
});

test('by IAM, the declared role is the task’s, another one starts it, and there is no secret', () => {
  const config = stackOf('order-api');
  expect(taskOf(config)).toMatchObject({
    task_role_arn: `${ROLE}/order-api`,
    execution_role_arn: '${aws_iam_role.execution.arn}',
  });
  const starter = resource(config, 'aws_iam_role', 'execution');
  expect(policyOf(starter, 'assume_role_policy').Statement).toEqual([TRUST]);
  expect(containerOf(config).secrets).toEqual([]);
  expect(config?.data).not.toHaveProperty('aws_secretsmanager_secret');
});

test('with a secret, ECS injects one version with the declared role, and the task has no credentials', () => {
  const config = stackOf('catalog-import');
  const task = taskOf(config);
  expect(task.execution_role_arn).toBe(`${ROLE}/catalog-import`);
  expect(task).not.toHaveProperty('task_role_arn');
  expect(resource(config, 'aws_iam_role_policy', 'execution').role).toBe('catalog-import');
  expect(config?.data?.aws_secretsmanager_secret?.password?.name).toBe(
    'suzumina-prod/reference/catalog_import',
  );
  expect(containerOf(config).secrets).toEqual([
    {
      name: 'MYSQL_PASSWORD',
      valueFrom:
        '${data.aws_secretsmanager_secret.password.arn}:::7c1f6a52-3d0e-4b8e-9a41-5f2c8d7e6b90',
    },
  ]);
});

test('a writer is led to the writer, with its certificate verified', () => {
  expect(variablesOf(stackOf('order-api'))).toEqual({
    AWS_REGION: 'ap-northeast-1',
    PGHOST: '${data.aws_db_instance.suzumina_prod_order.address}',
    PGPORT: '5432',
    PGDATABASE: 'order_service_db',
    PGUSER: 'order_api',
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: '/etc/ssl/rds/ap-northeast-1-bundle.pem',
    DATABASE_WRITER: '${data.aws_db_instance.suzumina_prod_order.address}:5432',
    DATABASE_READERS:
      '${data.aws_db_instance.suzumina_prod_order_reader_1.address}:5432,${data.aws_db_instance.suzumina_prod_order_reader_2.address}:5432',
    POOL_MAX: '20',
    POOL_MIN: '5',
    POOL_ACQUIRE_MS: '30000',
    POOL_IDLE_MS: '10000',
  });
});

test('an identity that only reads is led to a reader, in the variables of its engine', () => {
  expect(variablesOf(stackOf('catalog-import'))).toMatchObject({
    MYSQL_HOST: '${data.aws_db_instance.suzumina_prod_reference_reader_1.address}',
    MYSQL_TCP_PORT: '3306',
    MYSQL_DATABASE: 'catalog_service_db',
    MYSQL_USER: 'catalog_import',
    MYSQL_SSL_MODE: 'VERIFY_IDENTITY',
    MYSQL_SSL_CA: '/etc/ssl/rds/ap-northeast-1-bundle.pem',
  });
});

test('what a team does not decide follows the estate', () => {
  const changed = shippedWith(
    'services/order.yaml',
    'growth: 50GB/year',
    'growth: 50GB/year\ndatabase: orders_db\noverrides: { prod: { readers: 3, pool: { max: 7 } } }',
  );
  const config = synthConsumers(changed).configs.get('prod-aws-service-order-api');
  expect(variablesOf(config)).toMatchObject({ PGDATABASE: 'orders_db', POOL_MAX: '7' });
  expect(String(variablesOf(config).DATABASE_READERS).split(',')).toHaveLength(3);
});

test('a lone task is replaced at once: there is no second place for it', () => {
  const { configs: all } = synthConsumers(SHIPPED, consumersWith('order-api', { instances: 1 }));
  expect(
    resource(all.get('prod-aws-service-order-api'), 'aws_ecs_service', 'service'),
  ).toMatchObject({
    desired_count: 1,
    deployment_maximum_percent: 100,
    deployment_minimum_healthy_percent: 0,
  });
});

describe('what the services share', () => {
  test('each has a role of its own that ECS alone may take, for tasks of this account', () => {
    const roles = addressesOf(services).filter((each) => each.startsWith('aws_iam_role'));
    expect(roles).toEqual([
      'aws_iam_role.identity_catalog_import',
      'aws_iam_role.identity_order_api',
    ]);
    for (const role of roles) {
      const args = resource(services, 'aws_iam_role', role.split('.')[1] ?? '');
      expect(policyOf(args, 'assume_role_policy').Statement).toEqual([TRUST]);
    }
    expect(resource(services, 'aws_iam_role', 'identity_order_api')).toMatchObject({
      name: 'order-api',
      path: '/',
    });
  });

  test('subnets are Kura’s network’s, private, and lead nowhere', () => {
    expect(services?.data?.aws_db_subnet_group?.database?.name).toBe('suzumina-prod');
    expect(resource(services, 'aws_subnet', 'services_ap_northeast_1a')).toMatchObject({
      cidr_block: '10.30.0.0/26',
      map_public_ip_on_launch: false,
      tags: { Name: 'suzumina-prod-services-a' },
    });
    expect(addressesOf(services).filter((each) => /route\.|nat|internet/.test(each))).toEqual([]);
  });

  test('the ways out are endpoints of AWS, for principals of this account', () => {
    const endpoints = Object.keys(services?.resource.aws_vpc_endpoint ?? {}).sort();
    expect(endpoints).toEqual(['ecr_api', 'ecr_dkr', 'logs', 's3', 'secretsmanager']);
    for (const name of endpoints) {
      const { policy, ...rest } = resource(services, 'aws_vpc_endpoint', name);
      const text = String(policy);
      if (name === 's3') {
        expect(text).toContain('arn:aws:s3:::prod-ap-northeast-1-starport-layer-bucket/*');
        expect(text).toContain('"s3:GetObject"');
      } else {
        expect(text).toContain('"aws:PrincipalAccount":"333333333333"');
        expect(rest).toMatchObject({
          private_dns_enabled: true,
          security_group_ids: ['${aws_security_group.endpoints.id}'],
        });
      }
    }
    expect(Object.values(services?.resource.aws_vpc_security_group_egress_rule ?? {})).toHaveLength(
      2,
    );
    for (const rule of Object.values(services?.resource.aws_vpc_security_group_egress_rule ?? {})) {
      expect(rule).not.toHaveProperty('cidr_ipv4');
      expect(rule).toMatchObject({ from_port: 443, to_port: 443 });
    }
  });
});
