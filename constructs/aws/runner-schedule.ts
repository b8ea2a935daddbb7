import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
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
}: Pick<RunnerScheduleSettings, 'account' | 'region' | 'group' | 'identifier'>): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${group}/${runnerName(identifier)}`;
}

export interface RunnerScheduleSettings {
  readonly address: string;
  /** The database's identifier. */
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  /** The name of the schedule group. */
  readonly group: string;
  /** When it runs every day, UTC. */
  readonly at: { readonly hour: number; readonly minute: number };
  /** What the function is given: at most 256 KB ("Encryption at rest", Scheduler user guide, read 2026-11). */
  readonly input: string;
}

export interface RunnerScheduleWiring {
  readonly functionArn: string;
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
    const role = createRole(this, settings);
    const policy = createPolicy(this, settings, wiring, role);
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
        roleArn: role.arn,
        input,
        // Of the delivery; the function's own failures are Lambda's to retry.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
      },
      dependsOn: [policy, ...wiring.scheduleGroup],
    });
    pin(schedule, address, 'runner');
  }
}

/** "Confused deputy prevention" (Scheduler user guide, read 2026-11): the source is a group, never one schedule. */
function createRole(
  scope: Construct,
  { address, identifier, account, region, group }: RunnerScheduleSettings,
): IamRole {
  const role = new IamRole(scope, 'role', {
    name: `${identifier}-schedule`,
    description: `Starts the runner of ${identifier}`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnEquals: {
              'aws:SourceArn': `arn:aws:scheduler:${region}:${account}:schedule-group/${group}`,
            },
          },
        },
      ],
    }),
  });
  return pin(role, address, 'schedule');
}

function createPolicy(
  scope: Construct,
  settings: RunnerScheduleSettings,
  { functionArn, key }: RunnerScheduleWiring,
  role: IamRole,
): IamRolePolicy {
  const policy = new IamRolePolicy(scope, 'policy', {
    name: 'start-runner',
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'StartRunner',
          Effect: 'Allow',
          Action: ['lambda:InvokeFunction'],
          Resource: [functionArn],
        },
        {
          Sid: 'ReadInput',
          Effect: 'Allow',
          Action: ['kms:Decrypt'],
          Resource: [key.arn],
          Condition: {
            ArnEquals: {
              'kms:EncryptionContext:aws:scheduler:schedule:arn': runnerScheduleArn(settings),
            },
          },
        },
      ],
    }),
  });
  return pin(policy, settings.address, 'schedule');
}
