import { ENGINE_FACTS, ENGINES, type Engine } from '../../../model/tables/engines';
import { code } from '../markdown';
import type { Fate } from './fate';
import { DATABASE } from './table';

/** A cloud’s cell: what holds for both engines, then what is only of one. */
export function sayCell(fates: Readonly<Record<Engine, Fate>>): string {
  const said = ENGINES.map((engine) => ({ engine, lines: sayFate(fates[engine]) }));
  const common = said
    .map(({ lines }) => lines)
    .reduce((both, lines) => both.filter((line) => lines.includes(line)));
  const only = said.flatMap(({ engine, lines }) => {
    const own = lines.filter((line) => !common.includes(line));
    return own.length === 0 ? [] : [`${ENGINE_FACTS[engine].name}: ${own.join(', ')}`];
  });
  return [...common, ...only].join('<br>');
}

/** What becomes of a setting, in lines. */
export function sayFate(fate: Fate): readonly string[] {
  if (fate.kind === 'refused') return [`refused: ${fate.words}`];
  if (fate.kind === 'ignored') return ['nothing'];
  if (fate.kind === 'declared')
    return [`only in \`deployment.json\`: ${fate.paths.map(code).join(', ')}`];
  const { newStacks, goneStacks, paths, atCreation } = fate;
  return [
    ...newStacks.map((stack) => `another stack: ${code(stack)}`),
    ...(newStacks.length === 0 ? goneStacks.map((stack) => `no stack ${code(stack)}`) : []),
    ...sayPaths(paths, atCreation),
  ];
}

/** More lines than this nobody reads in a cell, nor more types. */
const MOST = 6;
const MOST_TYPES = 14;

const CHIEF: readonly string[] = [...Object.values(DATABASE), 'provider', 'backend'];

/** Whether a path is of the database, the provider or the state. */
const isChief = (path: string): boolean => CHIEF.includes(kindOf(path).replace(/^[+−±]/, ''));

/** A path as code; the database's own arguments go without its type. */
function sayPath(path: string, atCreation: readonly string[]): string {
  const type = Object.values(DATABASE).find((each) => path.startsWith(`${each}.`));
  const said = code(type === undefined ? path : path.slice(type.length + 1));
  return atCreation.includes(path) ? `${said} (at creation only)` : said;
}

/** Every path where they are few, the database’s own first; else those of the database, the provider and the state, and the types of the rest. */
function sayPaths(all: readonly string[], atCreation: readonly string[]): readonly string[] {
  const say = (path: string): string => sayPath(path, atCreation);
  const [own, others] = [true, false].map((is) =>
    replaced(all).filter((path) => isChief(path) === is),
  );
  const paths = [...(own ?? []), ...(others ?? [])];
  if (paths.length <= MOST) return paths.map(say);
  const folded = foldSiblings(paths, atCreation);
  if (folded.length <= MOST) return folded.map(say);
  const chief = folded.filter(isChief);
  const kinds = [...new Set(folded.filter((path) => !chief.includes(path)).map(kindOf))];
  if (kinds.length === 0) return chief.map(say);
  const rest =
    kinds.length > MOST_TYPES
      ? `${String(kinds.length)} types more`
      : kinds.map((kind) => code(kind)).join(', ');
  return [...chief.map(say), chief.length > 0 ? `and in ${rest}` : `in ${rest}`];
}

/** One more and one less of a type is another one. */
function replaced(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const type = path.slice(1);
    if (path.startsWith('+') && paths.includes(`−${type}`)) return [`±${type}`];
    return path.startsWith('−') && paths.includes(`+${type}`) ? [] : [path];
  });
}

/** `aws_db_instance`, `+aws_subnet`, `data.google_project`, `output.contract`. */
function kindOf(path: string): string {
  return /^[+−±]?(?:(?:data|ephemeral|output)\.)?\w+/.exec(path)?.[0] ?? path;
}

const FEWEST_SIBLINGS = 3;

/** Three arguments or more of one block as `block.*`, three parameters or more as `parameter[*]`; what must be said of one keeps it apart. */
function foldSiblings(paths: readonly string[], apart: readonly string[]): readonly string[] {
  const parentOf = (path: string): string | undefined => {
    if (apart.includes(path)) return undefined;
    const list = /^(.*?)\[.*\]$/.exec(path)?.[1];
    if (list !== undefined) return `${list}[*]`;
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    return parent.length > kindOf(path).length ? `${parent}.*` : undefined;
  };
  const parents = paths.map(parentOf);
  return [
    ...new Set(
      paths.map((path, i) => {
        const parent = parents[i];
        const siblings = parents.filter((other) => other === parent).length;
        return parent !== undefined && siblings >= FEWEST_SIBLINGS ? parent : path;
      }),
    ),
  ];
}
