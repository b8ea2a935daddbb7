import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsWatchOrder } from '../../model/alerts/watch-order';
import type { AlarmActions } from './alarm-actions';
import type { RunnerCode } from './runner-function';
import { WatchAlarms } from './watch-alarms';
import { WatchFunction } from './watch-function';
import { WatchSchedule } from './watch-schedule';

export interface WatchSettings {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  readonly account: string;
  readonly region: string;
  /** What it is started with: it names the stack that this is in. */
  readonly order: AwsWatchOrder;
  /** The name of the schedule group. */
  readonly scheduleGroup: string;
  readonly code: RunnerCode;
  readonly logRetentionDays: number;
  /** That it cannot read something is a warning, and its silence critical. */
  readonly actions: AlarmActions;
}

export interface WatchWiring {
  /** Of the log, the function's environment and the schedule's input: its policy names each. */
  readonly key: { readonly arn: string };
  readonly network: { readonly subnetIds: readonly string[] };
  /** The group of who reaches AWS's APIs: the runners'. */
  readonly securityGroupId: string;
  /** The schedule group, where this stack makes it. */
  readonly scheduleGroup: readonly ITerraformDependable[];
}

/**
 * The metrics that no cloud has, of every database in one network: a function that reads them, a schedule that starts it, and what
 * tells of its own failures and of its silence: an alert on one of them is only as good as this is.
 */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, settings: WatchSettings, wiring: WatchWiring) {
    super(scope, id);
    const { address, prefix, account, region, order, scheduleGroup: group } = settings;
    const { code, logRetentionDays } = settings;
    const { key, scheduleGroup } = wiring;
    const { stack, secrets } = order;
    const own = { address, prefix, stack, account, region, secrets, code, logRetentionDays };
    const watcher = new WatchFunction(this, 'function', own, wiring);
    new WatchSchedule(
      this,
      'schedule',
      { address, prefix, account, region, group, order },
      { functionArn: watcher.arn, key, scheduleGroup },
    );
    new WatchAlarms(this, 'alarms', { address, prefix, actions: settings.actions });
  }
}
