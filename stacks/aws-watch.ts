import type { Construct } from 'constructs';
import { Watch, type WatchWiring } from '../constructs/aws/watch';
import { watchFunctionName } from '../constructs/aws/watch-function';
import { watchScheduleArn } from '../constructs/aws/watch-schedule';
import { functionLogGroupName } from '../constructs/aws/runner-function';
import type { AlarmActions } from '../constructs/aws/alarm-actions';
import type { AwsInstance, AwsTarget } from '../model/deployment/aws-deployment';
import type { RunnerAsset } from './runner-asset';

/** What one network’s watch looks at. */
export interface AwsWatchChoice {
  /** The stack that it is made in. */
  readonly stack: string;
  /** What the databases are called or, where it ends with a hyphen, how their names begin. */
  readonly databases: readonly string[];
  /** How the names of their secrets begin; null where they have none, and no way to Secrets Manager either. */
  readonly secrets: string | null;
  /** Whether another region’s backups are replicated here. */
  readonly replicated: boolean;
  readonly logRetentionDays: number;
  readonly program: RunnerAsset;
}

/** The databases of an environment, and their secrets. */
export function watchedInEnvironment(
  prefix: string,
): Pick<AwsWatchChoice, 'databases' | 'secrets'> {
  return { databases: [`${prefix}-`], secrets: `${prefix}/` };
}

/** Those of an instance that has a network to itself. */
export function watchedOfInstance(
  { identifier, id }: AwsInstance,
  { prefix, secrets }: { readonly prefix: string; readonly secrets: boolean },
): Pick<AwsWatchChoice, 'databases' | 'secrets'> {
  return {
    databases: [identifier, `${identifier}-`],
    secrets: secrets ? `${prefix}/${id}/` : null,
  };
}

/** What the key must let the watch of a network use: its log, and its schedule’s input. */
export function watchedUnder(
  prefix: string,
  { account, region }: AwsTarget,
  group: string,
): { readonly logGroup: string; readonly schedule: string } {
  return {
    logGroup: functionLogGroupName(watchFunctionName(prefix)),
    schedule: watchScheduleArn({ account, region, group, prefix }),
  };
}

/** Makes what emits the metrics that RDS has not. */
export function createAwsWatch(
  scope: Construct,
  {
    address,
    prefix,
    target: { account, region },
    scheduleGroup,
    actions,
    watch: { stack, databases, secrets, replicated, logRetentionDays, program: code },
  }: {
    readonly address: string;
    readonly prefix: string;
    readonly target: AwsTarget;
    readonly scheduleGroup: string;
    readonly actions: AlarmActions;
    readonly watch: AwsWatchChoice;
  },
  wiring: WatchWiring,
): void {
  new Watch(
    scope,
    'watch',
    {
      ...{ address, prefix, account, region, scheduleGroup, code, logRetentionDays, actions },
      order: { format: 1, cloud: 'aws', stack, namespace: prefix, databases, secrets, replicated },
    },
    wiring,
  );
}
