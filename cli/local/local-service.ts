import type { Deployment, Instance } from '../../model/deployment/deployment';
import type { DeployedService } from '../../model/deployment/facts';
import { nearest, quote, type Problem } from '../../model/problem';

/** A service as one of its environments has it. */
export interface LocalService {
  readonly instance: Instance;
  readonly service: DeployedService;
}

const PLACE = 'kura local';

/** A service by name, as `environment` has it: else as its first one by preset development, else as its first. */
export function findLocalService(
  { instances }: Deployment,
  name: string,
  environment: string | undefined,
): LocalService | Problem {
  const all = instances.flatMap((instance) =>
    instance.services.map((service) => ({ instance, service })),
  );
  const here = all.filter(({ service }) => service.service === name);
  const found =
    environment === undefined
      ? (here.find(({ instance }) => instance.preset === 'development') ?? here[0])
      : here.find(({ instance }) => instance.environment === environment);
  if (found) return found.instance.engine === 'postgres' ? found : noServer(found);
  if (here.length > 0) {
    const environments = [...new Set(here.map(({ instance }) => instance.environment))];
    return {
      place: '--environment',
      required: `the environment must be one that ${name} runs in (${environments.join(', ')})`,
      got: quote(environment),
      cure: 'Choose one of these.',
    };
  }
  const known = [...new Set(all.map(({ service }) => service.service))].sort();
  const meant = nearest(name, known);
  return {
    place: PLACE,
    required: `the service must be one of the estate (${known.join(', ')})`,
    got: quote(name),
    cure: meant === undefined ? 'Choose one of these.' : `Did you mean "${meant}"?`,
  };
}

function noServer({ instance, service }: LocalService): Problem {
  const { cloud, engine, environment, id, decisions } = instance;
  return {
    place: PLACE,
    required: 'the engine must be postgres, whose server npm has',
    got: `${quote(service.service)} on ${engine}`,
    cure: `Start the Docker image mysql:${decisions.engineVersion.value}, and give it the SQL of \`npx kura sql ${environment}/${id} --cloud ${cloud} --local --service ${service.service}\`, with a password of your own where each BY has a place for one.`,
  };
}
