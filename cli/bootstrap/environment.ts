import type { Deployment, Foundation, Instance } from '../../model/deployment/deployment';
import type { Read } from '../../model/language/yaml-file';
import { nearest, oneOf, quote, type Problem } from '../../model/problem';

export type Cloud = Foundation['cloud'];
type On<Each, Name extends Cloud> = Extract<Each, { readonly cloud: Name }>;

const CLOUDS = {
  aws: { name: 'AWS', choice: 'leave --google out' },
  google: { name: 'Google Cloud', choice: 'add --google' },
} as const;

/** The shared parts of all environments on one cloud. */
export function foundationsOn<Name extends Cloud>(
  { foundations }: Deployment,
  cloud: Name,
): On<Foundation, Name>[] {
  return foundations.filter((each): each is On<Foundation, Name> => each.cloud === cloud);
}

/** The instances of one environment on one cloud. */
export function instancesIn<Name extends Cloud>(
  { instances }: Deployment,
  cloud: Name,
  environment: string,
): On<Instance, Name>[] {
  return instances
    .filter((each): each is On<Instance, Name> => each.cloud === cloud)
    .filter((each) => each.environment === environment);
}

/** The shared part of an environment on the cloud that is asked for. */
export function findFoundation<Name extends Cloud>(
  deployment: Deployment,
  cloud: Name,
  environment: string,
): Read<On<Foundation, Name>> {
  const foundation = foundationsOn(deployment, cloud).find(
    (candidate) => candidate.environment === environment,
  );
  return foundation
    ? { ok: true, value: foundation }
    : { ok: false, problems: [unknown(deployment, cloud, environment)] };
}

function unknown(deployment: Deployment, cloud: Cloud, environment: string): Problem {
  const names = foundationsOn(deployment, cloud).map((foundation) => foundation.environment);
  const meant = nearest(environment, names);
  const other = deployment.foundations.find((each) => each.environment === environment);
  const { name } = CLOUDS[cloud];
  const required = `an environment on ${name} is required`;
  return {
    place: 'environment',
    required: names.length > 0 ? `${required} (${oneOf(names)})` : required,
    got: quote(environment),
    cure: other
      ? `It is on ${CLOUDS[other.cloud].name}: ${CLOUDS[other.cloud].choice}.`
      : meant !== undefined
        ? `Did you mean "${meant}"?`
        : names.length > 0
          ? 'Name one of them.'
          : `Write \`${cloud}:\` below one of estate.yaml’s environments.`,
  };
}
