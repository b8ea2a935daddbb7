import type { TerraformStack } from 'cdktf';
import { logGroupNames } from '../constructs/aws/database-logs';
import { drillFunctionName } from '../constructs/aws/drill-function';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import type { KeyService } from '../constructs/aws/key-policy';
import { functionLogGroupName, runnerLogGroupName } from '../constructs/aws/runner-function';
import { runnerScheduleArn } from '../constructs/aws/runner-schedule';
import { hasOperator } from '../model/access/operators';
import type { Routes } from '../model/alerts/routes';
import type { AwsInstance, AwsRecoveryHome } from '../model/deployment/aws-deployment';
import { mayRehearseIn } from '../model/recovery/rehearsals';
import { isTold } from './aws-alarms';
import { scheduleGroupName } from './aws-commons';
import { drillScheduleArns } from './aws-drill-schedules';
import { awsSecretReadersOf } from './aws-logins';
import { watchedUnder } from './aws-watch';

/**
 * The key of what an instance has in the recovery region: a replica’s storage, replicated backups, what is restored from them, logs,
 * secrets, and all that the runner there brings. It lives there, so that nothing of it is lost with the primary’s.
 *
 * @param network how its names begin, and who is told of its alarms
 */
export function createAwsRecoveryKey(
  stack: TerraformStack,
  instance: AwsInstance,
  { identifier: name, target, ownNetwork }: AwsRecoveryHome,
  { prefix, routes }: { readonly prefix: string; readonly routes: Routes },
): Key {
  const { id: address, identifier, engine, lifecycle } = instance;
  const retired = lifecycle.value === 'retired';
  const { account, region } = target;
  const group = scheduleGroupName(prefix);
  const schedule = { account, region, group, identifier: name };
  const watch = ownNetwork ? [watchedUnder(name, target, group)] : [];
  return new Key(stack, 'key', {
    address,
    name,
    description: `Storage, backups, logs and secrets of ${address} in the recovery region`,
    account,
    region,
    services: servicesOf(instance, ownNetwork !== undefined),
    logGroups: [
      ...logGroupNames(engine, name),
      // Of any that is restored here: one more then leaves the key as it is.
      ...logGroupNames(engine, `${identifier}-at-*`),
      ...(ownNetwork?.value.kind === 'made' ? [flowLogGroupName(name)] : []),
      runnerLogGroupName(name),
      ...watch.map(({ logGroup }) => logGroup),
      ...(ownNetwork && mayRehearseIn('recovery')(instance)
        ? [functionLogGroupName(drillFunctionName(name))]
        : []),
    ],
    secretReaders: retired ? [] : awsSecretReadersOf(instance),
    schedules: retired
      ? []
      : [
          runnerScheduleArn(schedule),
          // Whichever of them run here: what serves is another thing than what the key is for.
          ...instance.recovery.drills.flatMap((drill) => drillScheduleArns(drill, schedule)),
          ...watch.map((each) => each.schedule),
        ],
    alarms: ownNetwork !== undefined && !retired && isTold(routes, target),
    // Backups that outlive the instance, and its region, can be read only with it.
    preventDestroy: true,
  });
}

/** Where it is isolated, the topic of its alarms, its vault and its jump host’s disk are its own too. */
function servicesOf(instance: AwsInstance, own: boolean): readonly KeyService[] {
  const vault = instance.ownVault ? (['backup'] as const) : [];
  if (instance.lifecycle.value === 'retired') return ['rds', 'logs', ...vault];
  return [
    'rds',
    'logs',
    'lambda',
    'scheduler',
    ...(awsSecretReadersOf(instance).length > 0 ? ['secretsmanager' as const] : []),
    ...(own ? ['sns' as const] : []),
    ...(own && hasOperator(instance) ? ['ec2' as const] : []),
    ...vault,
  ];
}
