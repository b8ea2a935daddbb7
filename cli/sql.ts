import { Argument, Command } from 'commander';
import type { Cloud } from '../model/access/identity';
import { EXIT } from './exit-code';
import { formatOption } from './explain';
import { findInstance } from './find-instance';
import { estateOption, openEstate, type OpenedEstate } from './open-estate';
import { refuse } from './refuse';
import { applyCommand } from './sql/apply';
import { cloudOption } from './sql/cloud-option';
import { compared, misplaced } from './sql/compared';
import { points } from './sql/points';
import { withReachOptions, type ReachOptions } from './sql/reach';
import { stateOf } from './sql/state-of';
import { counted, print, printAside, printJson } from './terminal';
import { findingsTable } from './verify-access/findings-table';

interface SqlOptions extends ReachOptions {
  readonly estate: string;
  readonly cloud?: Cloud;
  readonly format: 'text' | 'json';
  readonly diff: boolean;
}

/** `kura sql`: what an instance is to hold inside, as SQL; or what a database lacks of it; `apply` brings it about. */
export function sqlCommand(): Command {
  const command = new Command('sql')
    .description(
      'Print the SQL that an empty instance gets from its runner, or with --diff what the runner would do to a database now; exit 1 where that is something.',
    )
    .usage('<env/instance>')
    .addArgument(new Argument('<env/instance>', 'such as prod/order'))
    .addOption(estateOption())
    .addOption(cloudOption())
    .addOption(formatOption())
    .option('--diff', 'connect, and print what the runner would do; nothing is changed', false);
  return withReachOptions(command).addCommand(applyCommand()).action(sql);
}

async function sql(name: string, options: SqlOptions): Promise<void> {
  const opened = openEstate(options.estate);
  if (!opened) return;
  if (options.diff) await printDiff(opened, name, options);
  else await printSql(opened, name, options);
}

async function printSql(
  { deployment }: OpenedEstate,
  name: string,
  { cloud, format, ...options }: SqlOptions,
): Promise<void> {
  const instance = findInstance(deployment, { name, cloud }, 'kura sql');
  const state = 'required' in instance ? instance : stateOf(instance, options);
  const problems = [...('required' in state ? [state] : []), ...misplaced(options)];
  if ('required' in state || problems.length > 0) {
    refuse(problems);
    return;
  }
  if (format === 'json') {
    printJson(state);
    return;
  }
  const { reviewSql } = await import('./database');
  process.stdout.write(reviewSql(state));
}

async function printDiff(
  { deployment }: OpenedEstate,
  name: string,
  { cloud, format, ...options }: SqlOptions,
): Promise<void> {
  const found = await compared(deployment, { name, cloud }, options, 'kura sql');
  if ('problems' in found) {
    refuse(found.problems);
    return;
  }
  const { stack, statements, left, waiting, kept, withheld, unseen } = found;
  if (statements.length + left.length > 0) process.exitCode = EXIT.findings;
  if (format === 'json') {
    printJson({ stack, statements, findings: left, waiting, kept, withheld, unseen });
    return;
  }
  print(...statements.map((each) => `${each};`));
  if (left.length > 0) print('The runner changes none of this:', ...findingsTable(left));
  printAside(
    ...points('Waits for a migration', waiting),
    ...points('Stays, though no longer declared', kept),
    ...points('Withheld by the platform', withheld),
    ...points('Not seen', unseen),
    statements.length + left.length === 0
      ? `${stack}: all is as declared.`
      : `${stack}: ${counted(statements.length, 'statement')} to run.`,
  );
}
