import { outputWidth, paint, type Style } from './terminal';

export interface Column {
  readonly header: string;
  /** Digits end under one another. */
  readonly align?: 'right';
}

export interface Row {
  readonly cells: readonly string[];
  readonly style?: Style;
}

const GAP = '  ';
/** The last column keeps at least this much, though the table then goes past the edge. */
const NARROWEST_LAST = 12;

/**
 * A plain table: columns as wide as their content, two spaces between, the last one wrapped to what is left. Headers are
 * dimmed on a terminal; without any there is no header line.
 */
export function table(
  columns: readonly Column[],
  rows: readonly Row[],
  indent = '',
  width = outputWidth(),
): string[] {
  const widths = columnWidths(columns, rows, width - indent.length);
  const line = (cells: readonly string[], style?: Style): string[] => {
    const wrapped = columns.map((_, i) => wrap(cells[i] ?? '', widths[i] ?? 0));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, n) => {
      const padded = columns.map(({ align }, i) => {
        const text = wrapped[i]?.[n] ?? '';
        const space = ' '.repeat(Math.max(0, (widths[i] ?? 0) - lengthOf(text)));
        return align === 'right' ? `${space}${text}` : `${text}${space}`;
      });
      const text = `${indent}${padded.join(GAP)}`.trimEnd();
      return style === undefined ? text : paint(style, text);
    });
  };
  const headers = columns.map(({ header }) => header);
  return [
    ...(headers.some((header) => header !== '') ? line(headers, 'dim') : []),
    ...rows.flatMap(({ cells, style }) => line(cells, style)),
  ];
}

function columnWidths(columns: readonly Column[], rows: readonly Row[], width: number): number[] {
  const widths = columns.map(({ header }, i) => {
    const lines = rows.flatMap(({ cells }) => (cells[i] ?? '').split('\n'));
    return Math.max(...[header, ...lines].map(lengthOf));
  });
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + GAP.length, 0);
  const last = Math.min(widths.at(-1) ?? 0, Math.max(NARROWEST_LAST, width - before));
  return [...widths.slice(0, -1), last];
}

/**
 * Breaks a text at its line ends and at spaces into lines of at most `width` code points. A longer word stays whole, and so
 * does what stands in square brackets, a place, or in backticks.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const words = paragraph.match(/\[[^\]]*\]\S*|`[^`]*`\S*|\S+/g) ?? [''];
    return words.reduce<string[]>((lines, word) => {
      const line = lines.at(-1);
      const longer = `${line ?? ''} ${word}`;
      if (line === undefined || lengthOf(longer) > width) return [...lines, word];
      return [...lines.slice(0, -1), longer];
    }, []);
  });
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
