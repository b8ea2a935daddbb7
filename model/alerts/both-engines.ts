import type { Engine } from '../tables/engines';

/** The same for either engine. */
export function both<Value>(value: Value): Readonly<Record<Engine, Value>> {
  return { postgres: value, mysql: value };
}
