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
  readonly delete?: readonly string[];
}

/** `kura lock`: writes down which instance holds which database, so that no rename moves one unseen. */
export function lockCommand(): Command {
  return new Command('lock')
    .description(`Write ${LOCK_FILE}: which instance holds which database.`)
    .addOption(estateOption())
    .option('--check', 'write nothing; exit 1 where the file is out of date', false)
    .addOption(
      new Option(
        '--delete <services...>',
        'services whose data may go where the estate has them no more',
      ).conflicts('check'),
    )
    .action(lock);
}

function lock({ estate: folder, check, delete: services = [] }: LockOptions): void {
  const estate = loadEstate(folder);
  if (!estate.ok) {
    refuse(estate.problems);
    return;
  }
  const before = estate.value.lock;
  const owners = new Set(
    Object.values(before.stacks).flatMap(({ databases }) => Object.values(databases)),
  );
  const unknown = services.filter((service) => !owners.has(service));
  if (unknown.length > 0) {
    refuse(unknown.map((service) => unknownService(service, [...owners].sort())));
    return;
  }
  const deployment = resolve({
    ...estate.value,
    lock: services.reduce(withoutService, before),
  });
  if (!deployment.ok) {
    refuse(deployment.problems);
    return;
  }
  const { instances } = deployment.value;
  const left = departures(before, instances);
  const staying = services.filter((service) => !left.some(({ owner }) => owner === service));
  if (staying.length > 0) {
    refuse(
      staying.map((service) => ({
        place: 'kura lock --delete',
        required: 'a service is required that left an instance it was on',
        got: quote(service),
        cure: 'Take it out of the estate, or out of an environment, first.',
      })),
    );
    return;
  }
  if (write(folder, check, before, deployment.value)) print(...left.map(sayDeparture));
}

/** A database that the lock holds on an instance, and the estate has there no more. */
interface Departure {
  readonly owner: string;
  readonly database: string;
  readonly from: string;
  /** The instances of that environment and cloud that hold it now. */
  readonly to: readonly string[];
}

function departures(lock: InstanceLock, instances: readonly Instance[]): readonly Departure[] {
  const homes = instances.flatMap(({ stack, id, services }) =>
    services.map((service) => ({
      stack,
      prefix: stack.slice(0, -id.length),
      key: `${service.id} ${service.database.value}`,
    })),
  );
  return Object.entries(lock.stacks).flatMap(([from, { databases }]) =>
    Object.entries(databases).flatMap(([database, owner]) => {
      const near = homes.filter(
        ({ key, prefix }) => key === `${owner} ${database}` && from.startsWith(prefix),
      );
      if (near.some(({ stack }) => stack === from)) return [];
      return [{ owner, database, from, to: near.map(({ stack }) => stack) }];
    }),
  );
}

/** What a reviewer must not overlook: the lock no longer keeps it from moving. */
function sayDeparture({ database, from, to }: Departure): string {
  return to.length > 0
    ? `Moved: ${database} from ${from} to ${to.join(', ')}, where it begins empty.`
    : `Forgotten: ${database} on ${from}.`;
}

function unknownService(service: string, known: readonly string[]): Problem {
  const meant = nearest(service, known);
  return {
    place: 'kura lock --delete',
    required: `the first name of a service in ${LOCK_FILE} is required (${known.join(', ') || 'it has none'})`,
    got: quote(service),
    cure:
      meant !== undefined
        ? `Did you mean "${meant}"?`
        : known.length > 0
          ? 'Choose one of these.'
          : 'There is nothing to delete.',
  };
}

function write(
  folder: string,
  check: boolean,
  before: InstanceLock,
  deployment: Deployment,
): boolean {
  const { instances } = deployment;
  const text = formatLock(lockOf(deployment, before));
  const held = `${counted(instances.length, 'instance')}, ${counted(databasesOf(instances), 'database')}`;
  if (formatLock(before) === text) {
    print(`${LOCK_FILE} is up to date: ${held}.`);
    return false;
  }
  if (check) {
    print(`${LOCK_FILE} is out of date: run \`npx kura lock\` and commit it.`);
    process.exitCode = EXIT.findings;
    return false;
  }
  if (!replaceFile(join(folder, LOCK_FILE), text)) return false;
  print(`Wrote ${LOCK_FILE}: ${held}. Commit it.`);
  return true;
}

function databasesOf(instances: readonly Instance[]): number {
  return instances.reduce((sum, { services }) => sum + services.length, 0);
}

/** Instances with a database that the lock does not hold yet: a rename could still move it unseen. */
export function unlockedInstances(
  lock: InstanceLock,
  instances: readonly Instance[],
): readonly Instance[] {
  return instances.filter(
    ({ stack, services }) =>
      lock.stacks[stack]?.network === undefined ||
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
