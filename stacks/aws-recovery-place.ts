import { DataAwsDbSubnetGroup } from '@cdktf/provider-aws/lib/data-aws-db-subnet-group';
import type { ITerraformDependable, TerraformStack } from 'cdktf';
import { pin } from '../constructs/address';
import { BackupRole } from '../constructs/aws/backup-role';
import { MonitoringRole, monitoringRoleName } from '../constructs/aws/monitoring-role';
import { hasOperator } from '../model/access/operators';
import type {
  AwsFoundation,
  AwsInstance,
  AwsNetworkPlan,
  AwsRecoveryHome,
} from '../model/deployment/aws-deployment';
import { recoveryNetworkPrefix } from '../model/recovery/recovery-prefix';
import { mayRehearseIn, rehearsedIn } from '../model/recovery/rehearsals';
import { createAwsCommons, findAwsCommons, type AwsCommons } from './aws-commons';
import { drilledOfInstance } from './aws-drill-home';
import { awsSecretReadersOf } from './aws-logins';
import { createAwsNetwork, type PlacedNetwork } from './aws-network';
import { createAwsRestoreTest } from './aws-restore-test';
import { trailFrom } from './aws-trail';
import { watchedOfInstance } from './aws-watch';
import type { RunnerAsset } from './runner-asset';

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
}

/** What an instance’s stack there is built with. */
export interface AwsRecoveryPlaceWiring {
  readonly foundation: AwsFoundation;
  readonly key: { readonly arn: string };
  readonly program: RunnerAsset;
}

/** The environment’s landing zone, found by its names, or one of its own where it is isolated. */
export function placeAwsRecovery(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  wiring: AwsRecoveryPlaceWiring,
): AwsRecoveryPlace {
  const { foundation } = wiring;
  const { target, ownNetwork } = home;
  const { account } = target;
  const prefix = recoveryNetworkPrefix(home, foundation.prefix);
  if (ownNetwork) return makePlace(stack, instance, home, wiring, ownNetwork.value);
  const { recovery, routes } = foundation;
  if (!recovery)
    throw new Error(`${home.stack}: its environment has nothing in the recovery region`);
  const plan = recovery.network.value;
  const network = findNetwork(stack, prefix, plan);
  const operators = hasOperator(instance);
  const drills = rehearsedIn(instance, 'recovery').length > 0 ? recovery.stack : undefined;
  return {
    prefix,
    cidr: plan.cidr,
    network,
    commons: findAwsCommons(stack, { prefix, target, routes, operators, drills, network }),
    monitoringRole: {
      arn: `arn:aws:iam::${account}:role/${monitoringRoleName(prefix)}`,
      after: [],
    },
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
  { stack: name, identifier: prefix, target }: AwsRecoveryHome,
  { foundation, key, program }: AwsRecoveryPlaceWiring,
  plan: AwsNetworkPlan,
): AwsRecoveryPlace {
  const { prefix: environment, routes } = foundation;
  const { id: address, decisions, ownVault } = instance;
  const { account } = target;
  const logRetentionDays = decisions.logRetentionDays.value;
  const network = createAwsNetwork(stack, {
    ...{ address, name: prefix, target, plan, logRetentionDays, key },
  });
  const operators = hasOperator(instance);
  const secrets = awsSecretReadersOf(instance).length > 0;
  const databases = drilledOfInstance(instance.identifier);
  const drills = mayRehearseIn('recovery')(instance)
    ? { stack: name, databases, logRetentionDays, program }
    : undefined;
  const watch = {
    ...watchedOfInstance(instance, { prefix: environment, secrets }),
    ...{ stack: name, replicated: true, logRetentionDays, program },
  };
  const own = { address, prefix, target, plan, network, routes, operators, drills, watch };
  const trail = trailFrom(foundation, target);
  const commons = createAwsCommons(stack, { ...own, secrets, trail, key });
  const monitoring = new MonitoringRole(stack, 'monitoring-role', { address, prefix, account });
  if (ownVault) {
    const { arn: roleArn } = new BackupRole(stack, 'restore-role', {
      address,
      prefix,
      work: 'restores',
    });
    const tested = { address, prefix, target, plan: ownVault.value };
    createAwsRestoreTest(stack, tested, { network, roleArn, ...commons.alarms });
  }
  return {
    prefix,
    cidr: plan.cidr,
    network,
    commons,
    monitoringRole: { arn: monitoring.arn, after: [monitoring.resource] },
  };
}
