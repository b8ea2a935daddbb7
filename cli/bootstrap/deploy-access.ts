import {
  OWN_PATH,
  flowLogRoles,
  iam,
  inRegions,
  logGroups,
  loginPolicies,
  monitoringRoles,
  regional,
  secrets,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';
import { neverReads, readAccess } from './read-access';
import { stateAccess } from './state-access';

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
    { part: 'network', statements: networks(scope) },
    { part: 'keys', statements: keys(scope) },
    { part: 'identities', statements: identities(scope) },
    {
      part: 'state',
      statements: [...stateAccess(scope, 'write'), ...ownRoles(scope), neverReads()],
    },
  ];
}

function databases(scope: AccountScope): Statement[] {
  const { account, prefix } = scope;
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
        'rds:DeleteDBInstance',
        'rds:DeleteDBParameterGroup',
        'rds:DeleteDBSubnetGroup',
        'rds:ModifyDBInstance',
        'rds:ModifyDBParameterGroup',
        'rds:ModifyDBSubnetGroup',
        'rds:PromoteReadReplica',
        'rds:RebootDBInstance',
        'rds:RemoveTagsFromResource',
        'rds:ResetDBParameterGroup',
      ],
      Resource: [
        ...[`db:${prefix}-*`, `pg:${prefix}-*`, `snapshot:${prefix}-*`],
        ...[`subgrp:${prefix}`, `subgrp:${prefix}-*`],
        'og:default:*',
      ].map((name) => regional(scope, 'rds', name)),
      Condition: { StringEquals: inRegions(scope) },
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
        'logs:DeleteRetentionPolicy',
        'logs:DisassociateKmsKey',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      Resource: logGroups(scope),
      Condition: { StringEquals: inRegions(scope) },
    },
    {
      // Containers of passwords. UpdateSecret changes a description or key; no action here reads a value.
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
      Condition: { StringEquals: inRegions(scope) },
    },
    {
      Sid: 'BindSecretReaders',
      Effect: 'Allow',
      Action: ['secretsmanager:PutResourcePolicy'],
      Resource: [secrets(scope)],
      Condition: {
        StringEquals: inRegions(scope),
        Bool: { 'secretsmanager:BlockPublicPolicy': 'true' },
      },
    },
    {
      // RDS and Secrets Manager take these on the caller's behalf.
      Sid: 'UseKeysThroughServices',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: [regional(scope, 'kms', 'key/*')],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': hosts(scope, 'rds', 'secretsmanager'),
        },
      },
    },
    {
      Sid: 'GrantKeysToRds',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: [regional(scope, 'kms', 'key/*')],
      Condition: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': hosts(scope, 'rds') },
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      },
    },
  ];
}

const hosts = ({ regions }: AccountScope, ...services: readonly string[]): string[] =>
  services.flatMap((service) => regions.map((region) => `${service}.${region}.amazonaws.com`));

/** The tags that every stack's provider gives (stacks/provider.ts), as a request carries them. */
const labelled = (
  key: 'RequestTag' | 'ResourceTag',
  { organisation, environment }: AccountScope,
) => ({
  [`aws:${key}/organisation`]: organisation,
  [`aws:${key}/environment`]: environment,
  [`aws:${key}/managed-by`]: 'kura',
});

/** Networks have ids, not names: what Kura made is known by its tags. */
function networks(scope: AccountScope): Statement[] {
  const arns = (...kinds: readonly string[]): string[] =>
    kinds.map((kind) => regional(scope, 'ec2', `${kind}/*`));
  const made = arns('vpc', 'subnet', 'route-table', 'security-group', 'vpc-flow-log');
  const here = inRegions(scope);
  return [
    {
      Sid: 'MakeLabelled',
      Effect: 'Allow',
      Action: [
        'ec2:CreateFlowLogs',
        'ec2:CreateRouteTable',
        'ec2:CreateSecurityGroup',
        'ec2:CreateSubnet',
        'ec2:CreateVpc',
      ],
      Resource: made,
      Condition: { StringEquals: { ...here, ...labelled('RequestTag', scope) } },
    },
    {
      // The network itself, which may be one that somebody else made.
      Sid: 'MakeInNetworks',
      Effect: 'Allow',
      Action: [
        'ec2:CreateFlowLogs',
        'ec2:CreateRouteTable',
        'ec2:CreateSecurityGroup',
        'ec2:CreateSubnet',
      ],
      Resource: arns('vpc'),
      Condition: { StringEquals: here },
    },
    {
      // Also the group that AWS gives a network, which has no tag yet; never what another environment made.
      Sid: 'LabelWhatIsMade',
      Effect: 'Allow',
      Action: ['ec2:CreateTags'],
      Resource: [...made, ...arns('security-group-rule')],
      Condition: {
        StringEquals: { ...here, ...labelled('RequestTag', scope) },
        StringEqualsIfExists: labelled('ResourceTag', scope),
      },
    },
    {
      Sid: 'ChangeLabelled',
      Effect: 'Allow',
      Action: [
        'ec2:AssociateRouteTable',
        'ec2:AuthorizeSecurityGroupEgress',
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:CreateTags',
        'ec2:DeleteFlowLogs',
        'ec2:DeleteRouteTable',
        'ec2:DeleteSecurityGroup',
        'ec2:DeleteSubnet',
        'ec2:DeleteTags',
        'ec2:DeleteVpc',
        'ec2:DisassociateRouteTable',
        'ec2:ModifySecurityGroupRules',
        'ec2:ModifySubnetAttribute',
        'ec2:ModifyVpcAttribute',
        'ec2:ReplaceRouteTableAssociation',
        'ec2:RevokeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupIngress',
      ],
      Resource: made,
      Condition: { StringEquals: { ...here, ...labelled('ResourceTag', scope) } },
    },
    {
      // A rule counts only together with its group, which the statement above requires to be ours.
      Sid: 'ChangeRules',
      Effect: 'Allow',
      Action: [
        'ec2:AuthorizeSecurityGroupEgress',
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:DeleteTags',
        'ec2:ModifySecurityGroupRules',
        'ec2:RevokeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupIngress',
      ],
      Resource: arns('security-group-rule'),
      Condition: { StringEquals: here },
    },
  ];
}

function keys(scope: AccountScope): Statement[] {
  const key = [regional(scope, 'kms', 'key/*')];
  const here = inRegions(scope);
  return [
    {
      Sid: 'MakeLabelledKeys',
      Effect: 'Allow',
      Action: ['kms:CreateKey'],
      Resource: ['*'],
      Condition: { StringEquals: { ...here, ...labelled('RequestTag', scope) } },
    },
    {
      Sid: 'LabelKeys',
      Effect: 'Allow',
      Action: ['kms:TagResource'],
      Resource: key,
      Condition: {
        StringEquals: { ...here, ...labelled('RequestTag', scope) },
        StringEqualsIfExists: labelled('ResourceTag', scope),
      },
    },
    {
      // Follows at once on CreateKey, when KMS does not yet act on the tags.
      Sid: 'RotateKeys',
      Effect: 'Allow',
      Action: ['kms:EnableKeyRotation'],
      Resource: key,
      Condition: { StringEquals: here },
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
      Condition: { StringEquals: { ...here, ...labelled('ResourceTag', scope) } },
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
      Condition: { StringEquals: here },
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

/** Where a list of role ARNs would take more than this, in characters, `role/*` stands for them. */
const LONGEST_LIST = 5000;

/** Whether the roles that login policies are attached to fit a policy by name. */
export function namesEveryRole({ attachTo }: AccountScope): boolean {
  return JSON.stringify(attachTo).length <= LONGEST_LIST;
}

function identities(scope: AccountScope): Statement[] {
  const roles = [monitoringRoles(scope), flowLogRoles(scope)];
  const attach = ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'];
  return [
    {
      Sid: 'WriteServiceRoles',
      Effect: 'Allow',
      Action: [
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      Resource: roles,
    },
    {
      Sid: 'PassServiceRoles',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: roles,
      Condition: {
        StringEquals: {
          'iam:PassedToService': ['monitoring.rds.amazonaws.com', 'vpc-flow-logs.amazonaws.com'],
        },
      },
    },
    {
      Sid: 'LetFlowLogsWrite',
      Effect: 'Allow',
      Action: ['iam:DeleteRolePolicy', 'iam:PutRolePolicy'],
      Resource: [flowLogRoles(scope)],
    },
    {
      Sid: 'LetRdsMonitor',
      Effect: 'Allow',
      Action: attach,
      Resource: [monitoringRoles(scope)],
      Condition: {
        ArnEquals: {
          'iam:PolicyARN': 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
        },
      },
    },
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
            Action: attach,
            Resource: namesEveryRole(scope) ? scope.attachTo : [iam(scope, 'role/*')],
            Condition: { ArnLike: { 'iam:PolicyARN': loginPolicies(scope) } },
          },
        ]),
  ];
}

/** It takes itself (the provider does, even when it already is) and its like in isolated accounts, and widens neither. */
function ownRoles(scope: AccountScope): Statement[] {
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
        'iam:UpdateAssumeRolePolicy',
      ],
      Resource: [...own, iam(scope, `policy${OWN_PATH}*`)],
    },
  ];
}
