import path from 'node:path';
import type { RunnerFiles } from '../stacks/runner-asset';

/** The runner as the build leaves it beside this bundle. */
export function builtRunner(): RunnerFiles {
  const beside = (name: string): string => path.relative('', path.join(__dirname, name));
  return { zip: beside('runner.zip'), script: beside('runner.cjs') };
}
