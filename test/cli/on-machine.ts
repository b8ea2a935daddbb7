import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { kura, scratch, type Ran } from './kura';

const SUPPORT = path.resolve(__dirname, '../support');

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface OnMachine extends Ran {
  readonly calls: string;
  /** What gcloud was given under a name. */
  readonly brought: (name: string) => {
    readonly name: string;
    readonly sha256: string;
    readonly mode: number;
  };
}

/** Runs a command line on a machine whose clouds are as the test wants; without an account nobody is logged in. */
export async function onMachine(
  fake: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<OnMachine> {
  const bin = scratch();
  for (const program of ['aws', 'gcloud']) {
    copyFileSync(path.join(SUPPORT, `fake-runner-${program}.sh`), path.join(bin, program));
    chmodSync(path.join(bin, program), 0o755);
  }
  const FAKE_CALLS = path.join(bin, 'calls');
  const before = { ...process.env };
  Object.assign(process.env, { PATH: `${bin}:${before.PATH ?? ''}`, FAKE_CALLS, ...fake });
  try {
    const ran = await kura(...argv);
    const brought = (name: string) => {
      const file = path.join(bin, name);
      return { name, sha256: sha256(readFileSync(file)), mode: statSync(file).mode };
    };
    const calls = existsSync(FAKE_CALLS) ? readFileSync(FAKE_CALLS, 'utf8') : '';
    return { ...ran, brought, calls };
  } finally {
    process.env = before;
  }
}
