import type { Construct } from 'constructs';
import { ExistingNetwork } from '../constructs/aws/existing-network';
import { Network } from '../constructs/aws/network';
import type { AwsNetworkPlan, AwsTarget } from '../model/deployment/aws-deployment';

export interface NetworkChoice {
  readonly address: string;
  readonly name: string;
  readonly target: AwsTarget;
  readonly plan: AwsNetworkPlan;
  readonly logRetentionDays: number;
  /** The key of the flow logs. */
  readonly key: { readonly arn: string };
}

/** Where databases are placed, whoever made it. */
export interface PlacedNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly subnetGroupName: string;
}

/** Makes the planned network, or takes over the existing one. */
export function createAwsNetwork(scope: Construct, choice: NetworkChoice): PlacedNetwork {
  const { address, name, target, plan, logRetentionDays } = choice;
  if (plan.kind === 'existing') {
    const { vpc, subnets } = plan;
    return new ExistingNetwork(scope, 'network', { address, name, vpc, subnets });
  }
  const { account, region } = target;
  const { cidr, subnets } = plan;
  const settings = { address, name, account, region, cidr, subnets, logRetentionDays };
  return new Network(scope, 'network', settings, { key: choice.key });
}
