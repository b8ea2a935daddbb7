/* eslint-disable no-restricted-globals -- Instants that the estate names, never the clock’s. */
import { accepted, refused, type Parsed } from './parsed';
import { offsetAt } from './window';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(?: ([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?$/;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/**
 * The UTC instant of a day (its end), a minute or a second in a time zone: `2026-12-01` in Tokyo is `2026-12-01T15:00:00Z`. Of an hour that a
 * clock shows twice, the second.
 */
export function parseInstant(text: string, timeZone: string): Parsed<string> {
  const [, year, month, day, hours, minutes, seconds = '0'] = INSTANT.exec(text) ?? [];
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const calendar = Number.isNaN(local) ? '' : new Date(local).toISOString().slice(0, 10);
  if (calendar !== `${year ?? ''}-${month ?? ''}-${day ?? ''}`) {
    return refused('a day, or a day and a time', 'Write it as 2026-12-01 or 2026-12-01 09:00.');
  }
  const clock =
    hours === undefined
      ? local + DAY
      : local + (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * SECOND;
  // The offset of the instant itself: of a guess first, then of what it gave.
  const guess = clock - offsetAt(timeZone, clock) * MINUTE;
  const instant = clock - offsetAt(timeZone, guess) * MINUTE;
  return accepted(new Date(instant).toISOString().replace('.000Z', 'Z'));
}
