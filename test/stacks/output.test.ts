import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Deployment } from '../../model/deployment';
import { synthesize } from '../../stacks/output';
import { DEPLOYMENT as ALL, PROD } from '../support/deployment';
import { filesOf, scratch } from '../support/synth';

const CORE = 'prod-aws-core-db';
const FOUNDATION = 'prod-aws-foundation';

/** A foundation, an instance that depends on it and one that does not. */
const DEPLOYMENT: Deployment = {
  ...ALL,
  foundations: [PROD],
  instances: ALL.instances.filter(({ id }) => ['core-db', 'payment'].includes(id)),
};

let out: string;
beforeEach(() => {
  out = path.join(scratch(), 'cdktf.out');
});

const inStack = (stack: string, file: string): string => path.join(out, 'stacks', stack, file);

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}
const manifest = (): Manifest =>
  JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8')) as Manifest;

const without = (stack: string): Deployment => ({
  ...DEPLOYMENT,
  instances: DEPLOYMENT.instances.filter((instance) => instance.stack !== stack),
});

test('a synth writes each stack, the manifest and what was declared', () => {
  const rows = synthesize(DEPLOYMENT, { out });
  const stacks = rows.map(({ stack }) => stack);
  expect(Object.keys(filesOf(out))).toEqual(
    ['deployment.json', 'manifest.json', ...stacks.map((s) => `stacks/${s}/cdk.tf.json`)].sort(),
  );
  const declared = readFileSync(path.join(out, 'deployment.json'), 'utf8');
  expect(declared.endsWith('\n')).toBe(true);
  expect(JSON.parse(declared)).toEqual(JSON.parse(JSON.stringify(DEPLOYMENT)));
});

test('two synths are the same bytes, wherever they are written, and name no path of the machine', () => {
  synthesize(DEPLOYMENT, { out });
  const elsewhere = path.join(scratch(), 'other', 'out');
  synthesize(DEPLOYMENT, { out: elsewhere, traces: true });
  const files = filesOf(out);
  expect(filesOf(elsewhere)).toEqual(files);
  const text = Object.values(files).join('\n');
  for (const folder of [out, elsewhere, process.cwd()]) expect(text).not.toContain(folder);
});

test('the manifest is cdktf’s own, stack for stack', () => {
  synthesize(DEPLOYMENT, { out });
  expect(manifest().stacks[CORE]).toEqual({
    name: CORE,
    annotations: [],
    constructPath: CORE,
    dependencies: [FOUNDATION],
    stackMetadataPath: `stacks/${CORE}/metadata.json`,
    synthesizedStackPath: `stacks/${CORE}/cdk.tf.json`,
    workingDirectory: `stacks/${CORE}`,
  });
});

test('an isolated instance depends on no other stack', () => {
  synthesize(DEPLOYMENT, { out });
  expect(manifest().stacks['prod-aws-payment']?.dependencies).toEqual([]);
});

const TERRAFORMS = ['.terraform/providers/lock', '.terraform.lock.hcl', 'plan', 'a.tfstate'];

function leaveTerraformsFiles(stack: string): void {
  mkdirSync(inStack(stack, '.terraform/providers'), { recursive: true });
  for (const file of TERRAFORMS) writeFileSync(inStack(stack, file), `kept ${file}`);
}

test('what Terraform keeps beside a stack stays, even when the stack goes', () => {
  synthesize(DEPLOYMENT, { out });
  leaveTerraformsFiles(CORE);
  synthesize(DEPLOYMENT, { out });
  expect(existsSync(inStack(CORE, 'cdk.tf.json'))).toBe(true);
  synthesize(without(CORE), { out });
  expect(existsSync(inStack(CORE, 'cdk.tf.json'))).toBe(false);
  expect(manifest().stacks).not.toHaveProperty(CORE);
  for (const file of TERRAFORMS) {
    expect(readFileSync(inStack(CORE, file), 'utf8')).toBe(`kept ${file}`);
  }
});

test('the folder of a stack that vanished goes where nothing is left in it', () => {
  synthesize(DEPLOYMENT, { out });
  synthesize(without(CORE), { out });
  expect(existsSync(path.join(out, 'stacks', CORE))).toBe(false);
});

test('a failed synth leaves the previous output as it was, and no remains', () => {
  synthesize(DEPLOYMENT, { out });
  const before = filesOf(path.dirname(out));
  const [first, ...others] = DEPLOYMENT.instances;
  if (!first) throw new Error('the fixture has instances');
  const broken = {
    ...DEPLOYMENT,
    instances: [first, { ...first, environment: 'nowhere' }, ...others],
  };
  expect(() => synthesize(broken, { out })).toThrow();
  expect(filesOf(path.dirname(out))).toEqual(before);
});

test('remains of a synth that was killed do not matter', () => {
  mkdirSync(`${out}.partial/stacks/old`, { recursive: true });
  synthesize(DEPLOYMENT, { out });
  expect(existsSync(`${out}.partial`)).toBe(false);
  expect(existsSync(inStack('old', '.'))).toBe(false);
});

describe('a synth of some stacks', () => {
  const only = (stack: string): boolean => stack === CORE;

  test('leaves the others as they are, and removes none', () => {
    synthesize(DEPLOYMENT, { out });
    const before = filesOf(out);
    writeFileSync(inStack(FOUNDATION, 'cdk.tf.json'), 'older');
    expect(synthesize(DEPLOYMENT, { out, only }).map(({ stack }) => stack)).toEqual([CORE]);
    expect(filesOf(out)).toEqual({ ...before, [`stacks/${FOUNDATION}/cdk.tf.json`]: 'older' });
  });

  test('depends on the others once they are there, whichever came first', () => {
    synthesize(DEPLOYMENT, { out, only });
    expect(manifest().stacks).toMatchObject({ [CORE]: { dependencies: [] } });
    synthesize(DEPLOYMENT, { out, only: (stack) => stack === FOUNDATION });
    expect(manifest().stacks[CORE]?.dependencies).toEqual([FOUNDATION]);
  });

  test('makes the same bytes as a synth of all', () => {
    synthesize(DEPLOYMENT, { out, only });
    const alone = readFileSync(inStack(CORE, 'cdk.tf.json'), 'utf8');
    synthesize(DEPLOYMENT, { out });
    expect(readFileSync(inStack(CORE, 'cdk.tf.json'), 'utf8')).toBe(alone);
  });
});

describe('a committed lock file', () => {
  const provider = (name: string): string =>
    `provider "registry.terraform.io/hashicorp/${name}" {\n  version = "6.25.0"\n  hashes = [\n    "h1:x",\n  ]\n}\n`;
  const header = '# This file is maintained automatically by "terraform init".\n';
  const lockFile = `${header}\n${provider('aws')}\n${provider('google')}`;

  test('is beside every stack, with the stack’s providers alone', () => {
    synthesize(DEPLOYMENT, { out, lockFile });
    expect(readFileSync(inStack(CORE, '.terraform.lock.hcl'), 'utf8')).toBe(
      `${header}\n${provider('aws')}`,
    );
  });

  test('replaces another', () => {
    synthesize(DEPLOYMENT, { out });
    writeFileSync(inStack(CORE, '.terraform.lock.hcl'), 'other');
    synthesize(DEPLOYMENT, { out, lockFile });
    expect(readFileSync(inStack(CORE, '.terraform.lock.hcl'), 'utf8')).toContain('hashicorp/aws');
  });
});

test('an empty deployment is an empty output', () => {
  const empty = { ...DEPLOYMENT, foundations: [], instances: [] };
  expect(synthesize(empty, { out })).toEqual([]);
  expect(manifest().stacks).toEqual({});
});
