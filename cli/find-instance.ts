import type { Cloud } from '../model/access/identity';
import type { Deployment, Instance } from '../model/deployment/deployment';
import { oneOf, quote, type Problem } from '../model/problem';
import { meantAmong, meantInAll } from './find-meant';
import { retired } from './serving-home';

export interface InstanceChoice {
  /** `prod/order`: the id is the end of the stack’s name. */
  readonly name: string;
  /** Where both clouds have an instance of the name. */
  readonly cloud?: Cloud | undefined;
}

/** An instance by its name as people write it, or why there is none that could be reached. `place` is the verb, for messages. */
export function findInstance(
  { instances }: Deployment,
  { name, cloud }: InstanceChoice,
  place: string,
): Instance | Problem {
  const named = instances.filter((each) => nameOf(each) === name);
  const meant = named.filter((each) => cloud === undefined || each.cloud === cloud);
  const [instance] = meant;
  if (instance && meant.length === 1) return retired(instance, place) ?? instance;
  if (instance) {
    const clouds = oneOf(meant.map((each) => each.cloud));
    const required = `one instance must be meant: ${name} is on ${clouds}`;
    return { place, required, got: 'no --cloud', cure: `Add --cloud ${instance.cloud}.` };
  }
  const [elsewhere] = named;
  if (elsewhere) {
    const required = `--cloud must be ${elsewhere.cloud}, where ${name} is`;
    return { place, required, got: quote(cloud), cure: 'Leave --cloud out.' };
  }
  return unknownInstance(instances, name, place);
}

const nameOf = ({ environment, id }: Pick<Instance, 'environment' | 'id'>): string =>
  `${environment}/${id}`;

function unknownInstance(instances: readonly Instance[], name: string, place: string): Problem {
  const [environment = '', id] = name.split('/', 2);
  const environments = [...new Set(instances.map((each) => each.environment))];
  const known = [...new Set(instances.map(nameOf))];
  const required = 'an environment and an instance are required, with a slash between';
  if (id === undefined) {
    const example = known.find((each) => each.endsWith(`/${name}`)) ?? known[0] ?? 'prod/order';
    return { place, required, got: quote(name), cure: `Write it as ${example}.` };
  }
  const holder = instances.find(
    (each) =>
      each.environment === environment && each.services.some(({ service }) => service === id),
  );
  if (!environments.includes(environment)) {
    const one = `the environment must be ${oneOf(environments)}`;
    return { place, required: one, got: quote(environment), cure: meantInAll(name, known) };
  }
  const here = known.filter((each) => each.startsWith(`${environment}/`));
  const ids = here.map((each) => each.slice(environment.length + 1)).sort();
  return {
    place,
    required: `the instance must be one of ${environment} (${ids.join(', ')})`,
    got: holder ? `${quote(id)}, a service` : quote(id),
    cure: holder ? `Write ${nameOf(holder)}, which holds it.` : meantAmong(environment, id, ids),
  };
}
