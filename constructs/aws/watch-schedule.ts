import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsWatchOrder, WatchCall } from '../../model/alerts/watch-order';
import { addressOf, pin } from '../address';
import { ScheduleRole } from './schedule-role';
import { watchFunctionName } from './watch-function';

/** Where a watch is scheduled. */
interface WatchSchedulePlace {
  readonly account: string;
  readonly region: string;
  /** The name of the schedule group. */
  readonly group: string;
  /** How the network's names begin. */
  readonly prefix: string;
}

/** The schedule's ARN; the key's policy names it. */
export function watchScheduleArn({ account, region, group, prefix }: WatchSchedulePlace): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${group}/${watchFunctionName(prefix)}`;
}

export interface WatchScheduleSettings extends WatchSchedulePlace {
  readonly address: string;
  readonly order: AwsWatchOrder;
}

export interface WatchScheduleWiring {
  readonly functionArn: string;
  readonly key: { readonly arn: string };
  /** The group, where this stack makes it: no reference says that a schedule needs it. */
  readonly scheduleGroup: readonly ITerraformDependable[];
}

/**
 * Every five minutes, and always from the second minute of the hour on: a schedule starts within its minute ("Schedule types in
 * EventBridge Scheduler", read 2026-11), so that exactly one run an hour is in the first five, in which it reads more. `rate(5 minutes)`
 * counts from when the schedule was made: one that was made at the end of its fifth minute would miss them in most hours.
 */
const EVERY_FIVE_MINUTES = 'cron(2/5 * * * ? *)';

/** Starts the watch, with a role that can start nothing else. */
export class WatchSchedule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: WatchScheduleSettings,
    { functionArn, key, scheduleGroup }: WatchScheduleWiring,
  ) {
    super(scope, id);
    const { prefix, account, region, group, order } = settings;
    const address = addressOf(settings.address, 'watch');
    const name = watchFunctionName(prefix);
    const role = new ScheduleRole(
      this,
      'role',
      {
        ...{ address, account, region, group, identifier: name },
        schedules: [watchScheduleArn(settings)],
      },
      { functionArns: [functionArn], key },
    );
    const call: WatchCall = { watch: order };
    const schedule = new SchedulerSchedule(this, 'Resource', {
      name,
      groupName: group,
      description: `Watches the databases of ${prefix}`,
      scheduleExpression: EVERY_FIVE_MINUTES,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn: key.arn,
      target: {
        arn: functionArn,
        roleArn: role.arn,
        input: JSON.stringify(call),
        // The next one comes soon, and tells more than a late one.
        retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 240 },
      },
      dependsOn: [role.resource, ...scheduleGroup],
    });
    pin(schedule, address);
  }
}
