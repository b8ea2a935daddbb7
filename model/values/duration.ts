import { accepted, refused, type Parsed } from './parsed';

/** A length of time in whole milliseconds, from zero to 100 years of 365 days. */
export type Duration = number;

interface Unit {
  readonly name: string;
  readonly milliseconds: number;
}

// Largest first, so that the first unit to divide a duration gives its shortest form.
const UNITS: readonly Unit[] = [
  { name: 'd', milliseconds: 86_400_000 },
  { name: 'h', milliseconds: 3_600_000 },
  { name: 'm', milliseconds: 60_000 },
  { name: 's', milliseconds: 1_000 },
  { name: 'ms', milliseconds: 1 },
];

const LONGEST: Duration = 36_500 * 86_400_000;

const FORM = /^(0|[1-9]\d*)(ms|s|m|h|d)$/;

const REQUIRED = 'a duration such as 15m, 2h or 35d';

function cureOf(text: string): string {
  if (/^\d+$/.test(text)) return 'Add a unit: ms, s, m, h or d.';
  if (/^-\d/.test(text)) return 'Remove the minus sign.';
  if (/^\d*\.\d/.test(text)) return 'Use a smaller unit, such as 90m in place of 1.5h.';
  if (/^0\d/.test(text)) return 'Remove the leading zeros.';
  return 'Write a whole number and then one of ms, s, m, h or d, with no space between.';
}

/**
 * Reads a duration such as `500ms`, `30s`, `15m`, `2h` or `35d`, as whole milliseconds.
 * Zero is read (`0s`), since what zero means is for each setting to say. Refuses signs, decimals,
 * leading zeros, spaces, mixed units (`1h30m`), a missing unit, and more than 100 years (`36500d`).
 */
export function parseDuration(text: string): Parsed<Duration> {
  const [, amount, name] = FORM.exec(text) ?? [];
  const unit = UNITS.find((each) => each.name === name);
  if (amount === undefined || unit === undefined) return refused(REQUIRED, cureOf(text));
  const duration = Number(amount) * unit.milliseconds;
  if (duration > LONGEST) {
    return refused('a duration of at most 100 years', 'Use 36500d or less.');
  }
  return accepted(duration);
}

/**
 * The shortest text that `parseDuration` reads as `duration`: `90m` for 5 400 000, `1d` for 24
 * hours, `0s` for none. Throws a RangeError when `duration` is not whole milliseconds.
 */
export function formatDuration(duration: Duration): string {
  if (duration === 0) return '0s';
  const unit = UNITS.find((each) => duration % each.milliseconds === 0);
  if (unit === undefined || duration < 0) {
    throw new RangeError(`not whole milliseconds: ${String(duration)}`);
  }
  return `${String(duration / unit.milliseconds)}${unit.name}`;
}
