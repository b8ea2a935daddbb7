import { Argument, Command } from 'commander';
import type { Cloud } from '../../model/access/identity';
import type { AwsInstance } from '../../model/deployment/aws-deployment';
import type { Deployment } from '../../model/deployment/deployment';
import type { GoogleInstance } from '../../model/deployment/google-deployment';
import { foundationsOn } from '../bootstrap/environment';
import { shellWord } from '../bootstrap/shell';
import { EXIT } from '../exit-code';
import { findInstance } from '../find-instance';
import { estateOption, openEstate } from '../open-estate';
import { refuse } from '../refuse';
import { servingHome } from '../serving-home';
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
      'Start the instance’s runner in the cloud with what the estate declares now, and wait for it. On Google Cloud that must be what was deployed.',
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
  if (instance.cloud === 'aws') await applyOnAws(instance, name, { estate, print: only });
  else await applyOnGoogle(opened.deployment, instance, name, { estate, print: only });
}

type HowToApply = Pick<ApplyOptions, 'estate' | 'print'>;

async function applyOnAws(
  instance: AwsInstance,
  name: string,
  { estate, print: only }: HowToApply,
): Promise<void> {
  const { awsCommand, runOnAws } = await import('./run-aws');
  const { stack, identifier } = servingHome(instance);
  const waiting = `Waiting for the runner of ${identifier}…`;
  if (only) print(...awsCommand(instance, name, estate));
  else sayEnd(stack, name, await withProgress(waiting, () => runOnAws(instance)));
}

async function applyOnGoogle(
  deployment: Deployment,
  instance: GoogleInstance,
  name: string,
  { estate, print: only }: HowToApply,
): Promise<void> {
  const { googleCommand, runOnGoogle } = await import('./run-google');
  const { environment } = instance;
  const foundation = foundationsOn(deployment, 'google').find(
    (each) => each.environment === environment,
  );
  if (!foundation) throw new Error(`${environment} has no foundation on Google Cloud`);
  if (only) print(...googleCommand({ instance, foundation }, name, estate));
  else
    sayEnd(
      servingHome(instance).stack,
      name,
      await runOnGoogle({ instance, foundation }, printAside),
    );
}

function sayEnd(stack: string, name: string, end: RunEnd): void {
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
      ...(waiting.length > 0
        ? [`Migrate, and then run \`npx kura sql apply ${shellWord(name)}\` again.`]
        : []),
      ...points('Kept', kept),
      ...points('Withheld by the platform', withheld),
    );
  }
}
