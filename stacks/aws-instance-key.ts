import type { TerraformStack } from 'cdktf';
import { logGroupNames } from '../constructs/aws/database-logs';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import type { KeyService } from '../constructs/aws/key-policy';
import { readerIdentifier } from '../constructs/aws/reader';
import { functionLogGroupName, runnerLogGroupName } from '../constructs/aws/runner-function';
import { runnerScheduleArn } from '../constructs/aws/runner-schedule';
import { hasOperator } from '../model/access/operators';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { drillFunctionName } from '../constructs/aws/drill-function';
import { mayRehearseIn } from '../model/recovery/rehearsals';
import { isTold } from './aws-alarms';
import { scheduleGroupName } from './aws-commons';
import { drillScheduleArns } from './aws-drill-schedules';
import { awsSecretReadersOf } from './aws-logins';
import { watchedUnder } from './aws-watch';

/**
 * The key of an instance: of its storage, logs and secrets, and of all that its runner brings. Of one that is gone it is the key of its
 * backups and logs.
 */
export function createAwsInstanceKey(
  stack: TerraformStack,
  instance: AwsInstance,
  { prefix, routes }: AwsFoundation,
): Key {
  const { id: address, identifier, engine, target, ownNetwork, decisions } = instance;
  const retired = instance.lifecycle.value === 'retired';
  const { account, region } = target;
  const databases = [
    identifier,
    ...Array.from({ length: decisions.readers.value }, (_, i) =>
      readerIdentifier(identifier, i + 1),
    ),
  ];
  const group = scheduleGroupName(ownNetwork ? identifier : prefix);
  const schedule = { account, region, group, identifier };
  const watch = ownNetwork ? [watchedUnder(identifier, target, group)] : [];
  return new Key(stack, 'key', {
    address,
    name: identifier,
    description: `Storage, logs and secrets of ${address} in ${prefix}`,
    account,
    region,
    services: servicesOf(instance),
    logGroups: [
      ...databases.flatMap((name) => logGroupNames(engine, name)),
      // Of any that is restored beside it: one more then leaves the key as it is.
      ...logGroupNames(engine, `${identifier}-at-*`),
      ...(ownNetwork?.value.kind === 'made' ? [flowLogGroupName(identifier)] : []),
      runnerLogGroupName(identifier),
      ...watch.map(({ logGroup }) => logGroup),
      ...(ownNetwork && mayRehearseIn('primary')(instance)
        ? [functionLogGroupName(drillFunctionName(identifier))]
        : []),
    ],
    secretReaders: retired ? [] : awsSecretReadersOf(instance),
    schedules: retired
      ? []
      : [
          runnerScheduleArn(schedule),
          ...drillSchedules(instance, schedule),
          ...watch.map((each) => each.schedule),
        ],
    alarms: hasTopic(instance) && isTold(routes, target),
    // Snapshots and backups that outlive the instance can be read only with its key.
    preventDestroy: true,
  });
}

/** Of an instance that is gone, its vault alone is heard of. */
function hasTopic({ ownNetwork, ownVault, lifecycle }: AwsInstance): boolean {
  return ownNetwork !== undefined && (lifecycle.value !== 'retired' || ownVault !== undefined);
}

/** Named also while another region serves, so that what is encrypted with the key can be read when it is back. */
function drillSchedules(
  { recovery: { drills } }: AwsInstance,
  schedule: Parameters<typeof drillScheduleArns>[1],
): readonly string[] {
  return drills
    .filter(({ region }) => region === 'primary')
    .flatMap((drill) => drillScheduleArns(drill, schedule));
}

/** Where it is isolated, the topic of its alarms, its vault and its jump host's disk are its own too. */
function servicesOf(instance: AwsInstance): readonly KeyService[] {
  const own = instance.ownNetwork !== undefined;
  const topic = hasTopic(instance) ? ['sns' as const] : [];
  const vault = instance.ownVault ? ['backup' as const] : [];
  if (instance.lifecycle.value === 'retired') return ['rds', 'logs', ...topic, ...vault];
  return [
    'rds',
    'logs',
    'lambda',
    'scheduler',
    ...(awsSecretReadersOf(instance).length > 0 ? ['secretsmanager' as const] : []),
    ...topic,
    ...vault,
    ...(own && hasOperator(instance) ? ['ec2' as const] : []),
  ];
}
