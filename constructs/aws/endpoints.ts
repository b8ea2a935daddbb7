import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';

export interface EndpointsSettings {
  readonly address: string;
  /** The network's name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The network's range. */
  readonly cidr: string;
  /** As AWS names them: `rds`, `secretsmanager`. */
  readonly services: readonly string[];
}

export interface EndpointsWiring {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

/**
 * The way to AWS's APIs in a network that has no way out. Their names resolve to these endpoints for all that is in the network,
 * applications included: so the network's whole range may come in, and the policy lets through whoever is of the account
 * ("Control access to VPC endpoints using endpoint policies", PrivateLink guide, read 2026-11). A second endpoint of a service
 * with its name resolved so is refused by AWS: applications use these.
 */
export class Endpoints extends Construct {
  readonly securityGroupId: string;
  /** The APIs answer once these exist. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, settings: EndpointsSettings, wiring: EndpointsWiring) {
    super(scope, id);
    const { address, name, account, region, cidr, services } = settings;
    const group = new SecurityGroup(this, 'Resource', {
      name: `${name}-endpoints`,
      description: `Endpoints of AWS in ${name}: admit the network`,
      vpcId: wiring.vpcId,
      revokeRulesOnDelete: true,
      tags: { Name: `${name}-endpoints` },
    });
    pin(group, address, 'endpoints');
    const rule = new VpcSecurityGroupIngressRule(this, 'from-network', {
      securityGroupId: group.id,
      cidrIpv4: cidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      description: 'TLS from the network',
    });
    const endpoints = services.map((service) => {
      const endpoint = new VpcEndpoint(this, service, {
        vpcId: wiring.vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: [...wiring.subnetIds],
        securityGroupIds: [group.id],
        policy: ofTheAccount(account),
        tags: { Name: `${name}-${service}` },
      });
      return pin(endpoint, address, service);
    });
    this.securityGroupId = group.id;
    this.resources = [pin(rule, addressOf(address, 'endpoints')), ...endpoints];
  }
}

function ofTheAccount(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
      },
    ],
  });
}
