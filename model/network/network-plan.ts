import { formatCidr, isPrivate } from '../values/cidr';
import { decide, type Decision } from '../decision';
import type { NetworkPlan } from '../deployment';
import type { NetworkStatement } from '../language/estate-language';
import { oneOf, quote } from '../problem';
import { AWS_REGIONS, awsZones } from '../tables/regions';
import { planSubnets } from './subnet-plan';

/** What is wrong with a network, without its place. */
export interface NetworkFault {
  readonly key: 'cidr' | 'zones' | 'subnets';
  readonly required: string;
  readonly got: string;
  readonly cure: string;
}

/** Plans a network’s subnets, or takes over an existing one. `zones` is how many the preset wants. */
export function planNetwork(
  statement: NetworkStatement,
  region: string,
  zones: number,
  place: string,
): Decision<NetworkPlan> | NetworkFault {
  const range = formatCidr(statement.cidr);
  if (!isPrivate(statement.cidr)) {
    return {
      key: 'cidr',
      required: 'cidr must be a private range (RFC 1918 or 100.64.0.0/10)',
      got: quote(range),
      cure: 'Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    };
  }
  if (statement.cidr.prefix < 16) {
    return {
      key: 'cidr',
      required: 'cidr must be the network’s own range, /16 at the widest',
      got: quote(range),
      cure: 'AWS takes no network wider than /16: write the VPC’s range.',
    };
  }
  if (statement.vpc !== undefined) {
    const subnets = statement.subnets ?? [];
    if (new Set(subnets).size < Math.max(2, zones)) {
      return {
        key: 'subnets',
        required: `subnets must name ${String(Math.max(2, zones))} or more different subnets, one in each zone`,
        got: String(new Set(subnets).size),
        cure: 'Name a private subnet of each zone.',
      };
    }
    return decide(
      { kind: 'existing', cidr: range, vpc: statement.vpc, subnets },
      'an existing network',
      place,
    );
  }
  const usual = awsZones(region);
  const chosen = statement.zones ?? usual.slice(0, zones);
  if (statement.zones === undefined && usual.length === 0) {
    return {
      key: 'zones',
      required: `zones must be named for a region whose zones are not in the table (${oneOf(AWS_REGIONS)})`,
      got: quote(region),
      cure: 'Write `zones:` with zones your account can use.',
    };
  }
  if (new Set(chosen).size !== chosen.length || chosen.length < zones) {
    return {
      key: 'zones',
      required: `zones must name ${String(zones)} or more different zones for this preset`,
      got: chosen.join(', '),
      cure: 'Add a zone.',
    };
  }
  const stranger = chosen.find((zone) => !zone.startsWith(region));
  if (stranger !== undefined) {
    return {
      key: 'zones',
      required: `zones must be zones of ${region}`,
      got: quote(stranger),
      cure: `Write them as ${region}a.`,
    };
  }
  const wide = planSubnets(statement.cidr, [], []);
  if (!wide.ok) {
    return {
      key: 'cidr',
      required: `cidr must be ${wide.required}`,
      got: quote(range),
      cure: wide.cure,
    };
  }
  // The user knows the account’s zones better than the table does.
  const plan = planSubnets(statement.cidr, chosen, chosen);
  if (!plan.ok) {
    return {
      key: 'zones',
      required: `zones must be ${plan.required}`,
      got: chosen.join(', '),
      cure: plan.cure,
    };
  }
  return decide(
    {
      kind: 'made',
      cidr: range,
      subnets: plan.value.subnets.map(({ zone, cidr }) => ({ zone, cidr: formatCidr(cidr) })),
    },
    `private database subnets in ${String(chosen.length)} zones`,
    place,
  );
}
