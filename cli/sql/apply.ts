import { Argument, Command } from 'commander';
import type { Cloud } from '../../model/access/identity';
import { EXIT } from '../exit-code';
import { findInstance } from '../find-instance';
import { estateOption, openEstate } from '../open-estate';
import { refuse } from '../refuse';
import { counted, print, printAside, withProgress } from '../terminal';
import { cloudOption } from './cloud-option';
import { points } from './points';
import type { RunEnd } from './run-end';

interface ApplyOptions {
  readonly estate: string;
  readonly cloud?: Cloud;
  readonly print: boolean;
}

/** `kura sql apply`: starts the cloud’s own runner, which alone may change a database, and waits for it. */
export function applyCommand(): Command {
  return new Command('apply')
    .description(
      'Start the instance’s runner in the cloud and wait for it: on AWS with what the estate declares now, on Google Cloud with what was deployed.',
    )
    .addArgument(new Argument('<env/instance>', 'such as prod/order'))
    .addOption(estateOption())
    .addOption(cloudOption())
    .option('--print', 'print the command instead of running it', false)
    .action(apply);
}

async function apply(name: string, { estate, cloud, print: only }: ApplyOptions): Promise<void> {
  const opened = openEstate(estate);
  if (!opened) return;
  const instance = findInstance(opened.deployment, { name, cloud }, 'kura sql apply');
  if ('required' in instance) {
    refuse([instance]);
    return;
  }
  const waiting = `Waiting for the runner of ${instance.identifier}…`;
  if (instance.cloud === 'aws') {
    const { awsCommand, runOnAws } = await import('./run-aws');
    if (only) print(...awsCommand(instance, name, estate));
    else sayEnd(instance.stack, await withProgress(waiting, () => runOnAws(instance)));
    return;
  }
  const { googleCommand, runOnGoogle } = await import('./run-google');
  if (only) print(...googleCommand(instance));
  else sayEnd(instance.stack, await withProgress(waiting, () => runOnGoogle(instance)));
  printAside('A job of Cloud Run applies the state that was deployed, not a later estate.');
}

function sayEnd(stack: string, end: RunEnd): void {
  if ('problem' in end) {
    refuse([end.problem]);
  } else if ('failed' in end) {
    print(...end.failed.split('\n'));
    process.exitCode = EXIT.findings;
  } else if ('log' in end) {
    print(`${stack}: the run ended well.`, `Its log: ${end.log}`);
  } else {
    const { outcome, applied, waiting, kept, withheld } = end.kept;
    print(
      `${stack}: ${outcome}, ${counted(applied, 'statement')} applied.`,
      ...points('Waits for a migration', waiting),
      ...points('Kept', kept),
      ...points('Withheld by the platform', withheld),
    );
  }
}
