import { join } from 'node:path';
import { z } from 'zod';
import type { Instance } from '../deployment';
import type { Problem } from '../problem';
import { readYamlFile, type Read } from '../language/yaml-file';

/** The committed record of which instance holds which service, in the estate's folder. */
export const LOCK_FILE = 'instances.lock.yaml';

/** Stack name to the databases it holds: `prod-aws-core: [auth_service_db]`. */
export type InstanceLock = Readonly<Record<string, readonly string[]>>;

export function readInstanceLock(folder: string): Read<InstanceLock> {
  const read = readYamlFile(
    join(folder, LOCK_FILE),
    LOCK_FILE,
    z.record(z.string(), z.array(z.string())).nullable(),
  );
  return read.ok ? { ok: true, value: read.value.statement ?? {} } : read;
}

/** The lock of a Deployment: every instance and the databases it holds. */
export function lockOf(instances: readonly Instance[]): InstanceLock {
  return Object.fromEntries(
    instances
      .map(
        ({ stack, services }) =>
          [stack, services.map(({ database }) => database.value).sort()] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The lock as the file holds it. */
export function formatLock(lock: InstanceLock): string {
  const lines = Object.entries(lock).map(
    ([stack, databases]) => `${stack}: [${databases.join(', ')}]\n`,
  );
  return `# Which instance holds which database. Written by \`npx kura lock\`: commit it, so that no rename moves a database unseen.\n${lines.join('')}`;
}

/**
 * Databases that the lock knows on one instance and the estate now puts on another, or nowhere: Terraform would make an empty
 * database beside the full one, or destroy it. A new database or instance is never a problem.
 */
export function changedInstances(lock: InstanceLock, instances: readonly Instance[]): Problem[] {
  const homes = instances.flatMap(({ stack, environment, services }) =>
    services.map(({ database, place }) => ({
      stack,
      environment,
      place,
      database: database.value,
    })),
  );
  const known = new Set(homes.map(({ stack, database }) => `${stack} ${database}`));
  return Object.entries(lock).flatMap(([stack, databases]) =>
    databases
      .filter((database) => !known.has(`${stack} ${database}`))
      .map((database) => {
        const [environment, id] = stack.split('-aws-', 2);
        const now = homes.find(
          (home) => home.database === database && home.environment === environment,
        );
        return {
          place: now?.place ?? LOCK_FILE,
          required: `the database ${database} must stay on instance ${stack}`,
          got: now ? `instance ${now.stack}` : 'no service that owns it',
          cure: now
            ? `Write \`id: ${id ?? ''}\`, or the placement it had. If its data has been moved, take it out of ${LOCK_FILE}.`
            : `If its service was renamed, write the service’s first name as \`id:\`. If its data may go, take it out of ${LOCK_FILE}.`,
        };
      }),
  );
}
