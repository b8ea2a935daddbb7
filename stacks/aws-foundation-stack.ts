import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { drillFunctionName } from '../constructs/aws/drill-function';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import { MonitoringRole } from '../constructs/aws/monitoring-role';
import { functionLogGroupName } from '../constructs/aws/runner-function';
import type { AwsFoundation } from '../model/deployment/aws-deployment';
import { createAwsEvents, isTold, namesInEnvironment } from './aws-alarms';
import { createAwsCommons, scheduleGroupName } from './aws-commons';
import { drilledInEnvironment } from './aws-drill-home';
import { createBackend } from './backend';
import { createAwsNetwork } from './aws-network';
import { createAwsOptionGroups } from './aws-option-groups';
import { createAwsProvider } from './aws-provider';
import { trailFrom } from './aws-trail';
import { createAwsVault } from './aws-vault';
import { watchedInEnvironment, watchedUnder } from './aws-watch';
import type { RunnerAsset } from './runner-asset';

/** Addresses of what no single instance owns. */
const ADDRESS = 'shared';

/**
 * The network, the roles, the vault, the ways in for runners and operators, and what rehearses recoveries, that the instances of one
 * environment share, found by their names.
 */
export class AwsFoundationStack extends TerraformStack {
  constructor(
    scope: Construct,
    foundation: AwsFoundation,
    organisation: string,
    program: RunnerAsset,
  ) {
    super(scope, foundation.stack);
    const { environment, prefix, target, state, network } = foundation;
    const { account } = target;
    createAwsProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    const key = createKey(this, foundation);
    const plan = network.value;
    const logRetentionDays = foundation.logRetentionDays.value;
    const placed = createAwsNetwork(this, {
      address: ADDRESS,
      name: prefix,
      target,
      plan,
      logRetentionDays,
      key,
    });
    const { routes, operators, stack } = foundation;
    const databases = drilledInEnvironment(prefix);
    const drills = foundation.drills ? { stack, databases, logRetentionDays, program } : undefined;
    const shared = { address: ADDRESS, prefix, target, plan, network: placed };
    const watch = {
      ...watchedInEnvironment(prefix),
      ...{ stack, replicated: false, logRetentionDays, program },
    };
    const trail = trailFrom(foundation, target);
    const own = { ...shared, routes, operators, drills, watch, secrets: true, trail, key };
    const { alarms } = createAwsCommons(this, own);
    const names = namesInEnvironment(prefix);
    const { audit } = foundation;
    createAwsEvents(this, { address: ADDRESS, prefix, target, routes, names, audit }, { alarms });
    new MonitoringRole(this, 'monitoring-role', { address: ADDRESS, prefix, account });
    createAwsOptionGroups(this, { address: ADDRESS, prefix }, foundation.optionGroups);
    const { vault, recoveryRegion } = foundation;
    if (!vault) return;
    const kept = { address: ADDRESS, name: prefix, target, plan: vault.value, recoveryRegion };
    createAwsVault(this, { ...kept, databases: names }, { key, ...alarms });
  }
}

/**
 * The key of alarms, of the flow logs where the network is ours, of what watches and what rehearses recoveries with their logs, of the
 * jump host's disk and of the vault where there is one: a snapshot in it is encrypted with its database's own.
 */
function createKey(stack: TerraformStack, foundation: AwsFoundation): Key {
  const { prefix, target, preset, network, routes, operators, drills, vault } = foundation;
  const made = network.value.kind === 'made';
  const watch = watchedUnder(prefix, target, scheduleGroupName(prefix));
  return new Key(stack, 'key', {
    address: ADDRESS,
    name: prefix,
    description: `${made ? 'Flow logs and alarms' : 'Alarms'} of ${prefix}`,
    account: target.account,
    region: target.region,
    services: [
      'logs',
      'sns',
      'lambda',
      'scheduler',
      ...(operators ? ['ec2' as const] : []),
      ...(vault ? ['backup' as const] : []),
    ],
    logGroups: [
      watch.logGroup,
      ...(made ? [flowLogGroupName(prefix)] : []),
      ...(drills ? [functionLogGroupName(drillFunctionName(prefix))] : []),
    ],
    secretReaders: [],
    schedules: [watch.schedule],
    alarms: isTold(routes, target),
    // Kept logs can be read only with it.
    preventDestroy: preset === 'production',
  });
}
