import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { BackupRole } from '../constructs/aws/backup-role';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import { MonitoringRole } from '../constructs/aws/monitoring-role';
import type { AwsFoundation, AwsRecoveryFoundation } from '../model/deployment/aws-deployment';
import { createAwsCommons } from './aws-commons';
import { createAwsNetwork } from './aws-network';
import { createAwsProvider } from './aws-provider';
import { createAwsRecoveryVault, recoveryPrefix } from './aws-vault';
import { createBackend } from './backend';

/** Addresses of what no single instance owns: the state is another than the foundation’s. */
const ADDRESS = 'shared';

/**
 * Where the instances of one environment come up again when their region is lost: the network, the ways in for runners and operators,
 * the roles, and the vault of copies. Provider and state are the recovery region’s, and nothing of the primary’s is asked.
 */
export class AwsRecoveryStack extends TerraformStack {
  constructor(scope: Construct, foundation: AwsFoundation, organisation: string) {
    const { recovery, environment } = foundation;
    if (!recovery) throw new Error(`${foundation.stack}: nothing of it is in the recovery region`);
    super(scope, recovery.stack);
    const { target, state, operators } = recovery;
    createAwsProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    const prefix = recoveryPrefix(foundation.prefix);
    const key = createKey(this, foundation, recovery);
    const plan = recovery.network.value;
    const network = createAwsNetwork(this, {
      address: ADDRESS,
      name: prefix,
      target,
      plan,
      logRetentionDays: foundation.logRetentionDays.value,
      key,
    });
    const { notify, vault } = foundation;
    const shared = { address: ADDRESS, prefix, target, plan, network };
    createAwsCommons(this, { ...shared, notify, operators, secrets: true, key });
    const { account } = target;
    new MonitoringRole(this, 'monitoring-role', { address: ADDRESS, prefix, account });
    if (!vault) return;
    const kept = { address: ADDRESS, name: prefix, target, plan: vault.value };
    createAwsRecoveryVault(this, kept, { key });
    new BackupRole(this, 'restore-role', { address: ADDRESS, prefix, work: 'restores' });
  }
}

/** The key of alarms and of the vault’s copies, of the flow logs where the network is ours, and of a jump host’s disk. */
function createKey(
  stack: TerraformStack,
  { prefix, vault }: AwsFoundation,
  { target, network, operators }: AwsRecoveryFoundation,
): Key {
  const name = recoveryPrefix(prefix);
  const made = network.value.kind === 'made';
  return new Key(stack, 'key', {
    address: ADDRESS,
    name,
    description: `Alarms, logs and kept copies of ${prefix} in the recovery region`,
    account: target.account,
    region: target.region,
    services: [
      ...(made ? ['logs' as const] : []),
      'sns',
      ...(operators ? ['ec2' as const] : []),
      ...(vault ? (['backup', 'rds'] as const) : []),
    ],
    logGroups: made ? [flowLogGroupName(name)] : [],
    secretReaders: [],
    alarms: true,
    // Copies that outlive their region can be read only with it.
    preventDestroy: true,
  });
}
