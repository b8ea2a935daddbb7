import {
  alarmTopics,
  anyKey,
  copyPlans,
  eventRules,
  hosts,
  iam,
  inRegions,
  restoreTests,
  vaults,
  type AccountScope,
} from './account-scope';
import { comesLabelled, isLabelled } from './deploy-access-labels';
import type { Statement } from './policy-document';

/**
 * Vaults of copies, what fills and tests them, and what is heard of either. No vault is unlocked, opened or deleted: who may lift the
 * lock is an administrator's to say, each time ("Actions defined by AWS Backup", Service Authorization Reference, read 2026-11).
 */
export function backups(scope: AccountScope): Statement[] {
  const { account } = scope;
  const here = { StringEquals: inRegions(scope) };
  const via = { 'kms:CallerAccount': account, 'kms:ViaService': hosts(scope, 'backup') };
  return [
    {
      Sid: 'WriteVaults',
      Effect: 'Allow',
      Action: [
        'backup:CreateBackupVault',
        'backup:PutBackupVaultAccessPolicy',
        'backup:TagResource',
        'backup:UntagResource',
      ],
      Resource: vaults(scope),
      Condition: here,
    },
    {
      // Days in which a lock can still change make one that nobody lifts any more.
      Sid: 'LockVaults',
      Effect: 'Allow',
      Action: ['backup:PutBackupVaultLockConfiguration'],
      Resource: vaults(scope),
      Condition: { ...here, Null: { 'backup:ChangeableForDays': 'true' } },
    },
    {
      // Comes with a vault, and knows no resource.
      Sid: 'MountVaults',
      Effect: 'Allow',
      Action: ['backup-storage:MountCapsule'],
      Resource: ['*'],
      Condition: here,
    },
    {
      Sid: 'MakePlansOfCopies',
      Effect: 'Allow',
      Action: ['backup:CreateBackupPlan', 'backup:TagResource'],
      Resource: [copyPlans(scope)],
      Condition: comesLabelled(scope),
    },
    {
      Sid: 'ChangePlansOfCopies',
      Effect: 'Allow',
      Action: [
        'backup:CreateBackupSelection',
        'backup:DeleteBackupPlan',
        'backup:DeleteBackupSelection',
        'backup:UntagResource',
        'backup:UpdateBackupPlan',
      ],
      Resource: [copyPlans(scope)],
      Condition: isLabelled(scope),
    },
    {
      Sid: 'WriteRestoreTests',
      Effect: 'Allow',
      Action: [
        'backup:CreateRestoreTestingPlan',
        'backup:CreateRestoreTestingSelection',
        'backup:DeleteRestoreTestingPlan',
        'backup:DeleteRestoreTestingSelection',
        'backup:TagResource',
        'backup:UntagResource',
        'backup:UpdateRestoreTestingPlan',
        'backup:UpdateRestoreTestingSelection',
      ],
      Resource: [restoreTests(scope)],
      Condition: here,
    },
    {
      Sid: 'GrantKeysToBackup',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: [anyKey(scope)],
      Condition: { StringEquals: via, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    {
      Sid: 'RetireGrantsOfBackup',
      Effect: 'Allow',
      Action: ['kms:RetireGrant'],
      Resource: [anyKey(scope)],
      Condition: { StringEquals: via },
    },
    ...events(scope),
    ...firstUse(scope),
  ];
}

/** Events go to our alarms, and to topics that the estate names, and nowhere else. */
function events(scope: AccountScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'WriteEventRules',
      Effect: 'Allow',
      Action: [
        'events:DeleteRule',
        'events:PutRule',
        'events:RemoveTargets',
        'events:TagResource',
        'events:UntagResource',
      ],
      Resource: [eventRules(scope)],
      Condition: here,
    },
    {
      Sid: 'SendEventsToAlarms',
      Effect: 'Allow',
      Action: ['events:PutTargets'],
      Resource: [eventRules(scope)],
      Condition: {
        ...here,
        'ForAllValues:ArnLike': {
          'events:TargetArn': [...alarmTopics(scope), ...scope.existingTopics],
        },
      },
    },
  ];
}

/** AWS Backup makes its own roles in an account's first use: one for copies, one for restore tests. */
function firstUse(scope: AccountScope): Statement[] {
  const roles = {
    'backup.amazonaws.com': 'AWSServiceRoleForBackup',
    'restore-testing.backup.amazonaws.com': 'AWSServiceRoleForBackupRestoreTesting',
  };
  return [
    {
      Sid: 'FirstUseOfBackup',
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: Object.entries(roles).map(([service, role]) =>
        iam(scope, `role/aws-service-role/${service}/${role}`),
      ),
      Condition: { StringEquals: { 'iam:AWSServiceName': Object.keys(roles) } },
    },
  ];
}
