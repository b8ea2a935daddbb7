import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Instance } from '../model/deployment/deployment';
import { formatLock, LOCK_FILE, lockOf, type InstanceLock } from '../model/placement/instance-lock';
import { EXIT } from './exit-code';
import { loadEstate } from '../model/language/load-estate';
import { nearest, quote, type Problem } from '../model/problem';
import { resolve } from '../model/resolver/resolve';
import { estateOption } from './open-estate';
import { refuse, systemRefusal } from './refuse';
import { counted, print } from './terminal';

interface LockOptions {
  readonly estate: string;
  readonly check: boolean;
  readonly delete?: string;
}

/** `kura lock`: writes down which instance holds which database, so that no rename moves one unseen. */
export function lockCommand(): Command {
  return new Command('lock')
    .description(`Write ${LOCK_FILE}: which instance holds which database.`)
    .addOption(estateOption())
    .option('--check', 'write nothing; exit 1 where the file is out of date', false)
    .addOption(
      new Option(
        '--delete <stack>',
        'an instance whose data may go: the estate has it no more',
      ).conflicts('check'),
    )
    .action(lock);
}

function lock({ estate: folder, check, delete: stack }: LockOptions): void {
  const estate = loadEstate(folder);
  if (!estate.ok) {
    refuse(estate.problems);
    return;
  }
  const before = estate.value.lock;
  const known = Object.keys(before.stacks);
  if (stack !== undefined && !known.includes(stack)) {
    refuse([unknownStack(stack, known)]);
    return;
  }
  const deployment = resolve({
    ...estate.value,
    lock: stack === undefined ? before : without(before, stack),
  });
  if (!deployment.ok) {
    refuse(deployment.problems);
    return;
  }
  const { instances } = deployment.value;
  const alive = stack !== undefined && instances.some((instance) => instance.stack === stack);
  if (alive) {
    refuse([
      {
        place: 'kura lock --delete',
        required: 'an instance that the estate has no more is required',
        got: quote(stack),
        cure: 'Take its services out of the estate first.',
      },
    ]);
    return;
  }
  write(folder, check, before, instances);
}

/** The lock as it would be if an instance had never been: what stood there is compared no more. */
function without(lock: InstanceLock, stack: string): InstanceLock {
  const { [stack]: _deleted, ...stacks } = lock.stacks;
  return { ...lock, stacks };
}

function unknownStack(stack: string, known: readonly string[]): Problem {
  const meant = nearest(stack, known);
  return {
    place: 'kura lock --delete',
    required: `a stack of ${LOCK_FILE} is required (${known.join(', ')})`,
    got: quote(stack),
    cure: meant === undefined ? 'Choose one of these.' : `Did you mean "${meant}"?`,
  };
}

function write(
  folder: string,
  check: boolean,
  before: InstanceLock,
  instances: readonly Instance[],
): void {
  const text = formatLock(lockOf(instances, before));
  const held = `${counted(instances.length, 'instance')}, ${counted(databasesOf(instances), 'database')}`;
  if (formatLock(before) === text) {
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
    services.some(({ database }) => lock.stacks[stack]?.databases[database.value] === undefined),
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
