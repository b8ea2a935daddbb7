import type { Decision } from '../decision';
import type { Restore } from './restore';

/** What one instance has beside itself, and which of them serves. */
export interface ServingFacts {
  readonly stack: string;
  readonly identifier: string;
  readonly region: string;
  readonly readers: number;
  readonly active: Decision<string>;
  readonly restores: readonly Restore[];
  readonly recoveryHome?: {
    readonly stack: string;
    readonly identifier: string;
    readonly target: { readonly region: string };
  };
}

/** The instance that serves: its stack, name and place, and what its clients’ group or tag is named after. */
export interface Serving {
  readonly stack: string;
  readonly identifier: string;
  readonly region: string;
  readonly readers: number;
  readonly client: string;
}

/** Follows `active` to the instance that serves. The replica in the recovery region has no readers of its own. */
export function servingOf(facts: ServingFacts): Serving {
  const { stack, identifier, region, readers, active, restores, recoveryHome } = facts;
  const there = recoveryHome && {
    stack: recoveryHome.stack,
    client: recoveryHome.identifier,
    region: recoveryHome.target.region,
  };
  if (active.value === 'recovery' && recoveryHome && there) {
    return { ...there, identifier: recoveryHome.identifier, readers: 0 };
  }
  const restored = restores.find(({ name }) => name === active.value);
  if (!restored) return { stack, identifier, region, readers, client: identifier };
  const home = restored.region === 'recovery' ? there : undefined;
  return {
    ...(home ?? { stack, region, client: identifier }),
    identifier: restored.identifier,
    readers: restored.readers,
  };
}

/** In which region the instance is that serves. */
export function servesIn({
  active,
  restores,
}: Pick<ServingFacts, 'active' | 'restores'>): 'primary' | 'recovery' {
  if (active.value === 'recovery') return 'recovery';
  return restores.find(({ name }) => name === active.value)?.region ?? 'primary';
}
