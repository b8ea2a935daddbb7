import type { GoogleStatement } from '../language/estate-language';
import type { Problem } from '../problem';
import { daysBetween } from '../values/window';

/** Cloud SQL denies maintenance for 90 days at most ("Deny maintenance periods", Cloud SQL, read 2026-08 by others). */
const MOST_DENIED_DAYS = 90;

/** Days without maintenance that Cloud SQL would not take. */
export function refusedDays(
  { from, to }: NonNullable<GoogleStatement['denyMaintenance']>,
  place: string,
): Problem[] {
  const days = daysBetween(from, to);
  if (days !== undefined && days <= MOST_DENIED_DAYS) return [];
  return [
    {
      place,
      required: `denyMaintenance must be ${String(MOST_DENIED_DAYS)} days at most, from one day of every year to another`,
      got: `${from} to ${to}${days === undefined ? '' : ` (${String(days)} days)`}`,
      cure:
        days === undefined ? 'Name days that every year has.' : 'Move the days closer together.',
    },
  ];
}
