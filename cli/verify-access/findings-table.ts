import type { Finding } from '../../runner/result';
import { outputWidth } from '../terminal';
import { table, wrap } from '../table';

/** Longer names than these leave no room for what is said of them. */
const WIDEST = 24;

/** Findings for people: what is beyond what is declared first. */
export function findingsTable(findings: readonly Finding[]): string[] {
  const sorted = [...findings].sort(
    (a, b) => order(a.kind, b.kind) || order(a.where, b.where) || order(a.who, b.who),
  );
  const fits = sorted.every(({ where, who }) => Math.max(where.length, who.length) <= WIDEST);
  if (fits) {
    return table(
      [{ header: 'kind' }, { header: 'where' }, { header: 'who' }, { header: 'what' }],
      sorted.map(({ kind, where, who, what }) => ({ cells: [kind, where, who, what] })),
    );
  }
  return sorted.flatMap(({ kind, where, who, what }) => [
    `${kind}  ${where}  ${who}`,
    ...wrap(what, outputWidth() - INDENT.length).map((line) => `${INDENT}${line}`),
  ]);
}

const INDENT = '    ';

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
