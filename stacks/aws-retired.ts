import type { TerraformStack } from 'cdktf';
import { addressOf } from '../constructs/address';
import { DatabaseLogs } from '../constructs/aws/database-logs';
import { drillFunctionName } from '../constructs/aws/drill-function';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { LogGroup } from '../constructs/aws/log-group';
import type { Trail } from '../constructs/aws/log-subscription';
import { readerIdentifier } from '../constructs/aws/reader';
import { functionLogGroupName, runnerLogGroupName } from '../constructs/aws/runner-function';
import { watchFunctionName } from '../constructs/aws/watch-function';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { mayRehearseIn } from '../model/recovery/rehearsals';
import { createAwsAlarms } from './aws-alarms';
import { createOwnVault } from './aws-instance-place';
import { trailFrom } from './aws-trail';
import { createRetiredCoordinates } from './aws-restore-coordinates';

/**
 * What stays of an instance that is gone: beside its key, without which no backup of it can be read, the logs, which are evidence and
 * end with their retention. Its backups stay by themselves: the final snapshot, and the automated ones for as long as they were kept.
 * A vault of its own stays with the plan and the role by which AWS Backup lets its copies expire.
 */
export function createAwsRetired(
  stack: TerraformStack,
  instance: AwsInstance,
  foundation: AwsFoundation,
  key: { readonly arn: string },
): void {
  const { id: address, engine, identifier, ownNetwork, decisions, restores } = instance;
  const trail = trailFrom(foundation, instance.target);
  const retentionDays = decisions.logRetentionDays.value;
  const keepOf = (name: string, at: string): void => {
    const own = { address: at, engine, identifier: name, retentionDays };
    new DatabaseLogs(stack, `logs-${name}`, own, { key, trail });
  };
  const keep = (id: string, name: string, to?: Trail): void => {
    const own = { address: addressOf(address, id), name, retentionDays };
    new LogGroup(stack, id, own, { key, trail: to });
  };
  keepOf(identifier, address);
  const readers = (name: string, at: string, count: number): void => {
    for (let number = 1; number <= count; number += 1) {
      keepOf(readerIdentifier(name, number), addressOf(at, 'reader', String(number)));
    }
  };
  readers(identifier, address, decisions.readers.value);
  for (const restore of restores) {
    if (restore.region !== 'primary') continue;
    const at = addressOf(address, 'at', restore.name);
    keepOf(restore.identifier, at);
    readers(restore.identifier, at, restore.readers);
  }
  keep('runner', runnerLogGroupName(identifier), trail);
  if (ownNetwork && mayRehearseIn('primary')(instance)) {
    keep('drill', functionLogGroupName(drillFunctionName(identifier)), trail);
  }
  if (ownNetwork) keep('watch', functionLogGroupName(watchFunctionName(identifier)));
  if (ownNetwork?.value.kind === 'made') keep('flow-logs', flowLogGroupName(identifier));
  if (instance.ownVault) {
    const { target } = instance;
    const { routes } = foundation;
    const choice = { address, prefix: identifier, target, routes };
    const alarms = createAwsAlarms(stack, choice, { key });
    createOwnVault(stack, instance, foundation, { key, ...alarms });
  }
  createRetiredCoordinates(stack, instance, key);
}
