import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import type { GoogleFoundation, GoogleInstance } from '../../model/deployment/google-deployment';
import { GoogleInstanceRecoveryStack } from '../../stacks/google-instance-recovery-stack';
import { GoogleRecoveryStack } from '../../stacks/google-recovery-stack';
import { GOOGLE_PROD_RECOVERING } from './google-deployment';
import { ASSETS } from './runner-files';
import { scratch, type Config } from './synth';

function synthesized(build: (app: App) => TerraformStack): Config {
  const outdir = scratch();
  const app = new App({ outdir });
  const { node } = build(app);
  app.synth();
  const file = path.join(outdir, 'stacks', node.id, 'cdk.tf.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Config;
}

/** What one instance of production has in the recovery region, through a real synth. */
export function recoveryOf(
  instance: GoogleInstance,
  foundation: GoogleFoundation = GOOGLE_PROD_RECOVERING,
): Config {
  return synthesized(
    (app) => new GoogleInstanceRecoveryStack(app, instance, foundation, 'acme', ASSETS.script),
  );
}

/** What production shares there. */
export function sharedRecoveryOf(foundation: GoogleFoundation = GOOGLE_PROD_RECOVERING): Config {
  return synthesized((app) => new GoogleRecoveryStack(app, foundation, 'acme'));
}

/** Every text in a stack but cdktf's notes of its constructs. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => (key === '//' ? [] : textsOf(inside)));
}
