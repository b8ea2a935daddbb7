import type { Decision } from '../decision';
import type { GoogleInstance, GoogleNetworkPlan } from '../deployment/google-deployment';
import { quote, type Problem } from '../problem';
import { ENGINE_FACTS } from '../tables/engines';

/** What Cloud SQL takes of the range for each region and engine ("Configure private services access", Cloud SQL, updated 2026-04-10). */
const BLOCK = 24;

/** How much wider a network of Kura’s is than its range for services, which is a quarter of it. */
const QUARTER = 2;

/** What an instance takes addresses for. */
type Housed = Pick<GoogleInstance, 'engine' | 'target' | 'recoveryHome'>;

/** Where the range of one network is stated. */
export type PlaceOfRange = (key: 'cidr' | 'services') => string;

/**
 * A range for private services that cannot hold all engines in both regions: the instance that comes last would find no address. It
 * shows only when that is made, and for a recovery replica there is no other network.
 *
 * @param instances those in this network
 */
export function tooNarrowServices(
  { value: network }: Decision<GoogleNetworkPlan>,
  instances: readonly Housed[],
  placeOf: PlaceOfRange,
): Problem[] {
  const blocks = blocksOf(instances);
  const [, length = ''] = network.services.split('/');
  const widest = BLOCK - Math.ceil(Math.log2(Math.max(blocks.length, 1)));
  if (Number(length) <= widest) return [];
  const isMade = network.kind === 'made';
  return [
    {
      place: placeOf(isMade ? 'cidr' : 'services'),
      required: `the range for private services must have a /${String(BLOCK)} for each region and engine (here ${String(blocks.length)}: ${blocks.join(', ')})`,
      got: `${quote(network.services)}${isMade ? `, the top quarter of ${network.cidr}` : ''}`,
      cure: isMade
        ? `Write a \`cidr\` of /${String(widest - QUARTER)} or wider: a network that is deployed keeps its range, so take a new one before its first database.`
        : `Allocate a /${String(widest)} or wider to ${network.range}, and write that.`,
    },
  ];
}

/** The regions and engines, each once. */
function blocksOf(instances: readonly Housed[]): readonly string[] {
  return [
    ...new Set(
      instances.flatMap(({ engine, target, recoveryHome }) =>
        [target, ...(recoveryHome ? [recoveryHome.target] : [])].map(
          ({ region }) => `${ENGINE_FACTS[engine].name} in ${region}`,
        ),
      ),
    ),
  ].sort();
}
