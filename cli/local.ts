import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { Argument, Command, Option } from 'commander';
import { sayProblem, type Problem } from '../model/problem';
import type { Result } from '../runner/result';
import { EXIT } from './exit-code';
import { formatOption } from './explain';
import { contractLines, localContract } from './local/contract';
import { follow, isUnfinished } from './local/follow';
import { findLocalService, type LocalService } from './local/local-service';
import type { LocalRequest } from './local/open-local';
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
  const folder = path.resolve(FOLDER, folderOf(found, estate));
  const stop = stopSignal();
  try {
    await serve({ ...found, folder, port: port.value, fresh }, { format, once }, stop.asked);
  } finally {
    stop.forget();
  }
}

/** Two environments, or two estates of one project, share no data. The digest keeps the name short. */
function folderOf({ instance, service }: LocalService, estate: string): string {
  const digest = createHash('sha256').update(realpathSync(estate)).digest('hex');
  return `${instance.environment}-${service.id}-${digest.slice(0, 8)}`;
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
    const { result, server } = database;
    sayEnd(result);
    // While it runs, somebody may migrate it or mend it, so that what was refused is no end of it.
    if (once && isUnusable(result)) {
      if (result.outcome === 'refused') process.exitCode = EXIT.unusable;
      return;
    }
    const contract = localContract(request, database);
    if (format === 'json') printJson(contract);
    else print(...contractLines(contract));
    if (isUnfinished(result)) printAside(once ? RUN_AGAIN : GOES_ON);
    if (once) return;
    printAside('Ctrl-C stops it. Its data stays for the next time.');
    const died = server.ended.then(() => true);
    const over = Promise.race([asked.then(() => false), died]);
    await follow(database, over, (next) => {
      sayEnd(next);
      if (!isUnfinished(next)) printAside(`${contract.service}: nothing waits any more.`);
    });
    if (await over) refuse([diedOf(request.folder)]);
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

const RUN_AGAIN = 'Run it again after the migration.';
const GOES_ON =
  'What waits or was refused is tried again every few seconds: migrate, and the rest follows by itself.';

const isUnusable = ({ outcome }: Result): boolean => outcome === 'refused' || outcome === 'failed';

/** Says what a run found wrong. The exit code is the last run’s. */
function sayEnd({ outcome, problems, findings }: Result): void {
  printAside(
    ...problems.map(sayProblem),
    ...findings.map(
      ({ kind, where, who, what }) =>
        `${where}: ${who} ${kind === 'beyond' ? 'has, beyond what is declared,' : 'lacks'} ${what}.`,
    ),
  );
  process.exitCode = outcome === 'findings' || outcome === 'failed' ? EXIT.findings : undefined;
}
