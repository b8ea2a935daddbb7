import type { TerraformStack } from 'cdktf';
import { boundaryArn } from '../model/access/boundary';

/** The part of a stack’s output that roles are in, whoever wrote them there. */
interface Written {
  readonly resource?: { readonly aws_iam_role?: Readonly<Record<string, Record<string, unknown>>> };
}

/**
 * Puts the boundary that bootstrap made on every role of a stack, over what it says of itself: the deploy role makes none without. On
 * what is written and not on constructs, so that a role that is added by an override has it, too.
 */
export function bindRoles(stack: TerraformStack, deployRoleArn: string, environment: string): void {
  const boundary = boundaryArn(deployRoleArn, environment);
  const write = stack.toTerraform.bind(stack) as () => Written;
  stack.toTerraform = () => {
    const written = write();
    for (const role of Object.values(written.resource?.aws_iam_role ?? {})) {
      role.permissions_boundary = boundary;
    }
    return written;
  };
}
