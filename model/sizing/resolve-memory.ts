import { statedByAll, type Stated } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import type { Problem } from '../problem';
import { TIERS, type TierName } from '../tables/tiers';
import { formatSize } from '../values/size';
import { connectionsOf, planMemory } from './memory';
import { largest } from './resolve-size';

const MIB = 1024 ** 2;

/** The connections of an instance and the work_mem its services state, which together must fit the class’s memory. */
export function resolveMemory(
  { engine, services }: PlacedInstance,
  environment: string,
  tier: TierName,
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
  const { planned, usable } = planMemory(engine, TIERS[tier], connections.value, workMem?.value);
  if (planned > usable) {
    problems.push({
      place: workMem?.place ?? connections.place,
      required: `planned memory must be at most ${formatSize(Math.floor(usable / MIB) * MIB)}, what ${tier} has for it`,
      got: `${formatSize(Math.ceil(planned / MIB) * MIB)} for ${String(connections.value)} connections`,
      cure: 'Lower maxConnections or workMem, or take a larger tier.',
    });
  }
  return { connections, workMem };
}
