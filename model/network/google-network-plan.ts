import { decide, type Decision } from '../decision';
import type { GoogleNetworkPlan, GoogleSubnetPlan } from '../deployment/google-deployment';
import type { GoogleNetworkStatement } from '../language/estate-language';
import { quote } from '../problem';
import { formatCidr, isPrivate, overlaps, subdivide, type Cidr } from '../values/cidr';
import type { NetworkFault } from './network-fault';

/**
 * The widest range keeps to one plan with AWS. The narrowest leaves /24 for services, the least that Cloud SQL takes
 * ("Configure private services access", Cloud SQL, updated 2026-04-10), which one region and one engine fill.
 */
const WIDEST = 16;
const NARROWEST = 22;

/** Docker's bridge inside a Cloud SQL machine: clients there get no answer ("Known issues", Cloud SQL, read 2026-11). */
const BRIDGE: Cidr = { network: 0xac_11_00_00, prefix: 16 };

/**
 * What runners share. Cloud Run takes addresses in blocks of /28, keeps them for a while after a run, and wants a /26 at least ("Direct
 * VPC with a VPC network", Cloud Run, read 2026-11): that has four, a /24 sixteen. Where it fits, the operators' host needs no subnet
 * of its own.
 */
const RUNNER = 24;
const NARROW_RUNNER = 26;
/** As wide as a network is for the wider one. */
const WITH_RUNNER = 20;

/** Where a network is used. */
export interface GoogleNetworkHome {
  readonly project: string;
  readonly region: string;
}

/**
 * Plans the private services range of a network, or takes over an existing one. The range is the top quarter of `cidr`, whatever
 * services there are: a /16 has a /18 for 64 blocks of /24, of which Cloud SQL takes one for each region and engine. The /24
 * below it is the runners', or a /26 in a network narrower than /20. The rest of the lower three quarters stays free for applications'
 * subnets.
 */
export function planGoogleNetwork(
  statement: GoogleNetworkStatement,
  home: GoogleNetworkHome,
  place: string,
): Decision<GoogleNetworkPlan> | NetworkFault {
  const { cidr, vpc, range, services, subnet } = statement;
  const fault = refusedRange('cidr', cidr) ?? (services && refusedRange('services', services));
  if (fault) return fault;
  if (vpc !== undefined && range !== undefined && services !== undefined && subnet !== undefined) {
    return takeOver({ cidr, vpc, range, services, subnet }, home, place);
  }
  if (cidr.prefix < WIDEST || cidr.prefix > NARROWEST) {
    return {
      key: 'cidr',
      required: `cidr must be a range from /${String(WIDEST)} to /${String(NARROWEST)}`,
      got: quote(formatCidr(cidr)),
      cure:
        cidr.prefix < WIDEST
          ? `Use a part of it, such as ${formatCidr({ ...cidr, prefix: WIDEST })}.`
          : `Its top quarter becomes the private services range, of which Cloud SQL takes a /24 for each region and engine: use a /${String(NARROWEST)} or wider.`,
    };
  }
  return decide(
    {
      kind: 'made',
      cidr: formatCidr(cidr),
      services: formatCidr(subdivide(cidr, cidr.prefix + 2, 3)),
      runner: formatCidr(
        lastOf(
          subdivide(cidr, cidr.prefix + 2, 2),
          cidr.prefix <= WITH_RUNNER ? RUNNER : NARROW_RUNNER,
        ),
      ),
    },
    'the top quarter of its range is for private services',
    place,
  );
}

/** The last part of a range that has a length, or one before it. */
const lastOf = (cidr: Cidr, prefix: number, fromEnd = 1): Cidr =>
  subdivide(cidr, prefix, 2 ** (prefix - cidr.prefix) - fromEnd);

function refusedRange(key: 'cidr' | 'services', range: Cidr): NetworkFault | undefined {
  const got = quote(formatCidr(range));
  if (!isPrivate(range)) {
    return {
      key,
      required: `${key} must be a private range (RFC 1918 or 100.64.0.0/10)`,
      got,
      cure: 'Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    };
  }
  return overlaps(range, BRIDGE)
    ? {
        key,
        required: `${key} must lie outside ${formatCidr(BRIDGE)}, which Cloud SQL uses inside its machines`,
        got,
        cure: 'Take another range, as in 10.0.0.0/8.',
      }
    : undefined;
}

function takeOver(
  existing: Required<Omit<GoogleNetworkStatement, 'recoverySubnet'>>,
  home: GoogleNetworkHome,
  place: string,
): Decision<GoogleNetworkPlan> | NetworkFault {
  const { cidr, range, services } = existing;
  const vpc = existing.vpc.includes('/')
    ? existing.vpc
    : `projects/${home.project}/global/networks/${existing.vpc}`;
  const host = `projects/${vpc.split('/')[1] ?? home.project}/regions/${home.region}/subnetworks/`;
  const subnet = existing.subnet.includes('/') ? existing.subnet : `${host}${existing.subnet}`;
  if (!subnet.startsWith(host)) {
    return {
      key: 'subnet',
      required: `subnet must be one of ${vpc} in ${home.region}`,
      got: quote(subnet),
      cure: `Write its name alone, or ${host}NAME.`,
    };
  }
  if (services.prefix > 24) {
    return {
      key: 'services',
      required: 'services must be a range of /24 or wider',
      got: quote(formatCidr(services)),
      cure: 'Cloud SQL takes a /24 for each region and engine: allocate a wider range.',
    };
  }
  if (overlaps(cidr, services)) {
    return {
      key: 'services',
      required: `services must lie outside ${formatCidr(cidr)}, where the network’s own subnets are`,
      got: quote(formatCidr(services)),
      cure: 'Write as `cidr` the range of the subnets alone: no address is both.',
    };
  }
  return decide(
    {
      kind: 'existing',
      cidr: formatCidr(cidr),
      vpc,
      range,
      services: formatCidr(services),
      subnet,
    },
    'an existing network',
    place,
  );
}

/**
 * Where runners in another region have their addresses: of a network that Kura makes the part below the runners’ own, of an existing
 * one what the estate names.
 */
export function recoverySubnetOf(
  { cidr, recoverySubnet }: GoogleNetworkStatement,
  plan: GoogleNetworkPlan,
  region: string,
): GoogleSubnetPlan | Omit<NetworkFault, 'key'> {
  if (plan.kind === 'made') {
    const third = subdivide(cidr, cidr.prefix + 2, 2);
    const prefix = cidr.prefix <= WITH_RUNNER ? RUNNER : NARROW_RUNNER;
    return { kind: 'made', cidr: formatCidr(lastOf(third, prefix, 2)) };
  }
  const [, host = ''] = plan.vpc.split('/');
  const home = `projects/${host}/regions/${region}/subnetworks/`;
  if (recoverySubnet === undefined) {
    return {
      required: `an existing network must have a subnet for runners in ${region} too`,
      got: 'no recoverySubnet',
      cure: `Write \`recoverySubnet\` beside \`subnet\`: ${home}NAME, with Private Google Access and a /26 free.`,
    };
  }
  const subnet = recoverySubnet.includes('/') ? recoverySubnet : `${home}${recoverySubnet}`;
  return subnet.startsWith(home)
    ? { kind: 'existing', subnet }
    : {
        required: `recoverySubnet must be one of ${plan.vpc} in ${region}`,
        got: quote(subnet),
        cure: `Write its name alone, or ${home}NAME.`,
      };
}
