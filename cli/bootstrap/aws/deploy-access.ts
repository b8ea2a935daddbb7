import { OWN_PATH, iam, type AccountPlace, type AccountScope, type Roles } from './account-scope';
import { backups } from './deploy-access-backups';
import { databases } from './deploy-access-databases';
import { identities, passes } from './deploy-access-identities';
import { keys } from './deploy-access-keys';
import { jumpHosts } from './deploy-access-hosts';
import { networks } from './deploy-access-networks';
import { programs } from './deploy-access-runners';
import type { Statement } from './policy-document';
import { leaveTrail } from './leave-trail';
import { never, readAccess } from './read-access';
import { stateAccess } from './state-access';

export { namesEveryRole } from './deploy-access-identities';

/** Statements that belong together; each part becomes one managed policy, or several where it is long. */
export interface AccessPart {
  readonly part: string;
  readonly statements: readonly Statement[];
}

/** All that Terraform needs to make, change and remove what Kura writes, and nothing that reads a secret or a row. */
export function deployAccess(scope: AccountScope): AccessPart[] {
  return [
    { part: 'read', statements: readAccess(scope) },
    { part: 'databases', statements: databases(scope) },
    { part: 'backups', statements: backups(scope) },
    { part: 'network', statements: networks(scope) },
    // A role has ten policies at most: this is where there is room.
    { part: 'keys', statements: [...keys(scope), ...passes(scope)] },
    {
      part: 'runners',
      statements: [...programs(scope), ...(scope.operators ? jumpHosts(scope) : [])],
    },
    { part: 'identities', statements: identities(scope) },
    {
      part: 'state',
      statements: [
        ...stateAccess(scope, 'write'),
        ...ownRoles(scope),
        ...never(),
        ...leaveTrail(scope),
      ],
    },
  ];
}

/** It takes itself (the provider does, even when it already is) and its like in isolated accounts, and widens neither. */
export function ownRoles(scope: AccountPlace & Roles): Statement[] {
  const own = [scope.deployRoleArn, scope.planRoleArn];
  const takes = [scope.deployRoleArn, ...scope.onward.map(({ deployRoleArn }) => deployRoleArn)];
  return [
    { Sid: 'TakeDeployRoles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: takes },
    { Sid: 'TakeNoOtherRole', Effect: 'Deny', Action: ['sts:AssumeRole'], NotResource: takes },
    {
      Sid: 'WidenNoOwnRole',
      Effect: 'Deny',
      Action: [
        'iam:AttachRolePolicy',
        'iam:CreatePolicyVersion',
        'iam:DeletePolicy',
        'iam:DeletePolicyVersion',
        'iam:DeleteRole',
        'iam:DetachRolePolicy',
        'iam:PassRole',
        'iam:PutRolePolicy',
        'iam:SetDefaultPolicyVersion',
        'iam:UpdateAssumeRolePolicy',
      ],
      Resource: [...own, iam(scope, `policy${OWN_PATH}*`)],
    },
  ];
}
