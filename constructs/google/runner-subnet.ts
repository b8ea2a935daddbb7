import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface RunnerSubnetSettings {
  readonly address: string;
  /** The network's. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** At least a /26 ("Direct VPC with a VPC network", Cloud Run, read 2026-11). */
  readonly cidr: string;
}

export interface RunnerSubnetWiring {
  readonly network: { readonly id: string };
}

/** How another stack refers to a subnet: by its fixed name. */
export function runnerSubnetId(project: string, region: string, name: string): string {
  return `projects/${project}/regions/${region}/subnetworks/${subnetName(name)}`;
}

const subnetName = (name: string): string => `${name}-runner`;

/**
 * Where runners have their addresses in a network of Kura's, and the host that operators go through. Google's APIs are reached from
 * here without an external address. Cloud Run keeps addresses for an hour or two after its last job is gone; until then Google
 * refuses to delete the subnet.
 */
export class RunnerSubnet extends Construct {
  readonly id: string;

  constructor(
    scope: Construct,
    id: string,
    settings: RunnerSubnetSettings,
    wiring: RunnerSubnetWiring,
  ) {
    super(scope, id);
    const { address, name, project, region, cidr } = settings;
    const subnet = new ComputeSubnetwork(this, 'Resource', {
      project,
      region,
      name: subnetName(name),
      description: `Runners of ${name}`,
      network: wiring.network.id,
      ipCidrRange: cidr,
      privateIpGoogleAccess: true,
      logConfig: {
        aggregationInterval: 'INTERVAL_5_SEC',
        flowSampling: 1,
        metadata: 'INCLUDE_ALL_METADATA',
      },
    });
    pin(subnet, address, 'runner');
    this.id = subnet.id;
  }
}
