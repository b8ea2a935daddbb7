import type { Instance } from './deployment';
import type { ServiceFile } from './load-estate';
import { quote, type Problem } from './problem';

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

/** RDS identifiers and stack names that two instances would share: `prod-a` + `b` and `prod` + `a-b` read the same. */
export function sharedIdentifiers(instances: readonly Instance[]): Problem[] {
  const owners = new Map<string, string>();
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
