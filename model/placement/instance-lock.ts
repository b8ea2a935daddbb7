import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Instance } from '../deployment';
import { quote, type Problem } from '../problem';
import { count, list, mapping, must, named, text } from '../language/words';
import { readYamlFile, type Read } from '../language/yaml-file';

/** The committed record of which instance holds which service, in the estate's folder. */
export const LOCK_FILE = 'instances.lock.yaml';

/** What an instance was deployed with. */
export interface LockedInstance {
  /** Engine and major version: `postgres 17`. */
  readonly engine: string;
  /**
   * How its cloud names begin, account or project, and region: `suzumina-prod 333333333333 ap-northeast-1`; and whether its
   * network is its own.
   */
  readonly home: string;
  /** On Google, where a deleted reader's name is kept from its next: how many there are. */
  readonly readers?: number | undefined;
  /** Each database and the first name of the service that owns it. */
  readonly databases: Readonly<Record<string, string>>;
}

/** What was deployed, and on Google what was deleted. */
export interface InstanceLock {
  /** By stack. */
  readonly stacks: Readonly<Record<string, LockedInstance>>;
  /** Names of deleted Cloud SQL instances. */
  readonly deleted: readonly string[];
}

export const EMPTY_LOCK: InstanceLock = { stacks: {}, deleted: [] };

const CURE = 'Run `npx kura lock` on the last estate that was deployed.';
const stackSchema = mapping({
  engine: text(/^\w+ [\d.]+$/, 'be an engine and its major version', CURE, 'As deployed.'),
  home: text(
    /^[a-z0-9-]+ (?:\d{12}|[a-z][a-z0-9-]{4,28}[a-z0-9]) [a-z0-9-]+(?: own network)?$/,
    'be a prefix, an account or project, and a region',
    CURE,
    'As deployed.',
  ),
  readers: count(0, 15, 'As deployed.').optional(),
  databases: named(z.string(), z.string(), 'As deployed.').nullable(),
});
/** The one key of the file that is no stack: a stack's name has a cloud in it. */
const DELETED = 'deleted';
const lockSchema = z
  .object(
    {
      [DELETED]: list(
        text(/^[a-z][a-z0-9-]{0,97}$/, 'be the name of a Cloud SQL instance', CURE, 'As deleted.'),
        0,
        'Names that Cloud SQL or Cloud KMS keeps.',
      ).optional(),
    },
    { error: must('be a mapping of stacks', CURE) },
  )
  .catchall(stackSchema)
  .nullable();

export function readInstanceLock(folder: string): Read<InstanceLock> {
  const read = readYamlFile(join(folder, LOCK_FILE), LOCK_FILE, lockSchema);
  if (!read.ok) return read;
  const { [DELETED]: deleted = [], ...stacks } = read.value.statement ?? {};
  return {
    ok: true,
    value: {
      stacks: Object.fromEntries(
        Object.entries(stacks).map(([stack, held]) => [
          stack,
          { ...held, databases: held.databases ?? {} },
        ]),
      ),
      deleted,
    },
  };
}

/**
 * The lock of a Deployment: every instance, where it is, its major version, and the databases it holds; and what the lock before
 * knew and is gone.
 */
export function lockOf(instances: readonly Instance[], before: InstanceLock): InstanceLock {
  const stacks = stacksOf(instances);
  const gone = Object.entries(before.stacks).flatMap(([stack, held]) =>
    goneNames(stack, held, stacks[stack]),
  );
  return { stacks, deleted: [...new Set([...before.deleted, ...gone])].sort() };
}

/** Names of Cloud SQL that a stack had and has no more: its readers', and where all of it is gone its own. */
function goneNames(
  stack: string,
  { home, readers }: LockedInstance,
  now: LockedInstance | undefined,
): string[] {
  if (readers === undefined) return [];
  const [prefix = ''] = home.split(' ');
  const name = `${prefix}-${idOf(stack, prefix)}`;
  const kept = now?.readers ?? 0;
  const dropped = Array.from(
    { length: Math.max(0, readers - kept) },
    (_, i) => `${name}-reader-${String(kept + i + 1)}`,
  );
  return now ? dropped : [name, ...dropped];
}

/** The id in `<environment>-google-<id>`: either may have `-google-` in it, and a prefix ends with its environment. */
function idOf(stack: string, prefix: string): string {
  const parts = stack.split('-google-');
  const before = parts.findLastIndex((_, i) =>
    prefix.endsWith(`-${parts.slice(0, i).join('-google-')}`),
  );
  return parts.slice(before).join('-google-');
}

function stacksOf(instances: readonly Instance[]): InstanceLock['stacks'] {
  return Object.fromEntries(
    [...instances]
      .sort((a, b) => (a.stack < b.stack ? -1 : 1))
      .map((instance) => [
        instance.stack,
        {
          engine: engineOf(instance),
          home: homeOf(instance),
          ...(instance.cloud === 'google' ? { readers: instance.decisions.readers.value } : {}),
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

function homeOf(instance: Instance): string {
  const { identifier, id, ownNetwork, target } = instance;
  const prefix = identifier.slice(0, -id.length - 1);
  const home = instance.cloud === 'aws' ? instance.target.account : instance.target.project;
  return `${prefix} ${home} ${target.region}${ownNetwork ? ' own network' : ''}`;
}

/** The lock as the file holds it. */
export function formatLock(lock: InstanceLock): string {
  const heading =
    '# Which instance holds which database, and where. Written by `npx kura lock`: commit it, so that no edit moves one unseen.\n';
  const file = { ...lock.stacks, ...(lock.deleted.length > 0 ? { [DELETED]: lock.deleted } : {}) };
  return `${heading}${Object.keys(file).length > 0 ? stringify(file) : ''}`;
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
  const alive = new Set(instances.map(({ stack }) => stack));
  const byDatabase = new Map<string, (typeof homes)[number][]>();
  for (const home of homes) {
    byDatabase.set(home.database, [...(byDatabase.get(home.database) ?? []), home]);
  }
  return Object.entries(lock.stacks).flatMap(([stack, { databases }]) =>
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
            ? `Restore the id and the placement it had. ${alive.has(stack) ? MOVED : `If its data has been moved, run \`npx kura lock --delete ${stack}\`.`}`
            : `If its service was renamed, write the service’s first name as \`id:\`. If its data may go, run \`npx kura lock --delete ${stack}\`.`,
        },
      ];
    }),
  );
}

/** A new major version would plan cleanly and fail at apply: both clouds want readers, primary and window in an order of their own. */
function changedHomes(lock: InstanceLock, instances: readonly Instance[]): Problem[] {
  return instances.flatMap((instance) => {
    const before = lock.stacks[instance.stack];
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
            ? `Write \`version: ${before.engine.split(' ')[1] ?? ''}\`. Kura does not upgrade majors yet: once it is done in the cloud, write the new version into ${LOCK_FILE}.`
            : `Write \`engine: ${before.engine.split(' ')[0] ?? ''}\`. ${MOVED}`,
      },
      {
        was: before.home,
        now: homeOf(instance),
        place: service,
        cure: `Keep its organisation, environment, account or project, region and network. ${MOVED}`,
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

/**
 * Cloud SQL keeps the name of a deleted instance for up to a week (the provider's page, google 6.50; a newer FAQ says less), and
 * Cloud KMS keeps the name of its key ring for ever.
 */
export function reusedNames(
  { stacks, deleted }: InstanceLock,
  instances: readonly Instance[],
): Problem[] {
  return instances.flatMap(({ cloud, stack, identifier, decisions, services }) => {
    if (cloud !== 'google') return [];
    const place = services[0]?.place ?? LOCK_FILE;
    const readers = Array.from(
      { length: decisions.readers.value },
      (_, i) => `${identifier}-reader-${String(i + 1)}`,
    );
    const primary: Problem[] =
      deleted.includes(identifier) && !stacks[stack]
        ? [
            {
              place,
              required:
                'a new instance must not take the name of a deleted one, whose key ring keeps it',
              got: quote(identifier),
              cure: 'Write another `id:`.',
            },
          ]
        : [];
    return [
      ...primary,
      ...readers
        .filter((name) => deleted.includes(name))
        .map((name) => ({
          place: decisions.readers.place.includes(':') ? decisions.readers.place : place,
          required: 'a reader must not take the name of one that was deleted within a week',
          got: quote(name),
          cure: `Wait for a week, then take it out of \`${DELETED}\` in ${LOCK_FILE}.`,
        })),
    ];
  });
}
