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
import { RunnerSchedule } from './runner-schedule';

export interface RunnerSettings extends RunnerFunctionSettings {
  /** What the instance is to hold inside: one line of JSON, without a secret. */
  readonly input: string;
  /** The name of the schedule group. */
  readonly scheduleGroup: string;
  /** When it runs every day, UTC. */
  readonly at: { readonly hour: number; readonly minute: number };
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

/** The runner of one instance: runs when what is declared changes and every day, and is heard of when it fails or is missed. */
export class Runner extends Construct {
  constructor(scope: Construct, id: string, settings: RunnerSettings, wiring: RunnerWiring) {
    super(scope, id);
    const { address, identifier, account, region, at, input, topicArn } = settings;
    const { key, scheduleGroup } = wiring;
    const runner = new RunnerFunction(this, 'function', settings, wiring);
    const run = createRun(this, settings, wiring, runner);
    const group = settings.scheduleGroup;
    new RunnerSchedule(
      this,
      'schedule',
      { address, identifier, account, region, group, at, input },
      { functionArn: runner.arn, key, scheduleGroup },
    );
    new RunnerAlarms(this, 'alarms', { address, identifier, topicArn }, { after: [run] });
  }
}

/**
 * Runs it where the declared state, the program or the database is another, and fails the apply where the run fails. A run that
 * failed is not in the state, so that the next apply runs it again: an update in place would count as done.
 */
function createRun(
  scope: Construct,
  { address, input, code }: RunnerSettings,
  { resourceId, after }: RunnerWiring,
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
