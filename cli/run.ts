import { types } from 'node:util';
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { alertsCommand } from './alerts';
import { bootstrapCommand } from './bootstrap';
import { connectCommand } from './connect';
import { docsCommand } from './docs';
import { drillCommand } from './drill';
import { EXIT } from './exit-code';
import { explainCommand } from './explain';
import { listCommand } from './list';
import { localCommand } from './local';
import { lockCommand } from './lock';
import { newCommand } from './new';
import { runbookCommand } from './runbook';
import { schemaCommand } from './schema';
import { sqlCommand } from './sql';
import { synthCommand } from './synth';
import { printAside } from './terminal';
import { sayUsage } from './usage';
import { verifyAccessCommand } from './verify-access';

/** Runs one command line, without the program’s own name, and returns its exit code. Never throws. */
export async function run(argv: readonly string[]): Promise<number> {
  const before = process.exitCode;
  // Verbs set it: commander’s actions return nothing.
  process.exitCode = undefined;
  try {
    await createProgram().parseAsync(argv, { from: 'user' });
    return exitCodeSet();
  } catch (error) {
    return exitCodeOf(error);
  } finally {
    process.exitCode = before;
  }
}

const exitCodeSet = (): number => Number(process.exitCode ?? EXIT.holds);

/** The whole command, with every verb: what the documentation of the command line is written from. */
export function createProgram(): Command {
  const program = new Command('kura')
    .description('YAML estates of databases to Terraform for AWS RDS and Google Cloud SQL.')
    .version(version)
    // A verb's option is its own where the verb before it has one of the name: `kura sql apply --estate`.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: false, minWidthToWrap: 20, subcommandDescription });
  const verbs = [
    synthCommand(),
    explainCommand(),
    alertsCommand(),
    listCommand(),
    newCommand(),
    schemaCommand(),
    lockCommand(),
    bootstrapCommand(),
    sqlCommand(),
    verifyAccessCommand(),
    connectCommand(),
    drillCommand(),
    runbookCommand(),
    localCommand(),
    docsCommand(),
  ];
  for (const verb of verbs) program.addCommand(verb);
  sayUsage(program);
  return program;
}

/** Of a verb among others its first sentence; its own help has the rest. */
const subcommandDescription = (command: Command): string =>
  command.description().replace(/(?<=\.) [A-Z].*$/s, '');

function exitCodeOf(error: unknown): number {
  // What is wrong has been said, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.holds : EXIT.unusable;
  const { message, stack } = types.isNativeError(error) ? error : new Error(String(error));
  printAside(`kura: ${message.replace(/\s*\n\s*/g, ' ')}`, 'This is a defect of Kura.');
  if (process.env.KURA_DEBUG === '1' && stack !== undefined) printAside(stack);
  return EXIT.unusable;
}
