import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { AwsTarget } from '../model/deployment/aws-deployment';
import { bindRoles } from './aws-boundary';
import { TERRAFORM, type Labels } from './labels';

/**
 * The provider of an environment’s stack, pinned to its account: a deploy with the wrong credentials stops before it changes anything.
 * What that makes roles with makes none without a boundary.
 */
export function createAwsProvider(stack: TerraformStack, target: AwsTarget, labels: Labels): void {
  bindRoles(stack, target.deployRoleArn, labels.environment);
  createOwnProvider(stack, target, labels);
}

/** The same of the trail’s stacks, whose roles the environment’s cannot write. */
export function createTrailProvider(
  stack: TerraformStack,
  target: AwsTarget,
  labels: Labels,
): void {
  createOwnProvider(stack, target, labels);
}

function createOwnProvider(stack: TerraformStack, target: AwsTarget, labels: Labels): void {
  stack.addOverride('terraform.required_version', TERRAFORM);
  createProvider(stack, 'aws', target, labels);
}

/** One of another account beside it, pinned to that: for what a stack has there. */
export function createAwsProviderOf(
  stack: TerraformStack,
  target: AwsTarget,
  labels: Labels,
): AwsProvider {
  const alias = `account-${target.account}`;
  return createProvider(stack, alias, target, labels, alias);
}

function createProvider(
  stack: TerraformStack,
  id: string,
  { account, region, deployRoleArn }: AwsTarget,
  { organisation, environment, owners }: Labels,
  alias?: string,
): AwsProvider {
  return new AwsProvider(stack, id, {
    ...(alias === undefined ? {} : { alias }),
    region,
    allowedAccountIds: [account],
    assumeRole: [{ roleArn: deployRoleArn, sessionName: 'kura' }],
    defaultTags: [
      {
        tags: {
          organisation,
          environment,
          stack: stack.node.id,
          ...(owners.length > 0 ? { owner: tagOf(owners) } : {}),
          'managed-by': 'kura',
        },
      },
    ],
  });
}

/** AWS takes 256 characters in a tag’s value ("Tag naming limits", tagging guide): of many owners, as many as fit. */
const LONGEST_TAG = 256;

function tagOf(owners: readonly string[]): string {
  const distinct = [...new Set(owners)].sort();
  const fitting = distinct.filter(
    (_, i) => distinct.slice(0, i + 1).join(' / ').length <= LONGEST_TAG,
  );
  return fitting.join(' / ');
}
