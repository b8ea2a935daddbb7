import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../model/values/duration';

const DURATION = 'a duration such as 15m, 2h or 35d';
const NUMBER_AND_UNIT =
  'Write a whole number and then one of ms, s, m, h or d, with no space between.';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['15m', 900_000],
  ['2h', 7_200_000],
  ['35d', 3_024_000_000],
  ['0s', 0],
  ['36500d', 3_153_600_000_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toEqual({ ok: true, value: milliseconds });
});

test.each([
  ['15', DURATION, 'Add a unit: ms, s, m, h or d.'],
  ['0', DURATION, 'Add a unit: ms, s, m, h or d.'],
  ['-15m', DURATION, 'Remove the minus sign.'],
  ['1.5h', DURATION, 'Use a smaller unit, such as 90m in place of 1.5h.'],
  ['.5h', DURATION, 'Use a smaller unit, such as 90m in place of 1.5h.'],
  ['015m', DURATION, 'Remove the leading zeros.'],
  ['00s', DURATION, 'Remove the leading zeros.'],
  ['1h30m', DURATION, NUMBER_AND_UNIT],
  ['15 m', DURATION, NUMBER_AND_UNIT],
  ['15m\n', DURATION, NUMBER_AND_UNIT],
  ['15M', DURATION, NUMBER_AND_UNIT],
  ['15min', DURATION, NUMBER_AND_UNIT],
  ['1e3s', DURATION, NUMBER_AND_UNIT],
  ['m', DURATION, NUMBER_AND_UNIT],
  ['', DURATION, NUMBER_AND_UNIT],
  ['36501d', 'a duration of at most 100 years', 'Use 36500d or less.'],
  ['3153600001s', 'a duration of at most 100 years', 'Use 36500d or less.'],
  [`${'9'.repeat(400)}ms`, 'a duration of at most 100 years', 'Use 36500d or less.'],
])('%j is refused: it must be %s. %s', (text, required, cure) => {
  expect(parseDuration(text)).toEqual({ ok: false, required, cure });
});

test.each([
  [0, '0s'],
  [1_500, '1500ms'],
  [60_000, '1m'],
  [5_400_000, '90m'],
  [86_400_000, '1d'],
  [129_600_000, '36h'],
])('%d milliseconds are written in the largest unit that divides them, %s', (duration, text) => {
  expect(formatDuration(duration)).toBe(text);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
  '%d is no duration to write',
  (duration) => {
    expect(() => formatDuration(duration)).toThrow(RangeError);
  },
);

test('every duration reads back from its text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 36_500 * 86_400_000 }), (duration) => {
      expect(parseDuration(formatDuration(duration))).toEqual({ ok: true, value: duration });
    }),
  );
});

test('no text of a duration is shorter than the one it is written as', () => {
  const amount = fc.integer({ min: 1, max: 36_500 });
  fc.assert(
    fc.property(amount, fc.constantFrom('ms', 's', 'm', 'h', 'd'), (count, unit) => {
      const text = `${String(count)}${unit}`;
      const read = parseDuration(text);
      const written = read.ok ? formatDuration(read.value) : undefined;
      expect(written?.length).toBeLessThanOrEqual(text.length);
    }),
  );
});
