import type { Foundation, Instance } from '../deployment/deployment';
import type { ServiceFile } from '../language/load-estate';
import type { EstateStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import type { Restore } from '../recovery/restore';
import { recoveryPrefix } from '../recovery/recovery-prefix';
import type { PlacedInstance } from './place-services';
import { quote, type Problem } from '../problem';
import { readerNames } from './reader-names';

/** Ids that lead round in a circle (order has id `user`, user has id `order`): each would take the other's database. */
export function idCycles(services: readonly ServiceFile[]): Problem[] {
  const idOf = new Map(
    services.map(({ statement }) => [statement.service, statement.id ?? statement.service]),
  );
  return services.flatMap(({ statement: { service, id }, file, at }) => {
    if (id === undefined || id === service) return [];
    const chain = [service];
    for (
      let next: string | undefined = id;
      next !== undefined && chain.length <= services.length;
      next = idOf.get(next)
    ) {
      if (next === service) {
        return [
          {
            place: at('id') ?? file,
            required: 'instance ids must not lead back to their service',
            got: [...chain, service].join(' → '),
            cure: 'Give each service the id its database was made with.',
          },
        ];
      }
      if (chain.includes(next)) return [];
      chain.push(next);
    }
    return [];
  });
}

/**
 * Stack and cloud names that two instances, or an instance and a foundation, would share: `prod-a` + `b` and `prod` + `a-b`
 * read the same, and so does the prefix of an environment `prod-a`.
 */
export function sharedIdentifiers(
  foundations: readonly Foundation[],
  instances: readonly Instance[],
): Problem[] {
  // Names meet within a cloud only.
  const owners = new Map(
    foundations.flatMap(({ cloud, stack, prefix, environment, recovery }) =>
      [stack, prefix, ...(recovery ? [recovery.stack, recoveryPrefix(prefix)] : [])].map((name) => [
        `${cloud} ${name}`,
        `environment ${environment}`,
      ]),
    ),
  );
  return instances.flatMap((instance) => {
    const { cloud, stack, identifier, environment, id, decisions, services } = instance;
    const { restores, recoveryHome } = instance;
    const readers = readerNames(identifier, decisions.readers.value);
    const beside = [
      ...restores.map((each) => each.identifier),
      ...(recoveryHome ? [recoveryHome.stack, recoveryHome.identifier] : []),
      // A drill may delete what bears its name.
      ...[identifier, ...(recoveryHome ? [recoveryHome.identifier] : [])].map(drillName),
    ];
    return [stack, identifier, ...readers, ...beside].flatMap((name) => {
      const owner = owners.get(`${cloud} ${name}`);
      if (owner === undefined) {
        owners.set(`${cloud} ${name}`, `${environment}/${id}`);
        return [];
      }
      return [
        {
          place: services[0]?.place ?? 'estate.yaml',
          required: 'cloud identifiers must differ',
          got: `${quote(name)} for ${owner} and ${environment}/${id}`,
          cure: 'Write another `id:` for the newer of the two.',
        },
      ];
    });
  });
}

const drillName = (identifier: string): string => `${identifier}-drill`;

/** Environments named like the recovery region’s part of another: all that either names would meet. */
export function likeRecovery(
  { at }: Pick<YamlFile<EstateStatement>, 'at'>,
  foundations: readonly Foundation[],
): Problem[] {
  return foundations.flatMap(({ cloud, environment, prefix, recovery }) => {
    const like =
      recovery &&
      foundations.find((each) => each.cloud === cloud && each.prefix === recoveryPrefix(prefix));
    if (!like) return [];
    return [
      {
        place: at('environments', like.environment) ?? 'estate.yaml',
        required: `an environment must not be named like the recovery region’s part of ${environment}`,
        got: quote(like.environment),
        cure: 'Write another name.',
      },
    ];
  });
}

/**
 * Instances on Google whose name begins like a reader of another: rights to an instance hold for its readers by the beginning of
 * their names.
 */
export function likeReaders(instances: readonly Instance[]): Problem[] {
  const google = instances.flatMap((each) => (each.cloud === 'google' ? [each] : []));
  const known = new Set(google.map(({ target, identifier }) => `${target.project} ${identifier}`));
  return google.flatMap(({ environment, id, identifier, target, services }) => {
    const primary = identifier
      .split('-reader-')
      .map((_, i, parts) => parts.slice(0, i).join('-reader-'))
      .find((name) => known.has(`${target.project} ${name}`));
    if (primary === undefined) return [];
    return [
      {
        place: services[0]?.place ?? 'estate.yaml',
        required: `an instance must not be named like a reader of another (${primary})`,
        got: quote(`${environment}/${id}`),
        cure: 'Write another `id:`.',
      },
    ];
  });
}

/** RDS identifiers have 63 characters ("Quotas and constraints", RDS user guide, read 2026-08). */
const LONGEST_IDENTIFIER = 63;
/** IAM role names have 64, of which the role of a runner’s schedule takes `-schedule`, an isolated instance’s `-rds-monitoring`. */
const LONGEST_SCHEDULED = 64 - '-schedule'.length;
const LONGEST_ISOLATED = 64 - '-rds-monitoring'.length;

/** Names on AWS that would be too long: the last reader’s identifier, the roles that carry the instance’s. */
export function tooLongAwsNames(
  placed: PlacedInstance,
  identifier: string,
  readers: number,
  isolated: boolean,
): Problem[] {
  const reader = lastOf(identifier, readers);
  const itself = isolated
    ? tooLong(placed, identifier, LONGEST_ISOLATED, 'an isolated instance’s cloud identifier')
    : tooLong(placed, identifier, LONGEST_SCHEDULED, 'an instance’s cloud identifier');
  const last = tooLong(placed, reader, LONGEST_IDENTIFIER, 'cloud identifiers');
  return last.length > 0 ? last : itself;
}

/** Networks, firewalls and tags have 63 characters (RFC 1035), of which an instance’s own take this ending at most. */
const LONGEST_GOOGLE = 63 - '-services-closed'.length;

/** Names on Google that would be too long. `project:instance` has 98, which no project's name then fills. */
export function tooLongGoogleNames(placed: PlacedInstance, identifier: string): Problem[] {
  return tooLong(placed, identifier, LONGEST_GOOGLE, 'cloud identifiers on Google');
}

/** Restored instances whose names would be too long, on either cloud. */
export function tooLongRestores(placed: PlacedInstance, restores: readonly Restore[]): Problem[] {
  return restores.flatMap(({ identifier, readers }) =>
    [lastOf(identifier, readers), `${identifier}-drill`].flatMap((name) =>
      tooLong(placed, name, LONGEST_IDENTIFIER, 'names of restored instances and of their drills'),
    ),
  );
}

function lastOf(identifier: string, readers: number): string {
  return readerNames(identifier, readers).at(-1) ?? identifier;
}

function tooLong(
  { services: [first] }: PlacedInstance,
  name: string,
  longest: number,
  what: string,
): Problem[] {
  if (name.length <= longest) return [];
  return [
    {
      place: first.at('id') ?? first.at('service') ?? first.file,
      required: `${what} must be ${String(longest)} characters at most`,
      got: `${quote(name)} (${String(name.length)})`,
      cure: 'Write a shorter `id:`.',
    },
  ];
}
