import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { runnerName } from './runner-function';

/** The schedule's ARN; the key's policy names it. */
export function runnerScheduleArn({
  account,
  region,
  group,
  identifier,
}: {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly identifier: string;
}): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${group}/${runnerName(identifier)}`;
}

export interface RunnerScheduleSettings {
  readonly address: string;
  /** How the runner's names begin. */
  readonly identifier: string;
  /** The name of the schedule group. */
  readonly group: string;
  /** When it runs every day, UTC. */
  readonly at: { readonly hour: number; readonly minute: number };
  /** What the function is given: at most 256 KB ("Encryption at rest", Scheduler user guide, read 2026-11). */
  readonly input: string;
}

export interface RunnerScheduleWiring {
  readonly functionArn: string;
  /** With which it starts the function. */
  readonly role: { readonly arn: string; readonly resource: ITerraformDependable };
  readonly key: { readonly arn: string };
  /** The group, where this stack makes it: no reference says that a schedule needs it. */
  readonly scheduleGroup: readonly ITerraformDependable[];
}

/** Runs the runner every day, so that what somebody changed by hand does not stay. */
export class RunnerSchedule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RunnerScheduleSettings,
    wiring: RunnerScheduleWiring,
  ) {
    super(scope, id);
    const { address, identifier, group, at, input } = settings;
    const schedule = new SchedulerSchedule(this, 'Resource', {
      name: runnerName(identifier),
      groupName: group,
      description: `Verifies what ${identifier} holds inside`,
      scheduleExpression: `cron(${at.minute} ${at.hour} * * ? *)`,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn: wiring.key.arn,
      target: {
        arn: wiring.functionArn,
        roleArn: wiring.role.arn,
        input,
        // Of the delivery; the function's own failures are Lambda's to retry.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
      },
      dependsOn: [wiring.role.resource, ...wiring.scheduleGroup],
    });
    pin(schedule, address, 'runner');
  }
}
