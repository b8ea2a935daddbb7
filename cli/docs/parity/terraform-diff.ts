import { isDeepStrictEqual } from 'node:util';

export type Json = Readonly<Record<string, unknown>>;

/** Each stack’s Terraform, by the stack’s name. */
export type Terraform = ReadonlyMap<string, Json>;

/** What two configurations differ in, in words that repeat no name of the estate: each sorted, and once. */
export interface TerraformDiff {
  /** Stacks that are only in the second, and only in the first. */
  readonly newStacks: readonly string[];
  readonly goneStacks: readonly string[];
  /** `aws_db_instance.multi_az`; `+aws_db_instance` for a resource more, `−` for one less. */
  readonly paths: readonly string[];
  /** Of the paths, those that Terraform leaves alone on what is there (`ignore_changes`), wherever they differ. */
  readonly atCreation: readonly string[];
}

/** Blocks by what they are (`aws_db_instance`) and by their address (`aws_db_instance.order`). */
interface Block {
  readonly kind: string;
  readonly address: string;
  readonly leaves: ReadonlyMap<string, readonly unknown[]>;
  /** Arguments whose changes Terraform ignores, by their paths. */
  readonly ignored: readonly string[];
}

/** A path that differs in one block. */
interface Difference {
  readonly path: string;
  readonly ignored: boolean;
}

export function diffTerraform(before: Terraform, after: Terraform): TerraformDiff {
  const differences = [...before].flatMap(([stack, first]) => {
    const second = after.get(stack);
    return second ? diffBlocks(blocksOf(first), blocksOf(second)) : [];
  });
  const paths = new Set(differences.map(({ path }) => path));
  const applied = new Set(differences.flatMap(({ path, ignored }) => (ignored ? [] : [path])));
  return {
    newStacks: [...after.keys()].filter((stack) => !before.has(stack)).sort(),
    goneStacks: [...before.keys()].filter((stack) => !after.has(stack)).sort(),
    paths: [...paths].sort(),
    atCreation: [...paths].filter((path) => !applied.has(path)).sort(),
  };
}

function diffBlocks(before: readonly Block[], after: readonly Block[]): Difference[] {
  const earlier = new Map(before.map((block) => [block.address, block]));
  const later = new Map(after.map((block) => [block.address, block]));
  return [
    ...after
      .filter(({ address }) => !earlier.has(address))
      .map(({ kind }) => ({ path: `+${kind}`, ignored: false })),
    ...before
      .filter(({ address }) => !later.has(address))
      .map(({ kind }) => ({ path: `−${kind}`, ignored: false })),
    ...after.flatMap(({ kind, address, leaves, ignored }) => {
      const old = earlier.get(address);
      const paths = old ? diffLeaves(old.leaves, leaves) : [];
      return paths.map((path) => ({ path: `${kind}.${path}`, ignored: isBelow(path, ignored) }));
    }),
  ];
}

type Leaves = ReadonlyMap<string, readonly unknown[]>;

/** Paths at which two trees of plain data have other values. */
export function diffLeaves(before: Leaves, after: Leaves): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => !isDeepStrictEqual(before.get(path), after.get(path))).sort();
}

function blocksOf({ resource, data, ephemeral, output, provider, terraform }: Json): Block[] {
  return [
    ...named(resource, ''),
    ...named(data, 'data.'),
    ...named(ephemeral, 'ephemeral.'),
    ...Object.entries(recordOf(output)).map(([name, value]) => ({
      // `contract_order` is the contract of a service.
      kind: `output.${name.split('_')[0] ?? name}`,
      address: `output.${name}`,
      leaves: leavesOf(recordOf(value).value),
      ignored: [],
    })),
    ...Object.values(recordOf(provider)).map((value) => alone('provider', value)),
    ...Object.values(recordOf(recordOf(terraform).backend)).map((value) => alone('backend', value)),
  ];
}

/** A block of which a stack has one. */
function alone(kind: string, value: unknown): Block {
  return { kind, address: kind, leaves: leavesOf(value), ignored: [] };
}

function named(types: unknown, prefix: string): Block[] {
  return Object.entries(recordOf(types)).flatMap(([type, byName]) =>
    Object.entries(recordOf(byName)).map(([name, value]) => ({
      kind: `${prefix}${type}`,
      address: `${prefix}${type}.${name}`,
      leaves: leavesOf(value),
      ignored: ignoredOf(value),
    })),
  );
}

/** `settings[0].disk_size` of `lifecycle.ignore_changes`, as the path that leaves have: `settings.disk_size`. */
function ignoredOf(resource: unknown): readonly string[] {
  const { ignore_changes: ignored } = recordOf(recordOf(resource).lifecycle);
  return Array.isArray(ignored)
    ? ignored.map((argument) => String(argument).replaceAll(/\[\d+\]/g, ''))
    : [];
}

/** Whether a path is one of these arguments or inside it. */
function isBelow(path: string, stems: readonly string[]): boolean {
  return stems.some((stem) => path === stem || path.startsWith(`${stem}.`));
}

/** What is no argument of its own: cdktf's note, and an order that follows from the references. */
const ASIDE = ['//', 'depends_on'];

/** The values of a tree of plain data by their paths; items of a list have its path, or their name in brackets. */
export function leavesOf(root: unknown): Leaves {
  const leaves = new Map<string, unknown[]>();
  const add = (path: string, value: unknown): void => {
    leaves.set(path, [...(leaves.get(path) ?? []), value]);
  };
  const visit = (path: string, value: unknown): void => {
    if (Array.isArray(value) && value.some(isRecord)) {
      for (const item of value as readonly unknown[]) {
        const name = isRecord(item) ? item.name : undefined;
        if (typeof name === 'string') add(`${path}[${name}]`, item);
        else visit(path, item);
      }
    } else if (isRecord(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (!ASIDE.includes(key)) visit(path === '' ? key : `${path}.${key}`, inner);
      }
    } else add(path, value);
  };
  visit('', root);
  return leaves;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}
