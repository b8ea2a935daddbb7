import { decide, type Decision } from '../decision';
import { entryOf, type Stated } from '../language/stated';
import type { Engine } from '../tables/engines';

/** Parameters or flags that no setting of the estate changes: by engine and name, the value and why. */
export type FixedSettings = Readonly<
  Record<Engine, Readonly<Record<string, readonly [value: string, reason: string]>>>
>;

/** Parameters or flags by name, as the cloud takes them. */
export type EngineSettings = Readonly<Record<string, Decision<string>>>;

/** Why no setting of the estate changes a parameter or flag, where none does. */
export function whyFixed(fixed: FixedSettings, engine: Engine, name: string): string | undefined {
  return entryOf(fixed[engine], name)?.[1];
}

/** What both clouds set alike: the fixed ones and max_connections, and beneath them what the services state beside. */
export function engineSettings(
  fixed: FixedSettings,
  engine: Engine,
  connections: Stated<number>,
  { sized, own }: { readonly sized: EngineSettings; readonly own: EngineSettings },
): EngineSettings {
  const decided = {
    ...Object.fromEntries(
      Object.entries(fixed[engine]).map(([name, [value, reason]]) => [
        name,
        decide(value, reason, 'security table'),
      ]),
    ),
    max_connections: decide(
      String(connections.value),
      connections.place === 'tier table'
        ? 'as many as the tier’s memory serves'
        : 'the service says so',
      connections.place,
    ),
    ...sized,
  };
  // Twice: the first gives the order, the last the word.
  return { ...decided, ...own, ...decided };
}

/** A work_mem that a service states, in bytes, as PostgreSQL counts it. */
export function statedWorkMem({ value, place }: Stated<number>): Decision<string> {
  return decide(String(value / 1024), 'the service says so, in kB', place);
}
