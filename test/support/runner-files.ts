import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunnerFiles, RunnerForms } from '../../stacks/runner-asset';

/** Writes stand-ins for the built runner, whose bytes nothing here looks into. */
export function writeRunner(folder: string, version = 1): RunnerFiles {
  const files = {
    zip: path.join(folder, 'runner.zip'),
    script: path.join(folder, 'runner.cjs'),
  };
  writeFileSync(files.zip, `the zip of runner ${version}`);
  writeFileSync(files.script, `// runner ${version}\n`);
  return files;
}

const folder = mkdtempSync(path.join(tmpdir(), 'kura-runner-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const RUNNER: RunnerFiles = writeRunner(folder);

/** As a stack is given them. */
export const ASSETS: RunnerForms = {
  zip: { source: '', name: 'runner.zip', file: 'assets/runner.zip', hash: 'zip' },
  script: { name: 'runner-0123.cjs', sha256: '0123' },
};
