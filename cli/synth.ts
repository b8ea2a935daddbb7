import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Deployment } from '../model/deployment';
import { LOCK_FILE } from '../model/placement/instance-lock';
import type { Only } from '../stacks/build';
import type { BuiltStack } from '../stacks/output';
import { unlockedInstances } from './lock';
import { estateOption, openEstate } from './open-estate';
import { refuse, systemRefusal } from './refuse';
import { table } from './table';
import { counted, paint, print, printAside, withProgress } from './terminal';

interface SynthOptions {
  readonly estate: string;
  readonly out: string;
  readonly only?: string;
}

/** The providers’ committed checksums, which every stack takes a copy of. */
const PROVIDER_LOCK = '.terraform.lock.hcl';

/** `kura synth`: the estate to Terraform JSON, one folder a stack. */
export function synthCommand(): Command {
  return new Command('synth')
    .description('Write the Terraform of the estate, one folder a stack.')
    .addOption(estateOption())
    .option('--out <dir>', 'folder to write to', 'cdktf.out')
    .option('--only <stacks>', 'stacks to build, with commas between; * stands for any text')
    .action(synth);
}

async function synth({ estate: folder, out, only: pattern }: SynthOptions): Promise<void> {
  const started = performance.now();
  const opened = openEstate(folder);
  if (!opened) return;
  const { deployment, estate } = opened;
  // Not before it is needed: cdktf takes longer to load than most verbs to run.
  const { selectStacks } = await import('../stacks/selection');
  const only = pattern === undefined ? undefined : selectStacks(deployment, pattern, '--only');
  if (only?.ok === false) {
    refuse(only.problems);
    return;
  }
  const rows = await withProgress('Synthesizing…', () => build(deployment, out, only?.value));
  if (!rows) return;
  print(
    ...stackTable(rows),
    '',
    `${counted(rows.length, 'stack')}, ${counted(sumOf(rows), 'resource')}.`,
  );
  print(...notes(deployment, unlockedInstances(estate.lock, deployment.instances).length));
  // The time goes where no test and no diff looks: the same estate prints the same to stdout.
  printAside(`Wrote ${out} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

async function build(
  deployment: Deployment,
  out: string,
  only?: Only,
): Promise<readonly BuiltStack[] | undefined> {
  const { synthesize } = await import('../stacks/output');
  const lockFile = existsSync(PROVIDER_LOCK) ? readFileSync(PROVIDER_LOCK, 'utf8') : undefined;
  try {
    return synthesize(deployment, {
      out,
      ...(only ? { only } : {}),
      ...(lockFile === undefined ? {} : { lockFile }),
    });
  } catch (error) {
    const got = systemRefusal(error);
    if (got === undefined) throw error;
    refuse([
      {
        place: out,
        required: 'a folder that can be written is required',
        got,
        cure: 'Name another with --out DIR.',
      },
    ]);
    return undefined;
  }
}

function stackTable(rows: readonly BuiltStack[]): string[] {
  return table(
    [{ header: 'stack' }, { header: 'resources', align: 'right' }, { header: 'what it is' }],
    rows.map(({ stack, resources, what }) => ({ cells: [stack, String(resources), what] })),
  );
}

function sumOf(rows: readonly BuiltStack[]): number {
  return rows.reduce((sum, { resources }) => sum + resources, 0);
}

/** What the user would otherwise learn too late. */
function notes({ described }: Deployment, unlocked: number): string[] {
  const google = [...new Set(described.map(({ service }) => service))];
  const lines: string[] = [];
  if (google.length > 0) {
    lines.push(`Not built yet: ${google.join(', ')} on Google Cloud (described, no stack).`);
  }
  if (unlocked > 0) {
    const verb = unlocked === 1 ? 'is' : 'are';
    lines.push(
      `${counted(unlocked, 'instance')} ${verb} not in ${LOCK_FILE} yet: run \`npx kura lock\`.`,
    );
  }
  return lines.map((line) => paint('yellow', line));
}
