import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Deployment } from '../../model/deployment/deployment';
import type { Configuration } from './posture-words';
import { rowsOf } from './synth';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Each stack’s Terraform, by name, as a real synth writes it. */
export function synthesized(deployment: Deployment): ReadonlyMap<string, Configuration> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-out-'));
  folders.push(folder);
  const out = path.join(folder, 'cdktf.out');
  return new Map(
    rowsOf(deployment, { out }).map(({ stack }) => [
      stack,
      JSON.parse(
        readFileSync(path.join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8'),
      ) as Configuration,
    ]),
  );
}
