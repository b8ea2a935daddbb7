import { Aspects, TerraformResource, type IAspect, type TerraformStack } from 'cdktf';
import { boundaryArn } from '../model/access/boundary';

/**
 * Puts the boundary that bootstrap made on every role of a stack, whoever writes it, and over what it says of itself: the deploy role
 * makes none without.
 */
export function bindRoles(stack: TerraformStack, deployRoleArn: string, environment: string): void {
  const arn = boundaryArn(deployRoleArn, environment);
  const bind: IAspect = {
    visit(node) {
      if (!TerraformResource.isTerraformResource(node)) return;
      if (node.terraformResourceType !== 'aws_iam_role') return;
      node.addOverride('permissions_boundary', arn);
    },
  };
  Aspects.of(stack).add(bind);
}
