import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import { MonitoringRole } from '../constructs/aws/monitoring-role';
import type { AwsFoundation } from '../model/deployment/aws-deployment';
import { createBackend } from './backend';
import { createAwsNetwork } from './aws-network';
import { createAwsProvider } from './aws-provider';

/** Addresses of what no single instance owns. */
const ADDRESS = 'shared';

/** The network and the roles that the instances of one environment share, found by their names. */
export class AwsFoundationStack extends TerraformStack {
  constructor(scope: Construct, foundation: AwsFoundation, organisation: string) {
    super(scope, foundation.stack);
    const { environment, prefix, target, state, network } = foundation;
    const { account } = target;
    createAwsProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    createAwsNetwork(this, {
      address: ADDRESS,
      name: prefix,
      target,
      plan: network.value,
      logRetentionDays: foundation.logRetentionDays.value,
      key: () => createKey(this, foundation),
    });
    new MonitoringRole(this, 'monitoring-role', { address: ADDRESS, prefix, account });
  }
}

/** The key of the flow logs; an existing network's are its owner's. */
function createKey(stack: TerraformStack, { prefix, target, preset }: AwsFoundation): Key {
  return new Key(stack, 'key', {
    address: ADDRESS,
    name: prefix,
    description: `Flow logs of ${prefix}`,
    account: target.account,
    region: target.region,
    services: ['logs'],
    logGroups: [flowLogGroupName(prefix)],
    secretReaders: [],
    // Kept logs can be read only with it.
    preventDestroy: preset === 'production',
  });
}
