import * as fs from 'node:fs';
import path from 'node:path';
import { App } from 'cdktf';
import type { Deployment } from '../model/deployment';
import { countResources, dependenciesOf, planStacks, type Only, type StackPlan } from './build';
import { forgetTokens, skipReferenceSearch, skipStackTraces } from './cdktf-internals';
import { lockFileFor } from './lock-file';

export interface SynthOptions {
  /** The output folder. */
  readonly out: string;
  /** Which stacks to build; all where absent. */
  readonly only?: Only | undefined;
  /** Text of a committed `.terraform.lock.hcl`, copied beside every stack that is built. */
  readonly lockFile?: string | undefined;
  /** Notes where each token was made, for cdktf's error messages: slow. */
  readonly traces?: boolean;
}

/** One built stack, as a synth reports it. */
export interface BuiltStack extends Omit<StackPlan, 'build'> {
  readonly resources: number;
}

interface ManifestStack {
  readonly dependencies: readonly string[];
  readonly synthesizedStackPath: string;
  readonly workingDirectory: string;
}

interface Manifest {
  readonly version: string;
  readonly stacks: Readonly<Record<string, ManifestStack>>;
}

const CONFIG = 'cdk.tf.json';

/**
 * Synthesizes a deployment into a folder, which changes only once everything has been built: a failed synth leaves the
 * previous output as it was. State, `.terraform` and plans in the stacks' folders are never touched. Each stack is built
 * and written in an app of its own, so that memory holds one stack however many the estate has.
 */
export function synthesize(deployment: Deployment, options: SynthOptions): readonly BuiltStack[] {
  if (options.traces !== true) skipStackTraces();
  const staging = `${path.normalize(options.out).replace(/[\\/]+$/, '')}.partial`;
  fs.rmSync(staging, { recursive: true, force: true });
  try {
    fs.mkdirSync(staging, { recursive: true });
    const stacks: Record<string, ManifestStack> = {};
    const rows = planStacks(deployment, options.only).map(({ build, ...row }) => {
      const app = new App({ outdir: staging });
      const stack = build(app);
      skipReferenceSearch(stack);
      app.synth();
      Object.assign(stacks, readManifest(staging)?.stacks);
      forgetTokens();
      return { ...row, resources: countResources(stack) };
    });
    install(deployment, options, staging, stacks);
    return rows;
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

function install(
  deployment: Deployment,
  options: SynthOptions,
  staging: string,
  built: Manifest['stacks'],
): void {
  const { out, only, lockFile } = options;
  const before = readManifest(out);
  for (const { workingDirectory } of Object.values(built)) {
    installStack(path.join(staging, workingDirectory), path.join(out, workingDirectory), lockFile);
  }
  const kept = only ? before?.stacks : undefined;
  fs.mkdirSync(out, { recursive: true });
  const stacks = withDependencies({ ...kept, ...built }, deployment);
  for (const [name, value] of [
    ['deployment.json', `${JSON.stringify(deployment, null, 2)}\n`],
    ['manifest.json', stableJson({ ...readManifest(staging), stacks })],
  ] as const) {
    fs.writeFileSync(path.join(staging, name), value);
    fs.renameSync(path.join(staging, name), path.join(out, name));
  }
  for (const [name, { workingDirectory }] of Object.entries(before?.stacks ?? {})) {
    if (!(name in stacks)) removeStack(path.join(out, workingDirectory));
  }
}

/** The manifest of an output folder, or undefined where there is none that can be read. */
function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

function installStack(from: string, to: string, lockFile: string | undefined): void {
  fs.mkdirSync(to, { recursive: true });
  fs.renameSync(path.join(from, CONFIG), path.join(to, CONFIG));
  if (lockFile !== undefined) installLockFile(to, lockFile);
}

function installLockFile(folder: string, text: string): void {
  const lock = path.join(folder, '.terraform.lock.hcl');
  const needed = lockFileFor(text, providersOf(path.join(folder, CONFIG)));
  if (fs.existsSync(lock) && fs.readFileSync(lock, 'utf8') === needed) return;
  fs.writeFileSync(lock, needed);
}

function providersOf(file: string): readonly string[] {
  const { terraform } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    readonly terraform: {
      readonly required_providers: Record<string, { readonly source: string }>;
    };
  };
  return Object.values(terraform.required_providers).map(({ source }) => source);
}

/** Takes a stack's configuration away; its folder too, unless Terraform keeps something there. */
function removeStack(folder: string): void {
  fs.rmSync(path.join(folder, CONFIG), { force: true });
  if (fs.existsSync(folder) && fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

/** A stack built alone depends on the others all the same, once they are in the folder. */
function withDependencies(stacks: Manifest['stacks'], deployment: Deployment): Manifest['stacks'] {
  const declared = dependenciesOf(deployment);
  return Object.fromEntries(
    Object.entries(stacks).map(([name, stack]) => {
      const dependencies = declared.get(name) ?? stack.dependencies;
      return [name, { ...stack, dependencies: dependencies.filter((other) => other in stacks) }];
    }),
  );
}

/** JSON with its keys in order, so that equal values are equal bytes. */
function stableJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    2,
  );
}
