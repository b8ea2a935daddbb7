import { boundaryArn, boundaryName } from '../../../model/access/boundary';
import { iam, type AccountScope } from './account-scope';
import { leaveTrail } from './leave-trail';
import { documentOf, type ManagedPolicy, type Statement } from './policy-document';

/** A managed policy that is attached to nothing. */
export interface Boundary extends ManagedPolicy {
  readonly arn: string;
}

/**
 * What roles that Terraform makes never do, whatever their policies come to say: whoever writes those must not get by them what the
 * deploy role itself is denied. Its denials hold for what a resource’s own policy allows, too ("Permissions boundaries for IAM
 * entities", IAM user guide, read 2026-11).
 */
export function planBoundary(scope: AccountScope): Boundary {
  const { deployRoleArn, environment } = scope;
  return {
    name: boundaryName(deployRoleArn, environment),
    arn: boundaryArn(deployRoleArn, environment),
    document: documentOf([
      { Sid: 'AllowTheRest', Effect: 'Allow', Action: ['*'], Resource: ['*'] },
      ...leaveTrail(scope),
      ...beNobodyElse(scope),
    ]),
  };
}

/** They make no principal, widen none, and work as none but each other. */
function beNobodyElse(scope: AccountScope): Statement[] {
  return [
    {
      Sid: 'MakeNobody',
      Effect: 'Deny',
      Action: [
        ...WRITES.map((verb) => `iam:${verb}*`),
        // Who is in other accounts, or comes in by another door than IAM.
        ...['account', 'identitystore', 'organizations', 'sso', 'sso-directory'].map(
          (service) => `${service}:*`,
        ),
      ],
      Resource: ['*'],
    },
    { Sid: 'TakeNobody', Effect: 'Deny', Action: ['sts:Assume*'], Resource: ['*'] },
    {
      // A service works as whom it is passed: another’s role has no boundary.
      Sid: 'PassNobodyElse',
      Effect: 'Deny',
      Action: ['iam:PassRole'],
      NotResource: [iam(scope, `role/${scope.prefix}-*`)],
    },
  ];
}

/** How IAM’s actions begin that are no reading, but for PassRole ("Actions defined by AWS IAM", Service Authorization Reference). */
const WRITES = [
  ...['Accept', 'Add', 'Associate', 'Attach', 'Change', 'Create', 'Deactivate', 'Delete', 'Detach'],
  ...['Disable', 'Enable', 'Put', 'Reject', 'Remove', 'Reset', 'Resync', 'Send', 'Set', 'Tag'],
  ...['Untag', 'Update', 'Upload'],
];
