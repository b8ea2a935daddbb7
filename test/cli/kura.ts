import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../../cli/run';
import { RUNNER as mockRunner } from '../support/runner-files';

// A test of the command line needs no build.
jest.mock('../../cli/built-runner', () => ({ builtRunner: () => mockRunner }));

export const ROOT = path.resolve(__dirname, '../..');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, as in a pipe, and catches what it prints. */
export async function kura(...argv: readonly string[]): Promise<Ran> {
  const { stdout, stderr } = process;
  const chunks = { out: '', err: '' };
  const terminal = stdout.isTTY;
  stdout.isTTY = false;
  const spies = [
    jest.spyOn(stdout, 'write').mockImplementation((chunk) => {
      chunks.out += String(chunk);
      return true;
    }),
    jest.spyOn(stderr, 'write').mockImplementation((chunk) => {
      chunks.err += String(chunk);
      return true;
    }),
  ];
  try {
    const code = await run(argv);
    // Jest’s workers force colours.
    const [out, err] = [chunks.out, chunks.err].map(stripVTControlCharacters);
    return { code, out: out ?? '', err: err ?? '' };
  } finally {
    for (const spy of spies) spy.mockRestore();
    stdout.isTTY = terminal;
  }
}

const made: string[] = [];

/** An empty folder that goes away after the tests of the file. */
export function scratch(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-cli-'));
  made.push(folder);
  return folder;
}

/** A copy of the estate that ships, to change. */
export function copyOfEstate(): string {
  const folder = path.join(scratch(), 'estate');
  cpSync(path.join(ROOT, 'estate'), folder, { recursive: true });
  return folder;
}

export const ESTATE = path.join(ROOT, 'estate');

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
