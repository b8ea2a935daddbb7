import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Instance } from '../model/deployment';
import { formatLock, LOCK_FILE, lockOf, type InstanceLock } from '../model/placement/instance-lock';
import { EXIT } from './exit-code';
import { estateOption, openEstate } from './open-estate';
import { refuse, systemRefusal } from './refuse';
import { counted, print } from './terminal';

interface LockOptions {
  readonly estate: string;
  readonly check: boolean;
}

/** `kura lock`: writes down which instance holds which database, so that no rename moves one unseen. */
export function lockCommand(): Command {
  return new Command('lock')
    .description(`Write ${LOCK_FILE}: which instance holds which database.`)
    .addOption(estateOption())
    .option('--check', 'write nothing; exit 1 where the file is out of date', false)
    .action(({ estate, check }: LockOptions) => lock(estate, check));
}

function lock(folder: string, check: boolean): void {
  const opened = openEstate(folder);
  if (!opened) return;
  const { instances } = opened.deployment;
  const text = formatLock(lockOf(instances));
  const held = `${counted(instances.length, 'instance')}, ${counted(databasesOf(instances), 'database')}`;
  if (formatLock(opened.estate.lock) === text) {
    print(`${LOCK_FILE} is up to date: ${held}.`);
  } else if (check) {
    print(`${LOCK_FILE} is out of date: run \`npx kura lock\` and commit it.`);
    process.exitCode = EXIT.findings;
  } else if (replaceFile(join(folder, LOCK_FILE), text))
    print(`Wrote ${LOCK_FILE}: ${held}. Commit it.`);
}

function databasesOf(instances: readonly Instance[]): number {
  return instances.reduce((sum, { services }) => sum + services.length, 0);
}

/** Instances with a database that the lock does not hold yet: a rename could still move it unseen. */
export function unlockedInstances(
  lock: InstanceLock,
  instances: readonly Instance[],
): readonly Instance[] {
  return instances.filter(({ stack, services }) =>
    services.some(({ database }) => lock[stack]?.databases[database.value] === undefined),
  );
}

/** Puts a whole file in place at once, so that nobody ever reads half of one. */
function replaceFile(path: string, text: string): boolean {
  const partial = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, path);
    return true;
  } catch (error) {
    const got = systemRefusal(error);
    if (got === undefined) throw error;
    rmSync(partial, { force: true });
    refuse([
      {
        place: LOCK_FILE,
        required: 'a file that can be written is required',
        got,
        cure: 'Allow writing in the estate’s folder.',
      },
    ]);
    return false;
  }
}
