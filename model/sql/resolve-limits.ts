import { decide, type Decision } from '../decision';
import type { Access, Pool, RoleLimits } from '../deployment/facts';
import type { Role } from '../language/roles';
import type { ServiceFile } from '../language/load-estate';
import { entryOf, stated, statedByAll } from '../language/stated';
import type { Problem } from '../problem';
import { quote } from '../problem';
import type { Engine } from '../tables/engines';
import { ROLE_FACTS, TIMEOUT_PARAMETERS, type Timeouts } from './role-limits';

/** A deploy opens the new pools before it closes the old. */
const POOLS_AT_ONCE = 2;

const TIMEOUTS = Object.keys(TIMEOUT_PARAMETERS) as (keyof Timeouts)[];

/** What resolves a service's limits, besides what it states. */
export interface LimitsFacts {
  readonly environment: string;
  readonly engine: Engine;
  readonly pool: Pool;
  readonly access: readonly Access[];
  /** All services of the instance: a timeout that one states as the instance's parameter is nobody's default. */
  readonly neighbours: readonly ServiceFile[];
}

/** What the sessions of each role in use may take: what the service states, else the instance's parameter, else the table of roles. */
export function resolveLimits(
  service: ServiceFile,
  { environment, engine, pool, access, neighbours }: LimitsFacts,
  problems: Problem[],
): Decision<Partial<Record<Role, RoleLimits>>> {
  const own = stated(service, environment, 'limits');
  const instanceWide = new Set(
    statedByAll(neighbours, environment, 'parameters').flatMap(({ value }) => Object.keys(value)),
  );
  const roles = [...new Set(access.map(({ role }) => role))];
  if (engine === 'mysql' && own) refuseTimeouts(own, problems);
  const limits = Object.fromEntries(
    roles.map((role) => {
      const { connections = connectionsOf(role, pool), ...said } = entryOf(own?.value, role) ?? {};
      const timeouts = Object.fromEntries(
        TIMEOUTS.flatMap((timeout): [string, number][] => {
          const value = said[timeout];
          if (value !== undefined) return [[timeout, value === 'none' ? 0 : value]];
          return instanceWide.has(TIMEOUT_PARAMETERS[timeout])
            ? []
            : [[timeout, ROLE_FACTS[role].timeouts[timeout]]];
        }),
      );
      return [role, { timeouts: engine === 'postgres' ? timeouts : {}, connections }];
    }),
  );
  return own
    ? decide(limits, 'the service says so; the rest is the table of roles', own.place)
    : decide(limits, 'of each role, and of the pools', 'role table');
}

function connectionsOf(role: Role, { max, instances }: Pool): number {
  return ROLE_FACTS[role].connections ?? max * instances * POOLS_AT_ONCE;
}

function refuseTimeouts(
  { value, place }: NonNullable<ReturnType<typeof stated<'limits'>>>,
  problems: Problem[],
): void {
  for (const [role, limit] of Object.entries(value)) {
    const timeout = TIMEOUTS.find((each) => limit[each] !== undefined);
    if (timeout === undefined) continue;
    problems.push({
      place,
      required: 'limits of MySQL are connections alone: its accounts have no timeouts',
      got: quote(`${role}.${timeout}`),
      cure: 'Write `parameters: { max_execution_time: 30s }`, which holds for the instance.',
    });
  }
}
