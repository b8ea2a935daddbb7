import { TerraformOutput, type TerraformStack } from 'cdktf';
import { finalSnapshotName } from '../constructs/aws/instance';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import type { AwsDatabases } from './aws-databases';

export interface CoordinatesWiring {
  readonly key: { readonly arn: string };
  readonly network: { readonly subnetGroupName: string };
  readonly parameterGroup: { readonly name: string };
  readonly optionGroup: { readonly name: string } | undefined;
  readonly securityGroupIds: readonly string[];
}

/** What a restore names: the instance with its backups, their key, and what a restored one stands in. */
export function createRestoreCoordinates(
  stack: TerraformStack,
  { target: { region } }: AwsInstance,
  { primary, restored }: AwsDatabases,
  { key, network, parameterGroup, optionGroup, securityGroupIds }: CoordinatesWiring,
): void {
  writeCoordinates(stack, {
    ...coordinatesOf(primary),
    region,
    key: key.arn,
    subnetGroup: network.subnetGroupName,
    parameterGroup: parameterGroup.name,
    ...(optionGroup ? { optionGroup: optionGroup.name } : {}),
    securityGroups: securityGroupIds,
    restored: restored.map(coordinatesOf),
  });
}

/** Of an instance that is gone: under what name its backups are kept, and under which key. */
export function createRetiredCoordinates(
  stack: TerraformStack,
  { identifier, target: { account, region } }: AwsInstance,
  key: { readonly arn: string },
): void {
  writeCoordinates(stack, {
    identifier,
    arn: `arn:aws:rds:${region}:${account}:db:${identifier}`,
    finalSnapshot: finalSnapshotName(identifier),
    region,
    key: key.arn,
  });
}

const coordinatesOf = ({ identifier, arn, resourceId }: AwsDatabases['primary']) => ({
  identifier,
  arn,
  resourceId,
});

function writeCoordinates(stack: TerraformStack, value: object): void {
  const output = new TerraformOutput(stack, 'restore-coordinates', {
    description: 'What a restore of the instance names',
    value,
  });
  output.overrideLogicalId('restore_coordinates');
}
