import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { DatabaseInstance } from '../constructs/aws/instance';
import { Runner } from '../constructs/aws/runner';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import { declaredText, declareState } from '../model/sql/declare';
import { digestOf } from '../model/values/digest';
import { scheduleGroupName, type AwsCommons } from './aws-commons';
import type { PlacedNetwork } from './aws-network';
import type { RunnerAsset } from './runner-asset';

export interface AwsRunnerWiring {
  readonly primary: DatabaseInstance;
  readonly readers: readonly { readonly resource: ITerraformDependable }[];
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
  { primary, readers, key, network, prefix, commons, secrets, program }: AwsRunnerWiring,
): void {
  const { id: address, identifier, port, target, decisions } = instance;
  const { account, region } = target;
  const state = declareState(instance);
  new Runner(
    scope,
    'runner',
    {
      address,
      stack: state.stack,
      identifier,
      account,
      region,
      port,
      login: state.admin.login,
      code: program,
      logRetentionDays: decisions.logRetentionDays.value,
      input: declaredText(state),
      scheduleGroup: scheduleGroupName(prefix),
      at: runAfter(decisions.backupWindow.value, identifier),
      topicArn: commons.topicArn,
    },
    {
      host: primary.host,
      resourceId: primary.resourceId,
      key,
      secrets,
      subnetIds: network.subnetIds,
      securityGroupId: commons.runnersId,
      after: [...commons.after, ...[...readers, ...secrets].map(({ resource }) => resource)],
      scheduleGroup: commons.scheduleGroup,
    },
  );
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
