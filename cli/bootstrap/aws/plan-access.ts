import type { AccountScope } from './account-scope';
import type { AccessPart } from './deploy-access';
import { never, readAccess } from './read-access';
import { stateAccess } from './state-access';

/** What `terraform plan -lock=false` reads. It writes nothing, so it takes no lock either. */
export function planAccess(scope: AccountScope): AccessPart[] {
  const takes = [scope.planRoleArn, ...scope.onward.map(({ planRoleArn }) => planRoleArn)];
  return [
    { part: 'read', statements: readAccess(scope) },
    {
      part: 'state',
      statements: [
        ...stateAccess(scope, 'read'),
        { Sid: 'TakePlanRoles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: takes },
        { Sid: 'TakeNoOtherRole', Effect: 'Deny', Action: ['sts:AssumeRole'], NotResource: takes },
        ...never(),
      ],
    },
  ];
}
