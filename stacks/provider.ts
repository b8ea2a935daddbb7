import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { AwsTarget } from '../model/deployment';

/** Write-only arguments, ephemeral resources and S3's own locking: all there from 1.11. */
const TERRAFORM = '>= 1.11.0';

export interface Labels {
  readonly organisation: string;
  readonly environment: string;
}

/** The stack's provider, pinned to its account: a deploy with the wrong credentials stops before it changes anything. */
export function createProvider(
  stack: TerraformStack,
  { account, region, deployRoleArn }: AwsTarget,
  { organisation, environment }: Labels,
): void {
  stack.addOverride('terraform.required_version', TERRAFORM);
  new AwsProvider(stack, 'aws', {
    region,
    allowedAccountIds: [account],
    assumeRole: [{ roleArn: deployRoleArn, sessionName: 'kura' }],
    defaultTags: [
      { tags: { organisation, environment, stack: stack.node.id, 'managed-by': 'kura' } },
    ],
  });
}
