import type { TerraformStack } from 'cdktf';
import { addressOf } from '../constructs/address';
import { DatabaseLogs } from '../constructs/aws/database-logs';
import { drillFunctionName } from '../constructs/aws/drill-function';
import { watchFunctionName } from '../constructs/aws/watch-function';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { LogGroup } from '../constructs/aws/log-group';
import type { Trail } from '../constructs/aws/log-subscription';
import { readerIdentifier } from '../constructs/aws/reader';
import { functionLogGroupName, runnerLogGroupName } from '../constructs/aws/runner-function';
import type { AwsInstance, AwsRecoveryHome } from '../model/deployment/aws-deployment';
import { mayRehearseIn, mayServeThere } from '../model/recovery/rehearsals';
import { createRetiredRecoveryCoordinates } from './aws-recovery-coordinates';
import { hasMechanism } from './aws-recovery-databases';

/**
 * What stays in the recovery region of an instance that is gone: beside its key, and its vault where that is its own, the logs, which
 * are evidence and end with their retention. RDS keeps the replicated backups for as long as they were kept.
 */
export function createAwsRecoveryRetired(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  {
    key,
    trail,
    prefix,
  }: {
    readonly key: { readonly arn: string };
    readonly trail: Trail;
    readonly prefix: string;
  },
): void {
  const { id: address, engine, decisions, restores } = instance;
  const retentionDays = decisions.logRetentionDays.value;
  const keepOf = (identifier: string, at: string): void => {
    const own = { address: at, engine, identifier, retentionDays };
    new DatabaseLogs(stack, `logs-${identifier}`, own, { key, trail });
  };
  const keep = (id: string, name: string, to?: Trail): void => {
    const own = { address: addressOf(address, id), name, retentionDays };
    new LogGroup(stack, id, own, { key, trail: to });
  };
  const replica = hasMechanism(instance, 'recovery-replica');
  if (replica) keepOf(home.identifier, address);
  for (const { name, identifier, readers } of restores.filter(here)) {
    const at = addressOf(address, 'at', name);
    keepOf(identifier, at);
    for (let number = 1; number <= readers; number += 1) {
      keepOf(readerIdentifier(identifier, number), addressOf(at, 'reader', String(number)));
    }
  }
  if (mayServeThere(instance)) keep('runner', runnerLogGroupName(home.identifier), trail);
  if (home.ownNetwork && mayRehearseIn('recovery')(instance)) {
    keep('drill', functionLogGroupName(drillFunctionName(home.identifier)), trail);
  }
  if (home.ownNetwork) keep('watch', functionLogGroupName(watchFunctionName(home.identifier)));
  if (home.ownNetwork?.value.kind === 'made') keep('flow-logs', flowLogGroupName(home.identifier));
  createRetiredRecoveryCoordinates(stack, instance, home, { key, prefix });
}

const here = ({ region }: AwsInstance['restores'][number]): boolean => region === 'recovery';
