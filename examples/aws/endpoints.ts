import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { pin } from '../../constructs/address';
import type { AwsConnection } from '../connection';
import { sharedName } from './names';

/**
 * What ECS on Fargate calls while it starts a task ("Amazon ECR interface VPC endpoints" and "Pass Secrets Manager secrets
 * through environment variables", ECS developer guide, read 2026-11). A login token is signed without a call.
 */
const SERVICES = ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager'] as const;

export interface EndpointsWiring {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableId: string;
}

/** The ways from private subnets to AWS, for principals of this account, and the security group that takes them. */
export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, connection: AwsConnection, wiring: EndpointsWiring) {
    super(scope, id);
    const name = sharedName(connection);
    const endpoints = createGroup(this, 'endpoints', wiring, {
      name: `${name}-endpoints`,
      description: `Endpoints of AWS for ${name}: admit its members, start no connection`,
    });
    const members = createGroup(this, 'services', wiring, {
      name,
      description: 'Services that start from private subnets: out to endpoints of AWS only',
    });
    for (const service of SERVICES) createEndpoint(this, connection, wiring, service, endpoints);
    const images = createImageGateway(this, connection, wiring);
    admit(this, endpoints, members);
    letOut(this, members, 'endpoints', { referencedSecurityGroupId: endpoints.id });
    letOut(this, members, 'images', { prefixListId: images.prefixListId });
  }
}

function createGroup(
  scope: Construct,
  id: string,
  { vpcId }: EndpointsWiring,
  words: { readonly name: string; readonly description: string },
): SecurityGroup {
  const tags = { Name: words.name };
  const group = new SecurityGroup(scope, id, { ...words, vpcId, revokeRulesOnDelete: true, tags });
  return pin(group, id);
}

function createEndpoint(
  scope: Construct,
  { target: { account, region } }: AwsConnection,
  { vpcId, subnetIds }: EndpointsWiring,
  service: string,
  group: SecurityGroup,
): void {
  const endpoint = new VpcEndpoint(scope, service, {
    vpcId,
    vpcEndpointType: 'Interface',
    serviceName: `com.amazonaws.${region}.${service}`,
    subnetIds: [...subnetIds],
    securityGroupIds: [group.id],
    privateDnsEnabled: true,
    policy: policyOf({
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
    }),
  });
  pin(endpoint, service);
}

/** ECR keeps the layers of images in a bucket of its own ("Amazon ECR interface VPC endpoints", ECR user guide, read 2026-11). */
function createImageGateway(
  scope: Construct,
  { target: { region } }: AwsConnection,
  { vpcId, routeTableId }: EndpointsWiring,
): VpcEndpoint {
  const endpoint = new VpcEndpoint(scope, 's3', {
    vpcId,
    vpcEndpointType: 'Gateway',
    serviceName: `com.amazonaws.${region}.s3`,
    routeTableIds: [routeTableId],
    policy: policyOf({
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
    }),
  });
  return pin(endpoint, 's3');
}

const policyOf = (allowed: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', ...allowed }],
  });

const HTTPS = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };

function admit(scope: Construct, endpoints: SecurityGroup, members: SecurityGroup): void {
  const rule = new VpcSecurityGroupIngressRule(scope, 'from-services', {
    securityGroupId: endpoints.id,
    referencedSecurityGroupId: members.id,
    ...HTTPS,
    description: 'From services',
  });
  pin(rule, 'endpoints', 'from', 'services');
}

function letOut(
  scope: Construct,
  members: SecurityGroup,
  to: string,
  target: { readonly referencedSecurityGroupId: string } | { readonly prefixListId: string },
): void {
  const rule = new VpcSecurityGroupEgressRule(scope, `to-${to}`, {
    securityGroupId: members.id,
    ...target,
    ...HTTPS,
    description: `To ${to}`,
  });
  pin(rule, 'services', 'to', to);
}
