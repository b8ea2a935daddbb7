import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import { MonitoringRole } from '../constructs/aws/monitoring-role';
import type { AwsFoundation } from '../model/deployment/aws-deployment';
import { createAwsCommons } from './aws-commons';
import { createBackend } from './backend';
import { createAwsNetwork } from './aws-network';
import { createAwsProvider } from './aws-provider';
import { createAwsVault } from './aws-vault';

/** Addresses of what no single instance owns. */
const ADDRESS = 'shared';

/**
 * The network, the roles, the vault, and the ways in for runners and operators that the instances of one environment share, found by
 * their names.
 */
export class AwsFoundationStack extends TerraformStack {
  constructor(scope: Construct, foundation: AwsFoundation, organisation: string) {
    super(scope, foundation.stack);
    const { environment, prefix, target, state, network } = foundation;
    const { account } = target;
    createAwsProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    const key = createKey(this, foundation);
    const plan = network.value;
    const placed = createAwsNetwork(this, {
      address: ADDRESS,
      name: prefix,
      target,
      plan,
      logRetentionDays: foundation.logRetentionDays.value,
      key,
    });
    const { notify, operators } = foundation;
    const shared = { address: ADDRESS, prefix, target, plan, network: placed };
    const commons = createAwsCommons(this, { ...shared, notify, operators, secrets: true, key });
    new MonitoringRole(this, 'monitoring-role', { address: ADDRESS, prefix, account });
    const { vault, recoveryRegion } = foundation;
    if (!vault) return;
    const kept = { address: ADDRESS, name: prefix, target, plan: vault.value, recoveryRegion };
    createAwsVault(this, { ...kept, databases: `${prefix}-` }, { key, ...commons });
  }
}

/**
 * The key of alarms, of the flow logs where the network is ours, of the jump host's disk and of the vault where there is one: a
 * snapshot in it is encrypted with its database's own.
 */
function createKey(stack: TerraformStack, foundation: AwsFoundation): Key {
  const { prefix, target, preset, network, operators, vault } = foundation;
  const made = network.value.kind === 'made';
  return new Key(stack, 'key', {
    address: ADDRESS,
    name: prefix,
    description: `${made ? 'Flow logs and alarms' : 'Alarms'} of ${prefix}`,
    account: target.account,
    region: target.region,
    services: [
      ...(made ? ['logs' as const] : []),
      'sns',
      ...(operators ? ['ec2' as const] : []),
      ...(vault ? ['backup' as const] : []),
    ],
    logGroups: made ? [flowLogGroupName(prefix)] : [],
    secretReaders: [],
    alarms: true,
    // Kept logs can be read only with it.
    preventDestroy: preset === 'production',
  });
}
