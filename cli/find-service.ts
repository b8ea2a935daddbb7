import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import type { DeployedService } from '../model/deployment/facts';
import { nearest, oneOf, quote, type Problem } from '../model/problem';

/** A service in one environment, the instance that holds it and what the environment shares. */
export interface FoundService {
  readonly instance: Instance;
  readonly service: DeployedService;
  readonly foundation: Foundation;
}

/** A service by its name as people write it, `prod/order`, or why there is none. `place` is the verb, for messages. */
export function findService(
  { foundations, instances }: Deployment,
  name: string,
  place: string,
): FoundService | Problem {
  const known = instances.flatMap(({ environment, services }) =>
    services.map(({ service }) => `${environment}/${service}`),
  );
  for (const instance of instances) {
    const service = instance.services.find(
      (each) => `${instance.environment}/${each.service}` === name,
    );
    const foundation = foundations.find(
      ({ cloud, environment }) => cloud === instance.cloud && environment === instance.environment,
    );
    if (service && foundation) return { instance, service, foundation };
  }
  return unknownService(name, known, place);
}

function unknownService(name: string, known: readonly string[], place: string): Problem {
  const [environment = '', service] = name.split('/', 2);
  const environments = [...new Set(known.map((each) => each.split('/')[0] ?? each))];
  const meant = nearest(name, known);
  const cure = meant === undefined ? 'Choose one of these.' : `Did you mean "${meant}"?`;
  if (service === undefined) {
    const required = 'an environment and a service are required, with a slash between';
    const example = known.find((each) => each.endsWith(`/${name}`)) ?? known[0] ?? 'prod/order';
    return { place, required, got: quote(name), cure: `Write it as ${example}.` };
  }
  if (!environments.includes(environment)) {
    const required = `the environment must be ${oneOf(environments)}`;
    return { place, required, got: quote(environment), cure };
  }
  const here = known.filter((each) => each.startsWith(`${environment}/`));
  const services = here.map((each) => each.slice(environment.length + 1)).sort();
  const required = `the service must be one that ${environment} runs (${services.join(', ')})`;
  return { place, required, got: quote(service), cure };
}
