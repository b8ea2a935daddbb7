import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { pin } from '../address';
import { FlowLog } from './flow-log';
import { SubnetGroup } from './subnet-group';

export interface NetworkSettings {
  readonly address: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly cidr: string;
  readonly subnets: readonly { readonly zone: string; readonly cidr: string }[];
  readonly logRetentionDays: number;
}

export interface NetworkWiring {
  readonly key: { readonly arn: string };
}

/** A private network for databases: one subnet a zone, no way to or from the internet, its traffic logged. */
export class Network extends Construct {
  readonly vpcId: string;
  /** One a zone. */
  readonly subnetIds: readonly string[];
  readonly subnetGroupName: string;

  constructor(scope: Construct, id: string, settings: NetworkSettings, wiring: NetworkWiring) {
    super(scope, id);
    const { address, name, account, region, logRetentionDays: retentionDays } = settings;
    const vpc = createVpc(this, settings);
    const routes = createRoutes(this, settings, vpc);
    const subnets = settings.subnets.map((plan) => createSubnet(this, settings, plan, vpc, routes));
    closeDefaultSecurityGroup(this, settings, vpc);
    const flowLog = { address, name, account, region, retentionDays };
    new FlowLog(this, 'flow-log', flowLog, { vpcId: vpc.id, key: wiring.key });
    const subnetIds = subnets.map((subnet) => subnet.id);
    this.vpcId = vpc.id;
    this.subnetIds = subnetIds;
    this.subnetGroupName = new SubnetGroup(this, 'subnet-group', settings, { subnetIds }).name;
  }
}

function createVpc(scope: Construct, { address, name, cidr }: NetworkSettings): Vpc {
  const vpc = new Vpc(scope, 'Resource', {
    cidrBlock: cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: name },
  });
  return pin(vpc, address);
}

/** A route table of our own with no routes: what is left is the network's local one. */
function createRoutes(scope: Construct, { address, name }: NetworkSettings, vpc: Vpc): RouteTable {
  const table = new RouteTable(scope, 'routes', {
    vpcId: vpc.id,
    route: [],
    tags: { Name: `${name}-database` },
  });
  return pin(table, address);
}

function createSubnet(
  scope: Construct,
  { address, name, region }: NetworkSettings,
  { zone, cidr }: NetworkSettings['subnets'][number],
  vpc: Vpc,
  routes: RouteTable,
): Subnet {
  const letter = zone.slice(region.length);
  const subnet = new Subnet(scope, `subnet-${zone}`, {
    vpcId: vpc.id,
    availabilityZone: zone,
    cidrBlock: cidr,
    mapPublicIpOnLaunch: false,
    tags: { Name: `${name}-database-${letter}` },
  });
  pin(subnet, address, letter);
  const association = new RouteTableAssociation(scope, `routes-${zone}`, {
    subnetId: subnet.id,
    routeTableId: routes.id,
  });
  pin(association, address, letter);
  return subnet;
}

/** Adopts the group that AWS gives every network, and leaves it without a rule. */
function closeDefaultSecurityGroup(scope: Construct, { address }: NetworkSettings, vpc: Vpc): void {
  const group = new DefaultSecurityGroup(scope, 'default-security-group', {
    vpcId: vpc.id,
    ingress: [],
    egress: [],
  });
  pin(group, address);
}
