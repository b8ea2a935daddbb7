import { DataAwsDbSubnetGroup } from '@cdktf/provider-aws/lib/data-aws-db-subnet-group';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { Construct } from 'constructs';
import { pin } from '../../constructs/address';
import { ApplicationStack } from '../application-stack';
import type { AwsConnection } from '../connection';
import { Endpoints } from './endpoints';
import { roleOf, sharedName, subnetName, taskTrust } from './names';

/** A subnet’s range by its zone. */
export type ZoneSubnets = Readonly<Record<string, string>>;

/**
 * What the ECS services of an environment share, deployed between Kura’s foundation and its instances: their identities,
 * to which Kura then gives logins, and private subnets in Kura’s network with a way to AWS but none to the internet.
 */
export class EcsPlatformStack extends ApplicationStack {
  constructor(
    scope: Construct,
    id: string,
    connections: readonly [AwsConnection, ...AwsConnection[]],
    ranges: ZoneSubnets,
  ) {
    const [connection] = connections;
    super(scope, id, connection);
    for (const each of connections) createIdentity(this, each);
    const group = new DataAwsDbSubnetGroup(this, 'database', { name: connection.network.name });
    const { vpcId } = pin(group, 'database');
    const routes = createRoutes(this, connection, vpcId);
    const subnets = Object.entries(ranges).map(([zone, cidr]) =>
      createSubnet(this, connection, { zone, cidr, vpcId, routes }),
    );
    new Endpoints(this, 'endpoints', connection, {
      vpcId,
      routeTableId: routes.id,
      subnetIds: subnets.map((subnet) => subnet.id),
    });
    createCluster(this, connection);
  }
}

/** A role that ECS may use for a task and nobody else may take. What it may do, Kura and the service’s stack say. */
function createIdentity(stack: Construct, connection: AwsConnection): void {
  const { path, name } = roleOf(connection);
  const role = new IamRole(stack, `identity-${name}`, {
    name,
    path,
    description: `Logs in to the database ${connection.database} as ${connection.user}`,
    assumeRolePolicy: taskTrust(connection),
  });
  pin(role, 'identity', name);
}

/** No route but the network’s own and the gateway’s: nothing here reaches the internet, or is reached from it. */
function createRoutes(stack: Construct, connection: AwsConnection, vpcId: string): RouteTable {
  const routes = new RouteTable(stack, 'routes', { vpcId, tags: { Name: sharedName(connection) } });
  return pin(routes, 'services');
}

function createSubnet(
  stack: Construct,
  connection: AwsConnection,
  {
    zone,
    cidr,
    vpcId,
    routes,
  }: {
    readonly zone: string;
    readonly cidr: string;
    readonly vpcId: string;
    readonly routes: RouteTable;
  },
): Subnet {
  const subnet = new Subnet(stack, `subnet-${zone}`, {
    vpcId,
    availabilityZone: zone,
    cidrBlock: cidr,
    mapPublicIpOnLaunch: false,
    tags: { Name: subnetName(connection, zone) },
  });
  pin(subnet, 'services', zone);
  const association = new RouteTableAssociation(stack, `routes-${zone}`, {
    subnetId: subnet.id,
    routeTableId: routes.id,
  });
  pin(association, 'services', zone);
  return subnet;
}

function createCluster(stack: Construct, connection: AwsConnection): void {
  const cluster = new EcsCluster(stack, 'cluster', {
    name: sharedName(connection),
    setting: [{ name: 'containerInsights', value: 'enabled' }],
  });
  pin(cluster, 'services');
}
