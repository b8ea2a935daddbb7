/** An entry, or a part of one. */
export type Entry = Readonly<Record<string, unknown>>;

/**
 * The logging query language as far as Kura’s filters use it ("Logging query language", Cloud Logging, read 2026-11): AND, OR, NOT and
 * parentheses; `=` without regard to capitals, `=~` a part by RE2, `:` a part, `:*` whether it is there; `log_id()`. Of what is repeated
 * one that is so is enough; what is not there is nothing, so that NOT holds.
 */
export function queryOf(text: string): (entry: Entry) => boolean {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
  if (tokens.join('') !== text.replaceAll(BETWEEN, '$1'))
    throw new Error(`not of the logging query language: ${text}`);
  const reader = { tokens, at: 0 };
  const query = either(reader);
  if (reader.at !== tokens.length) throw new Error(`not read to its end: ${text}`);
  return query;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|=~|[()=:*]|\w+(?:\.(?:\w+|"[^"]*"))*/g;
/** Blanks outside of quotes. */
const BETWEEN = /("(?:[^"\\]|\\.)*")|\s+/g;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}
type Query = (entry: Entry) => boolean;

function next(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw new Error('it ends too early');
  reader.at++;
  return token;
}

function took(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.at] !== word) return false;
  reader.at++;
  return true;
}

function either(reader: Reader): Query {
  const parts = [both(reader)];
  while (took(reader, 'OR')) parts.push(both(reader));
  return (entry) => parts.some((part) => part(entry));
}

function both(reader: Reader): Query {
  const parts = [single(reader)];
  while (took(reader, 'AND')) parts.push(single(reader));
  return (entry) => parts.every((part) => part(entry));
}

function single(reader: Reader): Query {
  if (took(reader, 'NOT')) {
    const query = single(reader);
    return (entry) => !query(entry);
  }
  if (took(reader, '(')) {
    const query = either(reader);
    if (!took(reader, ')')) throw new Error('a parenthesis is open');
    return query;
  }
  const path = next(reader);
  if (path === 'log_id') {
    const [open, name, close] = [next(reader), JSON.parse(next(reader)) as string, next(reader)];
    if (open !== '(' || close !== ')') throw new Error('log_id takes a name');
    return ({ logName }) => String(logName).endsWith(`/logs/${encodeURIComponent(name)}`);
  }
  const sign = next(reader);
  if (sign === ':' && took(reader, '*')) return (entry) => valuesAt(entry, path).length > 0;
  const text = JSON.parse(next(reader)) as string;
  const holds = comparison(sign, text);
  return (entry) => valuesAt(entry, path).some((value) => holds(String(value)));
}

function comparison(sign: string, text: string): (value: string) => boolean {
  const lower = text.toLowerCase();
  switch (sign) {
    case '=':
      return (value) => value.toLowerCase() === lower;
    case ':':
      return (value) => value.toLowerCase().includes(lower);
    case '=~': {
      const insensitive = text.startsWith('(?i)');
      const regex = new RegExp(insensitive ? text.slice(4) : text, insensitive ? 'i' : '');
      return (value) => regex.test(value);
    }
    default:
      throw new Error(`${sign}: no comparison that Kura uses`);
  }
}

/** `protoPayload.request."@type"`. */
function valuesAt(entry: Entry, path: string): readonly unknown[] {
  const names = [...path.matchAll(/"([^"]*)"|([\w@]+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  return names.reduce<readonly unknown[]>(
    (values, name) =>
      values
        .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
        .flatMap((value) => {
          const own = (value as Entry | null)?.[String(name)];
          return own === undefined ? [] : [own];
        }),
    [entry],
  );
}
