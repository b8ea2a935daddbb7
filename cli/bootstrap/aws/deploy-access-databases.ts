import {
  anyKey,
  hosts,
  iam,
  inRegions,
  logGroups,
  regional,
  secrets,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';

/**
 * Log groups are sent to the trail: as its own role where it is in this account, to its destination where it is in another
 * ("PutSubscriptionFilter", CloudWatch Logs API reference, read 2026-11). To no other of either.
 */
function writeToTrail(scope: AccountScope): Statement {
  const { account, regions, trail } = scope;
  if (account === trail.account) {
    return {
      Sid: 'PassTrailRoles',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: trail.stores.map((name) => iam(scope, `role/${name}-logs`)),
      Condition: {
        StringEquals: {
          'iam:PassedToService': ['logs.amazonaws.com', ...hosts(scope, 'logs')],
        },
      },
    };
  }
  return {
    Sid: 'SubscribeToTrail',
    Effect: 'Allow',
    Action: ['logs:PutSubscriptionFilter'],
    Resource: trail.stores.map(
      (name, i) => `arn:aws:logs:${regions[i] ?? '*'}:${trail.account}:destination:${name}`,
    ),
  };
}

/** Databases, their logs and the containers of their passwords, with what AWS does for them on the caller's behalf. */
export function databases(scope: AccountScope): Statement[] {
  const { account, prefix } = scope;
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'WriteDatabases',
      Effect: 'Allow',
      Action: [
        'rds:AddTagsToResource',
        'rds:CreateDBInstance',
        'rds:CreateDBInstanceReadReplica',
        'rds:CreateDBParameterGroup',
        'rds:CreateDBSnapshot', // the final one
        'rds:CreateDBSubnetGroup',
        'rds:CreateOptionGroup',
        'rds:DeleteDBInstance',
        'rds:DeleteDBParameterGroup',
        'rds:DeleteDBSubnetGroup',
        'rds:ModifyDBInstance',
        'rds:ModifyDBParameterGroup',
        'rds:ModifyDBSubnetGroup',
        'rds:ModifyOptionGroup', // nobody deletes one: snapshots name it
        'rds:RebootDBInstance',
        'rds:RemoveTagsFromResource',
        'rds:ResetDBParameterGroup',
      ],
      Resource: [
        ...[`db:${prefix}-*`, `pg:${prefix}-*`, `snapshot:${prefix}-*`],
        ...[`subgrp:${prefix}`, `subgrp:${prefix}-*`],
        ...['og:default:*', `og:${prefix}-*`],
      ].map((name) => regional(scope, 'rds', name)),
      Condition: here,
    },
    {
      // Beside what they come from; AWS Backup's snapshots, and backups whose database is gone, have no name of ours.
      Sid: 'RestoreDatabases',
      Effect: 'Allow',
      Action: [
        'rds:CreateTenantDatabase', // asked for with each restore
        'rds:RestoreDBInstanceFromDBSnapshot',
        'rds:RestoreDBInstanceToPointInTime',
      ],
      Resource: [
        ...[`db:${prefix}-*`, `pg:${prefix}-*`, `snapshot:${prefix}-*`],
        ...[`subgrp:${prefix}`, `subgrp:${prefix}-*`],
        ...[
          'og:default:*',
          `og:${prefix}-*`,
          'auto-backup:*',
          'snapshot:awsbackup:*',
          `snapshot:rds:${prefix}-*`,
        ],
      ].map((name) => regional(scope, 'rds', name)),
      Condition: here,
    },
    {
      // Into the other region. Stopping it leaves the backups that are there.
      Sid: 'ReplicateBackups',
      Effect: 'Allow',
      Action: [
        'rds:AddTagsToResource',
        'rds:StartDBInstanceAutomatedBackupsReplication',
        'rds:StopDBInstanceAutomatedBackupsReplication',
      ],
      Resource: [`db:${prefix}-*`, 'auto-backup:*'].map((name) => regional(scope, 'rds', name)),
      Condition: here,
    },
    {
      // RDS makes its own role in an account's first use.
      Sid: 'FirstUseOfRds',
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: [iam(scope, 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS')],
      Condition: { StringEquals: { 'iam:AWSServiceName': 'rds.amazonaws.com' } },
    },
    {
      Sid: 'WriteLogGroups',
      Effect: 'Allow',
      Action: [
        'logs:AssociateKmsKey',
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:DeleteMetricFilter',
        'logs:DeleteRetentionPolicy',
        'logs:DeleteSubscriptionFilter',
        'logs:DisassociateKmsKey',
        'logs:PutMetricFilter',
        'logs:PutRetentionPolicy',
        'logs:PutSubscriptionFilter',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      Resource: logGroups(scope),
      Condition: here,
    },
    writeToTrail(scope),
    {
      // Containers of passwords. No action here reads a value; UpdateSecret, needed for a description or key, could write one.
      Sid: 'WriteSecretContainers',
      Effect: 'Allow',
      Action: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DeleteResourcePolicy',
        'secretsmanager:DeleteSecret',
        'secretsmanager:RestoreSecret',
        'secretsmanager:TagResource',
        'secretsmanager:UntagResource',
        'secretsmanager:UpdateSecret',
      ],
      Resource: [secrets(scope)],
      Condition: here,
    },
    {
      Sid: 'BindSecretReaders',
      Effect: 'Allow',
      Action: ['secretsmanager:PutResourcePolicy'],
      Resource: [secrets(scope)],
      Condition: { ...here, Bool: { 'secretsmanager:BlockPublicPolicy': 'true' } },
    },
    {
      // These services take them on the caller's behalf.
      Sid: 'UseKeysThroughServices',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: [anyKey(scope)],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': hosts(scope, 'backup', 'rds', 'secretsmanager', 'scheduler'),
        },
      },
    },
    {
      Sid: 'GrantKeysToRds',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: [anyKey(scope)],
      Condition: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': hosts(scope, 'rds') },
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      },
    },
  ];
}
