import { sha256Of } from '../values/digest';
import type { DrillPhase } from './drill-order';

/** When each phase is called, as EventBridge Scheduler takes it, in UTC. */
export type DrillTimes = Readonly<Record<DrillPhase, string>>;

export interface DrillTimesFacts {
  /** What spreads the drills of many instances over the month. */
  readonly name: string;
  /** Milliseconds that it may take. */
  readonly longest: number;
  /** UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: string;
  /** UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: string;
}

const HOUR = 3_600_000;
const HOURS_OF_DAY = 24;
/** Every month has them. */
const DAYS_OF_MONTH = 28;
const MINUTES_BETWEEN = 10;

/**
 * A day of the month and a minute of its own, away from the hours in which the cloud backs the source up or maintains it: what a drill
 * asks of its source it asks at its start. It goes on in every hour that it may take, and ends in the next. Where that passes midnight
 * it is called in those hours of either day: a call too many does no harm.
 */
export function drillTimes(facts: DrillTimesFacts): DrillTimes {
  const { name, longest } = facts;
  const digest = sha256Of(name);
  const spread = (from: number, choices: number): number =>
    parseInt(digest.slice(from, from + 8), 16) % choices;
  const minute = spread(0, MINUTES_BETWEEN);
  const hours = Math.ceil(longest / HOUR) + 1;
  const free = freeHours(facts);
  const first = free[spread(8, free.length)] ?? 0;
  const later = Math.floor((first + hours) / HOURS_OF_DAY);
  const day = 1 + spread(16, DAYS_OF_MONTH - later);
  const going = Array.from({ length: hours }, (_, i) => (first + i) % HOURS_OF_DAY);
  const lastDay = Math.floor((first + hours - 1) / HOURS_OF_DAY);
  const days = Array.from({ length: lastDay + 1 }, (_, i) => day + i);
  return {
    start: cron(String(minute), [first], [day]),
    continue: cron(every(minute, MINUTES_BETWEEN), going, days),
    end: cron(every(minute, 2 * MINUTES_BETWEEN), [(first + hours) % HOURS_OF_DAY], [day + later]),
  };
}

const every = (minute: number, step: number): string => `${String(minute)}/${String(step)}`;

const cron = (minutes: string, hours: readonly number[], days: readonly number[]): string => {
  const list = (numbers: readonly number[]): string =>
    [...new Set(numbers)].sort((a, b) => a - b).join(',');
  return `cron(${minutes} ${list(hours)} ${list(days)} * ? *)`;
};

/** Hours that touch neither window, nor the hour before one. Together the windows take four hours each at most. */
function freeHours({ backupWindow, maintenanceWindow }: DrillTimesFacts): readonly number[] {
  const taken = new Set([...hoursOf(backupWindow), ...hoursOf(maintenanceWindow)]);
  return Array.from({ length: HOURS_OF_DAY }, (_, hour) => hour).filter((hour) => !taken.has(hour));
}

/** From the hour before a window to the one in which it ends. */
function hoursOf(window: string): readonly number[] {
  const [from = 0, to = 0] = [...window.matchAll(/(\d\d):\d\d/g)].map(([, hour]) => Number(hour));
  const length = ((to - from + HOURS_OF_DAY) % HOURS_OF_DAY) + 2;
  return Array.from({ length }, (_, i) => (from - 1 + i + HOURS_OF_DAY) % HOURS_OF_DAY);
}
