import {
  anyKey,
  backupRoles,
  drillRoles,
  watchRoles,
  eventsRoles,
  flowLogRoles,
  iam,
  inRegions,
  jumpRoles,
  logGroups,
  loginPolicies,
  monitoringRoles,
  restoreRoles,
  runnerRoles,
  scheduleRoles,
  secrets,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';
import { readCopies } from './read-access-backups';
import { readHosts, readRunners } from './read-access-runners';

/** The roles that Kura makes for AWS's services. */
export const serviceRoles = (scope: AccountScope): string[] => [
  monitoringRoles(scope),
  flowLogRoles(scope),
  runnerRoles(scope),
  scheduleRoles(scope),
  drillRoles(scope),
  watchRoles(scope),
  backupRoles(scope),
  restoreRoles(scope),
  eventsRoles(scope),
  ...(scope.operators ? [jumpRoles(scope)] : []),
];

/** What Terraform reads of everything that Kura makes. Neither secret values nor data are among it. */
export function readAccess(scope: AccountScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'ReadDatabases',
      Effect: 'Allow',
      Action: [
        'rds:DescribeCertificates',
        'rds:DescribeDBEngineVersions',
        'rds:DescribeDBInstanceAutomatedBackups',
        'rds:DescribeDBInstances',
        'rds:DescribeDBParameterGroups',
        'rds:DescribeDBParameters',
        'rds:DescribeDBSnapshots',
        'rds:DescribeDBSubnetGroups',
        'rds:DescribeEventSubscriptions',
        'rds:DescribeOptionGroups',
        'rds:DescribeOrderableDBInstanceOptions',
        'rds:ListTagsForResource',
      ],
      Resource: ['*'],
      Condition: here,
    },
    {
      Sid: 'ReadNetworks',
      Effect: 'Allow',
      Action: [
        'ec2:DescribeFlowLogs',
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribePrefixLists',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroupRules',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeTags',
        'ec2:DescribeVpcAttribute',
        'ec2:DescribeVpcEndpoints',
        'ec2:DescribeVpcs',
      ],
      Resource: ['*'],
      Condition: here,
    },
    {
      Sid: 'FindByListing',
      Effect: 'Allow',
      // None of these can be limited to a resource.
      Action: [
        'cloudwatch:DescribeAlarms',
        'kms:ListAliases',
        'logs:DescribeLogGroups',
        'secretsmanager:GetRandomPassword',
        'sns:GetSubscriptionAttributes',
      ],
      Resource: ['*'],
      Condition: here,
    },
    {
      Sid: 'ReadLogGroups',
      Effect: 'Allow',
      Action: [
        'logs:DescribeMetricFilters',
        'logs:DescribeSubscriptionFilters',
        'logs:ListTagsForResource',
      ],
      Resource: logGroups(scope),
      Condition: here,
    },
    {
      // Not by tag: KMS takes up to five minutes to act on a new key's tags ("ABAC for AWS KMS").
      Sid: 'ReadKeys',
      Effect: 'Allow',
      Action: [
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListResourceTags',
      ],
      Resource: [anyKey(scope)],
      Condition: here,
    },
    ...readRunners(scope),
    readCopies(scope),
    ...(scope.operators ? readHosts(scope) : []),
    {
      Sid: 'ReadSecretContainers',
      Effect: 'Allow',
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
      Resource: [secrets(scope)],
      Condition: here,
    },
    {
      Sid: 'ReadRoles',
      Effect: 'Allow',
      Action: [
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListInstanceProfilesForRole',
        'iam:ListRolePolicies',
        'iam:ListRoleTags',
      ],
      Resource: serviceRoles(scope),
    },
    {
      Sid: 'ReadAttachments',
      Effect: 'Allow',
      Action: ['iam:ListAttachedRolePolicies'],
      Resource: [iam(scope, 'role/*')],
    },
    {
      Sid: 'ReadLoginPolicies',
      Effect: 'Allow',
      Action: [
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:ListPolicyTags',
        'iam:ListPolicyVersions',
      ],
      Resource: [loginPolicies(scope)],
    },
  ];
}

/** What no role of Kura may do, whatever else is attached to it. */
export function never(): Statement[] {
  return [
    {
      Sid: 'NeverReadSecretsOrData',
      Effect: 'Deny',
      Action: [
        'secretsmanager:GetSecretValue',
        'secretsmanager:BatchGetSecretValue',
        'rds-db:connect',
      ],
      Resource: ['*'],
    },
    {
      Sid: 'NeverForgetBackups',
      Effect: 'Deny',
      Action: [
        'backup:DeleteRecoveryPoint',
        'backup:DisassociateRecoveryPoint',
        'backup:UpdateRecoveryPointLifecycle',
        'rds:DeleteDBInstanceAutomatedBackup',
        'rds:DeleteDBSnapshot',
      ],
      Resource: ['*'],
    },
  ];
}
