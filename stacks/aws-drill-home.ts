import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import type { Construct } from 'constructs';
import { pin } from '../constructs/address';
import type { AlarmActions } from '../constructs/aws/alarm-actions';
import { DrillFunction, drillFunctionName } from '../constructs/aws/drill-function';
import type { Trail } from '../constructs/aws/log-subscription';
import { passageDatabasesName, type Passage } from '../constructs/aws/passage';
import { functionArn } from '../constructs/aws/runner-function';
import type { AwsTarget } from '../model/deployment/aws-deployment';
import type { PlacedNetwork } from './aws-network';
import type { RunnerAsset } from './runner-asset';

/** What rehearses the recoveries of one network. */
export interface AwsDrillHome {
  /** The stack that it is in: an order says so. */
  readonly stack: string;
  readonly functionArn: string;
  /** The group that copies are in, and nothing else. */
  readonly databasesId: string;
}

export interface AwsDrillChoice {
  /** The stack that it is made in. */
  readonly stack: string;
  /** The identifiers of the databases that it rehearses, as IAM matches them. */
  readonly databases: readonly string[];
  readonly logRetentionDays: number;
  readonly program: RunnerAsset;
}

/** Who comes to copies. */
export const DRILL = 'drill';

/** The identifiers of an environment’s databases, or of an isolated instance’s. */
export function drilledInEnvironment(prefix: string): readonly string[] {
  return [`${prefix}-*`];
}
export function drilledOfInstance(identifier: string): readonly string[] {
  return [identifier, `${identifier}-*`];
}

export interface AwsDrillWiring {
  readonly key: { readonly arn: string };
  readonly trail: Trail;
  readonly network: PlacedNetwork;
  readonly passage: Passage;
}

/** Makes it, with a way to copies alone. */
export function createAwsDrillHome(
  scope: Construct,
  {
    target: { account, region },
    drills: { program: code, ...drills },
    ...own
  }: {
    readonly address: string;
    readonly prefix: string;
    readonly target: AwsTarget;
    readonly actions: AlarmActions;
    readonly drills: AwsDrillChoice;
  },
  { key, trail, network, passage }: AwsDrillWiring,
): AwsDrillHome {
  const { arn } = new DrillFunction(
    scope,
    'drill-function',
    { ...own, ...drills, account, region, code },
    { key, trail, network, securityGroupId: passage.id },
  );
  return { stack: drills.stack, functionArn: arn, databasesId: passage.databasesId };
}

/** Finds what the stack of a network made, by its names. */
export function findAwsDrillHome(
  scope: Construct,
  {
    stack,
    prefix,
    target: { account, region },
    network: { vpcId },
  }: {
    readonly stack: string;
    readonly prefix: string;
    readonly target: AwsTarget;
    readonly network: PlacedNetwork;
  },
): AwsDrillHome {
  const name = passageDatabasesName(prefix, DRILL);
  const group = new DataAwsSecurityGroup(scope, 'drill-databases', { name, vpcId });
  return {
    stack,
    functionArn: functionArn({ account, region, name: drillFunctionName(prefix) }),
    databasesId: pin(group, 'shared', 'drill-databases').id,
  };
}
