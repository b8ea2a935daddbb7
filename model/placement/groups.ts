import type { EstateStatement } from '../language/estate-language';
import type { ServiceFile } from '../language/load-estate';
import { nearest, quote, type Problem } from '../problem';
import type { At } from '../language/yaml-file';

export interface Group {
  readonly name: string;
  /** The instance id: its first name, written down when it is renamed. */
  readonly id: string;
  /** Where the estate names it. */
  readonly place: string;
}

/** The group of each service that has one, by service name; and what is wrong with the groups. */
export function readGroups(
  estate: EstateStatement,
  at: At,
  services: readonly ServiceFile[],
): { readonly groupOf: ReadonlyMap<string, Group>; readonly problems: readonly Problem[] } {
  const known = new Map(services.map((service) => [service.statement.service, service.statement]));
  const groupOf = new Map<string, Group>();
  const problems: Problem[] = [];
  for (const [name, statement] of Object.entries(estate.groups ?? {})) {
    const listed = 'services' in statement;
    const members = listed ? statement.services : statement;
    const group: Group = {
      name,
      id: listed ? statement.id : name,
      place: (listed ? at('groups', name, 'id') : at('groups', name)) ?? 'estate.yaml',
    };
    members.forEach((member, i) => {
      const place =
        (listed ? at('groups', name, 'services', i) : at('groups', name, i)) ?? 'estate.yaml';
      const earlier = groupOf.get(member);
      if (!known.has(member)) {
        const meant = nearest(member, [...known.keys()]);
        problems.push({
          place,
          required: `group ${name} must name services of the estate`,
          got: quote(member),
          cure:
            meant === undefined
              ? `Write services/${member}.yaml, or take it out.`
              : `Did you mean "${meant}"?`,
        });
      } else if (earlier) {
        problems.push({
          place,
          required: 'a service belongs to one group',
          got: `${quote(member)} in ${earlier.name} and ${name}`,
          cure: 'Take it out of one of them.',
        });
      } else groupOf.set(member, group);
    });
    problems.push(
      ...mixtures(
        name,
        members.flatMap((member) => known.get(member) ?? []),
        at('groups', name) ?? 'estate.yaml',
      ),
    );
  }
  return { groupOf, problems };
}

function mixtures(
  group: string,
  members: readonly ServiceFile['statement'][],
  place: string,
): Problem[] {
  return (['cloud', 'engine'] as const).flatMap((key) => {
    const kinds = [...new Set(members.map((member) => member[key]))];
    if (kinds.length < 2) return [];
    const parties = members.map((member) => `${member.service} (${member[key]})`).join(', ');
    return [
      {
        place,
        required: `the services of group ${group} must have one ${key}`,
        got: parties,
        cure: `Make a group for each ${key}.`,
      },
    ];
  });
}
