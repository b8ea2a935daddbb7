import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import type { Problem } from '../model/problem';
import { programObject, type PinnedObject } from '../model/sql/runner-store';

/** Where the build has put the runner: for Lambda as a zip, for Cloud Run as a script. */
export interface RunnerFiles {
  readonly zip: string;
  readonly script: string;
}

/** A file that a stack brings along, named after its content. */
export interface RunnerAsset {
  /** Where it is taken from. */
  readonly source: string;
  readonly name: string;
  /** Relative to the stack's folder, as Terraform finds it. */
  readonly file: string;
  /** SHA-256 of its content in base64. */
  readonly hash: string;
}

/** The runner as stacks name it: on AWS they bring it along; on Google `kura sql apply` does, and a job pins what it runs. */
export interface RunnerForms {
  readonly zip: RunnerAsset;
  readonly script: PinnedObject;
}

/** The folder of a stack that holds what it brings along. */
export const ASSETS = 'assets';

/** As a synth names what it puts there, and removes once another is wanted. */
const ASSET = /^runner-[0-9a-f]{16}\.zip$/;

/** The runner as the build left it, read once for all stacks of a synth. */
export function readRunner({ zip, script }: RunnerFiles): RunnerForms {
  return { zip: readZip(zip), script: readProgram(script) };
}

function readZip(source: string): RunnerAsset {
  const digest = digestOf(source);
  const name = `runner-${digest.toString('hex').slice(0, 16)}.zip`;
  return { source, name, file: `${ASSETS}/${name}`, hash: digest.toString('base64') };
}

/** The program that a job on Google runs. */
export function readProgram(file: string): PinnedObject {
  return programObject(digestOf(file).toString('hex'));
}

const digestOf = (file: string): Buffer =>
  createHash('sha256').update(fs.readFileSync(file)).digest();

/** What is missing of files that the build makes. */
export function missingRunner(...files: readonly string[]): readonly Problem[] {
  return files
    .filter((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    .map((place) => ({
      place,
      required: 'the built runner is required',
      got: 'no such file',
      cure: 'Run `npm run build`.',
    }));
}

/** Puts an asset into a stack's folder: the same file where the file system can link it, since every instance has it. */
export function placeAsset({ source, file }: RunnerAsset, folder: string): void {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  try {
    fs.linkSync(source, target);
  } catch {
    fs.copyFileSync(source, target);
  }
}

/** Removes the assets of earlier synths from a stack's folder, but for the wanted one. */
export function removeStaleAssets(folder: string, wanted: RunnerAsset | undefined): void {
  const assets = path.join(folder, ASSETS);
  if (fs.lstatSync(assets, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const name of fs.readdirSync(assets)) {
    if (ASSET.test(name) && name !== wanted?.name) fs.rmSync(path.join(assets, name));
  }
  if (fs.readdirSync(assets).length === 0) fs.rmdirSync(assets);
}
