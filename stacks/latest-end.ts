import type { Access } from '../model/deployment/facts';

/** When the last of several rights ends; nothing where one has no end. Instants of UTC are in the order of their texts. */
export function latestEnd(accesses: readonly Pick<Access, 'until'>[]): { readonly until?: string } {
  const ends = accesses.flatMap(({ until }) => until ?? []).sort();
  const last = ends.at(-1);
  return last === undefined || ends.length < accesses.length ? {} : { until: last };
}
