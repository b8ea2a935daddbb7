import type { Instance } from '../deployment/deployment';
import type { Access } from '../deployment/facts';
import { quote, type Problem } from '../problem';

/** Managed policies one role may have: "IAM and AWS STS quotas" (IAM user guide, read 2026-08), default 10. */
const POLICIES_PER_ROLE = 10;

/**
 * Bindings of one role to one principal under different conditions ("Quotas and limits", IAM, mirror of 2026-05-30). Kura binds
 * an identity once for each instance, and once more for its replica in the recovery region: while that takes over both bindings are
 * there, since the one in the lost region cannot be taken away.
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
    said: ({ length }) => `${String(length)} instances`,
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
    required: `an identity takes ${String(CONDITIONS_PER_PRINCIPAL)} conditional bindings of a role at most in a project, one for each instance and one for its replica in the recovery region`,
    said: (bindings) => {
      const there = bindings.filter(({ where }) => where === 'recovery').length;
      const instances = `${String(bindings.length - there)} instances`;
      return there === 0 ? instances : `${instances} with ${String(there)} replicas`;
    },
    cure: 'Write `attach: false` there, and bind the exported roles under one condition of your own.',
  });
}

/** A right of an identity, and where the estate gives it. */
interface Binding {
  readonly place: string;
  readonly where: 'primary' | 'recovery';
}

/**
 * For each identity, on Google with its project after a space, the instances and logins it is given rights to, and where the
 * estate says so.
 */
function placesOf(
  instances: readonly Instance[],
  keyOf: (access: Access, instance: Instance) => string,
  counts: (access: Access) => boolean,
): ReadonlyMap<string, ReadonlyMap<string, Binding>> {
  const all = new Map<string, Map<string, Binding>>();
  for (const instance of instances) {
    for (const access of instance.services.flatMap((service) => service.access)) {
      if (!counts(access)) continue;
      const key = keyOf(access, instance);
      const bindings = all.get(key) ?? new Map<string, Binding>();
      const { place, login } = access;
      bindings.set(`${instance.stack} ${login}`, { place, where: 'primary' });
      if (instance.cloud === 'google' && instance.recoveryHome)
        bindings.set(`${instance.recoveryHome.stack} ${login}`, { place, where: 'recovery' });
      all.set(key, bindings);
    }
  }
  return all;
}

interface Words extends Pick<Problem, 'required' | 'cure'> {
  readonly said: (bindings: readonly Binding[]) => string;
}

function tooMany(
  all: ReadonlyMap<string, ReadonlyMap<string, Binding>>,
  most: number,
  { said, ...words }: Words,
): Problem[] {
  return [...all].flatMap(([key, found]) => {
    if (found.size <= most) return [];
    const bindings = [...found.values()];
    const [identity, project] = key.split(' ');
    const where = project === undefined ? '' : ` in ${project}`;
    return [
      {
        place: bindings.at(-1)?.place ?? 'estate.yaml',
        got: `${said(bindings)}${where} for ${quote(identity)}`,
        ...words,
      },
    ];
  });
}
