import {
  changes,
  makes,
  named,
  on,
  passes,
  reads,
  through,
  type ArnOf,
  type Place,
  type Request,
} from './aws-request';
import type { Json } from './synth';
import { RECOVERY_NEEDS, restores } from './terraform-recovery-actions';
import { RUNNER_NEEDS } from './terraform-runner-actions';
import { TRAIL_NEEDS } from './terraform-trail-actions';

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
};

/** A name in a policy that the output refers to: everything that Kura names begins with the prefix. */
const roleNameOf = (value: unknown): string => {
  const [, own] =
    /^\$\{aws_iam_role\.\w*?_(flow_logs|runner|watch_schedule|schedule|jump|drill|watch|events)\.name\}$/.exec(
      text(value),
    ) ?? [];
  if (own === undefined) return text(value);
  const name = own === 'runner' || own === 'schedule' ? `order-${own}` : own;
  return `suzumina-prod-${name.replace('_', '-')}`;
};

/** The roles with which AWS works, by the policy of AWS’s that each has. */
const WORKS: Readonly<Record<string, string>> = {
  AmazonRDSEnhancedMonitoringRole: 'suzumina-prod-rds-monitoring',
  AWSBackupServiceRolePolicyForBackup: 'suzumina-prod-backups',
  AWSBackupServiceRolePolicyForRestores: 'suzumina-prod-recovery-restores',
};

/** What a request says of the boundary that a role has, or is to have. */
const bound = (boundary: unknown): Readonly<Record<string, string>> =>
  boundary === undefined ? {} : { 'iam:PermissionsBoundary': text(boundary) };

/** The requests of one resource, from its arguments, the ARNs of where it goes to, and that place. */
type Need = (args: Json, arn: ArnOf, place: Place) => Request[];

/**
 * What each type of resource needs, from the provider’s create, read, update and delete. Written apart from the policies:
 * a type that a construct starts to use is missing here until somebody has looked up what it takes.
 */
export const NEEDS: Readonly<Record<string, Need>> = {
  ...RUNNER_NEEDS,
  ...RECOVERY_NEEDS,
  ...TRAIL_NEEDS,
  aws_cloudwatch_log_group: ({ name }, arn) => [
    ...reads('logs:DescribeLogGroups'),
    ...named(
      arn('logs', `log-group:${text(name)}`),
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:PutRetentionPolicy',
      'logs:AssociateKmsKey',
      ...['logs:TagResource', 'logs:UntagResource', 'logs:ListTagsForResource'],
    ),
    ...named(arn('kms', 'key/1'), 'kms:DescribeKey'),
  ],
  aws_db_instance: (args, arn, place) => [
    ...reads('rds:DescribeDBInstances', 'rds:ListTagsForResource'),
    ...named(
      arn('rds', `db:${text(args.identifier)}`),
      ...['rds:CreateDBInstance', 'rds:CreateDBInstanceReadReplica', 'rds:ModifyDBInstance'],
      ...['rds:DeleteDBInstance', 'rds:RebootDBInstance', 'rds:CreateTenantDatabase'],
      ...['rds:AddTagsToResource', 'rds:RemoveTagsFromResource', 'rds:CreateDBSnapshot'],
    ),
    ...named(
      arn('rds', `og:${text(args.option_group_name ?? 'default:postgres-17')}`),
      ...['rds:CreateDBInstance', 'rds:CreateDBInstanceReadReplica', 'rds:ModifyDBInstance'],
    ),
    ...named(
      arn('rds', `snapshot:${text(args.identifier)}-final`),
      'rds:CreateDBSnapshot',
      'rds:AddTagsToResource',
    ),
    ...restores(args, arn),
    ...through(
      ...([arn, place, 'rds', 'kms:CreateGrant', 'kms:Decrypt'] as const),
      ...['kms:GenerateDataKey', 'kms:DescribeKey'],
    ),
    ...passes(arn, 'suzumina-prod-rds-monitoring', 'monitoring.rds.amazonaws.com'),
    ...on(
      arn('iam', 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS'),
      { 'iam:AWSServiceName': 'rds.amazonaws.com' },
      'iam:CreateServiceLinkedRole',
    ),
  ],
  aws_db_option_group: ({ name }, arn) => [
    ...reads('rds:DescribeOptionGroups', 'rds:ListTagsForResource'),
    // Never deleted: `skip_destroy`.
    ...named(
      arn('rds', `og:${text(name)}`),
      ...['rds:CreateOptionGroup', 'rds:ModifyOptionGroup', 'rds:AddTagsToResource'],
    ),
  ],
  aws_db_parameter_group: ({ name }, arn) => [
    ...reads(
      'rds:DescribeDBParameterGroups',
      'rds:DescribeDBParameters',
      'rds:ListTagsForResource',
    ),
    ...named(
      arn('rds', `pg:${text(name)}`),
      ...['rds:CreateDBParameterGroup', 'rds:ModifyDBParameterGroup', 'rds:ResetDBParameterGroup'],
      ...['rds:DeleteDBParameterGroup', 'rds:AddTagsToResource', 'rds:CreateDBInstance'],
    ),
  ],
  aws_db_subnet_group: ({ name }, arn) => [
    ...reads('rds:DescribeDBSubnetGroups', 'rds:ListTagsForResource'),
    ...named(
      arn('rds', `subgrp:${text(name)}`),
      ...['rds:CreateDBSubnetGroup', 'rds:ModifyDBSubnetGroup', 'rds:DeleteDBSubnetGroup'],
      ...['rds:AddTagsToResource', 'rds:CreateDBInstance'],
    ),
  ],
  aws_default_security_group: (_, arn) => [
    ...reads('ec2:DescribeSecurityGroups'),
    // AWS makes it without a tag; the provider tags it first and then takes its rules away.
    ...makes(arn('ec2', 'security-group/sg-1'), 'ec2:CreateTags'),
    ...changes(
      arn('ec2', 'security-group/sg-1'),
      ...['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
    ),
  ],
  aws_flow_log: (_, arn) => [
    ...reads('ec2:DescribeFlowLogs'),
    ...named(arn('ec2', 'vpc/vpc-1'), 'ec2:CreateFlowLogs'),
    ...makes(arn('ec2', 'vpc-flow-log/fl-1'), 'ec2:CreateFlowLogs', 'ec2:CreateTags'),
    ...changes(
      arn('ec2', 'vpc-flow-log/fl-1'),
      'ec2:DeleteFlowLogs',
      'ec2:CreateTags',
      'ec2:DeleteTags',
    ),
    ...passes(arn, 'suzumina-prod-flow-logs', 'vpc-flow-logs.amazonaws.com'),
  ],
  aws_iam_policy: ({ name }, arn) =>
    named(
      arn('iam', `policy/${text(name)}`),
      'iam:CreatePolicy',
      'iam:CreatePolicyVersion',
      'iam:DeletePolicy',
      'iam:DeletePolicyVersion',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:ListPolicyVersions',
      'iam:TagPolicy',
      'iam:UntagPolicy',
    ),
  // iam/role.go: one that exists gets its boundary in place.
  aws_iam_role: ({ name, permissions_boundary: boundary }, arn) => {
    const role = arn('iam', `role/${text(name)}`);
    return [
      ...on(role, bound(boundary), 'iam:CreateRole'),
      ...(boundary === undefined
        ? []
        : on(role, bound(boundary), 'iam:PutRolePermissionsBoundary')),
      ...named(
        role,
        ...['iam:DeleteRole', 'iam:GetRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'],
        ...['iam:TagRole', 'iam:UntagRole', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
        'iam:ListInstanceProfilesForRole',
      ),
    ];
  },
  aws_iam_role_policy: ({ role }, arn, { boundary }) => [
    ...on(arn('iam', `role/${roleNameOf(role)}`), bound(boundary), 'iam:PutRolePolicy'),
    ...named(
      arn('iam', `role/${roleNameOf(role)}`),
      ...['iam:GetRolePolicy', 'iam:DeleteRolePolicy'],
    ),
  ],
  aws_iam_role_policy_attachment: ({ role, policy_arn: policy }, arn, { boundary }) => {
    const own = WORKS[text(policy).replace('arn:aws:iam::aws:policy/service-role/', '')];
    const name = own ?? text(role);
    const says = {
      'iam:PolicyARN': own ? text(policy) : arn('iam', 'policy/suzumina-prod-order-order_api'),
    };
    return [
      // A role of the estate’s own has no boundary of Kura’s.
      ...on(
        arn('iam', `role/${name}`),
        own === undefined ? says : { ...says, ...bound(boundary) },
        'iam:AttachRolePolicy',
      ),
      ...on(arn('iam', `role/${name}`), says, 'iam:DetachRolePolicy'),
      ...named(arn('iam', `role/${name}`), 'iam:ListAttachedRolePolicies'),
    ];
  },
  aws_kms_alias: ({ name }, arn) => [
    ...reads('kms:ListAliases'),
    ...[text(name), 'key/1'].flatMap((rest) =>
      named(arn('kms', rest), 'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'),
    ),
  ],
  aws_kms_key: (_, arn) => [
    ...makes('*', 'kms:CreateKey'),
    ...makes(arn('kms', 'key/1'), 'kms:TagResource'),
    // Without the key’s tags: KMS does not act on them at once.
    ...named(
      arn('kms', 'key/1'),
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListResourceTags',
      'kms:EnableKeyRotation',
    ),
    ...changes(
      arn('kms', 'key/1'),
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'kms:UpdateKeyDescription',
      'kms:UntagResource',
    ),
  ],
  aws_route_table: (_, arn) => [
    ...reads('ec2:DescribeRouteTables'),
    ...named(arn('ec2', 'vpc/vpc-1'), 'ec2:CreateRouteTable'),
    ...makes(arn('ec2', 'route-table/rtb-1'), 'ec2:CreateRouteTable', 'ec2:CreateTags'),
    ...changes(
      arn('ec2', 'route-table/rtb-1'),
      'ec2:DeleteRouteTable',
      'ec2:CreateTags',
      'ec2:DeleteTags',
    ),
  ],
  aws_route_table_association: (_, arn) =>
    ['route-table/rtb-1', 'subnet/subnet-1'].flatMap((rest) =>
      changes(
        arn('ec2', rest),
        'ec2:AssociateRouteTable',
        'ec2:DisassociateRouteTable',
        'ec2:ReplaceRouteTableAssociation',
      ),
    ),
  aws_secretsmanager_secret: ({ name }, arn, place) => [
    ...named(
      arn('secretsmanager', `secret:${text(name)}-AbCdEf`),
      'secretsmanager:CreateSecret',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:UpdateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:RestoreSecret',
      ...['secretsmanager:TagResource', 'secretsmanager:UntagResource'],
    ),
    ...through(arn, place, 'secretsmanager', 'kms:Decrypt', 'kms:GenerateDataKey'),
  ],
  aws_secretsmanager_secret_policy: (_, arn) => {
    const secret = arn('secretsmanager', 'secret:suzumina-prod/order/order_api-AbCdEf');
    const closed = { 'secretsmanager:BlockPublicPolicy': 'true' };
    return [
      ...on(secret, closed, 'secretsmanager:PutResourcePolicy'),
      ...named(secret, 'secretsmanager:DeleteResourcePolicy', 'secretsmanager:GetResourcePolicy'),
    ];
  },
  aws_secretsmanager_random_password: () => reads('secretsmanager:GetRandomPassword'),
  aws_security_group: (_, arn) => [
    ...reads('ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkInterfaces'),
    ...named(arn('ec2', 'vpc/vpc-1'), 'ec2:CreateSecurityGroup'),
    ...makes(arn('ec2', 'security-group/sg-1'), 'ec2:CreateSecurityGroup', 'ec2:CreateTags'),
    ...changes(
      arn('ec2', 'security-group/sg-1'),
      'ec2:DeleteSecurityGroup',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
      ...['ec2:CreateTags', 'ec2:DeleteTags'],
    ),
  ],
  aws_subnet: (_, arn) => [
    ...reads('ec2:DescribeSubnets'),
    ...named(arn('ec2', 'vpc/vpc-1'), 'ec2:CreateSubnet'),
    ...makes(arn('ec2', 'subnet/subnet-1'), 'ec2:CreateSubnet', 'ec2:CreateTags'),
    ...changes(
      arn('ec2', 'subnet/subnet-1'),
      'ec2:DeleteSubnet',
      'ec2:ModifySubnetAttribute',
      'ec2:DeleteTags',
    ),
  ],
  aws_vpc: (_, arn) => [
    ...reads(
      'ec2:DescribeVpcs',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeRouteTables',
      'ec2:DescribeNetworkAcls',
    ),
    ...makes(arn('ec2', 'vpc/vpc-1'), 'ec2:CreateVpc', 'ec2:CreateTags'),
    ...changes(
      arn('ec2', 'vpc/vpc-1'),
      'ec2:DeleteVpc',
      'ec2:ModifyVpcAttribute',
      'ec2:DeleteTags',
    ),
  ],
  aws_vpc_security_group_egress_rule: (_, arn) => rule(arn, 'Egress'),
  aws_vpc_security_group_ingress_rule: (_, arn) => rule(arn, 'Ingress'),
};

function rule(arn: ArnOf, way: 'Egress' | 'Ingress'): Request[] {
  const verbs = [
    `ec2:AuthorizeSecurityGroup${way}`,
    `ec2:RevokeSecurityGroup${way}`,
    'ec2:ModifySecurityGroupRules',
  ];
  return [
    ...reads('ec2:DescribeSecurityGroupRules'),
    ...changes(arn('ec2', 'security-group/sg-1'), ...verbs),
    ...named(arn('ec2', 'security-group-rule/sgr-1'), ...verbs),
    ...makes(arn('ec2', 'security-group-rule/sgr-1'), 'ec2:CreateTags'),
  ];
}
