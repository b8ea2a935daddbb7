import type { KuraMetricName } from '../../model/tables/kura-metrics';

/** What was read of one database, of an instance under the name of its primary, or of all that is watched under its own. */
export interface Measure {
  readonly database: string;
  readonly metric: KuraMetricName;
  readonly value: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A cloud’s instant in milliseconds; null where it gives none, or none that can be read. */
export function instantOf(given: Date | string | null | undefined): number | null {
  if (given === undefined || given === null) return null;
  const instant = new Date(given).getTime();
  return Number.isNaN(instant) ? null : instant;
}

/** How many seconds ago an instant was. One that is not known or is still to come has no age: a clock may differ, and no age is a wrong one. */
export function ageInSeconds(instant: number | null, now: number): number | null {
  return instant === null || instant > now ? null : Math.floor((now - instant) / SECOND);
}

/** The same in days, to the hundredth. */
export function ageInDays(instant: number | null, now: number): number | null {
  return instant === null || instant > now ? null : hundredths((now - instant) / DAY);
}

/** How many days are left until an instant, to the hundredth; none once it has passed. */
export function daysUntil(instant: number | null, now: number): number | null {
  return instant === null ? null : Math.max(0, hundredths((instant - now) / DAY));
}

const hundredths = (days: number): number => Math.floor(days * 100) / 100;

/** Whether a run reads what is read once an hour: schedules start one in the first five minutes of each. */
export function isHourly(now: number): boolean {
  return now % HOUR < 5 * MINUTE;
}

/** A measure where there is a value, and nothing where there is none: nobody is told of a 0 that was not read. */
export function measured(
  database: string,
  metric: KuraMetricName,
  value: number | null | undefined,
): readonly Measure[] {
  return typeof value === 'number' && Number.isFinite(value) ? [{ database, metric, value }] : [];
}
