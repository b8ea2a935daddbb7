import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { Drill } from '../constructs/aws/drill';
import { drillStatements } from '../constructs/aws/drill-policy';
import { Runner } from '../constructs/aws/runner';
import type { RunnerServer } from '../constructs/aws/runner-policy';
import type { AwsInstance, AwsTarget } from '../model/deployment/aws-deployment';
import type { AwsDrillOrder } from '../model/recovery/drill-order';
import { drillTimes } from '../model/recovery/drill-times';
import { declaredText, declareState } from '../model/sql/declare';
import { digestOf } from '../model/values/digest';
import { scheduleGroupName, type AwsCommons } from './aws-commons';
import { drillScheduleArns, drillScheduleNames } from './aws-drill-schedules';
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
  /** The database that it keeps; none where another region serves, and it only rehearses. */
  readonly server:
    | (RunnerServer & {
        /** What must exist before its first run: the readers. */
        readonly after: readonly ITerraformDependable[];
      })
    | undefined;
  /** What it rehearses, where it is. */
  readonly drills: readonly AwsDrillOrder[];
  readonly key: { readonly arn: string };
  readonly network: PlacedNetwork;
  /** How the names of the network begin. */
  readonly prefix: string;
  readonly commons: AwsCommons;
  readonly secrets: readonly { readonly arn: string; readonly resource: ITerraformDependable }[];
  readonly program: RunnerAsset;
}

/** The runner of an instance, with what the instance is to hold inside and the recoveries that it rehearses. */
export function createAwsRunner(
  scope: Construct,
  instance: AwsInstance,
  { stack, identifier, target }: AwsRunnerHome,
  { server, drills, key, network, prefix, commons, secrets, program }: AwsRunnerWiring,
): void {
  const { id: address, port, decisions } = instance;
  const { account, region } = target;
  const state = { ...declareState(instance), stack };
  const { topicArn } = commons;
  const scheduleGroup = scheduleGroupName(prefix);
  const schedule = { account, region, identifier, group: scheduleGroup };
  const runner = new Runner(
    scope,
    'runner',
    {
      ...{ address, stack, identifier, account, region, port },
      login: state.admin.login,
      code: program,
      logRetentionDays: decisions.logRetentionDays.value,
      input: declaredText(state),
      scheduleGroup,
      at: runAfter(decisions.backupWindow.value, identifier),
      drillSchedules: drills.flatMap((order) => drillScheduleArns(order, schedule)),
      topicArn,
    },
    {
      server,
      drillStatements: drills.flatMap((order) => drillStatements(order, { account, region, key })),
      key,
      secrets,
      subnetIds: network.subnetIds,
      securityGroupId: commons.runnersId,
      after: [
        ...commons.after,
        ...(server?.after ?? []),
        ...secrets.map(({ resource }) => resource),
      ],
      scheduleGroup: commons.scheduleGroup,
    },
  );
  const { functionArn, scheduleRole: role } = runner;
  if (!role) return;
  for (const order of drills) {
    const times = drillTimes({
      name: `${identifier} ${order.mechanism}`,
      longest: order.longest,
      backupWindow: decisions.backupWindow.value,
      maintenanceWindow: decisions.maintenanceWindow.value,
    });
    const schedules = drillScheduleNames(order, identifier);
    new Drill(
      scope,
      `drill-${order.mechanism}`,
      { address, group: scheduleGroup, order, times, schedules, topicArn },
      { functionArn, role, key, scheduleGroup: commons.scheduleGroup },
    );
  }
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
