import { decide, type Decision } from '../decision';
import type { Pool } from '../deployment/facts';
import type { ServiceFile } from '../language/load-estate';
import type { PlacedInstance } from '../placement/place-services';
import type { Preset } from '../tables/presets';
import type { Problem } from '../problem';
import { stated, type Stated } from '../language/stated';

/** Seed 002 §3.2: min 5, acquire 30000 ms, idle 10000 ms. */
const POOL = { min: 5, acquire: 30_000, idle: 10_000 } as const;

/** What is left to operators, replication and the next deploy’s second set of pools: pools may sum to four fifths. */
const POOL_SHARE = 0.8;

/** A service’s pool in an environment: what it states, the rest from seed 002 and the preset. */
export function resolvePool(
  service: ServiceFile,
  environment: string,
  preset: Preset,
): Decision<Pool> {
  const base = service.statement.pool;
  const own = stated(service, environment, 'pool');
  const given = { ...base, ...own?.value };
  const max = given.max ?? preset.pool.max;
  const pool: Pool = {
    max,
    min: given.min ?? Math.min(POOL.min, max),
    acquire: given.acquire ?? POOL.acquire,
    idle: given.idle ?? POOL.idle,
    instances: given.instances ?? preset.pool.instances,
  };
  return own
    ? decide(pool, 'the service says so; the rest is seed 002 §3.2', own.place)
    : decide(
        pool,
        `seed 002 §3.2, and ${String(preset.pool.instances)} application instances`,
        `preset ${preset.name}`,
      );
}

/** Σ pool.max × instances must fit four fifths of max_connections, and no pool may keep more than it may hold. */
export function poolBudget(
  { services }: PlacedInstance,
  pools: readonly Decision<Pool>[],
  connections: Stated<number>,
  instance: string,
): Problem[] {
  const problems: Problem[] = [];
  pools.forEach(({ value, place }) => {
    if (value.min > value.max) {
      problems.push({
        place,
        required: 'pool.min must be pool.max at most',
        got: `${String(value.min)} over ${String(value.max)}`,
        cure: 'Lower min, or raise max.',
      });
    }
  });
  const wanted = pools.reduce((sum, { value }) => sum + value.max * value.instances, 0);
  const budget = Math.floor(connections.value * POOL_SHARE);
  if (wanted <= budget) return problems;
  const [first] = services;
  const parts = pools.map(
    ({ value }, i) =>
      `${services[i]?.statement.service ?? ''} ${String(value.max)}×${String(value.instances)}`,
  );
  const place =
    pools.find((pool) => pool.place.includes(':'))?.place ??
    first.at('pool') ??
    first.at('service') ??
    first.file;
  return [
    ...problems,
    {
      place,
      required: `the pools on ${instance} must sum to ${String(budget)} connections at most, four fifths of max_connections ${String(connections.value)}`,
      got: `${String(wanted)} (${parts.join(', ')})`,
      cure: 'Lower pool.max or pool.instances, raise maxConnections, or take a larger tier.',
    },
  ];
}
