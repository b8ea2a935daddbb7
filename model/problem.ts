/**
 * One thing the user must mend: *where: what is required, got X. Cure.*
 *
 * - `place`: `services/order.yaml:5:9`, or a file or folder where there is no line
 * - `required`: a sentence without its full stop, such as `tier must be one of small, medium`
 * - `got`: what was found, already quoted and free of secrets
 * - `cure`: what to change, as a whole sentence
 */
export interface Problem {
  readonly place: string;
  readonly required: string;
  readonly got: string;
  readonly cure: string;
}

/** The one grammar of every message Kura prints about a user's mistake. */
export function sayProblem({ place, required, got, cure }: Problem): string {
  return `${place}: ${required}, got ${got}. ${cure}`;
}

/** Each problem once, in the order of their places: one line of a file may be wrong in several environments. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const distinct = new Map(problems.map((problem) => [sayProblem(problem), problem]));
  return [...distinct.values()].sort(byPlace);
}

/** By place (file, then line, then column), so that the same mistakes always print in the same order. */
function byPlace(a: Problem, b: Problem): number {
  const [fileA, lineA, columnA] = splitPlace(a.place);
  const [fileB, lineB, columnB] = splitPlace(b.place);
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  if (lineA !== lineB) return lineA - lineB;
  if (columnA !== columnB) return columnA - columnB;
  return a.required < b.required ? -1 : a.required > b.required ? 1 : 0;
}

function splitPlace(place: string): [file: string, line: number, column: number] {
  const match = /^(.*?):(\d+):(\d+)$/.exec(place);
  return match ? [match[1] ?? '', Number(match[2]), Number(match[3])] : [place, 0, 0];
}

const LONGEST_QUOTE = 60;

/** A value as messages show it: scalars quoted and cut, the rest by kind; credentials inside URLs never show. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return JSON.stringify(value);
  const safe = value.replace(/:\/\/[^/@\s]*@/g, '://…@').replace(/[\p{Cc}\p{Cf}]/gu, '�');
  return `"${safe.length > LONGEST_QUOTE ? `${safe.slice(0, LONGEST_QUOTE)}…` : safe}"`;
}

/** `a`, `a or b`, `a, b or c`: the allowed values of a message. */
export function oneOf(values: readonly string[]): string {
  const last = values.at(-1) ?? 'nothing';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}

/** The candidate a mistyped word most likely meant, or undefined where none is close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({
      candidate,
      distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, Math.floor(word.length / 3))
    ? best.candidate
    : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
