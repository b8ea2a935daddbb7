import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type * as fs from 'node:fs';
import path from 'node:path';
import type { Deployment } from '../../model/deployment/deployment';
import { sayProblem } from '../../model/problem';
import { synthesize } from '../../stacks/output';
import type { SynthOptions } from '../../stacks/output-folder';
import { readRunner } from '../../stacks/runner-asset';
import { AWS_INSTANCES, PROD } from '../support/aws-deployment';
import { DEPLOYMENT as ALL } from '../support/deployment';
import { RUNNER, writeRunner } from '../support/runner-files';
import { filesOf, rowsOf, scratch } from '../support/synth';

/** Tests may run as the superuser, who may write anywhere. */
let mockReadOnly: string | undefined;
jest.mock('node:fs', () => {
  const actual = jest.requireActual<typeof fs>('node:fs');
  const accessSync: typeof actual.accessSync = (file, mode) => {
    if (file === mockReadOnly) throw new Error('EACCES');
    actual.accessSync(file, mode);
  };
  return { ...actual, accessSync };
});

const CORE = 'prod-aws-core-db';
const FOUNDATION = 'prod-aws-foundation';

/** A foundation, an instance that depends on it and one that does not. */
const DEPLOYMENT: Deployment = {
  ...ALL,
  foundations: [PROD],
  instances: AWS_INSTANCES.filter(({ id }) => ['core-db', 'payment'].includes(id)),
};

/** Its last stack cannot be built. */
const BROKEN: Deployment = {
  ...DEPLOYMENT,
  instances: DEPLOYMENT.instances.map((instance, i, { length }) =>
    i < length - 1 ? instance : { ...instance, environment: 'nowhere' },
  ),
};

let out: string;
beforeEach(() => {
  out = path.join(scratch(), 'cdktf.out');
});

/** Named after the content of the stand-in. */
const ZIP = readRunner(RUNNER).zip.file;

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
  const rows = rowsOf(DEPLOYMENT, { out });
  const stacks = rows.map(({ stack }) => stack);
  expect(Object.keys(filesOf(out))).toEqual(
    [
      ...['deployment.json', 'manifest.json'],
      ...stacks.map((stack) => `stacks/${stack}/cdk.tf.json`),
      // A foundation on AWS runs what watches its network.
      ...[CORE, FOUNDATION, 'prod-aws-payment'].map((stack) => `stacks/${stack}/${ZIP}`),
    ].sort(),
  );
  const declared = readFileSync(path.join(out, 'deployment.json'), 'utf8');
  expect(declared.endsWith('\n')).toBe(true);
  expect(JSON.parse(declared)).toEqual(JSON.parse(JSON.stringify(DEPLOYMENT)));
});

test('two synths are the same bytes, wherever they are written, and name no path of the machine', () => {
  rowsOf(DEPLOYMENT, { out });
  const elsewhere = path.join(scratch(), 'other', 'out');
  rowsOf(DEPLOYMENT, { out: elsewhere, traces: true });
  const files = filesOf(out);
  expect(filesOf(elsewhere)).toEqual(files);
  const text = Object.values(files).join('\n');
  for (const made of [out, elsewhere, process.cwd(), '.synth-']) expect(text).not.toContain(made);
});

test('the manifest is cdktf’s own, stack for stack', () => {
  rowsOf(DEPLOYMENT, { out });
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
  rowsOf(DEPLOYMENT, { out });
  expect(manifest().stacks['prod-aws-payment']?.dependencies).toEqual([]);
});

const TERRAFORMS = ['.terraform/providers/lock', '.terraform.lock.hcl', 'plan', 'a.tfstate'];

function leaveTerraformsFiles(stack: string): void {
  mkdirSync(inStack(stack, '.terraform/providers'), { recursive: true });
  for (const file of TERRAFORMS) writeFileSync(inStack(stack, file), `kept ${file}`);
}

test('what Terraform keeps beside a stack stays, even when the stack goes', () => {
  rowsOf(DEPLOYMENT, { out });
  leaveTerraformsFiles(CORE);
  rowsOf(DEPLOYMENT, { out });
  expect(existsSync(inStack(CORE, 'cdk.tf.json'))).toBe(true);
  rowsOf(without(CORE), { out });
  expect(existsSync(inStack(CORE, 'cdk.tf.json'))).toBe(false);
  expect(manifest().stacks).not.toHaveProperty(CORE);
  for (const file of TERRAFORMS) {
    expect(readFileSync(inStack(CORE, file), 'utf8')).toBe(`kept ${file}`);
  }
});

test('the folder of a stack that vanished goes where nothing is left in it', () => {
  rowsOf(DEPLOYMENT, { out });
  rowsOf(without(CORE), { out });
  expect(existsSync(path.join(out, 'stacks', CORE))).toBe(false);
});

test('a failed synth leaves the previous output as it was, and no remains', () => {
  rowsOf(DEPLOYMENT, { out });
  const before = filesOf(path.dirname(out));
  expect(() => synthesize(BROKEN, { out, runner: RUNNER })).toThrow();
  expect(filesOf(path.dirname(out))).toEqual(before);
});

test('a synth that fails in a new folder takes the folder away again', () => {
  const nested = path.join(out, 'nested', 'out');
  expect(() => synthesize(BROKEN, { out: nested, runner: RUNNER })).toThrow();
  expect(existsSync(out)).toBe(false);
});

test('a folder beside the output is nobody’s remains', () => {
  const beside = `${out}.partial`;
  mkdirSync(beside);
  writeFileSync(path.join(beside, 'notes.txt'), 'mine');
  rowsOf(DEPLOYMENT, { out });
  expect(filesOf(beside)).toEqual({ 'notes.txt': 'mine' });
});

test('two synths that overlap do not share a folder to build in', () => {
  const other = path.join(out, '.synth-ABCDEF', 'stacks', 'half');
  mkdirSync(other, { recursive: true });
  writeFileSync(path.join(other, 'cdk.tf.json'), 'another synth’s');
  rowsOf(DEPLOYMENT, { out });
  expect(readFileSync(path.join(other, 'cdk.tf.json'), 'utf8')).toBe('another synth’s');
  expect(existsSync(inStack('half', '.'))).toBe(false);
});

describe('the runner', () => {
  const assets = (stack: string): readonly string[] => readdirSync(inStack(stack, 'assets'));

  test('is beside every function that runs it, as Terraform names it, in one copy', () => {
    rowsOf(ALL, { out });
    const { zip } = readRunner(RUNNER);
    for (const stack of [CORE, FOUNDATION]) {
      expect(readFileSync(inStack(stack, 'cdk.tf.json'), 'utf8')).toContain(`"${zip.file}"`);
      expect(readFileSync(inStack(stack, zip.file))).toEqual(readFileSync(RUNNER.zip));
      expect(statSync(inStack(stack, zip.file)).ino).toBe(statSync(RUNNER.zip).ino);
    }
    for (const stack of ['prod-google-foundation', 'prod-google-payment']) {
      expect(existsSync(inStack(stack, 'assets'))).toBe(false);
    }
  });

  test('is replaced by another, and goes with its stack', () => {
    rowsOf(DEPLOYMENT, { out });
    const runner = writeRunner(scratch(), 2);
    rowsOf(DEPLOYMENT, { out, runner, only: (stack) => stack === CORE });
    expect(assets(CORE)).toEqual([readRunner(runner).zip.name]);
    expect(assets('prod-aws-payment')).toEqual([path.basename(ZIP)]);
    rowsOf(without(CORE), { out, runner });
    expect(existsSync(path.join(out, 'stacks', CORE))).toBe(false);
    expect(assets('prod-aws-payment')).toEqual([readRunner(runner).zip.name]);
  });

  test('leaves what somebody else put beside it', () => {
    rowsOf(DEPLOYMENT, { out });
    writeFileSync(inStack(CORE, 'assets/notes.txt'), 'mine');
    rowsOf(without(CORE), { out });
    expect(assets(CORE)).toEqual(['notes.txt']);
  });

  test('is missed before anything is written', () => {
    const runner = { zip: 'dist/none.zip', script: RUNNER.script };
    const written = synthesize(DEPLOYMENT, { out, runner });
    expect(!written.ok && written.problems.map(sayProblem)).toEqual([
      'dist/none.zip: the built runner is required, got no such file. Run `npm run build`.',
    ]);
    expect(existsSync(out)).toBe(false);
  });
});

/** The output of another deployment, changed, and what a synth says of it. */
function refusalOf(change: () => void, options: Partial<SynthOptions> = {}): readonly string[] {
  rowsOf(DEPLOYMENT, { out });
  change();
  const folder = path.dirname(out);
  const before = filesOf(folder);
  const written = synthesize(without('prod-aws-payment'), { out, runner: RUNNER, ...options });
  expect(filesOf(folder)).toEqual(before);
  return written.ok ? [] : written.problems.map(sayProblem);
}

const place = (file: string, text: string): void => {
  rmSync(path.join(out, file), { recursive: true, force: true });
  writeFileSync(path.join(out, file), text);
};

const foreign = (name: string, workingDirectory: string): string =>
  JSON.stringify({ stacks: { [name]: { name, workingDirectory, dependencies: [] } } });

describe('a folder that is not an output of this organisation is left as it is', () => {
  const manifestOf = (text: string) => () => place('manifest.json', text);
  test.each<[what: string, change: () => void, got: string]>([
    [
      'a folder with other files',
      () => {
        rmSync(out, { recursive: true });
        mkdirSync(out);
        place('notes.txt', 'mine');
      },
      'a folder with "notes.txt"',
    ],
    ['a file', () => writeFileSync(rmAll(), 'mine'), 'a file'],
    ['a manifest of no stacks', manifestOf('{"name":"my app"}'), 'a manifest.json of another tool'],
    ['a manifest that is no JSON', manifestOf('{'), 'a manifest.json of another tool'],
    [
      'a manifest of other folders',
      manifestOf(foreign('app', 'build/app')),
      'a manifest.json of another tool',
    ],
    [
      'a manifest of folders outside',
      manifestOf(foreign('app', '../..')),
      'a manifest.json of another tool',
    ],
    [
      'a manifest of a stack named to lead outside',
      manifestOf(foreign('../..', 'stacks/../..')),
      'a manifest.json of another tool',
    ],
    [
      'an output of cdktf alone',
      () => rmSync(path.join(out, 'deployment.json')),
      'a manifest.json without Kura’s deployment.json',
    ],
    [
      'the output of another organisation',
      () => place('deployment.json', '{"organisation":"globex"}'),
      'an output of "globex"',
    ],
  ])('%s', (_, change, got) => {
    expect(refusalOf(change)).toEqual([
      `${out}: an empty folder or an earlier output of ${DEPLOYMENT.organisation} is required, got ${got}. Name another with --out DIR.`,
    ]);
  });

  const rmAll = (): string => {
    rmSync(out, { recursive: true });
    return out;
  };
});

test.each(['.terraform.lock.hcl', '.synth-old'])('a folder with only %s is empty', (name) => {
  mkdirSync(path.join(out, name), { recursive: true });
  expect(rowsOf(DEPLOYMENT, { out })).not.toEqual([]);
  expect(existsSync(path.join(out, name))).toBe(true);
});

describe('what stands in the way of one file leaves all others as they were', () => {
  const folderAt = (file: string): void => {
    rmSync(path.join(out, file), { recursive: true, force: true });
    mkdirSync(path.join(out, file));
  };
  test.each<[what: string, file: string, change: (file: string) => void, said: string]>([
    [
      'a file for a stack’s folder',
      `stacks/${CORE}`,
      (file) => place(file, 'mine'),
      'a folder that can be written is required, got something else',
    ],
    [
      'a file for the folder of a stack that goes',
      'stacks/prod-aws-payment',
      (file) => place(file, 'mine'),
      'a folder that can be written is required, got something else',
    ],
    [
      'a link for a stack’s folder',
      `stacks/${CORE}`,
      (file) => {
        rmSync(path.join(out, file), { recursive: true });
        symlinkSync(path.join(out, 'stacks', FOUNDATION), path.join(out, file));
      },
      'a folder that can be written is required, got something else',
    ],
    [
      'a file for the folder of what a stack brings along',
      `stacks/${CORE}/assets`,
      (file) => place(file, 'mine'),
      'a folder that can be written is required, got something else',
    ],
    [
      'a folder for a configuration',
      `stacks/${CORE}/cdk.tf.json`,
      folderAt,
      'a file is required, got a folder',
    ],
    [
      'a folder for the configuration of a stack that goes',
      'stacks/prod-aws-payment/cdk.tf.json',
      folderAt,
      'a file is required, got a folder',
    ],
    [
      'a folder for a lock file',
      `stacks/${CORE}/.terraform.lock.hcl`,
      folderAt,
      'a file is required, got a folder',
    ],
  ])('%s', (_, file, change, said) => {
    expect(refusalOf(() => change(file), { lockFile: '' })).toEqual([
      `${path.join(out, file)}: ${said}. Move it away. Name another with --out DIR.`,
    ]);
  });

  test('a stack’s folder that belongs to somebody else', () => {
    const said = refusalOf(() => {
      mockReadOnly = path.join(out, 'stacks', CORE);
    });
    mockReadOnly = undefined;
    expect(said).toEqual([
      `${path.join(out, 'stacks', CORE)}: a folder that can be written is required, got one that cannot. Move it away. Name another with --out DIR.`,
    ]);
  });
});

describe('an output that is not apart from its estate is refused', () => {
  test.each([
    ['the estate’s folder', 'estate', 'estate'],
    ['a folder inside it', 'estate', 'estate/out'],
    ['a folder inside it that a link leads to', 'estate', 'link/out'],
    ['a folder around it', 'out/estate', 'out'],
  ])('%s', (_, estateName, outName) => {
    const folder = path.dirname(out);
    const estate = path.join(folder, estateName);
    mkdirSync(estate, { recursive: true });
    symlinkSync(estate, path.join(folder, 'link'));
    const written = synthesize(DEPLOYMENT, {
      out: path.join(folder, outName),
      runner: RUNNER,
      estate,
    });
    expect(!written.ok && written.problems.map(sayProblem)).toEqual([
      `${path.join(folder, outName)}: a folder apart from the estate’s is required, got one that is inside it or around it. Name another with --out DIR.`,
    ]);
    expect(readdirSync(estate)).toEqual([]);
  });

  test('a folder beside it whose name begins alike is not', () => {
    const estate = path.join(path.dirname(out), 'cdktf');
    mkdirSync(estate);
    expect(rowsOf(DEPLOYMENT, { out, estate })).not.toEqual([]);
  });
});

describe('a synth of some stacks', () => {
  const only = (stack: string): boolean => stack === CORE;

  test('leaves the others as they are, and removes none', () => {
    rowsOf(DEPLOYMENT, { out });
    const before = filesOf(out);
    writeFileSync(inStack(FOUNDATION, 'cdk.tf.json'), 'older');
    expect(rowsOf(DEPLOYMENT, { out, only }).map(({ stack }) => stack)).toEqual([CORE]);
    expect(filesOf(out)).toEqual({ ...before, [`stacks/${FOUNDATION}/cdk.tf.json`]: 'older' });
  });

  test('depends on the others once they are there, whichever came first', () => {
    rowsOf(DEPLOYMENT, { out, only });
    expect(manifest().stacks).toMatchObject({ [CORE]: { dependencies: [] } });
    rowsOf(DEPLOYMENT, { out, only: (stack) => stack === FOUNDATION });
    expect(manifest().stacks[CORE]?.dependencies).toEqual([FOUNDATION]);
  });

  test('makes the same bytes as a synth of all', () => {
    rowsOf(DEPLOYMENT, { out, only });
    const alone = readFileSync(inStack(CORE, 'cdk.tf.json'), 'utf8');
    rowsOf(DEPLOYMENT, { out });
    expect(readFileSync(inStack(CORE, 'cdk.tf.json'), 'utf8')).toBe(alone);
  });
});

describe('a committed lock file', () => {
  const provider = (name: string): string =>
    `provider "registry.terraform.io/hashicorp/${name}" {\n  version = "6.25.0"\n  hashes = [\n    "h1:x",\n  ]\n}\n`;
  const header = '# This file is maintained automatically by "terraform init".\n';
  const lockFile = `${header}\n${provider('aws')}\n${provider('google')}`;

  test.each([
    [CORE, 'aws'],
    ['prod-google-core-db', 'google'],
  ])('is beside %s, with the provider %s alone', (stack, name) => {
    rowsOf(ALL, { out, lockFile });
    expect(readFileSync(inStack(stack, '.terraform.lock.hcl'), 'utf8')).toBe(
      `${header}\n${provider(name)}`,
    );
  });

  test('replaces another', () => {
    rowsOf(DEPLOYMENT, { out });
    writeFileSync(inStack(CORE, '.terraform.lock.hcl'), 'other');
    rowsOf(DEPLOYMENT, { out, lockFile });
    expect(readFileSync(inStack(CORE, '.terraform.lock.hcl'), 'utf8')).toContain('hashicorp/aws');
  });
});

test('an empty deployment is an empty output', () => {
  const empty = { ...DEPLOYMENT, foundations: [], instances: [] };
  expect(rowsOf(empty, { out })).toEqual([]);
  expect(manifest().stacks).toEqual({});
});
