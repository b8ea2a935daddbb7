import type { ServiceFile } from './load-estate';
import type { Tunables } from './service-language';

/** A value the estate states, and where. */
export interface Stated<Value> {
  readonly value: Value;
  readonly place: string;
}

/** An entry of a mapping whose keys are the user’s: `constructor` is a name like any other. */
export function entryOf<Value>(
  entries: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return entries && Object.hasOwn(entries, key) ? entries[key] : undefined;
}

/** What a service states for an environment: its override there, else its own line, else nothing. */
export function stated<Key extends keyof Tunables>(
  service: ServiceFile,
  environment: string,
  key: Key,
): Stated<NonNullable<Tunables[Key]>> | undefined {
  const { statement, file, at } = service;
  const override = entryOf(statement.overrides, environment)?.[key];
  if (override !== undefined) {
    return { value: override, place: at('overrides', environment, key) ?? file };
  }
  const own = (statement as Tunables)[key];
  return own === undefined ? undefined : { value: own, place: at(key) ?? file };
}

/** What each of several services states of one key, leaving out those that say nothing. */
export function statedByAll<Key extends keyof Tunables>(
  services: readonly ServiceFile[],
  environment: string,
  key: Key,
): readonly Stated<NonNullable<Tunables[Key]>>[] {
  return services.flatMap((service) => stated(service, environment, key) ?? []);
}
