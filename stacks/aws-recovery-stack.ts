import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { BackupRole } from '../constructs/aws/backup-role';
import { drillFunctionName } from '../constructs/aws/drill-function';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import { MonitoringRole } from '../constructs/aws/monitoring-role';
import { functionLogGroupName } from '../constructs/aws/runner-function';
import type { AwsFoundation, AwsRecoveryFoundation } from '../model/deployment/aws-deployment';
import { recoveryPrefix } from '../model/recovery/recovery-prefix';
import { createAwsEvents, isTold, namesInEnvironment } from './aws-alarms';
import { createAwsCommons, scheduleGroupName } from './aws-commons';
import { drilledInEnvironment } from './aws-drill-home';
import { createAwsNetwork } from './aws-network';
import { createAwsOptionGroups } from './aws-option-groups';
import { createAwsProvider } from './aws-provider';
import { createAwsRestoreTest } from './aws-restore-test';
import { trailFrom } from './aws-trail';
import { createAwsRecoveryVault } from './aws-vault';
import { createBackend } from './backend';
import { watchedInEnvironment, watchedUnder } from './aws-watch';
import type { RunnerAsset } from './runner-asset';

/** Addresses of what no single instance owns: the state is another than the foundation’s. */
const ADDRESS = 'shared';

/**
 * Where the instances of one environment come up again when their region is lost: the network, the ways in for runners and operators,
 * the roles, what rehearses that, and the vault of copies. Provider and state are the recovery region’s, and nothing of the primary’s is asked.
 */
export class AwsRecoveryStack extends TerraformStack {
  constructor(
    scope: Construct,
    foundation: AwsFoundation,
    organisation: string,
    program: RunnerAsset,
  ) {
    const { recovery, environment } = foundation;
    if (!recovery) throw new Error(`${foundation.stack}: nothing of it is in the recovery region`);
    super(scope, recovery.stack);
    const { stack, target, state, operators } = recovery;
    createAwsProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    const prefix = recoveryPrefix(foundation.prefix);
    const key = createKey(this, foundation, recovery);
    const plan = recovery.network.value;
    const logRetentionDays = foundation.logRetentionDays.value;
    const network = createAwsNetwork(this, {
      address: ADDRESS,
      name: prefix,
      target,
      plan,
      logRetentionDays,
      key,
    });
    const { routes, vault } = foundation;
    // A restored instance bears the primary’s name, and the replica’s begins with it.
    const databases = drilledInEnvironment(foundation.prefix);
    const drills = recovery.drills ? { stack, databases, logRetentionDays, program } : undefined;
    const shared = { address: ADDRESS, prefix, target, plan, network };
    const watch = {
      ...watchedInEnvironment(foundation.prefix),
      ...{ stack, replicated: true, logRetentionDays, program },
    };
    const trail = trailFrom(foundation, target);
    const own = { ...shared, routes, operators, drills, watch, secrets: true, trail, key };
    const { alarms } = createAwsCommons(this, own);
    const names = namesInEnvironment(foundation.prefix);
    const { audit } = foundation;
    createAwsEvents(this, { address: ADDRESS, prefix, target, routes, names, audit }, { alarms });
    const { account } = target;
    new MonitoringRole(this, 'monitoring-role', { address: ADDRESS, prefix, account });
    createAwsOptionGroups(this, { address: ADDRESS, prefix }, recovery.optionGroups);
    if (!vault) return;
    const kept = { address: ADDRESS, name: prefix, target, plan: vault.value };
    createAwsRecoveryVault(this, kept, { key });
    const restores = { address: ADDRESS, prefix, work: 'restores' } as const;
    const { arn: roleArn } = new BackupRole(this, 'restore-role', restores);
    const tested = { address: ADDRESS, prefix, target, plan: vault.value };
    createAwsRestoreTest(this, tested, { network, roleArn, ...alarms });
  }
}

/**
 * The key of alarms and of the vault’s copies, of the flow logs where the network is ours, of what rehearses recoveries and its log, and
 * of a jump host’s disk.
 */
function createKey(
  stack: TerraformStack,
  { prefix, routes, vault }: AwsFoundation,
  { target, network, operators, drills }: AwsRecoveryFoundation,
): Key {
  const name = recoveryPrefix(prefix);
  const made = network.value.kind === 'made';
  const watch = watchedUnder(name, target, scheduleGroupName(name));
  return new Key(stack, 'key', {
    address: ADDRESS,
    name,
    description: `Alarms, logs and kept copies of ${prefix} in the recovery region`,
    account: target.account,
    region: target.region,
    services: [
      'logs',
      'sns',
      'lambda',
      'scheduler',
      ...(operators ? ['ec2' as const] : []),
      ...(vault ? (['backup', 'rds'] as const) : []),
    ],
    logGroups: [
      watch.logGroup,
      ...(made ? [flowLogGroupName(name)] : []),
      ...(drills ? [functionLogGroupName(drillFunctionName(name))] : []),
    ],
    secretReaders: [],
    schedules: [watch.schedule],
    alarms: isTold(routes, target),
    // Copies that outlive their region can be read only with it.
    preventDestroy: true,
  });
}
