import { DRILL_ENDING } from '../../model/recovery/drill-order';

/** Whether a database is to be watched: it is named so, and is no drill’s copy, which is there for an hour and kept by nobody. */
export function isWatched(databases: readonly string[], name: string): boolean {
  if (name.endsWith(DRILL_ENDING)) return false;
  return databases.some((each) => (each.endsWith('-') ? name.startsWith(each) : name === each));
}

/** Which of these a name belongs to that begins with it and a hyphen: of `order` and `order-items` the longer. */
export function longestBeginning(names: readonly string[], name: string): string | undefined {
  return names
    .filter((each) => name.startsWith(`${each}-`))
    .reduce<string | undefined>(
      (best, next) => (best !== undefined && best.length >= next.length ? best : next),
      undefined,
    );
}
