import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DatabaseLogs, recoveredFrom } from '../constructs/google/database-logs';
import { Key } from '../constructs/google/key';
import type { GoogleFoundation } from '../model/deployment/google-deployment';
import { recoveryNameOf } from '../model/recovery/recovered';
import { createBackend } from './backend';
import { loggingAccountOf, projectNumberOf, storageAccountOf } from './google-foundation-stack';
import { createJumpHost } from './google-jump-host';
import { createGoogleProvider } from './google-provider';
import { createRecoverySubnet, recoveryOf } from './google-recovery-place';
import { createRecoveryRunnerHome } from './google-runner-home';

/** Addresses of what no single instance owns. */
const ADDRESS = 'shared';

/**
 * What the instances of one environment share in its recovery region. What belongs to no region is the primary foundation’s: the network
 * with its way to Google’s APIs, the account that starts runners, the alarms of their jobs, and the exclusion of their logs from the
 * project’s own bucket.
 */
export class GoogleRecoveryStack extends TerraformStack {
  constructor(scope: Construct, foundation: GoogleFoundation, organisation: string) {
    const { stack, target, state, operators } = recoveryOf(foundation);
    super(scope, stack);
    const { environment, prefix: owner, network: plan, logRetentionDays } = foundation;
    const { project, region } = target;
    createGoogleProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    const place = { address: ADDRESS, name: recoveryNameOf(foundation), project, region };
    const network = createRecoverySubnet(this, ADDRESS, foundation);
    const key = createKey(this, foundation);
    if (operators) createJumpHost(this, { ...place, plan: plan.value }, { network, key });
    new DatabaseLogs(
      this,
      'database-logs',
      {
        ...place,
        instances: recoveredFrom(owner),
        jobs: `${owner}-.+-recovery-(runner|drill)`,
        retentionDays: logRetentionDays.value,
        excluded: true,
      },
      { key },
    );
    createRecoveryRunnerHome(this, { ...place, owner }, { key });
  }
}

/** The key of the logs, of what runners read, and of the disk of the operators’ host, there. */
function createKey(stack: TerraformStack, foundation: GoogleFoundation): Key {
  const { target, operators } = recoveryOf(foundation);
  const { project, region } = target;
  return new Key(
    stack,
    'key',
    {
      ...{ address: ADDRESS, name: recoveryNameOf(foundation), purpose: 'logs', project, region },
      services: ['logging', 'storage', ...(operators ? (['compute'] as const) : [])],
      preventDestroy: foundation.preset === 'production',
    },
    {
      projectNumber: projectNumberOf(stack, project),
      loggingServiceAccount: loggingAccountOf(stack, project),
      storageServiceAccount: storageAccountOf(stack, project),
    },
  );
}
