import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { Construct } from 'constructs';
import { pin } from '../address';

/** Where Cloud SQL's connectors connect: "About the Cloud SQL Auth Proxy" (Cloud SQL documentation, 2026-11). */
const CONNECTOR_PORT = 3307;

/** The network tag whose bearers may connect to an instance. At most 63 characters, so the identifier has at most 55. */
export function clientTagOf(identifier: string): string {
  return `${identifier}-clients`;
}

export interface FirewallSettings {
  readonly address: string;
  /** Whose client tag lets in. */
  readonly identifier: string;
  /** How its rules are named: by the identifier where nothing is said. */
  readonly name?: string;
  /** Of which instance they speak: of the identifier's where nothing is said. */
  readonly database?: string;
  readonly project: string;
  readonly port: number;
  /** Network tags whose bearers may connect, besides the instance's own client tag. */
  readonly clientTags: readonly string[];
  /** Ranges that may connect. */
  readonly clientCidrs: readonly string[];
}

export interface FirewallWiring {
  readonly network: { readonly id: string };
  /** The primary and its readers, each of which has an address of its own. */
  readonly databases: readonly { readonly host: string }[];
}

/**
 * Lets named clients out to one instance and its readers, on two ports. The network lets nobody else out to them: no
 * ingress rule of ours would apply to Cloud SQL, which is in a network of Google's.
 */
export class Firewall extends Construct {
  /** What a client's virtual machine or service is tagged with. */
  readonly clientTag: string;

  constructor(scope: Construct, id: string, settings: FirewallSettings, wiring: FirewallWiring) {
    super(scope, id);
    const { identifier, clientTags, clientCidrs } = settings;
    this.clientTag = clientTagOf(identifier);
    const admit = (childId: string, part: string, clients: Clients): void =>
      admitOut(this, childId, settings, wiring, { part, clients });
    admit('Resource', 'clients', { targetTags: [this.clientTag, ...clientTags] });
    if (clientCidrs.length > 0) admit('ranges', 'ranges', { sourceRanges: [...clientCidrs] });
  }
}

type Clients = { readonly targetTags: string[] } | { readonly sourceRanges: string[] };

function admitOut(
  scope: Construct,
  id: string,
  {
    address,
    identifier,
    name = identifier,
    database = identifier,
    project,
    port,
  }: FirewallSettings,
  { network, databases }: FirewallWiring,
  { part, clients }: { readonly part: string; readonly clients: Clients },
): void {
  const rule = new ComputeFirewall(scope, id, {
    project,
    name: `${name}-${part}`,
    description: `To the database ${database} from its ${part}`,
    network: network.id,
    direction: 'EGRESS',
    // Before the rule that closes the whole services range.
    priority: 1000,
    ...clients,
    destinationRanges: databases.map(({ host }) => `${host}/32`),
    allow: [{ protocol: 'tcp', ports: [String(CONNECTOR_PORT), String(port)] }],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  });
  pin(rule, address, part);
}
