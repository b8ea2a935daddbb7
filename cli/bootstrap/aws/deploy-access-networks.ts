import { inRegions, regional, type AccountScope } from './account-scope';
import { comesLabelled, getsLabelled, isLabelled, withEquals } from './deploy-access-labels';
import type { Statement } from './policy-document';

/** Networks have ids, not names: what Kura made is known by its tags. */
export function networks(scope: AccountScope): Statement[] {
  const arns = (...kinds: readonly string[]): string[] =>
    kinds.map((kind) => regional(scope, 'ec2', `${kind}/*`));
  const made = arns(
    ...['vpc', 'subnet', 'route-table', 'security-group', 'vpc-flow-log', 'vpc-endpoint'],
  );
  const here = { StringEquals: inRegions(scope) };
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
      Condition: comesLabelled(scope),
    },
    {
      // To AWS's own services, and no stranger's.
      Sid: 'MakeEndpoints',
      Effect: 'Allow',
      Action: ['ec2:CreateVpcEndpoint'],
      Resource: arns('vpc-endpoint'),
      Condition: withEquals(comesLabelled(scope), { 'ec2:VpceServiceOwner': 'amazon' }),
    },
    {
      Sid: 'PlaceEndpoints',
      Effect: 'Allow',
      Action: ['ec2:CreateVpcEndpoint', 'ec2:ModifyVpcEndpoint'],
      Resource: arns('vpc', 'subnet', 'security-group'),
      Condition: isLabelled(scope),
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
      Condition: here,
    },
    {
      // Also the group that AWS gives a network, which has no tag yet; never what another environment made.
      Sid: 'LabelWhatIsMade',
      Effect: 'Allow',
      Action: ['ec2:CreateTags'],
      Resource: [...made, ...arns('security-group-rule')],
      Condition: getsLabelled(scope),
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
        'ec2:DeleteVpcEndpoints',
        'ec2:DisassociateRouteTable',
        'ec2:ModifySecurityGroupRules',
        'ec2:ModifySubnetAttribute',
        'ec2:ModifyVpcAttribute',
        'ec2:ModifyVpcEndpoint',
        'ec2:ReplaceRouteTableAssociation',
        'ec2:RevokeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupIngress',
      ],
      Resource: made,
      Condition: isLabelled(scope),
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
      Condition: here,
    },
  ];
}
