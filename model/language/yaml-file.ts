import { readFileSync, statSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { z } from 'zod';
import { nearest, quote, type Problem } from '../problem';
import { readMust } from './words';

/** The place of a value in a file, `file:line:column`; undefined where the file does not state it. */
export type At = (...path: readonly PropertyKey[]) => string | undefined;

/** Whether a value may be a key by its path, and so is not shown unless it is too short for one: people paste keys where Kura wants none. */
export type Unshown = (path: readonly PropertyKey[]) => boolean;

export interface YamlFile<Statement> {
  readonly file: string;
  readonly statement: Statement;
  readonly at: At;
}

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Larger than any file a person keeps: a service takes ten lines. */
const LARGEST_FILE = 256 * 1024;
/** Enough for a file that repeats itself with aliases, far below one that explodes. */
const MOST_ALIASES = 50;

/**
 * Reads one YAML file against a schema. All problems are returned, each with its line; nothing throws.
 *
 * @param path where the file is; @param file how messages name it
 */
export function readYamlFile<Schema extends z.ZodType>(
  path: string,
  file: string,
  schema: Schema,
  unshown: Unshown = () => false,
): Read<YamlFile<z.output<Schema>>> {
  const source = readText(path, file);
  return source.ok ? readYaml(source.value, file, schema, unshown) : source;
}

/** Reads a YAML text against a schema, as `readYamlFile` does a file's. */
export function readYaml<Schema extends z.ZodType>(
  source: string,
  file: string,
  schema: Schema,
  unshown: Unshown = () => false,
): Read<YamlFile<z.output<Schema>>> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, strict: true });
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${String(line)}:${String(col)}`;
  };
  if (source.includes('__proto__')) {
    return oneProblem(file, 'names must be plain', quote('__proto__'), 'Choose another name.');
  }
  const faults = firstFaults([...document.errors, ...document.warnings]);
  if (faults.length > 0) {
    return {
      ok: false,
      problems: faults.map((fault) => ({
        place: placeOf(fault.pos[0]),
        required: 'a YAML document is required',
        got: yamlFault(fault.code),
        cure: yamlCure(fault.code),
      })),
    };
  }
  const root = document.contents as Node | null;
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (String(error).includes('Unresolved alias')) {
      return oneProblem(
        file,
        'every alias (*name) needs its anchor (&name)',
        'one without',
        'Write the value out.',
      );
    }
    return oneProblem(
      file,
      `at most ${String(MOST_ALIASES)} uses of YAML aliases are allowed`,
      'more',
      'Write the values out.',
    );
  }
  const result = schema.safeParse(raw);
  const at: At = (...keys) => {
    const offset = offsetOf(root, keys);
    return offset === undefined ? undefined : placeOf(offset);
  };
  if (result.success) return { ok: true, value: { file, statement: result.data, at } };
  const problems = result.error.issues
    .flatMap(insideUnion)
    .flatMap((issue) => problemsOf(issue, { raw, file, root, placeOf, unshown }));
  return { ok: false, problems };
}

/** Keys that people look for and Kura has on purpose not, with what to do instead. */
const NEVER: ReadonlyMap<string, string> = new Map([
  [
    'port',
    'Take it out: Cloud SQL has no other port than the engine’s own, and both clouds keep to it. ',
  ],
  ...['url', 'webhook', 'token', 'integrationKey'].map(
    (key) =>
      [
        key,
        'Take it out: a key has no place in code and state. Name what exists already, which has it. ',
      ] as const,
  ),
]);

/** Behind the first mistake the parser stumbles on: a merge marker alone makes hundreds. */
const MOST_FAULTS = 3;

/** One mistake often breaks the parser several times at one spot: the first fault of a place is enough, and few of a file. */
function firstFaults<Fault extends { readonly pos: readonly [number, number] }>(
  faults: readonly Fault[],
): readonly Fault[] {
  return [...new Map(faults.toReversed().map((fault) => [fault.pos[0], fault])).values()]
    .sort((a, b) => a.pos[0] - b.pos[0])
    .slice(0, MOST_FAULTS);
}

function readText(path: string, file: string): Read<string> {
  let bytes: Buffer;
  try {
    const entry = statSync(path);
    if (!entry.isFile()) {
      return oneProblem(file, 'a file is required', 'something else', 'Move it away.');
    }
    const { size } = entry;
    if (size > LARGEST_FILE) {
      return oneProblem(
        file,
        `a file of at most ${String(LARGEST_FILE / 1024)} KiB is required`,
        `${String(Math.ceil(size / 1024))} KiB`,
        'Keep one service in a file.',
      );
    }
    bytes = readFileSync(path);
  } catch (error) {
    return oneProblem(
      file,
      'a readable file is required',
      reasonOf(error),
      'Make the file, or allow reading it.',
    );
  }
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return oneProblem(
      file,
      'UTF-8 text is required',
      'bytes that are not',
      'Save the file as UTF-8.',
    );
  }
}

function oneProblem(
  place: string,
  required: string,
  got: string,
  cure: string,
): { ok: false; problems: Problem[] } {
  return { ok: false, problems: [{ place, required, got, cure }] };
}

/** What the operating system said, without its path. */
export function reasonOf(error: unknown): string {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' ? 'nothing' : typeof code === 'string' ? code : 'an error';
}

const YAML_FAULTS: Readonly<Record<string, readonly [got: string, cure: string]>> = {
  DUPLICATE_KEY: ['a key that stands here twice', 'Keep one of the two.'],
  MULTIPLE_DOCS: ['several documents', 'Keep one document in a file.'],
  TAB_AS_INDENT: ['a tab', 'Indent with spaces.'],
  TAG_RESOLVE_FAILED: ['a tag', 'Leave tags (!…) out: the schema knows each value’s type.'],
};
const yamlFault = (code: string): string =>
  YAML_FAULTS[code]?.[0] ?? `text that YAML cannot read (${code})`;
const yamlCure = (code: string): string =>
  YAML_FAULTS[code]?.[1] ?? 'Check the indentation, colons and quotes around here.';

/** The offset of the node at a path, or of the key where the value is absent but the key stands. */
function offsetOf(root: Node | null, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (!pair) return undefined;
      offset = (pair.key as Node).range?.[0];
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      if (node === undefined) return undefined;
      offset = (node as Node).range?.[0];
    } else return undefined;
  }
  return offset;
}

/** Of a value that may have several forms: what is wrong with the one that it has, or that it has none. */
function insideUnion(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const formed = issue.errors.filter(
    (issues) =>
      !issues.some(
        ({ code, path }) =>
          path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
      ),
  );
  const [only, ...others] = formed;
  return only === undefined || others.length > 0
    ? [issue]
    : only.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** What a problem of a file is told from. */
interface Source {
  readonly raw: unknown;
  readonly file: string;
  readonly root: Node | null;
  readonly placeOf: (offset: number) => string;
  readonly unshown: Unshown;
}

const NOT_SHOWN = 'a value that is not shown';
/** A key of a mapping that is a word, and so nothing secret. */
const IS_WORD = /^[A-Za-z_]{1,30}$/;

function problemsOf(
  issue: z.core.$ZodIssue,
  { raw, file, root, placeOf, unshown }: Source,
): Problem[] {
  const placeAt = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length >= 0; length--) {
      const offset = offsetOf(root, path.slice(0, length));
      if (offset !== undefined) return placeOf(offset);
    }
    return `${file}:1:1`;
  };
  if (issue.code === 'unrecognized_keys') {
    const known = readMust(issue.message)?.cure ?? '';
    return issue.keys.map((key) => {
      const meant = nearest(key, known.replace(/^Known here: |\.$/g, '').split(', '));
      const hint = meant === undefined ? '' : `Did you mean "${meant}"? `;
      return {
        place: placeAt([...issue.path, key]),
        required: `only known keys are allowed in ${issue.path.length > 0 ? labelOf(issue.path) : 'this file'}`,
        got: unshown(issue.path) && !IS_WORD.test(key) ? NOT_SHOWN : quote(key),
        cure: `${NEVER.get(key) ?? hint}${known}`,
      };
    });
  }
  const innermost =
    issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const words = readMust(innermost) ?? {
    required: `be valid (${innermost})`,
    cure: 'See `npx kura schema`.',
  };
  const secretive = unshown(issue.path);
  const isKey = issue.code === 'invalid_key';
  const path = isKey && secretive ? issue.path.slice(0, -1) : issue.path;
  const label = path.length > 0 ? labelOf(path) : 'the file';
  const got = isKey ? issue.path.at(-1) : valueAt(raw, issue.path);
  return [
    {
      place: placeAt(issue.path),
      required: `${isKey && secretive ? `a key of ${label}` : label} must ${words.required}`,
      got: secretive && mayBeKey(got) ? NOT_SHOWN : quote(got),
      cure: words.cure,
    },
  ];
}

/** A short word or number, such as `yes`, `false` or 1: no key is so short. */
const IS_SHORT = /^(?:[A-Za-z]{1,8}|\d{1,4})$/;

/** Whether a value may be a key that somebody pasted. */
const mayBeKey = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') &&
  !IS_SHORT.test(String(value));

function labelOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) =>
      typeof key === 'number' ? `[${String(key)}]` : `${i > 0 ? '.' : ''}${String(key)}`,
    )
    .join('');
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    raw,
  );
}
