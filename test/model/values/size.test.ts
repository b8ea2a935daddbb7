import fc from 'fast-check';
import { formatSize, gib, parseGrowth, parseSize } from '../../../model/values/size';

const SIZE = 'a size such as 512MB, 50GB or 1TB';
const GROWTH = 'a growth such as 50GB/year or 5GB/month';
const NUMBER_AND_UNIT =
  'Write a whole number and then one of B, kB, MB, GB or TB, with no space between.';
const UNITS = 'Use one of the units B, kB, MB, GB and TB, in these letter cases.';

test.each([
  ['0GB', 0],
  ['512B', 512],
  ['8kB', 8_192],
  ['8KiB', 8_192],
  ['16MB', 16_777_216],
  ['16MiB', 16_777_216],
  ['50GB', 53_687_091_200],
  ['50GiB', 53_687_091_200],
  ['1TB', 1_099_511_627_776],
  ['1TiB', 1_099_511_627_776],
  ['1024TB', 1_125_899_906_842_624],
])('%s is %d bytes, since units are binary', (text, bytes) => {
  expect(parseSize(text)).toEqual({ ok: true, value: bytes });
});

test.each([
  ['50', SIZE, 'Add a unit: B, kB, MB, GB or TB.'],
  ['-50GB', SIZE, 'Remove the minus sign.'],
  ['1.5GB', SIZE, 'Use a smaller unit, such as 1536MB in place of 1.5GB.'],
  ['050GB', SIZE, 'Remove the leading zeros.'],
  ['50Gb', SIZE, UNITS],
  ['50gb', SIZE, UNITS],
  ['50G', SIZE, UNITS],
  ['50Gi', SIZE, UNITS],
  ['8KB', SIZE, UNITS],
  ['8kiB', SIZE, UNITS],
  ['1PB', SIZE, UNITS],
  ['50 GB', SIZE, NUMBER_AND_UNIT],
  ['50GB\n', SIZE, NUMBER_AND_UNIT],
  ['GB', SIZE, NUMBER_AND_UNIT],
  ['', SIZE, NUMBER_AND_UNIT],
  ['1025TB', 'a size of at most 1024TB', 'Use 1024TB or less.'],
  [`${'9'.repeat(400)}B`, 'a size of at most 1024TB', 'Use 1024TB or less.'],
])('%j is refused: it must be %s. %s', (text, required, cure) => {
  expect(parseSize(text)).toEqual({ ok: false, required, cure });
});

test.each([
  [0, '0B'],
  [1_000, '1000B'],
  [8_192, '8kB'],
  [1_610_612_736, '1536MB'],
  [53_687_091_200, '50GB'],
  [1_099_511_627_776, '1TB'],
])('%d bytes are written in the largest unit that divides them, %s', (size, text) => {
  expect(formatSize(size)).toBe(text);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is no size to write', (size) => {
  expect(() => formatSize(size)).toThrow(RangeError);
});

test('every size reads back from its text', () => {
  const unit = fc.constantFrom(1, 2 ** 10, 2 ** 20, 2 ** 30, 2 ** 40);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1024 }), unit, (count, bytes) => {
      const size = count * bytes;
      expect(parseSize(formatSize(size))).toEqual({ ok: true, value: size });
    }),
  );
});

test.each([
  [0, 0],
  [1, 1],
  [2 ** 30, 1],
  [2 ** 30 + 1, 2],
  [2 ** 40, 1024],
])('%d bytes need %d GiB', (size, whole) => {
  expect(gib(size)).toBe(whole);
});

test.each([
  ['50GB/year', 53_687_091_200],
  ['5GB/month', 64_424_509_440],
  ['1024TB/month', 13_510_798_882_111_488],
  ['0GB/year', 0],
])('%s is %d bytes a year', (text, bytes) => {
  expect(parseGrowth(text)).toEqual({ ok: true, value: bytes });
});

test.each([
  ['50GB', GROWTH, 'Add a period: /year or /month.'],
  ['50GB/week', GROWTH, 'Use the period year or month.'],
  ['50GB/', GROWTH, 'Use the period year or month.'],
  ['50GB/Year', GROWTH, 'Use the period year or month.'],
  ['50GB/year/month', GROWTH, 'Use the period year or month.'],
  ['50GB/constructor', GROWTH, 'Use the period year or month.'],
  ['50GB /year', GROWTH, NUMBER_AND_UNIT],
  ['50/year', GROWTH, 'Add a unit: B, kB, MB, GB or TB.'],
  ['-5GB/month', GROWTH, 'Remove the minus sign.'],
  ['/year', GROWTH, NUMBER_AND_UNIT],
  ['', GROWTH, 'Add a period: /year or /month.'],
  ['1025TB/year', GROWTH, 'Use 1024TB or less.'],
])('the growth %j is refused: it must be %s. %s', (text, required, cure) => {
  expect(parseGrowth(text)).toEqual({ ok: false, required, cure });
});
