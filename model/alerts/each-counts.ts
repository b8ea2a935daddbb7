import type { Level } from './alert';
import type { Severity } from './severity';

/** Of what is told of whenever it happens. */
export function eachCounts(severity: Severity, minutes: number): Level {
  return { severity, threshold: 0, because: 'each one counts', minutes };
}
