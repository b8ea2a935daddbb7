import { DataAwsDbSubnetGroup } from '@cdktf/provider-aws/lib/data-aws-db-subnet-group';
import type { ITerraformDependable, TerraformStack } from 'cdktf';
import { pin } from '../constructs/address';
import { BackupRole, backupRoleName } from '../constructs/aws/backup-role';
import { MonitoringRole, monitoringRoleName } from '../constructs/aws/monitoring-role';
import { hasOperator } from '../model/access/operators';
import type {
  AwsFoundation,
  AwsInstance,
  AwsNetworkPlan,
  AwsRecoveryHome,
} from '../model/deployment/aws-deployment';
import { createAwsCommons, findAwsCommons, type AwsCommons } from './aws-commons';
import { awsSecretReadersOf } from './aws-logins';
import { createAwsNetwork, type PlacedNetwork } from './aws-network';
import { recoveryPrefix } from './aws-vault';

/** Where an instance comes up in the recovery region, and what it shares there. */
export interface AwsRecoveryPlace {
  /** How the names of the network, its vault and its roles begin. */
  readonly prefix: string;
  /** Its range. */
  readonly cidr: string;
  readonly network: PlacedNetwork;
  readonly commons: AwsCommons;
  readonly monitoringRole: {
    readonly arn: string;
    readonly after: readonly ITerraformDependable[];
  };
  /** Of AWS Backup’s restores; none where nothing of it is in a vault. */
  readonly restoreRoleArn: string | undefined;
}

/** How the names of what it is in begin there: the environment’s, or its own where it is isolated. */
export function recoveryPrefixOf(
  { ownNetwork, identifier }: AwsRecoveryHome,
  foundation: AwsFoundation,
): string {
  return ownNetwork ? identifier : recoveryPrefix(foundation.prefix);
}

/** The environment’s landing zone, found by its names, or one of its own where it is isolated. */
export function placeAwsRecovery(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  foundation: AwsFoundation,
  key: { readonly arn: string },
): AwsRecoveryPlace {
  const { target, ownNetwork } = home;
  const { account } = target;
  const prefix = recoveryPrefixOf(home, foundation);
  if (ownNetwork) return makePlace(stack, instance, home, { foundation, key }, ownNetwork.value);
  const plan = foundation.recovery?.network.value;
  if (!plan) throw new Error(`${home.stack}: its environment has nothing in the recovery region`);
  const network = findNetwork(stack, prefix, plan);
  const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
  return {
    prefix,
    cidr: plan.cidr,
    network,
    commons: findAwsCommons(stack, { prefix, target, operators: hasOperator(instance), network }),
    monitoringRole: { arn: role(monitoringRoleName(prefix)), after: [] },
    restoreRoleArn: role(backupRoleName(prefix, 'restores')),
  };
}

function findNetwork(stack: TerraformStack, prefix: string, plan: AwsNetworkPlan): PlacedNetwork {
  if (plan.kind === 'existing') {
    return { vpcId: plan.vpc, subnetIds: plan.subnets, subnetGroupName: prefix };
  }
  const group = new DataAwsDbSubnetGroup(stack, 'subnet-group', { name: prefix });
  const { vpcId, subnetIds } = pin(group, 'shared');
  return { vpcId, subnetIds, subnetGroupName: prefix };
}

function makePlace(
  stack: TerraformStack,
  instance: AwsInstance,
  { identifier: prefix, target }: AwsRecoveryHome,
  {
    foundation: { notify },
    key,
  }: { readonly foundation: AwsFoundation; readonly key: { readonly arn: string } },
  plan: AwsNetworkPlan,
): AwsRecoveryPlace {
  const { id: address, decisions, ownVault } = instance;
  const { account } = target;
  const logRetentionDays = decisions.logRetentionDays.value;
  const network = createAwsNetwork(stack, {
    ...{ address, name: prefix, target, plan, logRetentionDays, key },
  });
  const operators = hasOperator(instance);
  const secrets = awsSecretReadersOf(instance).length > 0;
  const own = { address, prefix, target, plan, network, notify, operators, secrets, key };
  const monitoring = new MonitoringRole(stack, 'monitoring-role', { address, prefix, account });
  const restores = { address, prefix, work: 'restores' } as const;
  return {
    prefix,
    cidr: plan.cidr,
    network,
    commons: createAwsCommons(stack, own),
    monitoringRole: { arn: monitoring.arn, after: [monitoring.resource] },
    restoreRoleArn: ownVault && new BackupRole(stack, 'restore-role', restores).arn,
  };
}
