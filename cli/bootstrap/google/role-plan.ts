import type { Condition } from './conditions';
import { roleId, roleName, type Part, type Place } from './project-scope';
import { STATE_READ, STATE_WRITE } from './state-access';

/** A custom role: Google’s own hold too much (docs of each part say what). */
export interface RolePlan {
  /** `kura_prod_read`. */
  readonly id: string;
  /** `projects/<project>/roles/<id>`. */
  readonly name: string;
  readonly title: string;
  readonly permissions: readonly string[];
}

/** A role of the project for one member, where its condition holds. */
export interface GrantPlan {
  readonly member: string;
  readonly role: string;
  readonly condition?: Condition;
}

export const roleOf =
  (place: Place) =>
  (part: Part, what: string, permissions: readonly string[]): RolePlan => ({
    id: roleId(place, part),
    name: roleName(place, part),
    title: `Kura ${place.environment}: ${what}`,
    permissions: [...permissions].sort(),
  });

export const grantOf =
  (place: Place) =>
  (member: string, part: Part, condition?: Condition): GrantPlan => ({
    member,
    role: roleName(place, part),
    ...(condition ? { condition } : {}),
  });

/** Given on buckets of state, never on the project. */
export const planStateRoles = (place: Place): RolePlan[] => [
  roleOf(place)('state', 'writing state', STATE_WRITE),
  roleOf(place)('state_read', 'reading state', STATE_READ),
];
