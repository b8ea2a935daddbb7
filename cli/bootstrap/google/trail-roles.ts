import { storeBuckets, storeGrants, storeKeys, storeKeyVersions } from './conditions';
import { KEYS, LOG_KEY_DESTRUCTION, LOGIN_GRANTS } from './deploy-access';
import type { Place } from './project-scope';
import { grantOf, planStateRoles, roleOf, type GrantPlan, type RolePlan } from './role-plan';
import { SINKS, SINKS_READ, STORE, STORE_DELETION, TRAIL, TRAIL_READ } from './trail-access';

/** The custom roles of the trail in a project. */
export function planTrailRoles(place: Place): RolePlan[] {
  const role = roleOf(place);
  const { store } = place.trail;
  if (!store) {
    return [
      role('trail_sinks_read', 'what Terraform reads of sinks', SINKS_READ),
      role('trail_sinks', 'what brings logs to its trail', SINKS),
    ];
  }
  const unlocked = store.lock === 'off';
  return [
    role('trail_read', 'what Terraform reads of its trail', TRAIL_READ),
    role('trail', 'what Terraform makes of its trail', TRAIL),
    role('trail_store', 'the store of its trail', [...STORE, ...(unlocked ? STORE_DELETION : [])]),
    role('trail_keys', 'the keys of its trail', KEYS),
    ...(unlocked
      ? [role('trail_key', 'destroying the keys of its trail', LOG_KEY_DESTRUCTION)]
      : []),
    role('trail_grants', 'who writes to its trail', LOGIN_GRANTS),
    ...(store.alone ? planStateRoles(place) : []),
  ];
}

/** Who of the trail has which role on the project. */
export function planTrailGrants(place: Place): GrantPlan[] {
  const { accounts, store } = place.trail;
  const to = grantOf(place);
  const deploy = `serviceAccount:${accounts.deploy}`;
  const plan = `serviceAccount:${accounts.plan}`;
  if (!store) {
    return [
      to(plan, 'trail_sinks_read'),
      to(deploy, 'trail_sinks_read'),
      to(deploy, 'trail_sinks'),
    ];
  }
  const { named, lock } = store;
  return [
    to(plan, 'trail_read'),
    to(deploy, 'trail_read'),
    to(deploy, 'trail'),
    to(deploy, 'trail_store', storeBuckets(named)),
    to(deploy, 'trail_keys', storeKeys(place, named)),
    ...(lock === 'off' ? [to(deploy, 'trail_key', storeKeyVersions(place, named))] : []),
    to(deploy, 'trail_grants', storeGrants),
  ];
}
