import * as fs from 'node:fs';
import path from 'node:path';
import { App } from 'cdktf';
import type { Deployment } from '../model/deployment/deployment';
import type { Read } from '../model/language/yaml-file';
import { countResources, planStacks, type StackPlan } from './build';
import { forgetTokens, skipReferenceSearch, skipStackTraces } from './cdktf-internals';
import { declaredText } from './declared';
import { lockFileFor } from './lock-file';
import {
  formatManifest,
  stackFolder,
  withDependencies,
  type Manifest,
  type ManifestStack,
} from './manifest';
import {
  checkOutput,
  CONFIG,
  DEPLOYMENT,
  LOCK_FILE,
  MANIFEST,
  readManifest,
  SHARED_FILES,
  STAGING,
  stackFiles,
  type SynthOptions,
} from './output-folder';
import { placeAsset, readRunner, removeStaleAssets, type RunnerAsset } from './runner-asset';

/** One built stack, as a synth reports it. */
export interface BuiltStack extends Omit<StackPlan, 'brings' | 'build'> {
  readonly resources: number;
}

/**
 * Synthesizes a deployment into a folder, which changes only once everything has been built: a failed synth leaves the
 * previous output as it was. State, `.terraform` and plans in the stacks' folders are never touched. A folder that is not
 * Kura's to write in is refused. Each stack is built and written in an app of its own, so that memory holds one stack
 * however many the estate has.
 */
export function synthesize(
  deployment: Deployment,
  options: SynthOptions,
): Read<readonly BuiltStack[]> {
  const problems = checkOutput(deployment, options);
  if (problems.length > 0) return { ok: false, problems };
  if (options.traces !== true) skipStackTraces();
  const runner = readRunner(options.runner);
  const value = inStaging(options.out, (staging) => {
    const stacks: Record<string, ManifestStack> = {};
    const assets = new Map<string, RunnerAsset>();
    const rows = planStacks(deployment, options.only).map(({ brings, build, ...row }) => {
      const app = new App({ outdir: staging });
      const stack = build(app, runner);
      skipReferenceSearch(stack);
      app.synth();
      Object.assign(stacks, readManifest(staging)?.stacks);
      if (brings) assets.set(row.stack, runner.zip);
      forgetTokens();
      return { ...row, resources: countResources(stack) };
    });
    install(deployment, options, staging, { stacks, assets });
    return rows;
  });
  return { ok: true, value };
}

/** Works in a fresh folder inside the output: on its file system, and no other synth's. Leaves no empty folder behind. */
function inStaging<Result>(out: string, work: (staging: string) => Result): Result {
  const made = absentFolders(path.normalize(out));
  let staging: string | undefined;
  try {
    fs.mkdirSync(out, { recursive: true });
    staging = fs.mkdtempSync(path.join(out, STAGING));
    return work(staging);
  } finally {
    if (staging !== undefined) fs.rmSync(staging, { recursive: true, force: true });
    for (const folder of made) removeIfEmpty(folder);
  }
}

/** A folder and those around it that do not exist yet, the innermost first. */
function absentFolders(folder: string): readonly string[] {
  return fs.existsSync(folder) ? [] : [folder, ...absentFolders(path.dirname(folder))];
}

/** What a synth has made in its staging folder, by stack. */
interface Built {
  readonly stacks: Manifest['stacks'];
  /** What it brings along. */
  readonly assets: ReadonlyMap<string, RunnerAsset>;
}

/** Writes all that is still missing beside what was built, and only then moves it into place. */
function install(
  deployment: Deployment,
  { out, only, lockFile }: SynthOptions,
  staging: string,
  { stacks: built, assets }: Built,
): void {
  const before = readManifest(out)?.stacks ?? {};
  const stacks = withDependencies({ ...(only ? before : {}), ...built }, deployment);
  const manifest = formatManifest({ ...readManifest(staging), stacks });
  writeTexts(path.join(staging, DEPLOYMENT), declaredText(deployment));
  fs.writeFileSync(path.join(staging, MANIFEST), manifest);
  const names = Object.keys(built);
  for (const name of names) {
    const folder = path.join(staging, stackFolder(name));
    const asset = assets.get(name);
    if (asset) placeAsset(asset, folder);
    if (lockFile !== undefined) writeLockFile(folder, lockFile);
  }
  const files = stackFiles(lockFile);
  for (const name of names) {
    const folder = stackFolder(name);
    const to = path.join(out, folder);
    const asset = assets.get(name);
    // What a configuration names is there before it.
    moveFiles([...(asset ? [asset.file] : []), ...files], path.join(staging, folder), to);
    removeStaleAssets(to, asset);
  }
  moveFiles(SHARED_FILES, staging, out);
  const vanished = Object.keys(before).filter((name) => !(name in stacks));
  for (const name of vanished) removeStack(path.join(out, stackFolder(name)));
}

function writeTexts(file: string, texts: Iterable<string>): void {
  const descriptor = fs.openSync(file, 'w');
  try {
    for (const text of texts) fs.writeFileSync(descriptor, text);
  } finally {
    fs.closeSync(descriptor);
  }
}

function moveFiles(files: readonly string[], from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true });
  for (const file of files) {
    const target = path.join(to, file);
    if (path.dirname(file) !== '.') fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(path.join(from, file), target);
  }
}

function writeLockFile(folder: string, text: string): void {
  const needed = lockFileFor(text, providersOf(path.join(folder, CONFIG)));
  fs.writeFileSync(path.join(folder, LOCK_FILE), needed);
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
  removeStaleAssets(folder, undefined);
  removeIfEmpty(folder);
}

function removeIfEmpty(folder: string): void {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}
