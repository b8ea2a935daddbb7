import { existsSync, readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Deployment, Instance } from '../model/deployment/deployment';
import { LOCK_FILE, type InstanceLock } from '../model/placement/instance-lock';
import type { BuiltStack } from '../stacks/output';
import type { SynthOptions as StackOptions } from '../stacks/output-folder';
import { builtRunner } from './built-runner';
import { unlockedInstances } from './lock';
import { estateOption, openEstate } from './open-estate';
import { refuse, systemRefusal } from './refuse';
import { table, wrap } from './table';
import { counted, outputWidth, paint, print, printAside, withProgress } from './terminal';

interface SynthOptions {
  readonly estate: string;
  readonly out: string;
  readonly only?: readonly string[];
}

/** The providers’ committed checksums, which every stack takes a copy of. */
const PROVIDER_LOCK = '.terraform.lock.hcl';

/** `kura synth`: the estate to Terraform JSON, one folder a stack. */
export function synthCommand(): Command {
  return new Command('synth')
    .description('Write the Terraform of the estate, one folder a stack.')
    .addOption(estateOption())
    .option('--out <dir>', 'folder to write to', 'cdktf.out')
    .addOption(onlyOption())
    .action(synth);
}

/** `--only a,b`, or `--only a --only b`. */
function onlyOption(): Option {
  const meaning = 'stacks to build, with commas between; * stands for any text; repeatable';
  return new Option('--only <stacks>', meaning).argParser(
    (stacks: string, before: readonly string[] | undefined) => [...(before ?? []), stacks],
  );
}

async function synth({ estate: folder, out, only: patterns }: SynthOptions): Promise<void> {
  const started = performance.now();
  const opened = openEstate(folder);
  if (!opened) return;
  const { deployment, estate } = opened;
  // Not before it is needed: cdktf takes longer to load than most verbs to run.
  const { selectStacks } = await import('../stacks/selection');
  const only = patterns === undefined ? undefined : selectStacks(deployment, patterns, '--only');
  if (only?.ok === false) {
    refuse(only.problems);
    return;
  }
  const rows = await withProgress('Synthesizing…', () =>
    build(deployment, { out, estate: folder, only: only?.value }),
  );
  if (!rows) return;
  if (rows.length === 0) {
    print('No stack to build: the estate has none.');
  } else {
    print(...stackTable(rows), '', sumUp(rows));
    print(...notes(estate.lock, deployment.instances));
  }
  // The time goes where no test and no diff looks: the same estate prints the same to stdout.
  printAside(`Wrote ${out} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

async function build(
  deployment: Deployment,
  options: Pick<StackOptions, 'out' | 'estate' | 'only'>,
): Promise<readonly BuiltStack[] | undefined> {
  const { synthesize } = await import('../stacks/output');
  const lockFile = existsSync(PROVIDER_LOCK) ? readFileSync(PROVIDER_LOCK, 'utf8') : undefined;
  try {
    const written = synthesize(deployment, { ...options, runner: builtRunner(), lockFile });
    if (written.ok) return written.value;
    refuse(written.problems);
  } catch (error) {
    const got = systemRefusal(error);
    if (got === undefined) throw error;
    const required = 'a folder that can be written is required';
    refuse([{ place: options.out, required, got, cure: 'Name another with --out DIR.' }]);
  }
  return undefined;
}

function stackTable(rows: readonly BuiltStack[]): string[] {
  return table(
    [{ header: 'stack' }, { header: 'resources', align: 'right' }, { header: 'what it is' }],
    rows.map(({ stack, resources, what }) => ({ cells: [stack, String(resources), what] })),
  );
}

function sumUp(rows: readonly BuiltStack[]): string {
  const sum = rows.reduce((total, { resources }) => total + resources, 0);
  return `${counted(rows.length, 'stack')}, ${counted(sum, 'resource')}.`;
}

/** What the user would otherwise learn too late. */
function notes(lock: InstanceLock, instances: readonly Instance[]): string[] {
  const unlocked = unlockedInstances(lock, instances);
  const policed = unlocked.filter(
    (each) =>
      each.cloud === 'google' &&
      each.decisions.passwordPolicy.value === 'enforced' &&
      lock.stacks[each.stack] === undefined,
  );
  return [
    ...(unlocked.length > 0 ? note(sayUnlocked(unlocked.length)) : []),
    ...(policed.length > 0 ? note(sayPoliced(policed.map(({ stack }) => stack))) : []),
  ];
}

function sayUnlocked(count: number): string {
  const [verb, them] = count === 1 ? ['is', 'it is'] : ['are', 'they are'];
  return `${counted(count, 'instance')} ${verb} not in ${LOCK_FILE} yet: once ${them} deployed, run \`npx kura lock\`.`;
}

/** Why, and the order in which it works: docs/decisions/0010. */
function sayPoliced(stacks: readonly string[]): string {
  return `Cloud SQL takes a password policy only on an instance that is there. Where a login is \`via: secret\`, deploy it first with \`via: iam\` in its place, then with \`via: secret\`: ${stacks.join(', ')}.`;
}

/** A paragraph of the output, its lines after the first indented. */
function note(text: string): string[] {
  return wrap(text, outputWidth() - INDENT.length).map((line, i) =>
    paint('yellow', i === 0 ? line : `${INDENT}${line}`),
  );
}

const INDENT = '  ';
