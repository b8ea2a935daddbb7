import { Argument, Command, Option } from 'commander';
import { findService } from './find-service';
import { estateOption, openEstate } from './open-estate';
import { refuse } from './refuse';
import { markdownOf } from './runbook/markdown';
import { runbookOf } from './runbook/runbook';
import { subjectOf } from './runbook/subject';
import { textOf } from './runbook/text';
import { print } from './terminal';

interface RunbookOptions {
  readonly estate: string;
  readonly format: 'text' | 'markdown';
}

/** `kura runbook`: what to do when a service’s database is lost, with its own names and commands. */
export function runbookCommand(): Command {
  return new Command('runbook')
    .description(
      'Print what to do when a service’s database is lost: by a mistake, with a zone, with the region; with its own names, commands and owner, and lines to sign.',
    )
    .addArgument(new Argument('<env/service>', 'such as prod/order'))
    .addOption(estateOption())
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'markdown']).default('text'),
    )
    .action(runbook);
}

function runbook(name: string, { estate, format }: RunbookOptions): void {
  const opened = openEstate(estate);
  if (!opened) return;
  const found = findService(opened.deployment, name, 'kura runbook');
  if ('required' in found) {
    refuse([found]);
    return;
  }
  const { timeZone } = opened.estate.estate.statement;
  const document = runbookOf(subjectOf(found, timeZone, estate));
  if (format === 'markdown') process.stdout.write(markdownOf(document));
  else print(...textOf(document));
}
