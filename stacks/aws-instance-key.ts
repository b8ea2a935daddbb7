import type { TerraformStack } from 'cdktf';
import { logGroupNames } from '../constructs/aws/database-logs';
import { flowLogGroupName } from '../constructs/aws/flow-log';
import { Key } from '../constructs/aws/key';
import type { KeyService } from '../constructs/aws/key-policy';
import { readerIdentifier } from '../constructs/aws/reader';
import { runnerLogGroupName } from '../constructs/aws/runner-function';
import { runnerScheduleArn } from '../constructs/aws/runner-schedule';
import { hasOperator } from '../model/access/operators';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { scheduleGroupName } from './aws-commons';
import { awsSecretReadersOf } from './aws-logins';

/** The key of an instance: of its storage, logs and secrets, and of all that its runner brings. */
export function createAwsInstanceKey(
  stack: TerraformStack,
  instance: AwsInstance,
  { prefix }: AwsFoundation,
): Key {
  const { id: address, identifier, engine, target, ownNetwork, decisions } = instance;
  const { account, region } = target;
  const databases = [
    identifier,
    ...Array.from({ length: decisions.readers.value }, (_, i) =>
      readerIdentifier(identifier, i + 1),
    ),
  ];
  const group = scheduleGroupName(ownNetwork ? identifier : prefix);
  return new Key(stack, 'key', {
    address,
    name: identifier,
    description: `Storage, logs and secrets of ${address} in ${prefix}`,
    account,
    region,
    services: servicesOf(instance),
    logGroups: [
      ...databases.flatMap((name) => logGroupNames(engine, name)),
      ...(ownNetwork?.value.kind === 'made' ? [flowLogGroupName(identifier)] : []),
      runnerLogGroupName(identifier),
    ],
    secretReaders: awsSecretReadersOf(instance),
    schedules: [runnerScheduleArn({ account, region, group, identifier })],
    alarms: ownNetwork !== undefined,
    // Snapshots and backups that outlive the instance can be read only with its key.
    preventDestroy: true,
  });
}

/** Where it is isolated, the topic of its alarms and its jump host's disk are its own too. */
function servicesOf(instance: AwsInstance): readonly KeyService[] {
  const own = instance.ownNetwork !== undefined;
  return [
    'rds',
    'logs',
    'lambda',
    'scheduler',
    ...(awsSecretReadersOf(instance).length > 0 ? ['secretsmanager' as const] : []),
    ...(own ? ['sns' as const] : []),
    ...(own && hasOperator(instance) ? ['ec2' as const] : []),
  ];
}
