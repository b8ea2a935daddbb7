import { planAwsMemory } from '../sizing/aws-memory';
import type { AlertFacts } from './alert';

const GIB = 1024 ** 3;

/** What share of an RDS class’s memory is free before anybody connects, in per cent with one digit, and what takes the rest. */
export function awsFreeMemory({
  engine,
  tier,
  maxConnections,
}: Pick<AlertFacts, 'engine' | 'tier' | 'maxConnections'>): {
  readonly percent: number;
  readonly of: string;
} {
  const { usable, cache } = planAwsMemory(engine, tier, maxConnections);
  const free = (100 * (usable - cache)) / (tier.memoryGib * GIB);
  return {
    percent: Math.floor(free * 10) / 10,
    of: engine === 'postgres' ? 'RDS and shared_buffers' : 'RDS and the buffer pool',
  };
}
