import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeNetworkPeeringRoutesConfig } from '@cdktf/provider-google/lib/compute-network-peering-routes-config';
import { ServiceNetworkingConnection } from '@cdktf/provider-google/lib/service-networking-connection';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { GoogleApis } from './google-apis';
import { RunnerSubnet } from './runner-subnet';

export interface NetworkSettings {
  readonly address: string;
  readonly name: string;
  readonly project: string;
  /** The private services range, where Cloud SQL has its addresses: `10.40.0.0/20`. */
  readonly services: string;
  readonly region: string;
  /** Where runners have their addresses: `10.40.191.0/24`. */
  readonly runner: string;
}

/** How another stack refers to a network: by its fixed name. */
export function networkId(project: string, name: string): string {
  return `projects/${project}/global/networks/${name}`;
}

/** The name of a network's private services range. */
export function servicesRangeName(name: string): string {
  return `${name}-services`;
}

/**
 * A private network with a range for Cloud SQL: no way to or from the internet, a way to Google's APIs, and no way from
 * anything in it to a database but a firewall rule of that database. Its one subnet is the runners'. Who runs clients in it adds
 * their subnets, with Private Google Access on.
 */
export class Network extends Construct {
  readonly id: string;
  readonly range: string;
  /** Where runners have their addresses. */
  readonly subnet: string;
  /** What an instance in this stack waits for. */
  readonly connection: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: NetworkSettings) {
    super(scope, id);
    const network = createNetwork(this, settings);
    const range = reserveServices(this, settings, network);
    const connection = connectServices(this, settings, network, range);
    keepRoutesApart(this, settings, network, connection);
    closeServices(this, settings, network);
    new GoogleApis(this, 'google-apis', settings, { network });
    const runner = { ...settings, cidr: settings.runner };
    this.subnet = new RunnerSubnet(this, 'runner', runner, { network }).id;
    this.id = network.id;
    this.range = range.name;
    this.connection = connection;
  }
}

function createNetwork(scope: Construct, { address, name, project }: NetworkSettings) {
  const network = new ComputeNetwork(scope, 'Resource', {
    project,
    name,
    autoCreateSubnetworks: false,
    routingMode: 'REGIONAL',
    deleteDefaultRoutesOnCreate: true,
  });
  return pin(network, address);
}

function reserveServices(
  scope: Construct,
  { address, name, project, services }: NetworkSettings,
  network: ComputeNetwork,
): ComputeGlobalAddress {
  const [first, length] = services.split('/');
  const range = new ComputeGlobalAddress(scope, 'services', {
    project,
    name: servicesRangeName(name),
    purpose: 'VPC_PEERING',
    addressType: 'INTERNAL',
    address: first,
    prefixLength: Number(length),
    network: network.id,
  });
  return pin(range, address);
}

function connectServices(
  scope: Construct,
  { address }: NetworkSettings,
  network: ComputeNetwork,
  range: ComputeGlobalAddress,
): ServiceNetworkingConnection {
  const connection = new ServiceNetworkingConnection(scope, 'connection', {
    network: network.id,
    service: 'servicenetworking.googleapis.com',
    reservedPeeringRanges: [range.name],
    // Google refuses to remove it for days after the last instance is gone.
    deletionPolicy: 'ABANDON',
    // A connection left by an abandoned destroy is taken up again: in a network of our own it is ours.
    updateOnCreationFail: true,
  });
  return pin(connection, address);
}

/** Routes of a VPN or an interconnect never reach the databases' side, nor theirs this network. */
function keepRoutesApart(
  scope: Construct,
  { address, project }: NetworkSettings,
  network: ComputeNetwork,
  connection: ServiceNetworkingConnection,
): void {
  const routes = new ComputeNetworkPeeringRoutesConfig(scope, 'routes', {
    project,
    network: network.name,
    peering: connection.peering,
    importCustomRoutes: false,
    exportCustomRoutes: false,
  });
  pin(routes, address);
}

/** Ingress rules do not reach Cloud SQL's own network, so what leaves for it is stopped here. */
function closeServices(
  scope: Construct,
  { address, name, project, services }: NetworkSettings,
  network: ComputeNetwork,
): void {
  const rule = new ComputeFirewall(scope, 'closed', {
    project,
    name: `${name}-services-closed`,
    description: 'Databases are reached by whom their own rules admit, and by nobody else',
    network: network.id,
    direction: 'EGRESS',
    // After every rule that admits somebody, before the implied one that lets all out (65535).
    priority: 65_000,
    deny: [{ protocol: 'all' }],
    destinationRanges: [services],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  });
  pin(rule, address);
}
