import { TerraformOutput, Token, type TerraformStack } from 'cdktf';
import { vaultArn } from '../constructs/aws/vault';
import type { AwsInstance, AwsRecoveryHome } from '../model/deployment/aws-deployment';
import type { AwsDatabase } from './aws-databases';
import { hasMechanism, primaryArn, type AwsRecoveryDatabases } from './aws-recovery-databases';

export interface RecoveryCoordinatesWiring {
  readonly key: { readonly arn: string };
  readonly network: { readonly subnetGroupName: string };
  readonly parameterGroup: { readonly name: string };
  readonly optionGroup: { readonly name: string } | undefined;
  readonly securityGroupIds: readonly string[];
  /** How the names of the vault begin. */
  readonly prefix: string;
}

/** What a recovery names: what there is to promote and to restore from, under which key, and what a restored instance stands in. */
export function createRecoveryCoordinates(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  { replica, replications, restored, serving }: AwsRecoveryDatabases,
  wiring: RecoveryCoordinatesWiring,
): void {
  const { key, network, parameterGroup, optionGroup, securityGroupIds, prefix } = wiring;
  write(stack, {
    ...sourceOf(instance, home, prefix),
    key: key.arn,
    subnetGroup: network.subnetGroupName,
    parameterGroup: parameterGroup.name,
    ...(optionGroup ? { optionGroup: optionGroup.name } : {}),
    securityGroups: securityGroupIds,
    replica: replica ? coordinatesOf(replica) : NOTHING,
    replicatedBackups: replications.get('primary')?.backupsArn ?? NOTHING,
    restored: restored.map(coordinatesOf),
    serving: serving?.identifier ?? NOTHING,
  });
}

/** Of an instance that is gone: where its copies are, and under which key. */
export function createRetiredRecoveryCoordinates(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  { key, prefix }: Pick<RecoveryCoordinatesWiring, 'key' | 'prefix'>,
): void {
  write(stack, { ...sourceOf(instance, home, prefix), key: key.arn });
}

/** cdktf’s outputs stop at a null: this is one of Terraform’s. */
const NOTHING = Token.nullValue();

function sourceOf(instance: AwsInstance, { target }: AwsRecoveryHome, prefix: string) {
  const { account, region } = target;
  return {
    account,
    region,
    source: primaryArn(instance, instance.identifier),
    vault: hasMechanism(instance, 'vault-copy') ? vaultArn(region, account, prefix) : NOTHING,
  };
}

const coordinatesOf = ({ identifier, arn, resourceId, host }: AwsDatabase) => ({
  identifier,
  arn,
  resourceId,
  host,
});

function write(stack: TerraformStack, value: object): void {
  const output = new TerraformOutput(stack, 'recovery-coordinates', {
    description: 'What a recovery of the instance in this region names',
    value,
  });
  output.overrideLogicalId('recovery_coordinates');
}
