import { formatCidr, overlaps, type Cidr } from '../values/cidr';
import type { Problem } from '../problem';

/** What is wrong with a network, without its place: the key below `network` that is to change. */
export interface NetworkFault extends Omit<Problem, 'place'> {
  readonly key: 'cidr' | 'zones' | 'subnets' | 'subnet' | 'services';
}

/** A network of an environment: its own, or an isolated service’s. */
export interface NamedRange {
  readonly service?: string;
  readonly range: Cidr;
  readonly place: string;
}

/** Networks of one environment that would take the same addresses. */
export function overlappingNetworks(networks: readonly NamedRange[]): Problem[] {
  return networks.flatMap(({ range, place }, i) => {
    const other = networks.slice(0, i).find((known) => overlaps(known.range, range));
    if (!other) return [];
    return [
      {
        place,
        required: 'the networks of an environment must not overlap',
        got: `${formatCidr(range)} and ${formatCidr(other.range)}`,
        cure: `Take a range outside ${other.service === undefined ? 'the environment’s' : `${other.service}’s`}.`,
      },
    ];
  });
}
