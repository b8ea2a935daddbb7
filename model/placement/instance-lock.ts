import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Deployment, Instance } from '../deployment/deployment';
import type { InstanceState } from '../deployment/facts';
import { count, list, mapping, must, name, named, text, word } from '../language/words';
import { readerNames } from './reader-names';
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
  /** The range of its network, or the existing one's name; absent in a lock of an older Kura. */
  readonly network?: string | undefined;
  /** On Google, where a deleted reader's name is kept from its next: how many there are. */
  readonly readers?: number | undefined;
  /** Where it is about to go, or gone but for its backups. */
  readonly state?: 'retiring' | 'retired' | undefined;
  /** Which instance served, where it was not the primary. */
  readonly active?: string | undefined;
  /** Whether its recovery replica has been promoted. */
  readonly promoted?: boolean | undefined;
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
  network: text(/^[\w./ -]+$/, 'be a range or a network’s name', CURE, 'As deployed.').optional(),
  readers: count(0, 15, 'As deployed.').optional(),
  state: word(['retiring', 'retired'], 'As deployed.').optional(),
  active: name('an instance that served', 'As deployed.').optional(),
  promoted: z.boolean({ error: must('be true or false', CURE) }).optional(),
  databases: named(z.string(), z.string(), 'As deployed.').nullable(),
});
/** The one key of the file that is no stack: a stack's name has a cloud in it. */
export const DELETED = 'deleted';
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
export function lockOf(deployment: Deployment, before: InstanceLock): InstanceLock {
  const stacks = stacksOf(deployment);
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
): readonly string[] {
  if (readers === undefined) return [];
  const [prefix = ''] = home.split(' ');
  const name = `${prefix}-${idOf(stack, prefix)}`;
  const kept = now?.readers ?? 0;
  const dropped = readerNames(name, readers, kept + 1);
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

function stacksOf(deployment: Deployment): InstanceLock['stacks'] {
  return Object.fromEntries(
    [...deployment.instances]
      .sort((a, b) => (a.stack < b.stack ? -1 : 1))
      .map((instance) => [
        instance.stack,
        {
          engine: engineOf(instance),
          home: homeOf(instance),
          network: networkOf(deployment, instance)?.name,
          ...(instance.cloud === 'google' ? { readers: instance.decisions.readers.value } : {}),
          ...(instance.lifecycle.value === 'serving' ? {} : { state: instance.lifecycle.value }),
          ...(instance.active.value === 'primary' ? {} : { active: instance.active.value }),
          ...(instance.recoveryHome?.promoted ? { promoted: true } : {}),
          databases: Object.fromEntries(
            instance.services
              .map(({ database, id }) => [database.value, id] as const)
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
        },
      ]),
  );
}

export function engineOf({ engine, decisions }: Instance): string {
  return `${engine} ${decisions.engineVersion.value}`;
}

export function homeOf(instance: Instance): string {
  const { identifier, id, ownNetwork, target } = instance;
  const prefix = identifier.slice(0, -id.length - 1);
  const home = instance.cloud === 'aws' ? instance.target.account : instance.target.project;
  return `${prefix} ${home} ${target.region}${ownNetwork ? ' own network' : ''}`;
}

/** The network an instance is in, and where the estate says so. */
export function networkOf(
  { foundations }: Pick<Deployment, 'foundations'>,
  { cloud, environment, ownNetwork }: Instance,
): { readonly name: string; readonly place: string } | undefined {
  const foundation = foundations.find(
    (each) => each.cloud === cloud && each.environment === environment,
  );
  const network = ownNetwork ?? foundation?.network;
  if (!network) return undefined;
  const { value, place } = network;
  if (value.kind === 'made') return { name: value.cidr, place };
  return { name: 'range' in value ? `${value.vpc} ${value.range}` : value.vpc, place };
}

/** How an instance stood at its last deploy. */
export interface StoodBefore {
  readonly state: InstanceState;
  /** Which instance served. */
  readonly active: string;
  /** Whether the recovery replica has served: then it follows nothing any more. */
  readonly promoted: boolean;
}

/** Undefined of an instance that was not there. */
export function stoodBefore({ stacks }: InstanceLock, stack: string): StoodBefore | undefined {
  const held = stacks[stack];
  return (
    held && {
      state: held.state ?? 'serving',
      active: held.active ?? 'primary',
      promoted: held.promoted ?? false,
    }
  );
}

/** The lock without what it knows of a service's databases: its data may go, or has gone elsewhere. */
export function withoutService(lock: InstanceLock, service: string): InstanceLock {
  const stacks = Object.entries(lock.stacks).map(([stack, held]) => {
    const kept = Object.entries(held.databases).filter(([, owner]) => owner !== service);
    return [stack, { ...held, databases: Object.fromEntries(kept) }] as const;
  });
  return { ...lock, stacks: Object.fromEntries(stacks) };
}

/** The lock as the file holds it. */
export function formatLock(lock: InstanceLock): string {
  const heading =
    '# Which instance holds which database, and where. Written by `npx kura lock`: commit it, so that no edit moves one unseen.\n';
  const file = { ...lock.stacks, ...(lock.deleted.length > 0 ? { [DELETED]: lock.deleted } : {}) };
  return `${heading}${Object.keys(file).length > 0 ? stringify(file) : ''}`;
}
