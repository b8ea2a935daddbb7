import { Argument, Command, Option } from 'commander';
import type { Cloud } from '../model/access/identity';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import type { Deployment } from '../model/deployment/deployment';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import { DRILLED_MECHANISMS, type DrilledMechanism } from '../model/recovery/mechanisms';
import { foundationsOn } from './bootstrap/environment';
import { shellWord } from './bootstrap/shell';
import { chooseDrill, type ChosenDrill } from './drill/choose-drill';
import type { DrillEnd } from './drill/drill-end';
import { sayShown } from './drill/say-shown';
import { EXIT } from './exit-code';
import { findInstance } from './find-instance';
import { estateOption, openEstate, type OpenedEstate } from './open-estate';
import { refuse } from './refuse';
import { cloudOption } from './sql/cloud-option';
import { print, printAside } from './terminal';

interface DrillOptions {
  readonly estate: string;
  readonly cloud?: Cloud;
  readonly mechanism?: DrilledMechanism;
  readonly print: boolean;
}

/** `kura drill`: rehearses a recovery now, as the cloud does by itself every month. */
export function drillCommand(): Command {
  return new Command('drill')
    .description(
      'Rehearse a recovery of an instance in the cloud now, and wait for it: a copy is made beside it, asked by SQL and removed; the instance is left as it is. Exit 1 where the drill failed or its end is open.',
    )
    .addArgument(new Argument('<env/instance>', 'such as prod/order'))
    .addOption(
      new Option('--mechanism <name>', 'which, where several are rehearsed').choices([
        ...DRILLED_MECHANISMS,
      ]),
    )
    .addOption(estateOption())
    .addOption(cloudOption())
    .option('--print', 'print the commands instead of running them', false)
    .action(drill);
}

async function drill(name: string, options: DrillOptions): Promise<void> {
  const opened = openEstate(options.estate);
  if (!opened) return;
  const instance = findInstance(opened.deployment, { name, cloud: options.cloud }, 'kura drill');
  const chosen =
    'required' in instance ? instance : chooseDrill(instance, options.mechanism, 'kura drill');
  if ('required' in instance || 'required' in chosen) {
    refuse('required' in chosen ? [chosen] : []);
    return;
  }
  const end =
    instance.cloud === 'aws'
      ? await onAws(opened.deployment, instance, chosen, { ...options, name })
      : await onGoogle(opened.deployment, instance, chosen, options);
  if (!end) return;
  if ('shown' in end) print(...sayShown(instance, chosen, end.shown, today(opened)));
  else sayUnpassed(end);
}

type Unpassed = Exclude<DrillEnd, { readonly shown: unknown }>;

function sayUnpassed(end: Unpassed): void {
  if ('failed' in end) print(...end.failed.split('\n'));
  if ('problem' in end && end.problem) refuse([end.problem]);
  if ('open' in end) printAside(end.open);
  if (!('problem' in end) || 'open' in end) process.exitCode = EXIT.findings;
}

async function onAws(
  deployment: Deployment,
  instance: AwsInstance,
  chosen: ChosenDrill,
  { name, estate, print: only }: DrillOptions & { readonly name: string },
): Promise<DrillEnd | undefined> {
  const [{ awsOrder, copiesGroup, drillHome }, { drillOnAws }, { drillText }] = await Promise.all([
    import('./drill/aws-order'),
    import('./drill/on-aws'),
    import('./drill/aws-text'),
  ]);
  const home = drillHome(instance, foundationOf(deployment, 'aws', instance.environment), chosen);
  const words = ['npx', 'kura', 'drill', name, '--cloud', 'aws', '--mechanism', chosen.mechanism];
  const run = {
    runner: home.runner,
    group: copiesGroup(home),
    order: (group: string) => awsOrder(instance, chosen, home, group),
    again: [...words, '--estate', estate].map(shellWord).join(' '),
  };
  if (!only) return drillOnAws(run, printAside);
  print(...drillText(run));
  return undefined;
}

async function onGoogle(
  deployment: Deployment,
  instance: GoogleInstance,
  chosen: ChosenDrill,
  { print: only }: DrillOptions,
): Promise<DrillEnd | undefined> {
  const { drillOnGoogle, googleDrillCommand } = await import('./drill/on-google');
  const run = { instance, foundation: foundationOf(deployment, 'google', instance.environment) };
  if (!only) return drillOnGoogle(run, chosen, { say: printAside, now: () => new Date() });
  print(...googleDrillCommand(run, chosen));
  return undefined;
}

function foundationOf<On extends Cloud>(deployment: Deployment, cloud: On, environment: string) {
  const found = foundationsOn(deployment, cloud).find((each) => each.environment === environment);
  if (!found) throw new Error(`${environment} has no foundation on ${cloud}`);
  return found;
}

/** Sweden writes dates as ISO 8601 does. */
const today = ({ estate }: OpenedEstate): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: estate.estate.statement.timeZone,
    dateStyle: 'short',
  }).format(new Date());
