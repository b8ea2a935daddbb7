import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import type { AlarmActions } from './alarm-actions';
import { createLogFilter } from './log-filters';
import type { Trail } from './log-subscription';
import { RunnerAlarms } from './runner-alarms';
import { RunnerFunction, runnerLogGroupName, runnerName, type RunnerCode } from './runner-function';
import { runnerStatements, type RunnerPolicyWiring } from './runner-policy';
import { RunnerSchedule } from './runner-schedule';

export interface RunnerSettings {
  readonly address: string;
  /** The stack that it is in: a state of another is refused. */
  readonly stack: string;
  /** How its names begin. */
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  readonly port: number;
  /** The database user it logs in as. */
  readonly login: string;
  readonly code: RunnerCode;
  readonly logRetentionDays: number;
  /** What the instance is to hold inside: one line of JSON, without a secret. */
  readonly input: string;
  /** The name of the schedule group. */
  readonly scheduleGroup: string;
  /** When it runs every day, UTC. */
  readonly at: { readonly hour: number; readonly minute: number };
  readonly actions: AlarmActions;
  /** Where it is counted that somebody has more or less access than is declared. */
  readonly drift: { readonly namespace: string; readonly metric: string };
}

export interface RunnerWiring extends RunnerPolicyWiring {
  /** Where its results go beside its log: who was given what. */
  readonly trail: Trail;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /**
   * What must exist before the first run, besides what it refers to: the way to the database and to AWS, all that it writes, and
   * the readers: to set a password and to make a replica both want the instance to be available.
   */
  readonly after: readonly ITerraformDependable[];
  /** With which its schedule starts it. */
  readonly scheduleRole: { readonly arn: string; readonly resource: ITerraformDependable };
  /** The schedule group, where this stack makes it. */
  readonly scheduleGroup: readonly ITerraformDependable[];
}

/** The runner of one instance: runs when what is declared changes and every day, and is heard of when it fails or is missed. */
export class Runner extends Construct {
  constructor(scope: Construct, id: string, settings: RunnerSettings, wiring: RunnerWiring) {
    super(scope, id);
    const { address, identifier, at, input, actions, scheduleGroup: group } = settings;
    const { key, scheduleRole: role, scheduleGroup } = wiring;
    const runner = createFunction(this, settings, wiring);
    const run = createRun(this, settings, wiring, runner);
    new RunnerSchedule(
      this,
      'schedule',
      { address, identifier, group, at, input },
      { functionArn: runner.arn, role, key, scheduleGroup },
    );
    new RunnerAlarms(this, 'alarms', { address, identifier, actions }, { after: [run] });
    countDrift(this, settings, runner);
  }
}

/** What works in the instance, and in no other. */
function createFunction(
  scope: Construct,
  settings: RunnerSettings,
  wiring: RunnerWiring,
): RunnerFunction {
  const { identifier, stack, account, region, port, code, logRetentionDays } = settings;
  const { server, key, trail, subnetIds, securityGroupId } = wiring;
  return new RunnerFunction(
    scope,
    'function',
    {
      ...{ stack, account, region, code, logRetentionDays },
      address: addressOf(settings.address, 'runner'),
      name: runnerName(identifier),
      description: `Databases, roles and grants of ${identifier}`,
      roleFor: `Runs what ${identifier} is to hold inside`,
      environment: {
        KURA_HOST: server.host,
        KURA_INSTANCE: server.identifier,
        KURA_PORT: String(port),
      },
    },
    { key, trail, subnetIds, securityGroupId, statements: runnerStatements(settings, wiring) },
  );
}

/**
 * Runs it where the declared state, the program or the database is another, and fails the apply where the run fails. A run that
 * failed is not in the state, so that the next apply runs it again: an update in place would count as done.
 */
function createRun(
  scope: Construct,
  { address, input, code }: RunnerSettings,
  { server, after }: RunnerWiring,
  runner: RunnerFunction,
): LambdaInvocation {
  const run = new LambdaInvocation(scope, 'run', {
    functionName: runner.name,
    input,
    lifecycleScope: 'CREATE_ONLY',
    triggers: { code: code.hash, database: server.resourceId },
    dependsOn: [runner.resource, ...after],
  });
  return pin(run, address, 'runner');
}

/** A run ends with its result, as one line of JSON that it writes itself: Lambda puts nothing around it. */
function countDrift(
  scope: Construct,
  { address, identifier, drift }: RunnerSettings,
  runner: RunnerFunction,
): void {
  const name = 'access-drift';
  createLogFilter(
    scope,
    name,
    {
      address: addressOf(address, name),
      name,
      group: runnerLogGroupName(identifier),
      pattern: '{ $.outcome = "findings" }',
      ...drift,
    },
    { after: [runner.resource] },
  );
}
