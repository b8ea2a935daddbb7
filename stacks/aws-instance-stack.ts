import { DataAwsDbSubnetGroup } from '@cdktf/provider-aws/lib/data-aws-db-subnet-group';
import { TerraformStack, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { pin } from '../constructs/address';
import { logGroupNames } from '../constructs/aws/database-logs';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { DatabaseInstance } from '../constructs/aws/instance';
import { Key } from '../constructs/aws/key';
import { MonitoringRole, monitoringRoleName } from '../constructs/aws/monitoring-role';
import { ParameterGroup } from '../constructs/aws/parameter-group';
import { Reader, readerIdentifier } from '../constructs/aws/reader';
import { SecurityGroup } from '../constructs/aws/security-group';
import { valuesOf } from '../model/decision';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { waitsForRestart } from '../model/sizing/parameters';
import { createBackend } from './backend';
import { createContract } from './contract';
import { awsSecretReadersOf, createAwsLogins } from './aws-logins';
import { createAwsNetwork, type PlacedNetwork } from './aws-network';
import { createAwsProvider } from './aws-provider';

/** One instance: its databases’ only home, and the unit of deploying, of state and of blast radius. */
export class AwsInstanceStack extends TerraformStack {
  constructor(
    scope: Construct,
    instance: AwsInstance,
    foundation: AwsFoundation,
    organisation: string,
  ) {
    super(scope, instance.stack);
    const { id: address, identifier, engine, port, target, environment, services } = instance;
    const settings = valuesOf(instance.decisions);
    const owners = services.map(({ owner }) => owner);
    createAwsProvider(this, target, { organisation, environment, owners });
    createBackend(this, instance.state);

    const key = createKey(this, instance, foundation);
    const network = placeInstance(this, instance, foundation, key);
    const monitoringRole = findMonitoringRole(this, instance, foundation);
    const parameterGroup = createParameterGroup(this, instance);
    const { clientSecurityGroups, clientCidrs } = settings;
    const securityGroup = new SecurityGroup(
      this,
      'security-group',
      { address, identifier, port, clientSecurityGroups, clientCidrs },
      network,
    );
    const primary = new DatabaseInstance(
      this,
      'primary',
      { ...settings, address, engine, identifier, port },
      { key, network, parameterGroup, securityGroup, monitoringRole, after: monitoringRole.after },
    );
    const readers = numbersTo(settings.readers).map(
      (number) => new Reader(this, `reader-${number}`, { number }, { primary, key }),
    );
    const databases = [primary, ...readers];
    const waysIn = createAwsLogins(this, instance, { databases, key });
    for (const service of services) {
      createContract(this, instance, service, {
        writer: primary,
        readers,
        client: { securityGroup: securityGroup.clientId },
        wayIn: ({ login }) => waysIn.get(login),
      });
    }
  }
}

const numbersTo = (last: number): readonly number[] =>
  Array.from({ length: last }, (_, i) => i + 1);

function createKey(stack: TerraformStack, instance: AwsInstance, { prefix }: AwsFoundation): Key {
  const { id: address, identifier, engine, target, ownNetwork, decisions } = instance;
  const secretReaders = awsSecretReadersOf(instance);
  const databases = [
    identifier,
    ...numbersTo(decisions.readers.value).map((number) => readerIdentifier(identifier, number)),
  ];
  return new Key(stack, 'key', {
    address,
    name: identifier,
    description: `Storage, logs and secrets of ${address} in ${prefix}`,
    account: target.account,
    region: target.region,
    services: secretReaders.length > 0 ? ['rds', 'logs', 'secretsmanager'] : ['rds', 'logs'],
    logGroups: [
      ...databases.flatMap((name) => logGroupNames(engine, name)),
      ...(ownNetwork?.value.kind === 'made' ? [flowLogGroupName(identifier)] : []),
    ],
    secretReaders,
    // Snapshots and backups that outlive the instance can be read only with its key.
    preventDestroy: true,
  });
}

/** Its own network where it is isolated, else the environment's, found by the name of its subnet group. */
function placeInstance(
  stack: TerraformStack,
  { id: address, identifier, target, ownNetwork, decisions }: AwsInstance,
  { prefix, network }: AwsFoundation,
  key: Key,
): PlacedNetwork {
  if (ownNetwork) {
    const logRetentionDays = decisions.logRetentionDays.value;
    const plan = ownNetwork.value;
    const choice = { address, name: identifier, target, plan, logRetentionDays, key: () => key };
    return createAwsNetwork(stack, choice);
  }
  if (network.value.kind === 'existing') {
    return { vpcId: network.value.vpc, subnetGroupName: prefix };
  }
  const group = new DataAwsDbSubnetGroup(stack, 'subnet-group', { name: prefix });
  return { vpcId: pin(group, 'shared').vpcId, subnetGroupName: prefix };
}

/** The environment's role by its ARN; an isolated instance, whose account may be another, has its own. */
function findMonitoringRole(
  stack: TerraformStack,
  { id: address, identifier, target: { account }, ownNetwork }: AwsInstance,
  { prefix }: AwsFoundation,
): { readonly arn: string; readonly after: readonly ITerraformDependable[] } {
  if (!ownNetwork) {
    return { arn: `arn:aws:iam::${account}:role/${monitoringRoleName(prefix)}`, after: [] };
  }
  const settings = { address, prefix: identifier, account };
  const role = new MonitoringRole(stack, 'monitoring-role', settings);
  return { arn: role.arn, after: [role.resource] };
}

function createParameterGroup(
  stack: TerraformStack,
  { id: address, engine, identifier, decisions, parameters }: AwsInstance,
): ParameterGroup {
  return new ParameterGroup(stack, 'parameter-group', {
    address,
    identifier,
    family: decisions.parameterFamily.value,
    parameters: Object.entries(parameters).map(([name, { value }]) => ({
      name,
      value,
      restarts: waitsForRestart(engine, name),
    })),
  });
}
