import { decide, type Decision } from '../decision';
import { statedByAll, type Stated } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import type { Problem } from '../problem';
import { TIERS, type Tier, type TierName } from '../tables/tiers';
import { formatSize } from '../values/size';
import type { PlanMemory } from './memory-plan';
import { largest } from './resolve-size';

const MIB = 1024 ** 2;

/** The connections of an instance and the work_mem its services state, which together must fit the machine’s memory. */
export function resolveMemory(
  { engine, services }: PlacedInstance,
  environment: string,
  { tier, plan }: { readonly tier: TierName; readonly plan: PlanMemory },
  problems: Problem[],
): { readonly connections: Stated<number>; readonly workMem: Stated<number> | undefined } {
  const connections = largest(statedByAll(services, environment, 'maxConnections')) ?? {
    value: connectionsOf(TIERS[tier]),
    place: 'tier table',
  };
  const workMem = largest(statedByAll(services, environment, 'workMem'));
  if (workMem && engine === 'mysql') {
    problems.push({
      place: workMem.place,
      required: 'workMem is PostgreSQL’s',
      got: 'a MySQL service',
      cure: 'Take it out: MySQL sizes sort buffers by itself.',
    });
  }
  const { planned, usable } = plan(engine, TIERS[tier], connections.value, workMem?.value);
  if (planned > usable) {
    problems.push({
      place: workMem?.place ?? connections.place,
      required: `planned memory must be at most ${formatSize(Math.floor(usable / MIB) * MIB)}, what ${tier} has for it in ${environment}`,
      got: `${formatSize(Math.ceil(planned / MIB) * MIB)} for ${String(connections.value)} connections`,
      cure: 'Lower maxConnections or workMem, or take a larger tier.',
    });
  }
  return { connections, workMem };
}

const CONNECTIONS_PER_GIB = 25;
const FEWEST_CONNECTIONS = 40;
const MOST_CONNECTIONS = 1000;

/** max_connections of a tier: 25 for each GiB, from 40 to 1000, so that the seed’s core instance (16 GiB, 200) has room. */
export function connectionsOf({ memoryGib }: Tier): number {
  return Math.min(Math.max(memoryGib * CONNECTIONS_PER_GIB, FEWEST_CONNECTIONS), MOST_CONNECTIONS);
}

export function decideConnections({ value, place }: Stated<number>): Decision<number> {
  return decide(
    value,
    place === 'tier table' ? '25 for each GiB, from 40 to 1000' : 'the service says so',
    place,
  );
}
