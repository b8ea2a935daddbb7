import { FlowLog as Resource } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import { LogGroup } from './log-group';

/** Where a network's flow logs go; its key's policy names it. */
export function flowLogGroupName(network: string): string {
  return `/aws/vpc/${network}/flow-logs`;
}

export interface FlowLogSettings {
  readonly address: string;
  /** The network's name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly retentionDays: number;
}

export interface FlowLogWiring {
  readonly vpcId: string;
  readonly key: { readonly arn: string };
}

/** A record of every accepted and refused connection in a network. */
export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, settings: FlowLogSettings, wiring: FlowLogWiring) {
    super(scope, id);
    const group = createGroup(this, settings, wiring);
    const role = createRole(this, settings);
    const policy = createPolicy(this, settings, role, group);
    const log = new Resource(this, 'Resource', {
      vpcId: wiring.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: settings.name },
      dependsOn: [policy],
    });
    pin(log, settings.address);
  }
}

function createGroup(scope: Construct, settings: FlowLogSettings, wiring: FlowLogWiring): LogGroup {
  const { address, name, retentionDays } = settings;
  const group = {
    address: addressOf(address, 'flow-logs'),
    name: flowLogGroupName(name),
    retentionDays,
  };
  return new LogGroup(scope, 'group', group, wiring);
}

function createRole(
  scope: Construct,
  { address, name, account, region }: FlowLogSettings,
): IamRole {
  const role = new IamRole(scope, 'role', {
    name: `${name}-flow-logs`,
    description: `Writes the flow logs of ${name}`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
          },
        },
      ],
    }),
  });
  return pin(role, address, 'flow-logs');
}

function createPolicy(
  scope: Construct,
  { address }: FlowLogSettings,
  role: IamRole,
  group: LogGroup,
): IamRolePolicy {
  const policy = new IamRolePolicy(scope, 'policy', {
    name: 'write-flow-logs',
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'logs:CreateLogStream',
            'logs:DescribeLogGroups',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
          ],
          // The streams of this group and no other.
          Resource: [group.arn, `${group.arn}:*`],
        },
      ],
    }),
  });
  return pin(policy, address, 'flow-logs');
}
