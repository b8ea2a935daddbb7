import {
  CloudRunV2Service,
  type CloudRunV2ServiceTemplateVolumes as Volume,
} from '@cdktf/provider-google/lib/cloud-run-v2-service';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import type { Construct } from 'constructs';
import { pin } from '../../constructs/address';
import { ApplicationStack } from '../application-stack';
import type { GoogleConnection } from '../connection';
import { containersOf, PASSWORD } from './containers';
import { emailOf } from './platform-stack';

export interface CloudRunServiceSettings {
  /** The service’s name, unique in its environment. */
  readonly name: string;
  readonly image: string;
  readonly proxyImage: string;
  /** The password’s version; absent where login is by IAM. */
  readonly secretVersion?: string;
  /** A free range of the network, /26 or wider. */
  readonly subnet: string;
  readonly port: number;
  /** Not one that ends with z: Cloud Run keeps some of those for itself ("Known issues", read 2026-11). */
  readonly healthPath: string;
  /** How many instances run at most. */
  readonly instances: number;
}

/**
 * One service on Cloud Run, as the declared identity. It reaches its database through a subnet of its own in Kura’s
 * network, with the tag that the database’s firewall rule lets out, and through the Cloud SQL Auth Proxy beside it.
 */
export class CloudRunServiceStack extends ApplicationStack {
  constructor(
    scope: Construct,
    id: string,
    connection: GoogleConnection,
    settings: CloudRunServiceSettings,
  ) {
    super(scope, id, connection);
    const subnet = createSubnet(this, connection, settings);
    createService(this, connection, settings, subnet);
  }
}

function createSubnet(
  stack: Construct,
  { prefix, target, network }: GoogleConnection,
  { name, subnet: range }: CloudRunServiceSettings,
): ComputeSubnetwork {
  const subnet = new ComputeSubnetwork(stack, 'subnet', {
    project: target.project,
    region: target.region,
    network: network.id,
    name: `${prefix}-${name}`,
    description: `Addresses of the Cloud Run service ${name}`,
    ipCidrRange: range,
    stackType: 'IPV4_ONLY',
    // Whatever runs here calls Google's APIs without an external address.
    privateIpGoogleAccess: true,
    logConfig: {
      aggregationInterval: 'INTERVAL_5_SEC',
      flowSampling: 0.5,
      metadata: 'INCLUDE_ALL_METADATA',
    },
  });
  return pin(subnet, 'service');
}

function createService(
  stack: Construct,
  connection: GoogleConnection,
  settings: CloudRunServiceSettings,
  subnet: ComputeSubnetwork,
): void {
  const { target, prefix, identity, network, client } = connection;
  const service = new CloudRunV2Service(stack, 'Resource', {
    project: target.project,
    location: target.region,
    name: `${prefix}-${settings.name}`,
    // From inside the project's networks and through a load balancer, and then by whom IAM lets: nobody yet.
    ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    invokerIamDisabled: false,
    deletionProtection: true,
    template: {
      serviceAccount: emailOf(identity),
      executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
      // Never none: the first connection of a new instance may take more than a minute.
      scaling: { minInstanceCount: 1, maxInstanceCount: settings.instances },
      vpcAccess: {
        // Databases through the network, Google's APIs as Cloud Run does by itself: the network leads nowhere else.
        egress: 'PRIVATE_RANGES_ONLY',
        networkInterfaces: [{ network: network.id, subnetwork: subnet.id, tags: [client] }],
      },
      containers: containersOf({ ...settings, connection }),
      volumes: volumesOf(connection, settings),
    },
    traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
  });
  pin(service, 'service');
}

/** The password as a file that everybody in the instance may read and nobody may change: one version of it. */
function volumesOf(
  { secret }: GoogleConnection,
  { secretVersion: version }: CloudRunServiceSettings,
): Volume[] {
  if (secret === null || version === undefined) return [];
  const mode = 0o444;
  const items = [{ path: PASSWORD.file, version, mode }];
  return [{ name: PASSWORD.volume, secret: { secret, defaultMode: mode, items } }];
}
