import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import type { Deployment } from '../../model/deployment/deployment';
import { sayProblem } from '../../model/problem';
import { synthesize, type BuiltStack } from '../../stacks/output';
import type { SynthOptions } from '../../stacks/output-folder';
import { RUNNER } from './runner-files';

export type Json = Readonly<Record<string, unknown>>;

/** By type, then by name. */
type Named = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** The part of `cdk.tf.json` that tests look at. */
export interface Config {
  readonly terraform: Json;
  readonly provider: Readonly<Record<string, readonly Json[]>>;
  readonly ephemeral?: Json;
  readonly data?: Named;
  readonly output?: Readonly<Record<string, Json>>;
  readonly resource: Named;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, which goes with the test file. */
export function scratch(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-synth-'));
  folders.push(folder);
  return folder;
}

const readConfig = (out: string, stack: string): Config =>
  JSON.parse(readFileSync(path.join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as Config;

type Build = (stack: TerraformStack) => void;

/** One stack on AWS with what `build` makes, through a real synth. */
export function synthOf(build: Build): Config {
  return synthWith((stack) => {
    new AwsProvider(stack, 'aws', { region: 'ap-northeast-1' });
    build(stack);
  });
}

/** One stack on Google Cloud with what `build` makes, through a real synth. */
export function googleSynthOf(build: Build): Config {
  return synthWith((stack) => {
    new GoogleProvider(stack, 'google', { project: 'acme-prod-1', region: 'asia-northeast1' });
    build(stack);
  });
}

function synthWith(build: Build): Config {
  const out = scratch();
  const app = new App({ outdir: out });
  const stack = new TerraformStack(app, 'test');
  new LocalBackend(stack, { path: 'test.tfstate' });
  build(stack);
  app.synth();
  return readConfig(out, 'test');
}

/** A synth that must not be refused. */
export function rowsOf(
  deployment: Deployment,
  options: Omit<SynthOptions, 'runner'> & Partial<SynthOptions>,
): readonly BuiltStack[] {
  const written = synthesize(deployment, { runner: RUNNER, ...options });
  if (!written.ok) throw new Error(written.problems.map(sayProblem).join('\n'));
  return written.value;
}

/** A whole deployment through a real synth, by stack. */
export function synthAll(
  deployment: Deployment,
  options: Partial<SynthOptions> = {},
): ReadonlyMap<string, Config> {
  const out = options.out ?? path.join(scratch(), 'cdktf.out');
  const rows = rowsOf(deployment, { ...options, out });
  return new Map(rows.map(({ stack }) => [stack, readConfig(out, stack)]));
}

/** One resource's arguments, without cdktf's note of its construct; fails where it is not there. */
export function resource(config: Config | undefined, type: string, name: string): Json {
  const found = config?.resource[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name} in ${addressesOf(config).join(', ')}`);
  const { '//': _, ...args } = found;
  return args;
}

/** `type.name` of every resource, sorted. */
export function addressesOf(config: Config | undefined): readonly string[] {
  return Object.entries(config?.resource ?? {})
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();
}

/** A policy document that is written as text. */
export function policyOf(args: Json, key = 'policy'): { readonly Statement: readonly Json[] } {
  return JSON.parse(args[key] as string) as { readonly Statement: readonly Json[] };
}

/** Every file below a folder, by its path there. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}
