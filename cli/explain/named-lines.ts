import { table, wrap, type Row } from '../table';
import { outputWidth, paint } from '../terminal';

const COLUMNS = [{ header: '' }, { header: '' }];
const INDENT = '  ';
const GAP = 2;
/** Beside a longer name there is no room for what is said of it. */
export const LONGEST_BESIDE = 40;

/** Names and what is said of them, beside one another; below its name what has a word that finds no room there. */
export function namedLines(rows: readonly Row[]): string[] {
  const names = rows.map(({ cells: [name = ''] }) => name.length);
  const widest = Math.max(0, ...names.filter((length) => length <= LONGEST_BESIDE));
  const room = outputWidth() - INDENT.length - widest - GAP;
  return rows.flatMap(({ cells: [name = '', text = ''] }) =>
    name.length > LONGEST_BESIDE || longestWord(text) > room
      ? below(name, text)
      : table(COLUMNS, [{ cells: [name.padEnd(widest), text] }], INDENT),
  );
}

/** A name, and below it what is said of it. */
export function below(name: string, text: string): string[] {
  return [`${INDENT}${name}`, ...table([{ header: '' }], [{ cells: [text] }], INDENT.repeat(2))];
}

/** What no line end may break. */
const longestWord = (text: string): number =>
  Math.max(...wrap(text, 1).map((word) => Array.from(word).length));

/** A section of names and what is said of them; nothing without any. */
export function section(title: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [] : ['', paint('bold', title), ...namedLines(rows)];
}

/** Lines about what their first word names, which stands out. */
export function titleLines(name: string, text: string): string[] {
  const [first = '', ...rest] = wrap(`${name}: ${text}`, outputWidth());
  return [`${paint('bold', name)}${first.slice(name.length)}`, ...rest];
}

/** A sentence as long as it may be. */
export const sentence = (text: string): string[] => wrap(text, outputWidth());
