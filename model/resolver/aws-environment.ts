import type { AwsFoundation, AwsStateStore, AwsTarget } from '../deployment/aws-deployment';
import type { AwsStatement } from '../language/estate-language';
import type { InstanceLock } from '../placement/instance-lock';
import type { Preset } from '../tables/presets';
import type { Windows } from '../sizing/windows';

/** An environment on AWS, with what its instances resolve against. */
export interface AwsEnvironment {
  readonly name: string;
  readonly preset: Preset;
  readonly aws: AwsStatement;
  readonly foundation: Omit<AwsFoundation, 'audit'>;
  readonly windows: Windows;
  /** What was deployed. */
  readonly lock: InstanceLock;
}

const DEFAULT_DEPLOY_ROLE = 'kura-deploy';

/** The account, region and role a stack’s provider is pinned to. */
export function targetOf(aws: AwsStatement, account: string): AwsTarget {
  return {
    account,
    region: aws.region,
    deployRoleArn: `arn:aws:iam::${account}:role/${aws.deployRole ?? DEFAULT_DEPLOY_ROLE}`,
  };
}

/** Where an environment’s stacks keep their state. */
export function stateOf(aws: AwsStatement): AwsStateStore {
  return aws.state
    ? { kind: 's3', bucket: aws.state.bucket, region: aws.region, kmsKey: aws.state.kmsKey }
    : { kind: 'local' };
}
