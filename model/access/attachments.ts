import type { Instance } from '../deployment';
import { quote, type Problem } from '../problem';

/** Managed policies one role may have: "IAM and AWS STS quotas" (IAM user guide, read 2026-08), default 10. */
const POLICIES_PER_ROLE = 10;

/** Roles that would be attached to more login policies than IAM takes. */
export function tooManyAttachments(instances: readonly Instance[]): Problem[] {
  const placesOf = new Map<string, Map<string, string>>();
  for (const { stack, services } of instances) {
    for (const { access } of services) {
      for (const { identity, login, attach, via, place } of access) {
        if (!attach || via !== 'iam') continue;
        const places = placesOf.get(identity) ?? new Map<string, string>();
        places.set(`${stack} ${login}`, place);
        placesOf.set(identity, places);
      }
    }
  }
  return [...placesOf].flatMap(([identity, places]) =>
    places.size <= POLICIES_PER_ROLE
      ? []
      : [
          {
            place: [...places.values()].at(-1) ?? 'estate.yaml',
            required: `a role takes ${String(POLICIES_PER_ROLE)} attached policies at most`,
            got: `${String(places.size)} instances for ${quote(identity)}`,
            cure: 'Write `attach: false` there, and put the exported policies into one of your own.',
          },
        ],
  );
}
