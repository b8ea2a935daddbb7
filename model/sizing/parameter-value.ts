import type { Cloud } from '../access/identity';
import { oneOf } from '../problem';
import { UNITS, type ParameterForm, type Unit } from '../tables/parameter-row';
import { formatDuration, parseDuration } from '../values/duration';
import { accepted, refused, type Parsed } from '../values/parsed';
import { formatSize, parseSize } from '../values/size';

/** A parameter's value as YAML reads it. */
export type ParameterValue = number | boolean | string;

/** How a cloud writes a switch: RDS allows 0 and 1, Cloud SQL on and off. */
const SWITCHES: Readonly<Record<Cloud, readonly [off: string, on: string]>> = {
  aws: ['0', '1'],
  google: ['off', 'on'],
};

/**
 * A stated value as the cloud takes it: a number in the parameter's own unit, a word, or a switch. A duration or a size must be
 * a whole number of that unit; nothing is rounded.
 */
export function writeParameter(
  form: ParameterForm,
  value: ParameterValue,
  cloud: Cloud,
): Parsed<string> {
  const wrong = refused(formOf(form), cureOf(form));
  switch (form.kind) {
    case 'switch': {
      const [off, on] = SWITCHES[cloud];
      if (value === true || value === 'on') return accepted(on);
      return value === false || value === 'off' ? accepted(off) : wrong;
    }
    case 'word':
      return form.words.includes(String(value)) ? accepted(String(value)) : wrong;
    case 'words': {
      const words = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : [];
      return words.length > 0 && words.every((each) => form.words.includes(each))
        ? accepted(words.join(','))
        : wrong;
    }
    case 'whole':
    case 'decimal': {
      const number = typeof value === 'string' ? countIn(form, value) : accepted(value);
      if (!number.ok) return number;
      const { value: count } = number;
      if (typeof count !== 'number' || count < form.least || count > form.most) return wrong;
      const fits = form.kind === 'whole' ? Number.isInteger(count) : !String(count).includes('e');
      return fits ? accepted(String(count)) : wrong;
    }
  }
}

type Counted = Extract<ParameterForm, { kind: 'whole' | 'decimal' }>;

/** `30s` as 30000 where a parameter counts in ms; a text is no number where it counts in nothing. */
function countIn(form: Counted, text: string): Parsed<number> {
  const { kind, unit } = form;
  if (unit === undefined) return refused(formOf(form), cureOf(form));
  const { measure, size } = UNITS[unit];
  const read = measure === 'time' ? parseDuration(text) : parseSize(text);
  if (!read.ok) return read;
  if (kind === 'decimal' || read.value % size === 0) return accepted(read.value / size);
  const below = Math.floor(read.value / size) * size;
  const say = measure === 'time' ? formatDuration : formatSize;
  return refused(
    `a whole number of ${unit}, which it counts in`,
    `Write ${say(below)} or ${say(below + size)}.`,
  );
}

/** What a parameter may be, completing "must be ...": messages and the reference say the same. */
export function formOf(form: ParameterForm): string {
  switch (form.kind) {
    case 'switch':
      return 'on or off';
    case 'word':
    case 'words':
      return form.called ?? oneOf(form.words);
    case 'whole':
    case 'decimal': {
      const { kind, least, most, unit } = form;
      const range = `a ${kind === 'whole' ? 'whole ' : ''}number from ${String(least)} to ${String(most)}`;
      return unit === undefined ? range : `${range} in ${unit}, or ${likeOf(form, unit)}`;
    }
  }
}

const EXAMPLES = {
  time: { what: 'a duration', parse: parseDuration, texts: ['30s', '10ms', '5s', '1h'] },
  memory: { what: 'a size', parse: parseSize, texts: ['64MB', '64kB', '1GB'] },
} as const;

/** `a duration such as 30s`: one that this parameter takes. */
function likeOf({ least, most }: Counted, unit: Unit): string {
  const { measure, size } = UNITS[unit];
  const { what, parse, texts } = EXAMPLES[measure];
  const example = texts.find((text) => {
    const read = parse(text);
    const count = read.ok ? read.value / size : NaN;
    return Number.isInteger(count) && count >= least && count <= most;
  });
  return example === undefined ? what : `${what} such as ${example}`;
}

function cureOf(form: ParameterForm): string {
  switch (form.kind) {
    case 'switch':
      return 'Write on or off.';
    case 'word':
    case 'words':
      return form.called === undefined
        ? 'Choose one of these words.'
        : 'docs/reference/parameters.md lists them.';
    case 'whole':
    case 'decimal':
      return form.unit === undefined
        ? 'Write it in digits, without quotes.'
        : `Write it in digits, without quotes, or as ${likeOf(form, form.unit)}.`;
  }
}
