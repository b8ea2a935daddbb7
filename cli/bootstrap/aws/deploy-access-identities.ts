import { boundaryArn } from '../../../model/access/boundary';
import {
  backupRoles,
  drillRoles,
  watchRoles,
  eventsRoles,
  flowLogRoles,
  iam,
  jumpRoles,
  loginPolicies,
  monitoringRoles,
  restoreRoles,
  runnerRoles,
  scheduleRoles,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';
import { serviceRoles } from './read-access';

/** Where a list of role ARNs would take more than this, in characters, `role/*` stands for them. */
const LONGEST_LIST = 5000;

/** Whether the roles that login policies are attached to fit a policy by name. */
export function namesEveryRole({ attachTo }: AccountScope): boolean {
  return JSON.stringify(attachTo).length <= LONGEST_LIST;
}

/**
 * The service roles that Kura makes, none without its boundary, and the login policies with the roles they are attached to. Those are
 * somebody’s own, and have what boundary their owner gave them.
 */
export function identities(scope: AccountScope): Statement[] {
  const roles = serviceRoles(scope);
  const managed = managedRoles(scope);
  const bound = { 'iam:PermissionsBoundary': boundaryArn(scope.deployRoleArn, scope.environment) };
  return [
    {
      // Or the boundary is put on one that exists: IAM asks for that which the role has, or is to have.
      Sid: 'MakeBoundRoles',
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      Resource: roles,
      Condition: { StringEquals: bound },
    },
    {
      Sid: 'LeaveRolesBound',
      Effect: 'Deny',
      Action: ['iam:DeleteRolePermissionsBoundary'],
      Resource: ['*'],
    },
    {
      Sid: 'WriteServiceRoles',
      Effect: 'Allow',
      Action: [
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      Resource: roles,
    },
    {
      Sid: 'WriteRolePolicies',
      Effect: 'Allow',
      Action: ['iam:PutRolePolicy'],
      Resource: roles.filter((role) => !managed.some(([, own]) => own === role)),
      Condition: { StringEquals: bound },
    },
    ...managed.map(([what, role, policy]): Statement => ({
      Sid: `Let${what}`,
      Effect: 'Allow',
      Action: ['iam:AttachRolePolicy'],
      Resource: [role],
      Condition: {
        StringEquals: bound,
        ArnEquals: { 'iam:PolicyARN': `arn:aws:iam::aws:policy/service-role/${policy}` },
      },
    })),
    {
      Sid: 'WriteLoginPolicies',
      Effect: 'Allow',
      Action: [
        'iam:CreatePolicy',
        'iam:CreatePolicyVersion',
        'iam:DeletePolicy',
        'iam:DeletePolicyVersion',
        'iam:TagPolicy',
        'iam:UntagPolicy',
      ],
      Resource: [loginPolicies(scope)],
    },
    ...(scope.attachTo.length === 0
      ? []
      : [
          {
            Sid: 'AttachLoginPolicies',
            Effect: 'Allow' as const,
            Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
            Resource: namesEveryRole(scope) ? scope.attachTo : [iam(scope, 'role/*')],
            Condition: { ArnLike: { 'iam:PolicyARN': loginPolicies(scope) } },
          },
        ]),
  ];
}

/** Roles with one policy of AWS's and none of ours. */
function managedRoles(scope: AccountScope): [what: string, role: string, policy: string][] {
  return [
    ['RdsMonitor', monitoringRoles(scope), 'AmazonRDSEnhancedMonitoringRole'],
    ['BackupCopy', backupRoles(scope), 'AWSBackupServiceRolePolicyForBackup'],
    ['BackupRestore', restoreRoles(scope), 'AWSBackupServiceRolePolicyForRestores'],
  ];
}

/** Each role goes to the one service that works as it. */
export function passes(scope: AccountScope): Statement[] {
  return passesOf(scope).map(([what, role, service]): Statement => ({
    Sid: `Pass${what}`,
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: [role],
    Condition: { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } },
  }));
}

function passesOf(scope: AccountScope): [what: string, role: string, service: string][] {
  return [
    ['MonitoringRoles', monitoringRoles(scope), 'monitoring.rds'],
    ['FlowLogRoles', flowLogRoles(scope), 'vpc-flow-logs'],
    ['RunnerRoles', runnerRoles(scope), 'lambda'],
    ['ScheduleRoles', scheduleRoles(scope), 'scheduler'],
    ['DrillRoles', drillRoles(scope), 'lambda'],
    ['WatchRoles', watchRoles(scope), 'lambda'],
    ['BackupRoles', backupRoles(scope), 'backup'],
    ['RestoreRoles', restoreRoles(scope), 'restore-testing.backup'],
    ['EventsRoles', eventsRoles(scope), 'events'],
    ...(scope.operators
      ? [['JumpRoles', jumpRoles(scope), 'ec2'] as [string, string, string]]
      : []),
  ];
}
