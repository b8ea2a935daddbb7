import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { RunnerAlarms } from './runner-alarms';
import {
  RunnerFunction,
  type RunnerFunctionSettings,
  type RunnerFunctionWiring,
} from './runner-function';
import type { RunnerServer } from './runner-policy';
import { RunnerSchedule, runnerScheduleArn } from './runner-schedule';
import { ScheduleRole } from './schedule-role';

export interface RunnerSettings extends RunnerFunctionSettings {
  /** What the instance is to hold inside: one line of JSON, without a secret. */
  readonly input: string;
  /** The name of the schedule group. */
  readonly scheduleGroup: string;
  /** When it runs every day, UTC. */
  readonly at: { readonly hour: number; readonly minute: number };
  /** ARNs of the schedules of its drills. */
  readonly drillSchedules: readonly string[];
  readonly topicArn: string;
}

export interface RunnerWiring extends RunnerFunctionWiring {
  /**
   * What must exist before the first run, besides what it refers to: the way to the database and to AWS, all that it writes, and
   * the readers: to set a password and to make a replica both want the instance to be available.
   */
  readonly after: readonly ITerraformDependable[];
  /** The schedule group, where this stack makes it. */
  readonly scheduleGroup: readonly ITerraformDependable[];
}

/**
 * The runner of one instance: runs when what is declared changes and every day, and is heard of when it fails or is missed. One
 * without a server waits for its drills, and is the same function with fewer rights: it has its log and its name when a server comes.
 */
export class Runner extends Construct {
  readonly functionArn: string;
  /** With which schedules start it; none where nothing does. */
  readonly scheduleRole: ScheduleRole | undefined;

  constructor(scope: Construct, id: string, settings: RunnerSettings, wiring: RunnerWiring) {
    super(scope, id);
    const { address, identifier, at, input, topicArn, scheduleGroup: group } = settings;
    const { server, key, scheduleGroup } = wiring;
    const runner = new RunnerFunction(this, 'function', settings, wiring);
    this.functionArn = runner.arn;
    const role = createScheduleRole(this, settings, wiring, runner);
    this.scheduleRole = role;
    const run = server && createRun(this, settings, wiring, server, runner);
    if (run && role) {
      new RunnerSchedule(
        this,
        'schedule',
        { address, identifier, group, at, input },
        { functionArn: runner.arn, role, key, scheduleGroup },
      );
    }
    const daily = run !== undefined;
    const after = run ? [run] : [];
    new RunnerAlarms(this, 'alarms', { address, identifier, daily, topicArn }, { after });
  }
}

function createScheduleRole(
  scope: Construct,
  settings: RunnerSettings,
  { server, key }: RunnerWiring,
  runner: RunnerFunction,
): ScheduleRole | undefined {
  const { address, identifier, account, region, scheduleGroup: group, drillSchedules } = settings;
  const daily = server ? [runnerScheduleArn({ account, region, group, identifier })] : [];
  const schedules = [...daily, ...drillSchedules];
  if (schedules.length === 0) return undefined;
  const own = { address, identifier, account, region, group, schedules };
  return new ScheduleRole(scope, 'schedule-role', own, { functionArn: runner.arn, key });
}

/**
 * Runs it where the declared state, the program or the database is another, and fails the apply where the run fails. A run that
 * failed is not in the state, so that the next apply runs it again: an update in place would count as done.
 */
function createRun(
  scope: Construct,
  { address, input, code }: RunnerSettings,
  { after }: RunnerWiring,
  { resourceId }: RunnerServer,
  runner: RunnerFunction,
): LambdaInvocation {
  const run = new LambdaInvocation(scope, 'run', {
    functionName: runner.name,
    input,
    lifecycleScope: 'CREATE_ONLY',
    triggers: { code: code.hash, database: resourceId },
    dependsOn: [runner.resource, ...after],
  });
  return pin(run, address, 'runner');
}
