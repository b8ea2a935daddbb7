import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsDrillOrder, DrillCall, DrillPhase } from '../../model/recovery/drill-order';
import type { DrillTimes } from '../../model/recovery/drill-times';
import { addressOf, pin } from '../address';
import type { AlarmActions } from './alarm-actions';

export interface DrillSettings {
  readonly address: string;
  /** The name of the schedule group. */
  readonly group: string;
  readonly order: AwsDrillOrder;
  readonly times: DrillTimes;
  /** The names of its schedules. */
  readonly schedules: Readonly<Record<DrillPhase, string>>;
  /** That it failed or was slow is a warning: the database goes on. */
  readonly actions: AlarmActions;
}

export interface DrillWiring {
  /** Of what rehearses the recoveries of its network. */
  readonly functionArn: string;
  /** With which schedules start it. */
  readonly role: { readonly arn: string; readonly resource: ITerraformDependable };
  readonly key: { readonly arn: string };
  /** The schedule group, where this stack makes it. */
  readonly scheduleGroup: readonly ITerraformDependable[];
}

const PHASES = ['start', 'continue', 'end'] as const satisfies readonly DrillPhase[];

/** How a drill is called in addresses and names. */
export const DRILL_WORDS = {
  'point-in-time-recovery': 'restore',
  'replicated-backups': 'backups',
  'recovery-replica': 'replica',
} as const satisfies Record<AwsDrillOrder['mechanism'], string>;

/**
 * A rehearsal that runs by itself every month: one schedule begins it, one goes on with it every ten minutes, since a function ends
 * after fifteen, and one removes what is left. It is heard of when it fails or takes longer than it may. Until the first has run, and
 * where its schedule is gone, there is nothing to hear: CloudWatch looks back seven days at most.
 */
export class Drill extends Construct {
  constructor(scope: Construct, id: string, settings: DrillSettings, wiring: DrillWiring) {
    super(scope, id);
    const { group, order, times, schedules } = settings;
    const { functionArn, role, key, scheduleGroup } = wiring;
    const { mechanism } = order;
    const address = addressOf(settings.address, 'drill', DRILL_WORDS[mechanism]);
    for (const phase of PHASES) {
      const call: DrillCall = { drill: order, phase };
      const schedule = new SchedulerSchedule(this, phase, {
        name: schedules[phase],
        groupName: group,
        description: `Drill of ${mechanism} of ${order.instance}: ${phase}`,
        scheduleExpression: times[phase],
        scheduleExpressionTimezone: 'UTC',
        flexibleTimeWindow: { mode: 'OFF' },
        kmsKeyArn: key.arn,
        target: {
          arn: functionArn,
          roleArn: role.arn,
          input: JSON.stringify(call),
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 600 },
        },
        dependsOn: [role.resource, ...scheduleGroup],
      });
      pin(schedule, address, phase);
    }
    createAlarms(this, address, settings);
  }
}

/** An alarm keeps its state from one month’s drill to the next: what is not measured changes nothing. */
function createAlarms(
  scope: Construct,
  address: string,
  { order: { instance, mechanism, rto }, actions: { warning } }: DrillSettings,
): void {
  if (warning.length === 0) return;
  const alarm = (
    what: string,
    metricName: string,
    threshold: number,
    alarmDescription: string,
  ): void => {
    const resource = new CloudwatchMetricAlarm(scope, what, {
      alarmName: `${instance}-drill-${DRILL_WORDS[mechanism]}-${what}`,
      alarmDescription,
      namespace: 'Kura/Recovery',
      metricName,
      dimensions: { Instance: instance, Mechanism: mechanism },
      statistic: 'Maximum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold,
      period: 3600,
      evaluationPeriods: 1,
      treatMissingData: 'ignore',
      alarmActions: [...warning],
      okActions: [...warning],
    });
    pin(resource, address, what);
  };
  alarm(
    'failed',
    'DrillFailed',
    0,
    `The drill of ${mechanism} of ${instance} failed: the log of what rehearses it says why.`,
  );
  if (rto !== null) {
    alarm(
      'slow',
      'DrillRto',
      Math.floor(rto / 1000),
      `The drill of ${mechanism} of ${instance} took longer than its objective of ${String(rto / 60_000)} minutes.`,
    );
  }
}
