import type { Deployment, Instance } from '../deployment/deployment';
import type { Placement } from '../language/service-language';
import { quote, type Problem } from '../problem';
import { readerNames } from './reader-names';
import {
  DELETED,
  engineOf,
  homeOf,
  LOCK_FILE,
  networkOf,
  type InstanceLock,
} from './instance-lock';

/**
 * What the lock knows and the estate would change under the data: a database on another instance or of another owner, an instance
 * of another major version or in another place. Terraform would make an empty database beside the full one, destroy it, or
 * fail half-way. A new database or instance is never a problem.
 */
export function changedInstances(
  lock: InstanceLock,
  deployment: Pick<Deployment, 'foundations' | 'instances'>,
): Problem[] {
  return [...movedDatabases(lock, deployment.instances), ...changedHomes(lock, deployment)];
}

const MOVED = `If its data has been moved, take it out of ${LOCK_FILE}.`;

/** Google keeps the names of what is deleted, so that an instance cannot come back elsewhere under its own. */
const ANOTHER = 'An instance elsewhere needs another `id:`, and its data a move.';

/** What to run when a service's databases in the lock are of the past. */
const forget = (owner: string): string => `run \`npx kura lock --delete ${owner}\`.`;

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
            ? `Restore the id and the placement it had. If its data has been moved, ${forget(owner)}`
            : `If its service was renamed, write the service’s first name as \`id:\`. If its data may go, ${forget(owner)}`,
        },
      ];
    }),
  );
}

/** A new major version would plan cleanly and fail at apply: both clouds want readers, primary and window in an order of their own. */
function changedHomes(
  lock: InstanceLock,
  { foundations, instances }: Pick<Deployment, 'foundations' | 'instances'>,
): Problem[] {
  return instances.flatMap((instance) => {
    const before = lock.stacks[instance.stack];
    if (!before) return [];
    const { place: version } = instance.decisions.engineVersion;
    const service = instance.services[0]?.place ?? LOCK_FILE;
    const network = networkOf({ foundations }, instance);
    const otherwise = instance.cloud === 'google' ? ANOTHER : MOVED;
    const changes = [
      {
        was: before.engine,
        now: engineOf(instance),
        place: version.includes(':') ? version : service,
        cure:
          before.engine.split(' ')[0] === instance.engine
            ? `Write \`version: ${before.engine.split(' ')[1] ?? ''}\`. Kura does not upgrade majors yet: once it is done in the cloud, write the new version into ${LOCK_FILE}.`
            : `Write \`engine: ${before.engine.split(' ')[0] ?? ''}\`. ${otherwise}`,
      },
      {
        was: before.home,
        now: homeOf(instance),
        place: service,
        cure: `Keep its organisation, environment, account or project, and region. ${otherwise}`,
      },
      {
        was: before.network ?? network?.name,
        now: network?.name,
        place: network?.place ?? service,
        cure: `Write it as it was: a network is never re-planned under a database. ${otherwise}`,
      },
    ];
    return changes
      .filter(({ was, now }) => was !== now)
      .map(({ was, now, place, cure }) => ({
        place,
        required: `instance ${instance.stack} must stay on ${was ?? ''}`,
        got: quote(now),
        cure,
      }));
  });
}

/** How an instance of each placement gets a name that was never taken. */
const FREE_NAME: Readonly<Record<Placement, string>> = {
  dedicated: 'Write another `id:`.',
  isolated: 'Write another `id:`.',
  group: 'Write another `id:` for the group, as `{ id: core-2, services: […] }`.',
  shared: `Write \`placement: dedicated\`, or import its key ring and key and take its line out of \`${DELETED}\` in ${LOCK_FILE}.`,
};

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
    const readers = readerNames(identifier, decisions.readers.value);
    const primary: Problem[] =
      deleted.includes(identifier) && !stacks[stack]
        ? [
            {
              place,
              required:
                'a new instance must not take the name of a deleted one, whose key ring keeps it',
              got: quote(identifier),
              cure: FREE_NAME[decisions.placement.value],
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
