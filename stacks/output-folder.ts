import * as fs from 'node:fs';
import path from 'node:path';
import type { Deployment } from '../model/deployment/deployment';
import { quote, type Problem } from '../model/problem';
import { planStacks, type Only } from './build';
import { parseManifest, parseOrganisation, stackFolder, type Manifest } from './manifest';
import { ASSETS, missingRunner, type RunnerFiles } from './runner-asset';

export interface SynthOptions {
  /** The output folder: absent, empty or an earlier output of the same organisation. */
  readonly out: string;
  /** The built runner, which stacks bring along or pin. */
  readonly runner: RunnerFiles;
  /** The estate's folder, which the output must be apart from. */
  readonly estate?: string | undefined;
  /** Which stacks to build; all where absent. */
  readonly only?: Only | undefined;
  /** Text of a committed `.terraform.lock.hcl`, copied beside every stack that is built. */
  readonly lockFile?: string | undefined;
  /** Notes where each token was made, for cdktf's error messages: slow. */
  readonly traces?: boolean;
}

export const CONFIG = 'cdk.tf.json';
export const LOCK_FILE = '.terraform.lock.hcl';
export const MANIFEST = 'manifest.json';
export const DEPLOYMENT = 'deployment.json';
/** Files of the whole output. The manifest is last: it never lists a stack that is not there. */
export const SHARED_FILES = [DEPLOYMENT, MANIFEST];
/** Begins the name of the folder that a synth builds in. */
export const STAGING = '.synth-';
const ELSEWHERE = 'Name another with --out DIR.';

/** The files of a stack that a synth replaces. */
export function stackFiles(lockFile: string | undefined): readonly string[] {
  return lockFile === undefined ? [CONFIG] : [CONFIG, LOCK_FILE];
}

/** The manifest of an output folder, or undefined where there is none of Kura's. */
export function readManifest(folder: string): Manifest | undefined {
  const text = readFile(path.join(folder, MANIFEST));
  return text === undefined ? undefined : parseManifest(text);
}

function readFile(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The first characters of a file, which may be large; none where it cannot be read. */
function readStart(file: string): string {
  const start = Buffer.alloc(256);
  try {
    const descriptor = fs.openSync(file, 'r');
    const length = fs.readSync(descriptor, start);
    fs.closeSync(descriptor);
    return start.toString('utf8', 0, length);
  } catch {
    return '';
  }
}

/** Why a folder is not Kura's to write in, before anything is built or written. */
export function checkOutput(deployment: Deployment, options: SynthOptions): readonly Problem[] {
  const { out: place, estate } = options;
  const { organisation } = deployment;
  const [required, got] =
    estate !== undefined && overlap(place, estate)
      ? ['a folder apart from the estate’s is required', 'one that is inside it or around it']
      : [
          `an empty folder or an earlier output of ${organisation} is required`,
          strangerIn(place, organisation),
        ];
  if (got !== undefined) return [{ place, required, got, cure: ELSEWHERE }];
  return [
    ...checkTargets(deployment, options),
    ...missingRunner(options.runner.zip, options.runner.script),
  ];
}

/** Whether two folders are one, or one is inside the other. */
function overlap(a: string, b: string): boolean {
  const [realA, realB] = [realPath(path.normalize(a)), realPath(path.normalize(b))];
  return realA.startsWith(realB) || realB.startsWith(realA);
}

/** Where a folder is once links are followed, with a slash at its end; one that is absent, where it would be. */
function realPath(folder: string): string {
  const real = fs.existsSync(folder)
    ? fs.realpathSync.native(folder)
    : path.join(realPath(path.dirname(folder)), path.basename(folder));
  return path.join(real, path.sep);
}

/** What stands in the way in a folder; undefined where it is absent, empty or an output of this organisation. */
function strangerIn(out: string, organisation: string): string | undefined {
  // As everywhere below: an empty path is the folder one stands in.
  const entry = fs.statSync(path.normalize(out), { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (!entry.isDirectory()) return 'a file';
  const names = fs.readdirSync(path.normalize(out)).filter((name) => !isRemains(name));
  const [first] = names.sort();
  if (first === undefined) return undefined;
  if (!names.includes(MANIFEST)) return `a folder with ${quote(first)}`;
  if (!readManifest(out)) return `a ${MANIFEST} of another tool`;
  const owner = parseOrganisation(readStart(path.join(out, DEPLOYMENT)));
  if (owner === undefined) return `a ${MANIFEST} without Kura’s ${DEPLOYMENT}`;
  return owner === organisation ? undefined : `an output of ${quote(owner)}`;
}

/** What Terraform, or a synth that was killed, leaves in a folder that is empty otherwise. */
function isRemains(name: string): boolean {
  return name.startsWith('.terraform') || name.startsWith(STAGING);
}

/** Everything that a synth would write in, replace or remove and cannot. */
function checkTargets(
  deployment: Deployment,
  { out, only, lockFile }: SynthOptions,
): readonly Problem[] {
  const plans = planStacks(deployment, only);
  const planned = plans.map(({ stack }) => stack);
  const bringing = plans.flatMap(({ stack, brings }) => (brings ? [stack] : []));
  const before = only ? [] : Object.keys(readManifest(out)?.stacks ?? {});
  const vanished = before.filter((name) => !planned.includes(name));
  const folders = ['stacks', ...[...planned, ...vanished].map(stackFolder)];
  const problems = folders.flatMap((folder) => checkFolder(path.join(out, folder)));
  // Below what is no folder there is nothing to look at.
  if (problems.length > 0) return problems;
  const files = [
    ...SHARED_FILES,
    ...planned.flatMap((name) =>
      stackFiles(lockFile).map((file) => `${stackFolder(name)}/${file}`),
    ),
    ...vanished.map((name) => `${stackFolder(name)}/${CONFIG}`),
  ];
  const assets = bringing.map((name) => `${stackFolder(name)}/${ASSETS}`);
  return [
    ...assets.flatMap((folder) => checkFolder(path.join(out, folder))),
    ...files.flatMap((file) => checkFile(path.join(out, file))),
  ];
}

/** A link is no folder: where it leads is not Kura's to write in. */
function checkFolder(place: string): readonly Problem[] {
  const entry = fs.lstatSync(place, { throwIfNoEntry: false });
  if (!entry || (entry.isDirectory() && isWritable(place))) return [];
  const required = 'a folder that can be written is required';
  const got = entry.isDirectory() ? 'one that cannot' : 'something else';
  return [{ place, required, got, cure: `Move it away. ${ELSEWHERE}` }];
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function checkFile(place: string): readonly Problem[] {
  const entry = fs.lstatSync(place, { throwIfNoEntry: false });
  if (!entry || entry.isFile()) return [];
  const required = 'a file is required';
  const got = entry.isDirectory() ? 'a folder' : 'something else';
  return [{ place, required, got, cure: `Move it away. ${ELSEWHERE}` }];
}
