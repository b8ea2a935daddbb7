import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Deployment, Instance } from '../model/deployment/deployment';
import {
  formatLock,
  LOCK_FILE,
  lockOf,
  withoutService,
  type InstanceLock,
} from '../model/placement/instance-lock';
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
        '--delete <service>',
        'a service whose data may go where the estate has it no more',
      ).conflicts('check'),
    )
    .action(lock);
}

function lock({ estate: folder, check, delete: service }: LockOptions): void {
  const estate = loadEstate(folder);
  if (!estate.ok) {
    refuse(estate.problems);
    return;
  }
  const before = estate.value.lock;
  const owners = new Set(
    Object.values(before.stacks).flatMap(({ databases }) => Object.values(databases)),
  );
  if (service !== undefined && !owners.has(service)) {
    refuse([unknownService(service, [...owners].sort())]);
    return;
  }
  const deployment = resolve({
    ...estate.value,
    lock: service === undefined ? before : withoutService(before, service),
  });
  if (!deployment.ok) {
    refuse(deployment.problems);
    return;
  }
  if (service !== undefined && !hasLeft(service, before, deployment.value.instances)) {
    refuse([
      {
        place: 'kura lock --delete',
        required: 'a service is required that left an instance it was on',
        got: quote(service),
        cure: 'Take it out of the estate, or out of an environment, first.',
      },
    ]);
    return;
  }
  write(folder, check, before, deployment.value);
}

/** Whether the lock holds a database of a service where the estate has none of it any more. */
function hasLeft(service: string, lock: InstanceLock, instances: readonly Instance[]): boolean {
  const now = new Set(
    instances.flatMap(({ stack, services }) =>
      services.map(({ id, database }) => `${stack} ${id} ${database.value}`),
    ),
  );
  return Object.entries(lock.stacks).some(([stack, { databases }]) =>
    Object.entries(databases).some(
      ([database, owner]) => owner === service && !now.has(`${stack} ${owner} ${database}`),
    ),
  );
}

function unknownService(service: string, known: readonly string[]): Problem {
  const meant = nearest(service, known);
  return {
    place: 'kura lock --delete',
    required: `the first name of a service in ${LOCK_FILE} is required (${known.join(', ')})`,
    got: quote(service),
    cure: meant === undefined ? 'Choose one of these.' : `Did you mean "${meant}"?`,
  };
}

function write(folder: string, check: boolean, before: InstanceLock, deployment: Deployment): void {
  const { instances } = deployment;
  const text = formatLock(lockOf(deployment, before));
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
