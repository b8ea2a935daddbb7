import { accepted, refused, type Parsed } from './parsed';

/** The days of the week, Monday first. */
export const DAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** A day of the week. */
export type Day = (typeof DAYS)[number];

/** The shortest window, in minutes: what RDS asks of both of its windows. */
export const SHORTEST_WINDOW = 30;

/** The longest window, in minutes: a whole day would end when it starts. */
export const LONGEST_WINDOW = 1439;

/** A window that opens every day at `start` (`HH:MM`) for `minutes` whole minutes, 30 to 1439. */
export interface DailyWindow {
  readonly start: string;
  readonly minutes: number;
}

/** A window that opens on one `day` a week at `start` (`HH:MM`) for `minutes`, 30 to 1439. */
export interface WeeklyWindow extends DailyWindow {
  readonly day: Day;
}

/** A daily window in UTC; `end` (`HH:MM`) is before `start` when it runs past midnight. */
export interface UtcDailyWindow extends DailyWindow {
  readonly end: string;
}

/** A weekly window in UTC; `endDay` is the day after `day` when it runs past midnight. */
export interface UtcWeeklyWindow extends WeeklyWindow {
  readonly end: string;
  readonly endDay: Day;
}

const DAY = 1440;
const WEEK = 7 * DAY;

// Two fixed instants, since a time zone must give the same offset whenever Kura runs.
const JANUARY = 1_768_478_400_000; // 2026-01-15T12:00:00Z
const JULY = 1_784_116_800_000; // 2026-07-15T12:00:00Z

// 08:00 to 20:00 local, in minutes of the day.
const BUSINESS_START = 8 * 60;
const BUSINESS_MINUTES = 12 * 60;

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

function modulo(value: number, cycle: number): number {
  return ((value % cycle) + cycle) % cycle;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function timeAt(minute: number): string {
  return `${twoDigits(Math.floor(modulo(minute, DAY) / 60))}:${twoDigits(modulo(minute, 60))}`;
}

function dayAt(minute: number): Day {
  const day = DAYS[Math.floor(modulo(minute, WEEK) / DAY)];
  if (day === undefined) throw new RangeError(`not a minute of the week: ${String(minute)}`);
  return day;
}

/** Reads a 24-hour time `HH:MM`, `00:00` to `23:59`, as minutes since midnight. */
export function parseTimeOfDay(text: string): Parsed<number> {
  const [, hours, minutes] = TIME.exec(text) ?? [];
  return hours === undefined || minutes === undefined
    ? refused(
        'a 24-hour time such as 03:30',
        'Write two digits, a colon and two digits, from 00:00 to 23:59.',
      )
    : accepted(Number(hours) * 60 + Number(minutes));
}

function minuteOfDay(window: DailyWindow): number {
  const time = parseTimeOfDay(window.start);
  if (!time.ok) throw new RangeError(`not a time of day: ${window.start}`);
  return time.value;
}

function minuteOfWeek(window: WeeklyWindow): number {
  return DAYS.indexOf(window.day) * DAY + minuteOfDay(window);
}

function checkedMinutes({ minutes }: DailyWindow): number {
  if (Number.isInteger(minutes) && minutes >= SHORTEST_WINDOW && minutes <= LONGEST_WINDOW) {
    return minutes;
  }
  throw new RangeError(`not the minutes of a window: ${String(minutes)}`);
}

/** The offset of a time zone from UTC at an instant, in minutes, east positive. */
export function offsetAt(timeZone: string, epochMilliseconds: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    timeZoneName: 'longOffset',
  }).formatToParts(epochMilliseconds);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  // UTC itself is written "GMT", with no figures.
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -offset : offset;
}

function offsetsOf(timeZone: string): readonly number[] {
  return [offsetAt(timeZone, JANUARY), offsetAt(timeZone, JULY)];
}

function resolvedTimeZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * Whether `name` is an IANA time zone with an area and a place, such as `Asia/Tokyo`, or `UTC`.
 * Abbreviations (`JST`), offsets (`+09:00`) and other letter cases (`asia/tokyo`) are not.
 */
export function isTimeZone(name: string): boolean {
  if (name === 'UTC') return true;
  if (!/^[A-Z][A-Za-z]+(?:\/[A-Z][\w+-]*)+$/.test(name)) return false;
  const resolved = resolvedTimeZone(name);
  if (resolved === undefined) return false;
  // Intl ignores letter case; an older name resolves to another one, which says nothing of case.
  return resolved === name || resolved.toLowerCase() !== name.toLowerCase();
}

/**
 * The standard-time offset of `timeZone` from UTC in minutes, east positive: 540 for Tokyo, -300
 * for New York. It is the smaller of January's and July's in 2026, whatever the date of the run.
 * Throws a RangeError for an unknown zone.
 */
export function standardOffset(timeZone: string): number {
  return Math.min(...offsetsOf(timeZone));
}

/**
 * Whether local time in `timeZone` moves with the season, so that a window fixed in UTC opens
 * later by the local clock in summer. Throws a RangeError for an unknown zone.
 */
export function observesDaylightSaving(timeZone: string): boolean {
  return new Set(offsetsOf(timeZone)).size > 1;
}

/**
 * The UTC window of a daily window in the standard time of `timeZone`: 02:00 in Tokyo is 17:00.
 * Throws a RangeError for a malformed `start`, `minutes` out of 30 to 1439, or an unknown zone.
 */
export function dailyWindowUtc(window: DailyWindow, timeZone: string): UtcDailyWindow {
  const start = minuteOfDay(window) - standardOffset(timeZone);
  const minutes = checkedMinutes(window);
  return { start: timeAt(start), end: timeAt(start + minutes), minutes };
}

/**
 * The UTC window of a weekly window in the standard time of `timeZone`: Monday 03:30 in Tokyo is
 * Sunday 18:30. Throws a RangeError as `dailyWindowUtc` does.
 */
export function weeklyWindowUtc(window: WeeklyWindow, timeZone: string): UtcWeeklyWindow {
  const start = minuteOfWeek(window) - standardOffset(timeZone);
  const minutes = checkedMinutes(window);
  const end = start + minutes;
  return {
    day: dayAt(start),
    start: timeAt(start),
    endDay: dayAt(end),
    end: timeAt(end),
    minutes,
  };
}

/** The form of a daily UTC window that RDS takes for backups: `17:00-17:30`. */
export function rdsBackupWindow(window: UtcDailyWindow): string {
  return `${window.start}-${window.end}`;
}

/** The form of a weekly UTC window that RDS takes for maintenance: `sun:18:30-sun:19:30`. */
export function rdsMaintenanceWindow(window: UtcWeeklyWindow): string {
  return `${window.day.slice(0, 3)}:${window.start}-${window.endDay.slice(0, 3)}:${window.end}`;
}

/** The form of a weekly UTC window that Cloud SQL takes: a day from 1, Monday, to 7, and a whole hour. */
export function cloudSqlMaintenanceWindow(window: UtcWeeklyWindow): { day: number; hour: number } {
  return { day: DAYS.indexOf(window.day) + 1, hour: Math.floor(minuteOfDay(window) / 60) };
}

/** Whether a window opens on the hour. */
export function opensOnTheHour(window: DailyWindow): boolean {
  return minuteOfDay(window) % 60 === 0;
}

/** What the 29th follows. */
const FEBRUARY_END = '02-28';
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The day of a year without a leap day, from 1, of `mm-dd`; undefined where there is no such day. */
function dayOfYear(text: string): number | undefined {
  const [month = 0, day = 0] = text.split('-').map(Number);
  const days = MONTH_DAYS[month - 1];
  if (days === undefined || day < 1 || day > days) return undefined;
  return MONTH_DAYS.slice(0, month - 1).reduce<number>((sum, each) => sum + each, 0) + day;
}

/** The day of every year after a `mm-dd`: 28 February is followed by 1 March, 31 December by 1 January. */
export function dayAfter(text: string): string {
  const [month = 0, day = 0] = text.split('-').map(Number);
  return day < (MONTH_DAYS[month - 1] ?? 0)
    ? `${twoDigits(month)}-${twoDigits(day + 1)}`
    : `${twoDigits((month % 12) + 1)}-01`;
}

/**
 * How many days of a leap year, the longest, two `mm-dd` enclose, both included, over the year's end too; undefined for a day
 * that most years have not.
 */
export function daysBetween(from: string, to: string): number | undefined {
  const [first, last] = [dayOfYear(from), dayOfYear(to)];
  if (first === undefined || last === undefined) return undefined;
  const days = modulo(last - first, 365) + 1;
  const leap =
    from <= to
      ? from <= FEBRUARY_END && to > FEBRUARY_END
      : from <= FEBRUARY_END || to > FEBRUARY_END;
  return leap ? days + 1 : days;
}

interface Span {
  readonly start: number;
  readonly minutes: number;
}

// On a cycle, two spans meet when either one starts within the other.
function spansMeet(a: Span, b: Span, cycle: number): boolean {
  return (
    modulo(b.start - a.start, cycle) < a.minutes || modulo(a.start - b.start, cycle) < b.minutes
  );
}

/**
 * Whether any minute of the week is in both windows, which must be in one time zone; windows that
 * only touch, one ending as the other starts, do not overlap. Throws a RangeError for a malformed
 * `start`.
 */
export function windowsOverlap(daily: DailyWindow, weekly: WeeklyWindow): boolean {
  const start = minuteOfDay(daily);
  const week = { start: minuteOfWeek(weekly), minutes: weekly.minutes };
  return DAYS.some((_, day) =>
    spansMeet({ start: day * DAY + start, minutes: daily.minutes }, week, WEEK),
  );
}

/**
 * Whether any minute of a daily UTC window is between 08:00 and 20:00 by the local clock of
 * `timeZone`, in winter or in summer: 02:00 UTC is 11:00 in Tokyo. Weekends count like other days.
 * Throws a RangeError for a malformed `start` or an unknown zone.
 */
export function insideBusinessHours(daily: DailyWindow, timeZone: string): boolean {
  const business = { start: BUSINESS_START, minutes: BUSINESS_MINUTES };
  return offsetsOf(timeZone).some((offset) =>
    spansMeet({ start: minuteOfDay(daily) + offset, minutes: daily.minutes }, business, DAY),
  );
}
