import { DataAwsDbSubnetGroup } from '@cdktf/provider-aws/lib/data-aws-db-subnet-group';
import type { ITerraformDependable, TerraformStack } from 'cdktf';
import { pin } from '../constructs/address';
import { MonitoringRole, monitoringRoleName } from '../constructs/aws/monitoring-role';
import { hasOperator } from '../model/access/operators';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { mayRehearseIn, rehearsedIn } from '../model/recovery/rehearsals';
import { hearsOwnCopies } from '../model/alerts/own-events';
import { namesOfInstance } from './aws-alarms';
import { createAwsCommons, findAwsCommons, type AwsCommons } from './aws-commons';
import { drilledOfInstance } from './aws-drill-home';
import { awsSecretReadersOf } from './aws-logins';
import { createAwsNetwork, type PlacedNetwork } from './aws-network';
import type { RunnerAsset } from './runner-asset';
import { trailFrom } from './aws-trail';
import { createAwsVault, type AwsVaultWiring } from './aws-vault';
import { watchedOfInstance } from './aws-watch';

/** Its own network where it is isolated, else the environment's, found by the name of its subnet group. */
export function placeAwsInstance(
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
export function findOrMakeAwsCommons(
  stack: TerraformStack,
  instance: AwsInstance,
  foundation: AwsFoundation,
  {
    key,
    network,
    program,
  }: {
    readonly key: { readonly arn: string };
    readonly network: PlacedNetwork;
    readonly program: RunnerAsset;
  },
): AwsCommons {
  const { stack: shared, prefix, routes } = foundation;
  const { id: address, identifier, target, ownNetwork, decisions } = instance;
  const operators = hasOperator(instance);
  if (!ownNetwork) {
    const drills = rehearsedIn(instance, 'primary').length > 0 ? shared : undefined;
    return findAwsCommons(stack, { prefix, target, routes, operators, drills, network });
  }
  const own = { address, prefix: identifier, target, plan: ownNetwork.value, network };
  const secrets = awsSecretReadersOf(instance).length > 0;
  const drills = mayRehearseIn('primary')(instance)
    ? {
        stack: instance.stack,
        databases: drilledOfInstance(identifier),
        logRetentionDays: decisions.logRetentionDays.value,
        program,
      }
    : undefined;
  const watch = {
    ...watchedOfInstance(instance, { prefix, secrets }),
    ...{ stack: instance.stack, replicated: false, program },
    logRetentionDays: decisions.logRetentionDays.value,
  };
  const trail = trailFrom(foundation, target);
  return createAwsCommons(stack, {
    ...{ ...own, routes, operators, drills, watch, secrets, trail, key },
  });
}

/**
 * The vault of an isolated instance, whose account may be another; the environment’s is the foundation’s. In the same account that one’s
 * rule hears of every database, and a second would tell everybody twice.
 */
export function createOwnVault(
  stack: TerraformStack,
  instance: AwsInstance,
  foundation: AwsFoundation,
  wiring: AwsVaultWiring,
): void {
  const { id: address, identifier: name, target, ownVault } = instance;
  if (!ownVault) return;
  const { recoveryRegion } = foundation;
  const databases = hearsOwnCopies(instance, foundation) ? namesOfInstance(name) : [];
  const choice = { address, name, target, plan: ownVault.value, recoveryRegion, databases };
  createAwsVault(stack, choice, wiring);
}

/** Ids of the groups that a database joins to let the runner in, and operators where it has one. */
export function letInBy({ runnerDatabasesId, operatorDatabasesId }: AwsCommons): readonly string[] {
  return operatorDatabasesId === undefined
    ? [runnerDatabasesId]
    : [runnerDatabasesId, operatorDatabasesId];
}

/** The environment's role by its ARN; an isolated instance, whose account may be another, has its own. */
export function findMonitoringRole(
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
