import type { AccountScope, Roles } from './account-scope';
import type { AccessPart } from './deploy-access';
import { leaveTrail } from './leave-trail';
import type { Statement } from './policy-document';
import { never, readAccess } from './read-access';
import { stateAccess } from './state-access';

/** What `terraform plan -lock=false` reads. It writes nothing, so it takes no lock either. */
export function planAccess(scope: AccountScope): AccessPart[] {
  return [
    { part: 'read', statements: readAccess(scope) },
    {
      part: 'state',
      statements: [
        ...stateAccess(scope, 'read'),
        ...takePlanRoles(scope),
        ...never(),
        ...leaveTrail(scope),
      ],
    },
  ];
}

/** It takes itself and its like in other accounts. */
export function takePlanRoles({ planRoleArn, onward }: Roles): Statement[] {
  const takes = [planRoleArn, ...onward.map((each) => each.planRoleArn)];
  return [
    { Sid: 'TakePlanRoles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: takes },
    { Sid: 'TakeNoOtherRole', Effect: 'Deny', Action: ['sts:AssumeRole'], NotResource: takes },
  ];
}
