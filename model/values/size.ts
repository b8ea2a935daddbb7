import { accepted, refused, type Parsed } from './parsed';

/**
 * An amount of storage or memory in whole bytes.
 * Units are binary, as the clouds mean them: AWS and Google both size disks and memory in GiB
 * and write "GB", so here 1 GB and 1 GiB are the same 2^30 bytes.
 */
export type Size = number;

/** Growth of stored data in whole bytes per year. */
export type Growth = number;

interface Unit {
  readonly name: string;
  readonly alias: string;
  readonly bytes: number;
}

// Largest first, so that the first unit to divide a size gives its shortest form.
const UNITS: readonly Unit[] = [
  { name: 'TB', alias: 'TiB', bytes: 2 ** 40 },
  { name: 'GB', alias: 'GiB', bytes: 2 ** 30 },
  { name: 'MB', alias: 'MiB', bytes: 2 ** 20 },
  { name: 'kB', alias: 'KiB', bytes: 2 ** 10 },
  { name: 'B', alias: 'B', bytes: 1 },
];

const LARGEST: Size = 1024 * 2 ** 40;

const PERIODS_A_YEAR: ReadonlyMap<string, number> = new Map([
  ['year', 1],
  ['month', 12],
]);

const FORM = /^(0|[1-9]\d*)([A-Za-z]+)$/;

const REQUIRED = 'a size such as 512MB, 50GB or 1TB';

const REQUIRED_GROWTH = 'a growth such as 50GB/year or 5GB/month';

function cureOf(text: string): string {
  if (/^\d+$/.test(text)) return 'Add a unit: B, kB, MB, GB or TB.';
  if (/^-\d/.test(text)) return 'Remove the minus sign.';
  if (/^\d*\.\d/.test(text)) return 'Use a smaller unit, such as 1536MB in place of 1.5GB.';
  if (/^0\d/.test(text)) return 'Remove the leading zeros.';
  if (FORM.test(text)) return 'Use one of the units B, kB, MB, GB and TB, in these letter cases.';
  return 'Write a whole number and then one of B, kB, MB, GB or TB, with no space between.';
}

/**
 * Reads a size such as `8kB`, `512MB`, `50GB`, `1TB` or `50GiB`, as whole bytes; units are binary
 * under either spelling. Zero is read. Refuses signs, decimals, leading zeros, spaces, units in
 * another letter case (`Gb` is bits), a missing unit, and more than 1024TB.
 */
export function parseSize(text: string): Parsed<Size> {
  const [, amount, name] = FORM.exec(text) ?? [];
  const unit = UNITS.find((each) => each.name === name || each.alias === name);
  if (amount === undefined || unit === undefined) return refused(REQUIRED, cureOf(text));
  const size = Number(amount) * unit.bytes;
  return size > LARGEST
    ? refused('a size of at most 1024TB', 'Use 1024TB or less.')
    : accepted(size);
}

/**
 * The shortest text that `parseSize` reads as `size`, in B, kB, MB, GB or TB: `1536MB` for 1.5 GiB,
 * `0B` for none. Throws a RangeError when `size` is not whole bytes.
 */
export function formatSize(size: Size): string {
  if (size === 0) return '0B';
  const unit = UNITS.find((each) => size % each.bytes === 0);
  if (unit === undefined || size < 0) {
    throw new RangeError(`not whole bytes: ${String(size)}`);
  }
  return `${String(size / unit.bytes)}${unit.name}`;
}

/** The least whole GiB that hold `size`: what a cloud is asked for. */
export function gib(size: Size): number {
  return Math.ceil(size / 2 ** 30);
}

/**
 * Reads a growth such as `50GB/year` or `5GB/month`, as whole bytes per year; a year is 12 months.
 * Refuses what `parseSize` refuses before the slash, and any other period after it.
 */
export function parseGrowth(text: string): Parsed<Growth> {
  const slash = text.indexOf('/');
  if (slash < 0) return refused(REQUIRED_GROWTH, 'Add a period: /year or /month.');
  const size = parseSize(text.slice(0, slash));
  if (!size.ok) return refused(REQUIRED_GROWTH, size.cure);
  const periods = PERIODS_A_YEAR.get(text.slice(slash + 1));
  if (periods === undefined) return refused(REQUIRED_GROWTH, 'Use the period year or month.');
  return accepted(size.value * periods);
}
