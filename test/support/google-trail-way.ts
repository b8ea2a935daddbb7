import type { Deployment } from '../../model/deployment/deployment';
import type {
  GoogleAuditStore,
  GoogleFoundation,
  GoogleInstance,
} from '../../model/deployment/google-deployment';
import type { Config, Json } from './synth';

export type Stacks = ReadonlyMap<string, Config>;

/** A resource, and its name in its stack. */
export type Placed = readonly [name: string, args: Json];

/** From one database to one store that what is logged of it must come to. */
export interface Way {
  readonly stacks: Stacks;
  readonly foundation: GoogleFoundation;
  readonly instance: GoogleInstance;
  /** The stack that the database is in. */
  readonly config: Config;
  readonly database: Placed;
  readonly store: GoogleAuditStore;
  /** The store’s own stack. */
  readonly kept: Config | undefined;
}

export function waysOf({ foundations, instances }: Deployment, stacks: Stacks): readonly Way[] {
  return instances.flatMap((instance) => {
    if (instance.cloud !== 'google') return [];
    const foundation = foundations.find(
      (each): each is GoogleFoundation =>
        each.cloud === 'google' && each.environment === instance.environment,
    );
    if (!foundation) throw new Error(`${instance.stack} has no foundation`);
    const homes = [instance, ...(instance.recoveryHome ? [instance.recoveryHome] : [])];
    return homes.flatMap(({ stack }, i) => {
      const config = stacks.get(stack);
      if (!config) throw new Error(`${stack} was not synthesized`);
      const { primary, recovery } = foundation.audit;
      const stores = i === 0 ? [primary] : [primary, ...(recovery ? [recovery] : [])];
      return placed(config, 'google_sql_database_instance').flatMap((database) =>
        stores.map((store) => {
          const kept = stacks.get(store.stack);
          return { stacks, foundation, instance, config, database, store, kept };
        }),
      );
    });
  });
}

export const placed = (config: Config | undefined, type: string): readonly Placed[] =>
  Object.entries(config?.resource[type] ?? {});

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
}

/** A block that there is one of, however it is written. */
export const blockOf = (block: unknown): Json =>
  ((Array.isArray(block) ? block[0] : block) ?? {}) as Json;

/** `PROJECT:INSTANCE`. */
export const nameOf = ({ database: [, args] }: Way): string =>
  `${text(args.project)}:${text(args.name)}`;

/** The name of what `${type.name.attribute}` refers to. */
export function referred(type: string, reference: unknown): string | undefined {
  const [, name] =
    new RegExp(`^(?:[a-z.]+/)?\\$\\{${type}\\.(\\w+)\\.\\w+\\}$`).exec(String(reference)) ?? [];
  return name;
}

export const bucketName = ({ name, target: { project, region } }: GoogleAuditStore): string =>
  `projects/${project}/locations/${region}/buckets/${name}`;

/** The store’s log bucket. */
export function bucketOf({ kept, store }: Way): Placed | undefined {
  return placed(kept, 'google_logging_project_bucket_config').find(
    ([, { project, location, bucket_id: id }]) =>
      `projects/${String(project)}/locations/${String(location)}/buckets/${String(id)}` ===
      bucketName(store),
  );
}

/** The sinks of one project that lead to the store. */
export function sinksIn(way: Way, project: string): readonly Placed[] {
  const bucket = bucketOf(way)?.[0];
  return placed(way.kept, 'google_logging_project_sink').filter(
    ([, args]) =>
      args.project === project &&
      bucket !== undefined &&
      String(args.destination).startsWith('logging.googleapis.com/') &&
      referred('google_logging_project_bucket_config', args.destination) === bucket,
  );
}

export const sinksOf = (way: Way): readonly Placed[] => sinksIn(way, text(way.database[1].project));
