import type { Json } from './synth';

/** A log entry by its fields, as Cloud Logging has it. */
export type LogEntry = Json;

type Matches = (entry: LogEntry) => boolean;

/**
 * Whether an entry matches a filter: the part of the logging query language that Kura's filters use ("Logging query language", Cloud
 * Logging, read 2026-11). A comparison with a field that is not there fails; a regular expression is searched for and minds the case. What
 * it does not know fails the test, and so does OR beside AND without brackets, of which it is easy to expect the wrong order.
 */
export function matchesFilter(filter: string, entry: LogEntry): boolean {
  const tokens = tokensOf(filter);
  const { matches, rest } = anyOrAll(tokens);
  if (rest.length > 0) throw new Error(`the test does not know what follows ${rest.join(' ')}`);
  return matches(entry);
}

interface Parsed {
  readonly matches: Matches;
  readonly rest: readonly string[];
}

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|[()*]|=~|!~|!=|>=|<=|[=:<>]|(?:[\w-]+|"[^"]*")(?:\.(?:[\w-]+|"[^"]*"))*/gy;

function tokensOf(filter: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < filter.length) {
    const at = TOKEN.lastIndex;
    const [token] = TOKEN.exec(filter) ?? [];
    if (token === undefined) throw new Error(`the test does not know ${filter.slice(at, at + 40)}`);
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}

/** Terms with one word between them. */
function anyOrAll(tokens: readonly string[]): Parsed {
  let { matches, rest } = term(tokens);
  const word = rest[0];
  while (rest.length > 0 && rest[0] !== ')') {
    if (rest[0] !== word || (word !== 'AND' && word !== 'OR')) {
      throw new Error(`the test does not know ${rest.slice(0, 4).join(' ')} after ${word ?? ''}`);
    }
    const [one, next] = [matches, term(rest.slice(1))];
    matches =
      word === 'AND'
        ? (entry) => one(entry) && next.matches(entry)
        : (entry) => one(entry) || next.matches(entry);
    rest = next.rest;
  }
  return { matches, rest };
}

function term([first = '', ...after]: readonly string[]): Parsed {
  if (first === 'NOT') {
    const { matches, rest } = term(after);
    return { matches: (entry) => !matches(entry), rest };
  }
  if (first === '(') {
    const { matches, rest } = anyOrAll(after);
    return { matches, rest: closed(rest) };
  }
  if (first === 'log_id') {
    const [open, id = '', ...rest] = after;
    if (open !== '(') throw new Error('log_id takes one text in brackets');
    return { matches: (entry) => logIdOf(entry) === textOf(id), rest: closed(rest) };
  }
  const [operator = '', value = '', ...rest] = after;
  if (operator === ':' && value === '*')
    return { matches: (entry) => valuesOf(entry, first).length > 0, rest };
  if (value === '(') {
    const close = rest.indexOf(')');
    const values = rest.slice(0, close).filter((_, i) => i % 2 === 0);
    const words = rest.slice(0, close).filter((_, i) => i % 2 === 1);
    if (close < 0 || words.some((each) => each !== 'OR')) throw new Error(`a list of ${first}`);
    const each = values.map((one) => comparison(first, operator, one));
    return { matches: (entry) => each.some((holds) => holds(entry)), rest: rest.slice(close + 1) };
  }
  return { matches: comparison(first, operator, value), rest };
}

function closed([bracket, ...rest]: readonly string[]): readonly string[] {
  if (bracket !== ')') throw new Error(`a bracket is missing before ${bracket ?? 'the end'}`);
  return rest;
}

function comparison(field: string, operator: string, value: string): Matches {
  const wanted = textOf(value);
  switch (operator) {
    case '=':
      return (entry) => textsOf(entry, field).some((text) => lower(text) === lower(wanted));
    case ':':
      return (entry) => textsOf(entry, field).some((text) => lower(text).includes(lower(wanted)));
    case '=~': {
      const [, insensitive, pattern = wanted] = /^(\(\?i\))(.*)$/s.exec(wanted) ?? [];
      const expression = new RegExp(pattern, insensitive ? 'i' : '');
      return (entry) => textsOf(entry, field).some((text) => expression.test(text));
    }
    default:
      throw new Error(`the test does not know the operator ${operator} of ${field}`);
  }
}

/** A text in quotes: of what it escapes only the sign itself stays. */
function textOf(token: string): string {
  if (!/^".*"$/s.test(token)) throw new Error(`the test knows texts in quotes only, not ${token}`);
  return token.slice(1, -1).replace(/\\(.)/g, '$1');
}

const lower = (text: string): string => text.toLowerCase();

const textsOf = (entry: LogEntry, field: string): readonly string[] =>
  valuesOf(entry, field).flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
  );

/** `protoPayload.request."@type"`: what there is by these names, each of what is repeated. */
function valuesOf(entry: LogEntry, field: string): readonly unknown[] {
  const names = field.match(/"[^"]*"|[\w-]+/g) ?? [];
  return names.reduce<readonly unknown[]>(
    (values, name) =>
      values.flat().flatMap((value) => {
        const own = (value as Json | null)?.[name.replace(/"/g, '')];
        return own === undefined ? [] : [own];
      }),
    [entry],
  );
}

/** `projects/p/logs/cloudaudit.googleapis.com%2Factivity` → `cloudaudit.googleapis.com/activity`. */
const logIdOf = ({ logName }: LogEntry): string =>
  decodeURIComponent(String(logName).split('/logs/')[1] ?? '');
