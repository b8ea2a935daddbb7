import { anyKey, inRegions, regional, type AccountScope } from './account-scope';
import { comesLabelled, getsLabelled, isLabelled } from './deploy-access-labels';
import type { Statement } from './policy-document';

/** Keys, known by their tags too; never those of state. */
export function keys(scope: AccountScope): Statement[] {
  const key = [anyKey(scope)];
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'MakeLabelledKeys',
      Effect: 'Allow',
      Action: ['kms:CreateKey'],
      Resource: ['*'],
      Condition: comesLabelled(scope),
    },
    {
      Sid: 'LabelKeys',
      Effect: 'Allow',
      Action: ['kms:TagResource'],
      Resource: key,
      Condition: getsLabelled(scope),
    },
    {
      // Follows at once on CreateKey, when KMS does not yet act on the tags.
      Sid: 'RotateKeys',
      Effect: 'Allow',
      Action: ['kms:EnableKeyRotation'],
      Resource: key,
      Condition: here,
    },
    {
      Sid: 'ChangeLabelledKeys',
      Effect: 'Allow',
      Action: [
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateKeyDescription',
      ],
      Resource: key,
      Condition: isLabelled(scope),
    },
    {
      Sid: 'NameKeys',
      Effect: 'Allow',
      Action: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      Resource: [
        ...key,
        regional(scope, 'kms', `alias/${scope.prefix}`),
        regional(scope, 'kms', `alias/${scope.prefix}-*`),
      ],
      Condition: here,
    },
    {
      Sid: 'LeaveStateKeys',
      Effect: 'Deny',
      Action: [
        'kms:CreateAlias',
        'kms:CreateGrant',
        'kms:DeleteAlias',
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateAlias',
      ],
      Resource: key,
      Condition: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/kura-state-*' } },
    },
  ];
}
