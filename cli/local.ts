import path from 'node:path';
import { Argument, Command, Option } from 'commander';
import type { Problem } from '../model/problem';
import { EXIT } from './exit-code';
import { formatOption } from './explain';
import { contractLines, localContract } from './local/contract';
import { findLocalService } from './local/local-service';
import type { LocalDatabase, LocalRequest } from './local/open-local';
import { estateOption, openEstate } from './open-estate';
import { portOf } from './port-option';
import { refuse } from './refuse';
import { print, printAside, printJson, withProgress } from './terminal';

interface LocalOptions {
  readonly estate: string;
  readonly environment?: string;
  readonly format: 'text' | 'json';
  readonly port?: string;
  readonly fresh: boolean;
  readonly once: boolean;
}

/** Beside the project: git ignores it. */
const FOLDER = '.kura/local';

/** `kura local`: a PostgreSQL on this machine that holds what the cloud’s would, for development and tests. */
export function localCommand(): Command {
  return new Command('local')
    .description(
      'Start PostgreSQL on this machine with all that a service’s database has in the cloud: schemas, roles, logins, limits. Ctrl-C stops it; its data stays.',
    )
    .addArgument(new Argument('<service>', 'such as order'))
    .addOption(estateOption())
    .addOption(
      new Option(
        '--environment <name>',
        'as which environment has it; the first of preset development where absent',
      ),
    )
    .option(
      '--port <number>',
      'where it listens on 127.0.0.1; the last or any free one where absent',
    )
    .option('--fresh', 'begin with an empty server: what the last one held is lost', false)
    .option('--once', 'start, bring about, print and stop: for tests and CI', false)
    .addOption(formatOption())
    .action(local);
}

async function local(name: string, options: LocalOptions): Promise<void> {
  const { estate, environment, format, fresh, once } = options;
  const port = portOf('--port', options.port);
  const opened = openEstate(estate);
  if (!opened) return;
  const found = findLocalService(opened.deployment, name, environment);
  if ('required' in found || port.problem) {
    refuse([found, port.problem].flatMap((each) => (each && 'required' in each ? [each] : [])));
    return;
  }
  const folder = path.resolve(FOLDER, found.service.id);
  const stop = stopSignal();
  try {
    await serve({ ...found, folder, port: port.value, fresh }, { format, once }, stop.asked);
  } finally {
    stop.forget();
  }
}

async function serve(
  request: LocalRequest,
  { format, once }: Pick<LocalOptions, 'format' | 'once'>,
  asked: Promise<void>,
): Promise<void> {
  const { openLocal } = await import('./database');
  const line = `Starting PostgreSQL for ${request.service.service}…`;
  const database = await withProgress(line, () => openLocal(request));
  if ('problems' in database) {
    refuse(database.problems);
    return;
  }
  try {
    if (!sayEnd(database)) return;
    const contract = localContract(request, database);
    if (format === 'json') printJson(contract);
    else print(...contractLines(contract));
    if (once) return;
    printAside('Ctrl-C stops it. Its data stays for the next time.');
    const died = database.server.ended.then(() => true);
    if (await Promise.race([asked.then(() => false), died])) refuse([diedOf(request.folder)]);
  } finally {
    await database.server.stop();
  }
}

const diedOf = (folder: string): Problem => ({
  place: path.join(folder, 'log'),
  required: 'the server must run until it is stopped',
  got: 'one that ended by itself',
  cure: 'See the end of that file, and start it again.',
});

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Settles once somebody asks to stop. Until it is forgotten, nothing of this program ends before its server has. */
function stopSignal(): { readonly asked: Promise<void>; readonly forget: () => void } {
  const { promise: asked, resolve } = withResolver();
  for (const signal of SIGNALS) process.once(signal, resolve);
  return { asked, forget: () => SIGNALS.forEach((signal) => process.off(signal, resolve)) };
}

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Whether the database is there to use. What a run found wrong is said either way. */
function sayEnd({ result }: LocalDatabase): boolean {
  const { outcome, problems, findings } = result;
  if (problems.length > 0) refuse(problems);
  for (const { kind, where, who, what } of findings)
    printAside(
      `${where}: ${who} ${kind === 'beyond' ? 'has, beyond what is declared,' : 'lacks'} ${what}.`,
    );
  if (outcome === 'findings' || outcome === 'failed') process.exitCode = EXIT.findings;
  return outcome !== 'refused' && outcome !== 'failed';
}
