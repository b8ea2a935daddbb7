import { z } from 'zod';
import { parseCidr, type Cidr } from '../values/cidr';
import { parseDuration } from '../values/duration';
import type { Parsed } from '../values/parsed';
import { oneOf } from '../problem';
import { parseGrowth, parseSize } from '../values/size';

/** Parts of one message inside zod, which knows only strings: what is required, and the cure. */
const SEPARATOR = '\u0000';

/** A zod error text of Kura's grammar; `cure` is a whole sentence. */
export const must = (required: string, cure: string): string => `${required}${SEPARATOR}${cure}`;

/** The two parts of a text made by `must`, or undefined for one of zod's own. */
export function readMust(text: string): { required: string; cure: string } | undefined {
  const [required, cure] = text.split(SEPARATOR);
  return required !== undefined && cure !== undefined ? { required, cure } : undefined;
}

/** A mapping with exactly these keys; an unknown key's message lists them. */
export const mapping = <Shape extends z.ZodRawShape>(shape: Shape, description?: string) => {
  const keys = Object.keys(shape);
  const schema = z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? must(`be one of the known keys`, `Known here: ${keys.join(', ')}.`)
        : must('be a mapping', `Write keys below it: ${keys.join(', ')}.`),
  });
  return description === undefined ? schema : schema.describe(description);
};

/** One of a few words. */
export const word = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  description: string,
) =>
  z
    .enum(words, { error: must(`be ${oneOf(words)}`, 'Choose one of these words.') })
    .describe(description);

/** A text of a pattern; `required` completes "must ...". */
export const text = (
  pattern: RegExp,
  required: string,
  cure: string,
  description: string,
  longest = 200,
) =>
  z
    .string({ error: must(required, cure) })
    .max(longest, { error: must(`${required}, ${String(longest)} characters at most`, cure) })
    .regex(pattern, { error: must(required, cure) })
    .describe(description);

/** A text that one of the model's parsers reads into a value. */
const parsed = <Value>(
  parse: (text: string) => Parsed<Value>,
  example: string,
  description: string,
) =>
  z
    .string({ error: must(`be a text such as ${example}`, `Write it as ${example}.`) })
    .transform((input, context): Value => {
      const result = parse(input);
      if (result.ok) return result.value;
      context.issues.push({
        code: 'custom',
        input,
        message: must(`be ${result.required}`, result.cure),
      });
      return z.NEVER;
    })
    .describe(description)
    .meta({ examples: [example] });

export const duration = (description: string, example = '30s') =>
  parsed(parseDuration, example, description).refine((milliseconds) => milliseconds > 0, {
    error: must('be longer than nothing', `Write it as ${example}.`),
  });
export const size = (description: string, example = '100GB') =>
  parsed(parseSize, example, description);
export const growth = (description: string) => parsed(parseGrowth, '50GB/year', description);
export const cidr = (description: string): z.ZodType<Cidr, string> =>
  parsed(parseCidr, '10.30.0.0/16', description);

/** A whole number in a range. */
export const count = (least: number, most: number, description: string) => {
  const error = must(
    `be a whole number from ${String(least)} to ${String(most)}`,
    'Write it in digits, without quotes.',
  );
  return z.int({ error }).min(least, { error }).max(most, { error }).describe(description);
};

/** A list with a least length. */
export const list = <Item extends z.ZodType>(item: Item, least: number, description: string) => {
  const error = must(
    `be a list of ${String(least)} or more`,
    'Write each item on its own line, after a dash.',
  );
  return z.array(item, { error }).min(least, { error }).describe(description);
};

/** A mapping from the user's own names to values. */
export const named = <Value extends z.ZodType>(
  key: z.ZodString,
  value: Value,
  description: string,
) =>
  z
    .record(key, value, {
      error: must('be a mapping of names', 'Write one name a line, with a colon after it.'),
    })
    .describe(description);

/**
 * A stable name: it becomes part of cloud identifiers, so it follows the strictest of them (RDS: letters, digits and
 * single hyphens, a letter first, no hyphen last).
 */
export const name = (what: string, description: string) =>
  text(
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    `be ${what} in lower-case letters, digits and single hyphens, with a letter first`,
    'Write it as order or order-history.',
    description,
    40,
  );
