import type { TerraformStack } from 'cdktf';
import type { FailureEventsWiring } from '../constructs/aws/failure-events';
import { RestoreTest } from '../constructs/aws/restore-test';
import { vaultArn } from '../constructs/aws/vault';
import type { AwsTarget, AwsVaultPlan } from '../model/deployment/aws-deployment';
import { digestOf } from '../model/values/digest';
import { fittedName } from '../model/values/fitted-name';
import type { PlacedNetwork } from './aws-network';

export interface AwsRestoreTestChoice {
  readonly address: string;
  /** The name of the vault, and how those of all around it begin. */
  readonly prefix: string;
  readonly target: AwsTarget;
  readonly plan: AwsVaultPlan;
}

export interface AwsRestoreTestWiring extends FailureEventsWiring {
  readonly network: PlacedNetwork;
  /** Of AWS Backup’s restores. */
  readonly roleArn: string;
}

/** Of a plan of restore testing. */
const LONGEST_TEST = 50;
/** Of a rule (`PutRule`, EventBridge API reference, read 2026-11). */
const LONGEST_RULE = 64;

/** The monthly test of the copies in the vault of a recovery region. */
export function createAwsRestoreTest(
  stack: TerraformStack,
  { address, prefix, target: { account, region }, plan }: AwsRestoreTestChoice,
  wiring: AwsRestoreTestWiring,
): void {
  new RestoreTest(
    stack,
    'restore-test',
    {
      address,
      vault: prefix,
      vaultArn: vaultArn(region, account, prefix),
      name: fittedName(prefix, '', LONGEST_TEST).replaceAll('-', '_'),
      ruleName: fittedName(prefix, '-restore-test', LONGEST_RULE),
      schedule: testedAt(prefix, plan),
    },
    wiring,
  );
}

const HALF_A_DAY = 12;
/** Every month has them. */
const DAYS_OF_MONTH = 28;

/** A day of the month of its own, half a day after the snapshots begin: by then the day’s copies are here. */
function testedAt(prefix: string, { startsAt }: AwsVaultPlan): string {
  const [hour = 0, minute = 0] = startsAt.split(':').map(Number);
  const day = 1 + (parseInt(digestOf(prefix), 16) % DAYS_OF_MONTH);
  return `cron(${minute} ${(hour + HALF_A_DAY) % 24} ${day} * ? *)`;
}
