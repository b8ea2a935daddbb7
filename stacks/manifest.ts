import type { Deployment } from '../model/deployment/deployment';
import { dependenciesOf } from './dependencies';

/** A stack as cdktf's manifest knows it; what else stands there is kept as it is. */
export interface ManifestStack {
  readonly dependencies: readonly string[];
  readonly workingDirectory: string;
}

/** cdktf's list of the stacks of an output folder, which its command line reads. */
export interface Manifest {
  readonly version?: string;
  readonly stacks: Readonly<Record<string, ManifestStack>>;
}

/** Where a stack is in its output folder, and the only place where Kura writes or removes anything of it. */
export const stackFolder = (name: string): string => `stacks/${name}`;

/** As Kura names its stacks: no `..` and no slash, so that a stack's folder is inside the output. */
const STACK_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The manifest that a text is, or undefined where its stacks are not folders of their own names: not one of Kura's. */
export function parseManifest(text: string): Manifest | undefined {
  const manifest = parseObject(text);
  return manifest !== undefined && isManifest(manifest) ? manifest : undefined;
}

/** The organisation whose deployment a text begins, or undefined where it is none: Kura writes it first. */
export function parseOrganisation(text: string): string | undefined {
  return /^\{\s*"organisation":\s*"([a-z0-9-]+)"/.exec(text)?.[1];
}

/** A stack built alone depends on the others all the same, once they are in the folder. */
export function withDependencies(
  stacks: Manifest['stacks'],
  deployment: Deployment,
): Manifest['stacks'] {
  const declared = dependenciesOf(deployment);
  return Object.fromEntries(
    Object.entries(stacks).map(([name, stack]) => {
      const dependencies = declared.get(name) ?? stack.dependencies;
      return [name, { ...stack, dependencies: dependencies.filter((other) => other in stacks) }];
    }),
  );
}

/** A manifest as JSON with its keys in order, so that equal manifests are equal bytes. */
export function formatManifest(manifest: Manifest): string {
  return JSON.stringify(
    manifest,
    (_, part: unknown) =>
      isObject(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    2,
  );
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(value: JsonObject): value is JsonObject & Manifest {
  const { stacks } = value;
  return isObject(stacks) && Object.entries(stacks).every(([name, stack]) => isStack(name, stack));
}

function isStack(name: string, stack: unknown): boolean {
  return (
    isObject(stack) &&
    STACK_NAME.test(name) &&
    stack.workingDirectory === stackFolder(name) &&
    Array.isArray(stack.dependencies)
  );
}
