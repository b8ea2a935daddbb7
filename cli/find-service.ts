import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import type { DeployedService } from '../model/deployment/facts';
import { oneOf, quote, type Problem } from '../model/problem';
import { meantAmong, meantInAll } from './find-meant';

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
  for (const instance of instances) {
    const service = instance.services.find(
      (each) => `${instance.environment}/${each.service}` === name,
    );
    const foundation = foundations.find(
      ({ cloud, environment }) => cloud === instance.cloud && environment === instance.environment,
    );
    if (service && foundation) return { instance, service, foundation };
  }
  return unknownService(instances, name, place);
}

function unknownService(instances: readonly Instance[], name: string, place: string): Problem {
  const known = instances.flatMap(({ environment, services }) =>
    services.map(({ service }) => `${environment}/${service}`),
  );
  const [environment = '', service] = name.split('/', 2);
  const environments = [...new Set(known.map((each) => each.split('/')[0] ?? each))];
  if (service === undefined) {
    const required = 'an environment and a service are required, with a slash between';
    const example = known.find((each) => each.endsWith(`/${name}`)) ?? known[0] ?? 'prod/order';
    return { place, required, got: quote(name), cure: `Write it as ${example}.` };
  }
  if (!environments.includes(environment)) {
    const required = `the environment must be ${oneOf(environments)}`;
    return { place, required, got: quote(environment), cure: meantInAll(name, known) };
  }
  const here = known.filter((each) => each.startsWith(`${environment}/`));
  const services = here.map((each) => each.slice(environment.length + 1)).sort();
  const required = `the service must be one that ${environment} runs (${services.join(', ')})`;
  const instance = instances.find(
    (each) => each.environment === environment && each.id === service,
  );
  if (instance) {
    const held = instance.services.map((each) => `${environment}/${each.service}`);
    const cure = `Write ${oneOf(held)}, which it holds.`;
    return { place, required, got: `${quote(service)}, an instance`, cure };
  }
  return { place, required, got: quote(service), cure: meantAmong(environment, service, services) };
}
