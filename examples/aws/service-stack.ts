import { DataAwsDbInstance } from '@cdktf/provider-aws/lib/data-aws-db-instance';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { Construct } from 'constructs';
import { pin } from '../../constructs/address';
import { Key } from '../../constructs/aws/key';
import { LogGroup } from '../../constructs/aws/log-group';
import type { Endpoint } from '../../model/deployment/facts';
import { ApplicationStack } from '../application-stack';
import type { AwsConnection } from '../connection';
import { variablesOf, type Address } from '../variables';
import { containerOf } from './container';
import { ExecutionRole } from './execution-role';
import { sharedName, subnetName } from './names';

export interface EcsServiceSettings {
  /** The service’s name, unique in its environment. */
  readonly name: string;
  readonly image: string;
  /** The password’s version; absent where login is by IAM. */
  readonly secretVersion?: string;
  /** How many tasks run. */
  readonly instances: number;
  readonly healthCommand: readonly string[];
  /** CPU units, 1024 to a vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** Zones whose subnets it runs in. */
  readonly zones: readonly string[];
}

/**
 * One service on ECS Fargate. By IAM, its task has the declared identity and signs a token for each connection; with a
 * secret, ECS starts it with the declared identity, and the task itself has no AWS credentials at all.
 */
export class EcsServiceStack extends ApplicationStack {
  constructor(
    scope: Construct,
    id: string,
    connection: AwsConnection,
    settings: EcsServiceSettings,
  ) {
    super(scope, id, connection);
    const { name, image } = settings;
    const logGroup = createLogs(this, connection, name);
    const execution = new ExecutionRole(
      this,
      'execution',
      { name, connection, image },
      { logGroup },
    );
    const task = createTask(this, connection, settings, execution);
    createService(this, connection, settings, task);
  }
}

const logGroupName = ({ prefix }: AwsConnection, name: string): string =>
  `/aws/ecs/${prefix}-${name}`;

/** A log with a key and an end of its own. */
function createLogs(stack: Construct, connection: AwsConnection, name: string): LogGroup {
  const { prefix, target, logRetentionDays: retentionDays } = connection;
  const group = logGroupName(connection, name);
  const key = new Key(stack, 'key', {
    address: 'logs',
    name: `${prefix}-${name}-logs`,
    description: `Logs of ${name} in ${prefix}`,
    account: target.account,
    region: target.region,
    services: ['logs'],
    logGroups: [group],
    secretReaders: [],
    preventDestroy: false,
  });
  return new LogGroup(stack, 'logs', { address: 'logs', name: group, retentionDays }, { key });
}

function createTask(
  stack: Construct,
  connection: AwsConnection,
  { name, image, secretVersion, healthCommand, cpu, memory }: EcsServiceSettings,
  execution: ExecutionRole,
): EcsTaskDefinition {
  const { secret, identity, prefix, writer, readers } = connection;
  const variables = variablesOf(connection, {
    writer: findDatabase(stack, writer),
    readers: readers.map((reader) => findDatabase(stack, reader)),
  });
  const container = containerOf({
    ...{ name, image, connection, variables, healthCommand },
    logGroup: logGroupName(connection, name),
    ...(secret === null || secretVersion === undefined
      ? {}
      : { password: { arn: findSecret(stack, secret), version: secretVersion } }),
  });
  const task = new EcsTaskDefinition(stack, 'task', {
    family: `${prefix}-${name}`,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: String(cpu),
    memory: String(memory),
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
    executionRoleArn: execution.arn,
    ...(secret === null ? { taskRoleArn: identity } : {}),
    containerDefinitions: JSON.stringify([container]),
    dependsOn: [execution.policy],
  });
  return pin(task, 'task');
}

/** A host is the cloud’s to give: it is looked up under the fixed identifier. */
function findDatabase(stack: Construct, { instance, port }: Endpoint): Address {
  const database = new DataAwsDbInstance(stack, instance, { dbInstanceIdentifier: instance });
  return { host: pin(database, instance).address, port };
}

/** Its ARN ends with characters of the cloud’s. This reads no version of it. */
function findSecret(stack: Construct, name: string): string {
  return pin(new DataAwsSecretsmanagerSecret(stack, 'password', { name }), 'password').arn;
}

function createService(
  stack: Construct,
  connection: AwsConnection,
  { name, zones, instances }: EcsServiceSettings,
  task: EcsTaskDefinition,
): void {
  const { prefix, client, target } = connection;
  const shared = sharedName(connection);
  const service = new EcsService(stack, 'Resource', {
    name: `${prefix}-${name}`,
    cluster: `arn:aws:ecs:${target.region}:${target.account}:cluster/${shared}`,
    taskDefinition: task.arn,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    // Never more tasks than there are connections for, not even during a deployment.
    desiredCount: instances,
    deploymentMaximumPercent: 100,
    deploymentMinimumHealthyPercent: instances > 1 ? 50 : 0,
    // On where left out; it starts a task elsewhere before it stops one.
    availabilityZoneRebalancing: 'DISABLED',
    deploymentCircuitBreaker: { enable: true, rollback: true },
    networkConfiguration: {
      subnets: findSubnets(stack, connection, zones),
      securityGroups: [findGroup(stack, 'clients', client), findGroup(stack, 'services', shared)],
      assignPublicIp: false,
    },
    // A shell in the container would hold its identity.
    enableExecuteCommand: false,
    enableEcsManagedTags: true,
    propagateTags: 'SERVICE',
    waitForSteadyState: true,
  });
  pin(service, 'service');
}

function findGroup(stack: Construct, id: string, name: string): string {
  return pin(new DataAwsSecurityGroup(stack, id, { name }), id).id;
}

function findSubnets(
  stack: Construct,
  connection: AwsConnection,
  zones: readonly string[],
): string[] {
  const values = zones.map((zone) => subnetName(connection, zone));
  const subnets = new DataAwsSubnets(stack, 'subnets', { filter: [{ name: 'tag:Name', values }] });
  return pin(subnets, 'services').ids;
}
