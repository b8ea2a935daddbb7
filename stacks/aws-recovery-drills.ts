import type { TerraformStack } from 'cdktf';
import { RestoreTest } from '../constructs/aws/restore-test';
import type { Secret } from '../constructs/aws/secret';
import { vaultArn } from '../constructs/aws/vault';
import type { AwsInstance, AwsRecoveryHome } from '../model/deployment/aws-deployment';
import { declareAwsDrill, isDrilled } from '../model/recovery/declare-drill';
import type { AwsDrillOrder } from '../model/recovery/drill-order';
import { drillTimes } from '../model/recovery/drill-times';
import { fittedName } from '../model/values/fitted-name';
import type { AwsDatabase } from './aws-databases';
import { hasMechanism, primaryArn, recoveredIdentifier } from './aws-recovery-databases';
import type { AwsRecoveryPlace } from './aws-recovery-place';
import { createAwsRunner } from './aws-runner';
import type { RunnerAsset } from './runner-asset';

export interface AwsRecoveryDrillsWiring {
  readonly place: AwsRecoveryPlace;
  readonly key: { readonly arn: string };
  readonly parameterGroup: { readonly name: string };
  readonly securityGroupIds: readonly string[];
  readonly secrets: readonly Secret[];
  readonly program: RunnerAsset;
  /** The instance here that serves, if one does. */
  readonly serving: AwsDatabase | undefined;
  /** Whether a runner is here: one may come to serve, or something is rehearsed. */
  readonly runs: boolean;
}

/** The runner of the recovery region, which rehearses until it serves, and AWS Backup’s test of the vault’s copies. */
export function createAwsRecoveryDrills(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  wiring: AwsRecoveryDrillsWiring,
): void {
  const { restoreRoleArn } = wiring.place;
  if (hasMechanism(instance, 'vault-copy') && restoreRoleArn !== undefined) {
    createRestoreTest(stack, instance, home, { ...wiring, restoreRoleArn });
  }
  if (!wiring.runs) return;
  const { place, key, secrets, program, serving } = wiring;
  const { network, commons, prefix } = place;
  createAwsRunner(stack, instance, home, {
    server: serving && { ...serving, after: serving.readers.map(({ resource }) => resource) },
    drills: drillsOf(instance, home, wiring),
    ...{ key, network, prefix, commons, secrets, program },
  });
}

/**
 * What is rehearsed here: recoveries into this region, until one of them has happened; from then on the restore of what serves. The
 * copies stand in a group of their own, which lets nobody in but the runner.
 */
function drillsOf(
  instance: AwsInstance,
  { stack, identifier }: AwsRecoveryHome,
  { place: { network, commons }, parameterGroup, serving }: AwsRecoveryDrillsWiring,
): readonly AwsDrillOrder[] {
  const stands = {
    stack,
    subnetGroup: network.subnetGroupName,
    securityGroups: [commons.runnerDatabasesId],
    parameterGroup: parameterGroup.name,
  };
  const drills = instance.recovery.drills.filter(isDrilled);
  if (serving) {
    return drills
      .filter(({ mechanism }) => mechanism === 'point-in-time-recovery')
      .map((drill) => declareAwsDrill(instance, drill, { ...stands, source: serving.identifier }));
  }
  return drills
    .filter(({ region }) => region === 'recovery')
    .map((drill) => {
      const isReplica = drill.mechanism === 'recovery-replica';
      const source = isReplica ? identifier : recoveredIdentifier(instance);
      return declareAwsDrill(instance, drill, { ...stands, source });
    });
}

/** Of a plan of restore testing. */
const LONGEST_TEST = 50;
/** Of a rule (`PutRule`, EventBridge API reference, read 2026-11). */
const LONGEST_RULE = 64;

/** Named after the instance whose copies it takes: the provider sends no other source to one that is there. */
function createRestoreTest(
  stack: TerraformStack,
  instance: AwsInstance,
  { target }: AwsRecoveryHome,
  {
    place,
    parameterGroup,
    securityGroupIds,
    restoreRoleArn: roleArn,
  }: AwsRecoveryDrillsWiring & { readonly restoreRoleArn: string },
): void {
  const { id: address, decisions } = instance;
  const { prefix, network, commons } = place;
  const identifier = recoveredIdentifier(instance);
  const { start: schedule } = drillTimes({
    name: `${identifier} vault-copy`,
    longest: 0,
    backupWindow: decisions.backupWindow.value,
    maintenanceWindow: decisions.maintenanceWindow.value,
  });
  new RestoreTest(
    stack,
    'restore-test',
    {
      ...{ address, identifier, schedule },
      name: fittedName(identifier, '', LONGEST_TEST).replaceAll('-', '_'),
      ruleName: fittedName(identifier, '-restore-test', LONGEST_RULE),
      sourceArn: primaryArn(instance, identifier),
      vaultArn: vaultArn(target.region, target.account, prefix),
      instanceClass: decisions.instanceClass.value,
    },
    { roleArn, network, parameterGroup, securityGroupIds, topicArn: commons.topicArn },
  );
}
