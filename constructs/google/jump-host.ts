import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import type { Key } from './key';

export interface JumpHostSettings {
  readonly address: string;
  /** The network's. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** Whether its network's rules are Kura's to add to. */
  readonly ownsRules: boolean;
}

export interface JumpHostWiring {
  /** That of its disk: it serves Compute Engine. */
  readonly key: Key;
  readonly network: { readonly id: string; readonly subnet: string };
}

/** The host that operators go through; also its network tag, which an instance with an operator admits. */
export function jumpHostName(name: string): string {
  return `${name}-jump`;
}

/** Every region has a zone b, and not every one an a (us-east1, europe-west1: "Regions and zones", Compute Engine, 2026-11). */
export function jumpHostZone(region: string): string {
  return `${region}-b`;
}

/** Where tunnels of Identity-Aware Proxy come from ("Using IAP for TCP forwarding", read 2026-11). */
const TUNNELS = '35.235.240.0/20';

/**
 * A machine without an address outside, an identity or a disk of worth, that operators tunnel through to a database at night. It
 * lets nobody in but by Identity-Aware Proxy and OS Login, each with an end, and what it forwards still needs a connector's
 * certificate and an IAM login. It gets to nothing but the databases that admit it: OS Login, names and the time come from the
 * metadata server, which no rule filters ("VPC firewall rules", blocked and allowed traffic, by hearsay). So it has no way to updates,
 * either: replacing it (`terraform apply -replace`) takes the newest image, and who may go through it is bound by the next apply of
 * the instances' stacks. In a network whose rules are somebody else's, its owner admits the tunnels to its tag, and closes the rest.
 */
export class JumpHost extends Construct {
  /** What says who may go through it waits for it, in the same stack. */
  readonly host: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: JumpHostSettings, wiring: JumpHostWiring) {
    super(scope, id);
    this.host = createHost(this, settings, wiring);
    if (!settings.ownsRules) return;
    admitTunnels(this, settings, wiring);
    closeRest(this, settings, wiring);
  }
}

function createHost(
  scope: Construct,
  { address, name, project, region }: JumpHostSettings,
  { key, network }: JumpHostWiring,
): ComputeInstance {
  const host = new ComputeInstance(scope, 'Resource', {
    project,
    zone: jumpHostZone(region),
    name: jumpHostName(name),
    description: `Operators go through it to databases of ${name}`,
    machineType: 'e2-micro',
    tags: [jumpHostName(name)],
    bootDisk: {
      initializeParams: { image: 'debian-cloud/debian-12', size: 10, type: 'pd-balanced' },
      kmsKeySelfLink: key.id,
    },
    // Without a block of access_config it has no external address; without service_account no identity.
    networkInterface: [{ subnetwork: network.subnet }],
    shieldedInstanceConfig: {
      enableSecureBoot: true,
      enableVtpm: true,
      enableIntegrityMonitoring: true,
    },
    metadata: {
      'enable-oslogin': 'TRUE',
      'block-project-ssh-keys': 'TRUE',
      'serial-port-enable': 'FALSE',
    },
    canIpForward: false,
    allowStoppingForUpdate: true,
    deletionProtection: false,
    dependsOn: [key.binding],
  });
  return pin(host, address, 'jump');
}

function admitTunnels(
  scope: Construct,
  { address, name, project }: JumpHostSettings,
  { network }: JumpHostWiring,
): void {
  const rule = new ComputeFirewall(scope, 'tunnels', {
    project,
    name: jumpHostName(name),
    description: 'Operators come to the host by Identity-Aware Proxy alone',
    network: network.id,
    direction: 'INGRESS',
    priority: 1000,
    sourceRanges: [TUNNELS],
    targetTags: [jumpHostName(name)],
    allow: [{ protocol: 'tcp', ports: ['22'] }],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  });
  pin(rule, address, 'jump');
}

/** Right after the rules by which databases admit it: nothing at the default priority of others comes between. */
const AFTER_ADMISSIONS = 1001;

function closeRest(
  scope: Construct,
  { address, name, project }: JumpHostSettings,
  { network }: JumpHostWiring,
): void {
  const rule = new ComputeFirewall(scope, 'closed', {
    project,
    name: `${jumpHostName(name)}-closed`,
    description: 'The host gets to databases that admit it, and nowhere else',
    network: network.id,
    direction: 'EGRESS',
    priority: AFTER_ADMISSIONS,
    destinationRanges: ['0.0.0.0/0'],
    targetTags: [jumpHostName(name)],
    deny: [{ protocol: 'all' }],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  });
  pin(rule, address, 'jump', 'closed');
}
