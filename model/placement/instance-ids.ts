import type { Foundation, Instance } from '../deployment';
import type { ServiceFile } from '../language/load-estate';
import type { PlacedInstance } from './place-services';
import { quote, type Problem } from '../problem';

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
  const owners = new Map(
    foundations.flatMap(({ stack, prefix, environment }) =>
      [stack, prefix].map((name) => [name, `environment ${environment}`]),
    ),
  );
  return instances.flatMap(({ stack, identifier, environment, id, decisions, services }) => {
    const readers = Array.from(
      { length: decisions.readers.value },
      (_, i) => `${identifier}-reader-${String(i + 1)}`,
    );
    return [stack, identifier, ...readers].flatMap((name) => {
      const owner = owners.get(name);
      if (owner === undefined) {
        owners.set(name, `${environment}/${id}`);
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

/** RDS identifiers have 63 characters ("Quotas and constraints", RDS user guide, read 2026-08). */
const LONGEST_IDENTIFIER = 63;
/** IAM role names have 64, of which an isolated instance’s own role takes `-rds-monitoring`. */
const LONGEST_ISOLATED = 64 - '-rds-monitoring'.length;

/** Cloud names that would be longer than the cloud takes: the last reader’s identifier, an isolated instance’s role. */
export function tooLongNames(
  { services: [first] }: PlacedInstance,
  identifier: string,
  readers: number,
  isolated: boolean,
): Problem[] {
  const last = readers > 0 ? `${identifier}-reader-${String(readers)}` : identifier;
  const names: readonly (readonly [name: string, longest: number])[] = [
    [last, LONGEST_IDENTIFIER],
    ...(isolated ? ([[identifier, LONGEST_ISOLATED]] as const) : []),
  ];
  return names.flatMap(([name, longest]) =>
    name.length <= longest
      ? []
      : [
          {
            place: first.at('id') ?? first.at('service') ?? first.file,
            required: `${isolated ? 'an isolated instance’s cloud identifier' : 'cloud identifiers'} must be ${String(longest)} characters at most`,
            got: `${quote(name)} (${String(name.length)})`,
            cure: 'Write a shorter `id:`.',
          },
        ],
  );
}
