import type { Instance } from '../deployment/deployment';
import type { Access } from '../deployment/facts';
import { quote, type Problem } from '../problem';

/** Managed policies one role may have: "IAM and AWS STS quotas" (IAM user guide, read 2026-08), default 10. */
const POLICIES_PER_ROLE = 10;

/**
 * Bindings of one role to one principal under different conditions ("Quotas and limits", IAM, mirror of 2026-05-30). Kura binds
 * an identity once for each instance.
 */
const CONDITIONS_PER_PRINCIPAL = 20;

/** Roles that would be attached to more login policies than IAM takes. */
export function tooManyAttachments(instances: readonly Instance[]): Problem[] {
  const on = instances.filter(({ cloud }) => cloud === 'aws');
  const attached = placesOf(
    on,
    ({ identity }) => identity,
    ({ attach, via }) => attach && via === 'iam',
  );
  return tooMany(attached, POLICIES_PER_ROLE, {
    required: `a role takes ${String(POLICIES_PER_ROLE)} attached policies at most`,
    cure: 'Write `attach: false` there, and put the exported policies into one of your own.',
  });
}

/** Google identities that would be bound to more instances of one project than IAM takes. */
export function tooManyConditions(instances: readonly Instance[]): Problem[] {
  const on = instances.filter(({ cloud }) => cloud === 'google');
  const bound = placesOf(
    on,
    ({ identity }, instance) =>
      `${identity} ${instance.cloud === 'google' ? instance.target.project : ''}`,
    ({ attach, via }) => attach || via === 'secret',
  );
  return tooMany(bound, CONDITIONS_PER_PRINCIPAL, {
    required: `an identity takes ${String(CONDITIONS_PER_PRINCIPAL)} conditional bindings of a role at most in a project`,
    cure: 'Write `attach: false` there, and bind the exported roles under one condition of your own.',
  });
}

/**
 * For each identity, on Google with its project after a space, the instances and logins it is given rights to, and where the
 * estate says so.
 */
function placesOf(
  instances: readonly Instance[],
  keyOf: (access: Access, instance: Instance) => string,
  counts: (access: Access) => boolean,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const all = new Map<string, Map<string, string>>();
  for (const instance of instances) {
    for (const access of instance.services.flatMap((service) => service.access)) {
      if (!counts(access)) continue;
      const key = keyOf(access, instance);
      const places = all.get(key) ?? new Map<string, string>();
      places.set(`${instance.stack} ${access.login}`, access.place);
      all.set(key, places);
    }
  }
  return all;
}

function tooMany(
  all: ReadonlyMap<string, ReadonlyMap<string, string>>,
  most: number,
  words: Pick<Problem, 'required' | 'cure'>,
): Problem[] {
  return [...all].flatMap(([key, places]) => {
    if (places.size <= most) return [];
    const [identity, project] = key.split(' ');
    const where = project === undefined ? '' : ` in ${project}`;
    return [
      {
        place: [...places.values()].at(-1) ?? 'estate.yaml',
        got: `${String(places.size)} instances${where} for ${quote(identity)}`,
        ...words,
      },
    ];
  });
}
