import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Instance } from '../deployment';
import { quote, type Problem } from '../problem';
import { mapping, must, named, text } from '../language/words';
import { readYamlFile, type Read } from '../language/yaml-file';

/** The committed record of which instance holds which service, in the estate's folder. */
export const LOCK_FILE = 'instances.lock.yaml';

/** What an instance was deployed with. */
export interface LockedInstance {
  /** Engine and major version: `postgres 17`. */
  readonly engine: string;
  /** How its cloud names begin, account and region: `suzumina-prod 333333333333 ap-northeast-1`; and whether its network is its own. */
  readonly home: string;
  /** Each database and the first name of the service that owns it. */
  readonly databases: Readonly<Record<string, string>>;
}

/** By stack. */
export type InstanceLock = Readonly<Record<string, LockedInstance>>;

const CURE = 'Run `npx kura lock` on the last estate that was deployed.';
const lockSchema = z
  .record(
    z.string(),
    mapping({
      engine: text(/^\w+ [\d.]+$/, 'be an engine and its major version', CURE, 'As deployed.'),
      home: text(
        /^[a-z0-9-]+ \d{12} [a-z0-9-]+(?: own network)?$/,
        'be a prefix, an account and a region',
        CURE,
        'As deployed.',
      ),
      databases: named(z.string(), z.string(), 'As deployed.').nullable(),
    }),
    { error: must('be a mapping of stacks', CURE) },
  )
  .nullable();

export function readInstanceLock(folder: string): Read<InstanceLock> {
  const read = readYamlFile(join(folder, LOCK_FILE), LOCK_FILE, lockSchema);
  if (!read.ok) return read;
  const entries = Object.entries(read.value.statement ?? {});
  const lock = entries.map(([stack, held]) => [
    stack,
    { ...held, databases: held.databases ?? {} },
  ]);
  return { ok: true, value: Object.fromEntries(lock) as InstanceLock };
}

/** The lock of a Deployment: every instance, where it is, its major version, and the databases it holds. */
export function lockOf(instances: readonly Instance[]): InstanceLock {
  return Object.fromEntries(
    [...instances]
      .sort((a, b) => (a.stack < b.stack ? -1 : 1))
      .map((instance) => [
        instance.stack,
        {
          engine: engineOf(instance),
          home: homeOf(instance),
          databases: Object.fromEntries(
            instance.services
              .map(({ database, id }) => [database.value, id] as const)
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
        },
      ]),
  );
}

function engineOf({ engine, decisions }: Instance): string {
  return `${engine} ${decisions.engineVersion.value}`;
}

function homeOf({ target: { account, region }, identifier, id, ownNetwork }: Instance): string {
  const prefix = identifier.slice(0, -id.length - 1);
  return `${prefix} ${account} ${region}${ownNetwork ? ' own network' : ''}`;
}

/** The lock as the file holds it. */
export function formatLock(lock: InstanceLock): string {
  const heading =
    '# Which instance holds which database, and where. Written by `npx kura lock`: commit it, so that no edit moves one unseen.\n';
  return `${heading}${Object.keys(lock).length > 0 ? stringify(lock) : ''}`;
}

/**
 * What the lock knows and the estate would change under the data: a database on another instance or of another owner, an instance
 * of another major version or in another place. Terraform would make an empty database beside the full one, destroy it, or
 * fail half-way. A new database or instance is never a problem.
 */
export function changedInstances(lock: InstanceLock, instances: readonly Instance[]): Problem[] {
  return [...movedDatabases(lock, instances), ...changedHomes(lock, instances)];
}

const MOVED = `If its data has been moved, take it out of ${LOCK_FILE}.`;

function movedDatabases(lock: InstanceLock, instances: readonly Instance[]): Problem[] {
  const homes = instances.flatMap(({ stack, id, services }) =>
    services.map((service) => ({
      stack,
      prefix: stack.slice(0, stack.length - id.length),
      place: service.database.place.includes(':') ? service.database.place : service.place,
      database: service.database.value,
      service: service.service,
      owner: service.id,
    })),
  );
  const byDatabase = new Map<string, (typeof homes)[number][]>();
  for (const home of homes) {
    byDatabase.set(home.database, [...(byDatabase.get(home.database) ?? []), home]);
  }
  return Object.entries(lock).flatMap(([stack, { databases }]) =>
    Object.entries(databases).flatMap(([database, owner]): Problem[] => {
      const near = (byDatabase.get(database) ?? []).filter(({ prefix }) =>
        stack.startsWith(prefix),
      );
      const here = near.find((home) => home.stack === stack);
      if (here?.owner === owner) return [];
      if (here) {
        return [
          {
            place: here.place,
            required: `the database ${database} on ${stack} must stay ${owner}’s`,
            got: quote(here.owner),
            cure: `Write \`id: ${owner}\` if the service was renamed. ${MOVED}`,
          },
        ];
      }
      // A changed id changes the database's default name too: then the service's own name still tells.
      const now =
        near[0] ?? homes.find((home) => home.service === owner && stack.startsWith(home.prefix));
      if (now?.stack === stack) {
        return [
          {
            place: now.place,
            required: `the database ${database} on ${stack} must keep its name`,
            got: quote(now.database),
            cure: `Write \`database: ${database}\`. ${MOVED}`,
          },
        ];
      }
      return [
        {
          place: now?.place ?? LOCK_FILE,
          required: `the database ${database} must stay on instance ${stack}`,
          got: now ? `instance ${now.stack}` : 'no service that owns it',
          cure: now
            ? `Restore the id and the placement it had. ${MOVED}`
            : `If its service was renamed, write the service’s first name as \`id:\`. If its data may go, take it out of ${LOCK_FILE}.`,
        },
      ];
    }),
  );
}

/** A new major version would plan cleanly and fail at apply: RDS wants readers, group and window in an order of its own. */
function changedHomes(lock: InstanceLock, instances: readonly Instance[]): Problem[] {
  return instances.flatMap((instance) => {
    const before = lock[instance.stack];
    if (!before) return [];
    const { place: version } = instance.decisions.engineVersion;
    const service = instance.services[0]?.place ?? LOCK_FILE;
    const changes = [
      {
        was: before.engine,
        now: engineOf(instance),
        place: version.includes(':') ? version : service,
        cure:
          before.engine.split(' ')[0] === instance.engine
            ? `Write \`version: ${before.engine.split(' ')[1] ?? ''}\`. Kura does not upgrade majors yet: once it is done in RDS, write the new version into ${LOCK_FILE}.`
            : `Write \`engine: ${before.engine.split(' ')[0] ?? ''}\`. ${MOVED}`,
      },
      {
        was: before.home,
        now: homeOf(instance),
        place: service,
        cure: `Keep its organisation, environment, account, region and network. ${MOVED}`,
      },
    ];
    return changes
      .filter(({ was, now }) => was !== now)
      .map(({ was, now, place, cure }) => ({
        place,
        required: `instance ${instance.stack} must stay on ${was}`,
        got: quote(now),
        cure,
      }));
  });
}
