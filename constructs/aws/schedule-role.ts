import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface ScheduleRoleSettings {
  readonly address: string;
  /** How the instance's names begin. */
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  /** The name of the schedule group. */
  readonly group: string;
  /** ARNs of the schedules whose input it may decrypt. */
  readonly schedules: readonly string[];
}

export interface ScheduleRoleWiring {
  /** What its schedules start: the runner, and what rehearses its recoveries. */
  readonly functionArns: readonly string[];
  readonly key: { readonly arn: string };
}

/** With which the schedules of one instance start what they are for. */
export class ScheduleRole extends Construct {
  readonly arn: string;
  /** The role may start them once this exists. */
  readonly resource: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: ScheduleRoleSettings,
    wiring: ScheduleRoleWiring,
  ) {
    super(scope, id);
    const role = createRole(this, settings);
    this.arn = role.arn;
    this.resource = createPolicy(this, settings, wiring, role);
  }
}

/** "Confused deputy prevention" (Scheduler user guide, read 2026-11): the source is a group, never one schedule. */
function createRole(
  scope: Construct,
  { address, identifier, account, region, group }: ScheduleRoleSettings,
): IamRole {
  const role = new IamRole(scope, 'Resource', {
    name: `${identifier}-schedule`,
    description: `Starts what runs for ${identifier}`,
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
  settings: ScheduleRoleSettings,
  { functionArns, key }: ScheduleRoleWiring,
  role: IamRole,
): IamRolePolicy {
  const policy = new IamRolePolicy(scope, 'policy', {
    name: 'start-runner',
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Start',
          Effect: 'Allow',
          Action: ['lambda:InvokeFunction'],
          Resource: functionArns,
        },
        {
          Sid: 'ReadInput',
          Effect: 'Allow',
          Action: ['kms:Decrypt'],
          Resource: [key.arn],
          Condition: {
            ArnEquals: {
              'kms:EncryptionContext:aws:scheduler:schedule:arn': settings.schedules,
            },
          },
        },
      ],
    }),
  });
  return pin(policy, settings.address, 'schedule');
}
