import type { Decision } from '../decision';
import { decide } from '../decision';
import { ENGINE_FACTS, type Engine } from '../tables/engines';
import type { EstateStatement } from '../language/estate-language';
import type { Group } from './groups';
import type { InstanceLock } from './instance-lock';
import type { ServiceFile } from '../language/load-estate';
import { placementFor, refusedPlacement, type PlacementFacts } from './placement';
import type { Preset } from '../tables/presets';
import { quote, type Problem } from '../problem';
import type { Placement } from '../language/service-language';
import { stated } from '../language/stated';
import type { YamlFile } from '../language/yaml-file';

/** An instance before its settings are resolved: its id, and the services it holds, by name. */
export interface PlacedInstance {
  readonly id: Decision<string>;
  readonly engine: Engine;
  readonly placement: Decision<Placement>;
  readonly services: readonly [ServiceFile, ...ServiceFile[]];
}

/**
 * Nouns of the environment’s own stacks and of what runs for all of it, and how the identifiers of readers, restored instances, recovery
 * replicas and drills end, and the name of a network’s watch: an instance must not take their names.
 */
const RESERVED_ID =
  /^(?:foundation|audit|recovery|drill|watch)$|-(?:reader-\d+|recovery|drill|watch)$|-at-/;

/** The services of one environment on one cloud, and what places them. */
export interface Placing {
  readonly estate: YamlFile<EstateStatement>;
  /** What was deployed. */
  readonly lock: InstanceLock;
  /** Whether what must exist before Terraform is being made. */
  readonly bootstrapping: boolean;
  /** The environment's name. */
  readonly name: string;
  readonly preset: Preset;
  readonly services: readonly ServiceFile[];
  readonly groupOf: ReadonlyMap<string, Group>;
}

/** Which instances an environment has and which services each holds, in the order of their ids. */
export function placeServices({ name: environment, preset, services, groupOf }: Placing): {
  readonly instances: readonly PlacedInstance[];
  /** The services that are isolated. */
  readonly isolated: ReadonlySet<string>;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const instances = new Map<string, PlacedInstance & { readonly home: string }>();
  for (const service of services) {
    const { statement, at, file } = service;
    const group = groupOf.get(statement.service);
    const placement = placementOf(
      service,
      environment,
      {
        preset: preset.name,
        traffic: statement.traffic ?? 'medium',
        compliance: statement.compliance ?? [],
        group: group?.name,
      },
      problems,
    );
    const home = homeOf(placement.value, service, group);
    const id = home.id.value;
    const place = at('id') ?? at('service') ?? file;
    if (RESERVED_ID.test(id)) {
      problems.push({
        place,
        required:
          'an instance id must not be foundation, recovery, drill or watch, nor end in -recovery, -drill, -watch or like a reader’s, nor have -at- in it',
        got: quote(id),
        cure: 'Write another `id:`.',
      });
    }
    const present = instances.get(id);
    if (!present) {
      instances.set(id, {
        id: home.id,
        engine: statement.engine,
        placement,
        services: [service],
        home: home.kind,
      });
    } else if (present.home !== home.kind || home.alone) {
      problems.push({
        place,
        required: `instance ids must differ in ${environment}`,
        got: `${quote(id)}, already the id of ${present.home}`,
        cure: 'Write another `id:` for the newer of the two.',
      });
    } else instances.set(id, { ...present, services: [...present.services, service] });
  }
  for (const instance of instances.values())
    problems.push(...mixedVersions(instance, environment), ...sharedNames(instance, environment));
  const sorted = [...instances.values()].sort((a, b) => (a.id.value < b.id.value ? -1 : 1));
  const isolated = sorted.filter((instance) => instance.placement.value === 'isolated');
  return {
    instances: sorted,
    isolated: new Set(isolated.map((instance) => instance.services[0].statement.service)),
    problems,
  };
}

function placementOf(
  service: ServiceFile,
  environment: string,
  facts: PlacementFacts,
  problems: Problem[],
): Decision<Placement> {
  const own = stated(service, environment, 'placement');
  if (!own) return placementFor(facts);
  const refusal = refusedPlacement(own.value, facts);
  if (refusal)
    problems.push({
      place: own.place,
      required: refusal.required,
      got: quote(own.value),
      cure: refusal.cure,
    });
  return decide(own.value, 'the service says so', own.place);
}

/** What holds a service, and the id it has: the first name of the service or the group, or the engine’s that is shared. */
function homeOf(
  placement: Placement,
  { statement, file, at }: ServiceFile,
  group: Group | undefined,
): { readonly id: Decision<string>; readonly kind: string; readonly alone: boolean } {
  if (placement === 'shared') {
    const id = decide(`shared-${statement.engine}`, 'one an engine', 'placement table');
    return { id, kind: `the shared ${statement.engine} instance`, alone: false };
  }
  if (placement === 'group' && group) {
    const id = decide(group.id, 'the group’s first name', group.place);
    return { id, kind: `group ${group.name}`, alone: false };
  }
  const place = at('id') ?? at('service') ?? file;
  const id = decide(statement.id ?? statement.service, 'the service’s first name', place);
  return { id, kind: `service ${statement.service}`, alone: true };
}

export function versionOf({ statement }: ServiceFile): string {
  return statement.version ?? ENGINE_FACTS[statement.engine].defaultVersion;
}

function mixedVersions({ id, services }: PlacedInstance, environment: string): Problem[] {
  const [first] = services;
  return services.flatMap((service) =>
    versionOf(service) === versionOf(first)
      ? []
      : [
          {
            place: service.at('version') ?? service.at('engine') ?? service.file,
            required: `the services on ${environment}/${id.value} must have one version (${first.statement.service}: ${versionOf(first)})`,
            got: quote(versionOf(service)),
            cure: 'Agree on one, or place the service elsewhere.',
          },
        ],
  );
}

/** The database of a service: what the file says, else `<first name>_service_db` (seed 002, オプション1), which a rename keeps. */
export function databaseOf({ statement }: Pick<ServiceFile, 'statement'>): string {
  return (
    statement.database ?? `${(statement.id ?? statement.service).replaceAll('-', '_')}_service_db`
  );
}

/** Database names that would meet on one instance. */
function sharedNames({ id, services }: PlacedInstance, environment: string): Problem[] {
  const owners = new Map<string, string>();
  return services.flatMap((service) => {
    const database = databaseOf(service);
    const owner = owners.get(database);
    if (owner === undefined) {
      owners.set(database, service.statement.service);
      return [];
    }
    return [
      {
        place: service.at('database') ?? service.at('service') ?? service.file,
        required: `each service on ${environment}/${id.value} must own a database of its own`,
        got: `${quote(database)}, already ${owner}’s`,
        cure: 'Write another `database:`.',
      },
    ];
  });
}
