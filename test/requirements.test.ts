import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { kindOf, readRequirements, requirementIds } from '../cli/docs/requirement-map';

const root = path.resolve(__dirname, '..');
const read = readRequirements(path.join(root, 'docs/requirements.yaml'));
if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
const { topics, requirements } = read.value;

/** The rows that the spine of Kura, both clouds, the runner, recovery and alerts were asked for. */
const CITED = [
  ...rows('P', 1, 14),
  ...['P24', 'P36'],
  ...rows('P', 25, 35),
  'P46',
  ...rows('S', 1, 26),
  ...['S28', 'S37', 'S38', 'S42'],
  ...rows('R', 1, 33),
  ...rows('H', 2, 8),
  'H14',
  ...rows('O', 1, 27),
];

/**
 * Other kinds of store, the pooler, and judging an output; a snapshot before a migration, what a service can do without its database;
 * what applications measure of themselves, exporters and other tools, a load test, guides.
 */
const WAITING = [
  ...['P04', 'P28', 'P32', 'R26', 'R32', 'R33'],
  ...['O03', 'O10', 'O11', 'O12', 'O13', 'O18'],
  ...['O21', 'O22', 'O23', 'O24', 'O25', 'O26'],
];

function rows(area: string, first: number, last: number): string[] {
  return Array.from(
    { length: last - first + 1 },
    (_, i) => `${area}${String(first + i).padStart(2, '0')}`,
  );
}

/** Titles of the tests in a file: as written, and for a table of literals each row’s as well. */
function titlesIn(file: string): ReadonlySet<string> {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  );
  const titles = new Set<string>();
  const tables = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      tables.set(node.name.text, node.initializer);
    if (ts.isCallExpression(node) && RUNS.test(node.expression.getText(source))) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) {
        titles.add(title.text);
        for (const row of rowsOf(node.expression, tables)) titles.add(filled(title.text, row));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** A test that is run: `it.skip` and `test.todo` show nothing. */
const RUNS = /^(?:it|test)(?=$|\.each\b)/;

/** The rows of `it.each(…)`, each as the literals it begins with. */
function rowsOf(callee: ts.Expression, tables: ReadonlyMap<string, ts.Expression>): string[][] {
  if (!ts.isCallExpression(callee)) return [];
  let table = callee.arguments[0];
  if (table && ts.isIdentifier(table)) table = tables.get(table.text);
  while (table && (ts.isAsExpression(table) || ts.isSatisfiesExpression(table)))
    table = table.expression;
  if (!table || !ts.isArrayLiteralExpression(table)) return [];
  return table.elements.map((row) => {
    const cells = ts.isArrayLiteralExpression(row) ? [...row.elements] : [row];
    const end = cells.findIndex((cell) => !ts.isStringLiteralLike(cell));
    return cells
      .slice(0, end < 0 ? undefined : end)
      .flatMap((cell) => (ts.isStringLiteralLike(cell) ? [cell.text] : []));
  });
}

/** A title with the first of its `%s` filled in from a row. */
function filled(title: string, row: readonly string[]): string {
  return row.reduce((text, value) => text.replace('%s', () => value), title);
}

it('every row of the tables is in the map, once', () => {
  expect(requirementIds()).toHaveLength(239);
  expect(Object.keys(requirements)).toEqual(requirementIds());
});

it('every row is either shown, refused or later, and refused ones are nothing else', () => {
  const mixed = Object.entries(requirements).filter(
    ([, { shown, refused, later }]) => refused !== undefined && (shown ?? later) !== undefined,
  );
  expect(mixed).toEqual([]);
});

it('every topic is used, and every topic used is there', () => {
  const used = new Set(Object.values(requirements).flatMap(({ later = [] }) => later));
  expect([...used].sort()).toEqual(Object.keys(topics).sort());
});

it('no two rows have one text', () => {
  const texts = Object.values(requirements).map(({ text }) => text);
  expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);
});

it('every test that is named exists', () => {
  const titles = new Map<string, ReadonlySet<string>>();
  const missing = Object.entries(requirements).flatMap(([id, { shown = [] }]) =>
    shown.flatMap(({ file, test }) => {
      if (!existsSync(path.join(root, file))) return [`${id}: no file ${file}`];
      const known = titles.get(file) ?? titlesIn(file);
      titles.set(file, known);
      return known.has(test) ? [] : [`${id}: no test "${test}" in ${file}`];
    }),
  );
  expect(missing).toEqual([]);
});

it('of the rows that this part of Kura was asked for, only these still wait', () => {
  expect(CITED.filter((id) => kindOf(requirements[id]) === 'later')).toEqual(WAITING);
});
