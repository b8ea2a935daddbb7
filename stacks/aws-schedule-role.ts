import type { Construct } from 'constructs';
import { functionArn, runnerName } from '../constructs/aws/runner-function';
import { runnerScheduleArn } from '../constructs/aws/runner-schedule';
import { ScheduleRole } from '../constructs/aws/schedule-role';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import { rehearsedIn } from '../model/recovery/rehearsals';
import { scheduleGroupName, type AwsCommons } from './aws-commons';
import { drillScheduleArns } from './aws-drill-schedules';
import type { AwsRunnerHome } from './aws-runner';

export interface AwsScheduleRoleChoice extends AwsRunnerHome {
  readonly region: 'primary' | 'recovery';
  /** Whether the runner runs every day. */
  readonly runs: boolean;
  /** How the names of the network begin. */
  readonly prefix: string;
}

/** With which the schedules of an instance start its runner and what rehearses it; none where nothing is started. */
export function createAwsScheduleRole(
  scope: Construct,
  instance: AwsInstance,
  { region: where, runs, prefix, identifier, target: { account, region } }: AwsScheduleRoleChoice,
  {
    key,
    commons: { drills },
  }: { readonly key: { readonly arn: string }; readonly commons: AwsCommons },
): ScheduleRole | undefined {
  const { id: address } = instance;
  const group = scheduleGroupName(prefix);
  const schedule = { account, region, group, identifier };
  const rehearsed = rehearsedIn(instance, where);
  const functionArns = [
    ...(runs ? [functionArn({ account, region, name: runnerName(identifier) })] : []),
    ...(drills && rehearsed.length > 0 ? [drills.functionArn] : []),
  ];
  if (functionArns.length === 0) return undefined;
  const schedules = [
    ...(runs ? [runnerScheduleArn(schedule)] : []),
    ...rehearsed.flatMap((drill) => drillScheduleArns(drill, schedule)),
  ];
  return new ScheduleRole(
    scope,
    'schedule-role',
    { address, identifier, account, region, group, schedules },
    { functionArns, key },
  );
}
