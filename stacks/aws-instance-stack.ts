import { DataAwsDbSubnetGroup } from '@cdktf/provider-aws/lib/data-aws-db-subnet-group';
import { TerraformStack, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { pin } from '../constructs/address';
import { DatabaseInstance } from '../constructs/aws/instance';
import { MonitoringRole, monitoringRoleName } from '../constructs/aws/monitoring-role';
import { ParameterGroup } from '../constructs/aws/parameter-group';
import { Reader } from '../constructs/aws/reader';
import { SecurityGroup } from '../constructs/aws/security-group';
import { hasOperator } from '../model/access/operators';
import { valuesOf } from '../model/decision';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { waitsForRestart } from '../model/sizing/parameters';
import { createBackend } from './backend';
import { createContract } from './contract';
import { createAwsCommons, findAwsCommons, type AwsCommons } from './aws-commons';
import { createAwsInstanceKey } from './aws-instance-key';
import { awsSecretReadersOf, createAwsLogins } from './aws-logins';
import { createAwsNetwork, type PlacedNetwork } from './aws-network';
import { createAwsProvider } from './aws-provider';
import { createAwsRunner } from './aws-runner';
import type { RunnerAsset } from './runner-asset';

/** One instance: its databases’ only home, and the unit of deploying, of state and of blast radius. */
export class AwsInstanceStack extends TerraformStack {
  constructor(
    scope: Construct,
    instance: AwsInstance,
    foundation: AwsFoundation,
    organisation: string,
    program: RunnerAsset,
  ) {
    super(scope, instance.stack);
    const { id: address, identifier, engine, port, target, environment, services } = instance;
    const settings = valuesOf(instance.decisions);
    const owners = services.map(({ owner }) => owner);
    createAwsProvider(this, target, { organisation, environment, owners });
    createBackend(this, instance.state);

    const prefix = instance.ownNetwork ? identifier : foundation.prefix;
    const key = createAwsInstanceKey(this, instance, foundation);
    const network = placeInstance(this, instance, foundation, key);
    const commons = shareOrFind(this, instance, foundation, { key, network });
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
      {
        key,
        network,
        parameterGroup,
        securityGroupIds: [securityGroup.id, ...letInBy(commons)],
        monitoringRole,
        after: monitoringRole.after,
      },
    );
    const readers = numbersTo(settings.readers).map(
      (number) => new Reader(this, `reader-${number}`, { number }, { primary, key }),
    );
    const databases = [primary, ...readers];
    const { waysIn, secrets } = createAwsLogins(this, instance, prefix, { databases, key });
    for (const service of services) {
      createContract(this, instance, service, {
        writer: primary,
        readers,
        client: { securityGroup: securityGroup.clientId },
        wayIn: ({ login }) => waysIn.get(login),
      });
    }
    const runner = { primary, readers, key, network, prefix, commons, secrets, program };
    createAwsRunner(this, instance, runner);
  }
}

const numbersTo = (last: number): readonly number[] =>
  Array.from({ length: last }, (_, i) => i + 1);

/** Its own network where it is isolated, else the environment's, found by the name of its subnet group. */
function placeInstance(
  stack: TerraformStack,
  { id: address, identifier, target, ownNetwork, decisions }: AwsInstance,
  { prefix, network }: AwsFoundation,
  key: { readonly arn: string },
): PlacedNetwork {
  if (ownNetwork) {
    const logRetentionDays = decisions.logRetentionDays.value;
    const plan = ownNetwork.value;
    const choice = { address, name: identifier, target, plan, logRetentionDays, key };
    return createAwsNetwork(stack, choice);
  }
  if (network.value.kind === 'existing') {
    const { vpc: vpcId, subnets: subnetIds } = network.value;
    return { vpcId, subnetIds, subnetGroupName: prefix };
  }
  const group = new DataAwsDbSubnetGroup(stack, 'subnet-group', { name: prefix });
  const { vpcId, subnetIds } = pin(group, 'shared');
  return { vpcId, subnetIds, subnetGroupName: prefix };
}

/** What runners share in the environment's network; an isolated instance's runner has it to itself. */
function shareOrFind(
  stack: TerraformStack,
  instance: AwsInstance,
  { prefix, notify }: AwsFoundation,
  { key, network }: { readonly key: { readonly arn: string }; readonly network: PlacedNetwork },
): AwsCommons {
  const { id: address, identifier, target, ownNetwork } = instance;
  const operators = hasOperator(instance);
  if (!ownNetwork) return findAwsCommons(stack, { prefix, target, operators, network });
  const own = { address, prefix: identifier, target, plan: ownNetwork.value, network };
  const secrets = awsSecretReadersOf(instance).length > 0;
  return createAwsCommons(stack, { ...own, notify, operators, secrets, key });
}

function letInBy({ runnerDatabasesId, operatorDatabasesId }: AwsCommons): readonly string[] {
  return operatorDatabasesId === undefined
    ? [runnerDatabasesId]
    : [runnerDatabasesId, operatorDatabasesId];
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
