import { Construct } from 'constructs';
import { pin } from '../address';
import type { AlarmActions } from './alarm-actions';
import { createCountAlarm } from './count-alarm';

export interface ScheduleAlarmSettings {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  /** The group of all schedules of the network. */
  readonly scheduleGroup: string;
  /** That something was not started is a warning: the databases go on. */
  readonly actions: AlarmActions;
}

/**
 * Says that a schedule of a network could not start what it is for: a run, a drill, the watch. "List of metrics" ("Monitoring with
 * CloudWatch", EventBridge Scheduler user guide, read 2026-11).
 */
export class ScheduleAlarm extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, prefix, scheduleGroup, actions: { warning } }: ScheduleAlarmSettings,
  ) {
    super(scope, id);
    if (warning.length === 0) return;
    const alarm = createCountAlarm(this, 'Resource', {
      name: `${prefix}-not-started`,
      description: `A schedule of ${scheduleGroup} could not start what it is for: a run, a drill or the watch. See whether what starts it still may, and whether what it starts is still there. Deploy the stack again.`,
      metric: {
        namespace: 'AWS/Scheduler',
        name: 'InvocationDroppedCount',
        dimensions: { ScheduleGroup: scheduleGroup },
      },
      told: warning,
    });
    pin(alarm, address, 'not-started');
  }
}
