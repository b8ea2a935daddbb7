/**
 * One resolved value, why it is so, and the place that caused it: a line of the estate (`services/order.yaml:7:3`),
 * `preset production`, `tier table`, `engine table`, `derived`. No value reaches a construct without one.
 */
export interface Decision<Value> {
  readonly value: Value;
  readonly reason: string;
  readonly place: string;
}

export function decide<Value>(value: Value, reason: string, place: string): Decision<Value> {
  return { value, reason, place };
}

/** The plain values of a record of Decisions: what a construct takes as `settings`. */
export type Values<Decisions> = {
  readonly [Key in keyof Decisions]: Decisions[Key] extends Decision<infer Value> ? Value : never;
};

export function valuesOf<Decisions extends Record<keyof Decisions, Decision<unknown>>>(
  decisions: Decisions,
): Values<Decisions> {
  const entries = Object.entries<Decision<unknown>>(decisions).map(([key, { value }]) => [
    key,
    value,
  ]);
  return Object.fromEntries(entries) as Values<Decisions>;
}
