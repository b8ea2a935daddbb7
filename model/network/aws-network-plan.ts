import { formatCidr, isPrivate } from '../values/cidr';
import { decide, type Decision } from '../decision';
import type { AwsNetworkPlan } from '../deployment/aws-deployment';
import type { AwsNetworkStatement } from '../language/estate-language';
import { oneOf, quote } from '../problem';
import { AWS_REGIONS, awsZones } from '../tables/regions';
import type { NetworkFault } from './network-fault';
import { planSubnets } from './subnet-plan';

/** Plans a network’s subnets, or takes over an existing one. `zones` is how many the preset wants. */
export function planAwsNetwork(
  statement: AwsNetworkStatement,
  region: string,
  zones: number,
  place: string,
): Decision<AwsNetworkPlan> | NetworkFault {
  const fault = refusedRange(statement);
  if (fault) return fault;
  return statement.vpc === undefined
    ? planSubnetsOf(statement, region, zones, place)
    : takeOver(statement, statement.vpc, zones, place);
}

function refusedRange({ cidr }: AwsNetworkStatement): NetworkFault | undefined {
  const range = quote(formatCidr(cidr));
  if (!isPrivate(cidr)) {
    return {
      key: 'cidr',
      required: 'cidr must be a private range (RFC 1918 or 100.64.0.0/10)',
      got: range,
      cure: 'Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    };
  }
  if (cidr.prefix < 16) {
    return {
      key: 'cidr',
      required: 'cidr must be the network’s own range, /16 at the widest',
      got: range,
      cure: 'AWS takes no network wider than /16: write the VPC’s range.',
    };
  }
  return undefined;
}

function takeOver(
  { cidr, subnets = [], apis = [cidr] }: AwsNetworkStatement,
  vpc: string,
  zones: number,
  place: string,
): Decision<AwsNetworkPlan> | NetworkFault {
  const wanted = Math.max(2, zones);
  const distinct = new Set(subnets).size;
  if (distinct < wanted) {
    return {
      key: 'subnets',
      required: `subnets must name ${String(wanted)} or more different subnets, one in each zone`,
      got: String(distinct),
      cure: 'Name a private subnet of each zone.',
    };
  }
  return decide(
    {
      kind: 'existing',
      cidr: formatCidr(cidr),
      vpc,
      subnets,
      apis: [...new Set(apis.map(formatCidr))],
    },
    'an existing network',
    place,
  );
}

function planSubnetsOf(
  statement: AwsNetworkStatement,
  region: string,
  zones: number,
  place: string,
): Decision<AwsNetworkPlan> | NetworkFault {
  const cidr = formatCidr(statement.cidr);
  const chosen = statement.zones ?? awsZones(region).slice(0, zones);
  const fault = refusedZones(chosen, region, zones);
  if (fault) return fault;
  const wide = planSubnets(statement.cidr, [], []);
  if (!wide.ok) {
    return {
      key: 'cidr',
      required: `cidr must be ${wide.required}`,
      got: quote(cidr),
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
  const subnets = plan.value.subnets.map((subnet) => ({
    zone: subnet.zone,
    cidr: formatCidr(subnet.cidr),
  }));
  const reason = `private database subnets in ${String(chosen.length)} zones`;
  return decide({ kind: 'made', cidr, subnets }, reason, place);
}

function refusedZones(
  chosen: readonly string[],
  region: string,
  zones: number,
): NetworkFault | undefined {
  if (chosen.length === 0) {
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
  return stranger === undefined
    ? undefined
    : {
        key: 'zones',
        required: `zones must be zones of ${region}`,
        got: quote(stranger),
        cure: `Write them as ${region}a.`,
      };
}
