import type { AwsLog } from './signal';

/** A filter on one log of RDS. */
export interface AwsLogFilter {
  readonly log: AwsLog;
  readonly pattern: string;
  /** It counts those of the others’ lines that are expected: they are taken off. */
  readonly expected?: true;
}

/** Characters of a filter’s pattern ("PutMetricFilter", CloudWatch Logs API reference, read 2026-11). */
export const LONGEST_PATTERN = 1024;

/**
 * Filters of a log group that have a regular expression ("Supported regular expressions (regex) syntax", CloudWatch Logs user guide, read
 * 2026-11). Where logs go to beside, their filter has none.
 */
export const MOST_REGEXES = 5;

/**
 * A line that has each of some texts. Quotes make a phrase of what is not letters and digits alone, and nobody says how a quote within
 * would be written.
 */
export function withAll(...texts: readonly string[]): string {
  const quoted = texts.find((text) => text.includes('"'));
  if (quoted !== undefined) throw new Error(`${quoted}: no phrase of a filter has a quote`);
  return texts.map((text) => `"${text}"`).join(' ');
}

/** Regular expressions of CloudWatch that are one of some alternatives each: as few as take them. It knows no parentheses. */
export function regexesOf(alternatives: readonly string[]): readonly string[] {
  const packed: string[] = [];
  for (const each of alternatives) {
    const last = packed.at(-1);
    const both = last === undefined ? each : `${last}|${each}`;
    if (last !== undefined && both.length + 2 <= LONGEST_PATTERN) packed[packed.length - 1] = both;
    else packed.push(each);
  }
  return packed.map((each) => `%${each}%`);
}

/** A text as CloudWatch’s regular expressions have it: by its number what is an operator, or in no list of what they take. */
export function literally(text: string): string {
  return text.replace(
    /[^A-Za-z0-9_#=@/;,-]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** A word of small letters, whatever its capitals. */
export const anyCase = (word: string): string =>
  word.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
