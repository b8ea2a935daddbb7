import { formatCidr, subdivide, type Cidr } from '../values/cidr';
import { accepted, refused, type Parsed } from '../values/parsed';

/** The private database subnet of one availability zone. */
export interface ZoneSubnet {
  readonly zone: string;
  readonly cidr: Cidr;
}

/** The private database subnets of one network, and what of its range Kura leaves alone. */
export interface SubnetPlan {
  /** One subnet a zone, in the order of the zones' names. */
  readonly subnets: readonly ZoneSubnet[];
  /** Never planned, whatever zones come later: three quarters of the range, lowest first. */
  readonly unplanned: readonly Cidr[];
}

// A zone's letter alone picks its slot, so that adding a zone never moves a subnet.
const SLOTS = 'abcdefgh';

// Matches us-east-1a but not the local zone us-east-1-bos-1a, whose letter would take slot a.
const ZONE = /^[a-z]+(?:-[a-z]+)+-\d+([a-z])$/;

// AWS takes networks no wider than /16, and subnets no narrower than /28: a /23 has /28 slots.
const WIDEST = 16;
const NARROWEST = 23;

function slotOf(zone: string): number {
  const letter = ZONE.exec(zone)?.[1];
  return letter === undefined ? -1 : SLOTS.indexOf(letter);
}

function subnetOf(cidr: Cidr, zone: string): Cidr {
  return subdivide(subdivide(cidr, cidr.prefix + 2, 3), cidr.prefix + 5, slotOf(zone));
}

function checkCidr(cidr: Cidr): Parsed<Cidr> {
  const required = 'a range from /16 to /23';
  const { prefix } = cidr;
  if (prefix < WIDEST) {
    const inside = formatCidr({ network: cidr.network, prefix: WIDEST });
    return refused(required, `AWS takes no network wider than /16; use a part, such as ${inside}.`);
  }
  if (prefix > NARROWEST) {
    return refused(required, 'AWS takes no subnet narrower than /28; use a /23 or wider.');
  }
  return accepted(cidr);
}

function checkZones(
  zones: readonly string[],
  regionZones: readonly string[],
): Parsed<readonly string[]> {
  const listed = regionZones.join(', ');
  const stranger = zones.find((zone) => !regionZones.includes(zone));
  if (stranger !== undefined) {
    return refused('zones of the region', `Replace ${stranger} with one of ${listed}.`);
  }
  const slotless = zones.find((zone) => slotOf(zone) < 0);
  if (slotless !== undefined) {
    return refused('availability zones lettered a to h', `Remove ${slotless}.`);
  }
  const slots = zones.map(slotOf);
  const second = zones.find((zone, index) => slots.indexOf(slotOf(zone)) < index);
  return second === undefined
    ? accepted(zones)
    : refused('zones with a letter of their own each', `Remove ${second}, whose letter is taken.`);
}

/**
 * Plans one private database subnet for each of `zones` in the network range `cidr`.
 *
 * The top quarter of `cidr` is cut into eight equal slots, and a zone takes the slot of its letter
 * (a to h): a /16 gives each zone a /21, a /23 a /28. So a subnet depends on `cidr` and its own
 * zone alone, subnets never overlap, and the lower three quarters stay free for applications.
 *
 * Refuses a `cidr` wider than /16 or narrower than /23, a zone outside `regionZones`, a zone that
 * has no slot (local and wavelength zones, letters past h), and two zones of one letter.
 */
export function planSubnets(
  cidr: Cidr,
  zones: readonly string[],
  regionZones: readonly string[],
): Parsed<SubnetPlan> {
  const range = checkCidr(cidr);
  if (!range.ok) return range;
  const checked = checkZones(zones, regionZones);
  if (!checked.ok) return checked;
  return accepted({
    subnets: [...checked.value].sort().map((zone) => ({ zone, cidr: subnetOf(cidr, zone) })),
    unplanned: [subdivide(cidr, cidr.prefix + 1, 0), subdivide(cidr, cidr.prefix + 2, 2)],
  });
}
