import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface GoogleApisSettings {
  readonly address: string;
  /** The network's. */
  readonly name: string;
  readonly project: string;
}

export interface GoogleApisWiring {
  readonly network: { readonly id: string };
}

/**
 * Google's private front to its APIs, and its addresses. The restricted one serves those that VPC Service Controls
 * knows, for whom has a perimeter; Kura makes none ("Configure Private Google Access for on-premises hosts", domain
 * options, 2026-04).
 */
const FRONT = 'private.googleapis.com.';
const ZONE = 'googleapis.com.';
const RANGE = '199.36.153.8/30';
const ADDRESSES = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];

/**
 * A way from a network to Google's APIs and nowhere else. A Cloud SQL connector asks sqladmin.googleapis.com for its
 * certificate, and gets tokens from the metadata server or from other names of googleapis.com. Clients' subnets must have
 * Private Google Access on. No firewall rule is needed: the network closes the services range only.
 */
export class GoogleApis extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: GoogleApisSettings,
    wiring: GoogleApisWiring,
  ) {
    super(scope, id);
    createRoute(this, settings, wiring);
    const zone = createZone(this, settings, wiring);
    pointTo(this, settings, zone, { part: 'front', name: FRONT, type: 'A', rrdatas: ADDRESSES });
    pointTo(this, settings, zone, {
      part: 'all',
      name: `*.${ZONE}`,
      type: 'CNAME',
      rrdatas: [FRONT],
    });
  }
}

/** Nobody announces the range on the internet: what goes to it stays with Google (the same page, network routing). */
function createRoute(
  scope: Construct,
  { address, name, project }: GoogleApisSettings,
  { network }: GoogleApisWiring,
): void {
  const route = new ComputeRoute(scope, 'Resource', {
    project,
    name: `${name}-google-apis`,
    description: 'To the APIs of Google, and nowhere else',
    network: network.id,
    destRange: RANGE,
    nextHopGateway: 'default-internet-gateway',
  });
  pin(route, address, 'google-apis');
}

/** What the network takes for googleapis.com, since the public names lead where no route does. */
function createZone(
  scope: Construct,
  { address, name, project }: GoogleApisSettings,
  { network }: GoogleApisWiring,
): DnsManagedZone {
  const zone = new DnsManagedZone(scope, 'zone', {
    project,
    name: `${name}-google-apis`,
    description: 'The APIs of Google at their private addresses',
    dnsName: ZONE,
    visibility: 'private',
    privateVisibilityConfig: { networks: [{ networkUrl: network.id }] },
  });
  return pin(zone, address, 'google-apis');
}

interface Pointer {
  readonly part: string;
  readonly name: string;
  readonly type: 'A' | 'CNAME';
  readonly rrdatas: readonly string[];
}

function pointTo(
  scope: Construct,
  { address, project }: GoogleApisSettings,
  zone: DnsManagedZone,
  { part, name, type, rrdatas }: Pointer,
): void {
  const records = new DnsRecordSet(scope, part, {
    project,
    managedZone: zone.name,
    name,
    type,
    ttl: 300,
    rrdatas: [...rrdatas],
  });
  pin(records, address, 'google-apis', part);
}
