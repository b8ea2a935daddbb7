import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { addressOf } from '../constructs/address';
import { LogGroup } from '../constructs/aws/log-group';
import type { Trail } from '../constructs/aws/log-subscription';
import { Runner } from '../constructs/aws/runner';
import { runnerLogGroupName } from '../constructs/aws/runner-function';
import type { RunnerServer } from '../constructs/aws/runner-policy';
import type { ScheduleRole } from '../constructs/aws/schedule-role';
import { countedName } from '../model/alerts/aws-measured';
import { LOGS_NAMESPACE } from '../model/alerts/metric-name';
import type { AwsInstance, AwsTarget } from '../model/deployment/aws-deployment';
import { declaredText, declareState } from '../model/sql/declare';
import { digestOf } from '../model/values/digest';
import { scheduleGroupName, type AwsCommons } from './aws-commons';
import type { PlacedNetwork } from './aws-network';
import type { RunnerAsset } from './runner-asset';

/** Where a runner is. */
export interface AwsRunnerHome {
  readonly stack: string;
  /** How its names begin: the instance’s identifier, or what is there is named after in the recovery region. */
  readonly identifier: string;
  readonly target: AwsTarget;
}

export interface AwsRunnerWiring {
  /** The database that it keeps. */
  readonly server: RunnerServer & {
    /** What must exist before its first run: the readers. */
    readonly after: readonly ITerraformDependable[];
  };
  readonly role: ScheduleRole;
  readonly trail: Trail;
  readonly key: { readonly arn: string };
  readonly network: PlacedNetwork;
  /** How the names of the network begin. */
  readonly prefix: string;
  readonly commons: AwsCommons;
  readonly secrets: readonly { readonly arn: string; readonly resource: ITerraformDependable }[];
  readonly program: RunnerAsset;
}

/** The runner of an instance, with what the instance is to hold inside. */
export function createAwsRunner(
  scope: Construct,
  instance: AwsInstance,
  { stack, identifier, target: { account, region } }: AwsRunnerHome,
  { server, role, key, trail, network, prefix, commons, secrets, program }: AwsRunnerWiring,
): void {
  const { id: address, port, decisions } = instance;
  const state = { ...declareState(instance), stack };
  new Runner(
    scope,
    'runner',
    {
      ...{ address, stack, identifier, account, region, port },
      login: state.admin.login,
      code: program,
      logRetentionDays: decisions.logRetentionDays.value,
      input: declaredText(state),
      scheduleGroup: scheduleGroupName(prefix),
      at: runAfter(decisions.backupWindow.value, identifier),
      actions: commons.alarms.actions,
      drift: { namespace: LOGS_NAMESPACE, metric: countedName('access-drift', identifier) },
    },
    {
      ...{ server, key, trail, secrets },
      subnetIds: network.subnetIds,
      securityGroupId: commons.runnersId,
      after: [...commons.after, ...server.after, ...secrets.map(({ resource }) => resource)],
      scheduleRole: role,
      scheduleGroup: commons.scheduleGroup,
    },
  );
}

/** What stays of a runner where another region serves: its log, which is evidence, and has its place before the first line. */
export function keepRunnerLog(
  scope: Construct,
  { id, decisions }: AwsInstance,
  { identifier }: AwsRunnerHome,
  { key, trail }: Pick<AwsRunnerWiring, 'key' | 'trail'>,
): void {
  const own = {
    address: addressOf(id, 'runner'),
    name: runnerLogGroupName(identifier),
    retentionDays: decisions.logRetentionDays.value,
  };
  new LogGroup(scope, 'runner-log', own, { key, trail });
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** Within the hour after the backup, each instance at a minute of its own: hundreds do not start at once. */
function runAfter(backupWindow: string, identifier: string) {
  const [hour = 0, minute = 0] = (backupWindow.split('-')[1] ?? '').split(':').map(Number);
  const spread = parseInt(digestOf(identifier), 16) % HOUR;
  const at = (hour * HOUR + minute + spread) % DAY;
  return { hour: Math.floor(at / HOUR), minute: at % HOUR };
}
