import type { Cloud } from '../access/identity';
import type { InstanceFacts } from '../deployment/facts';
import { statedByAll } from '../language/stated';
import { tooLongRestores } from '../placement/instance-ids';
import type { StoodBefore } from '../placement/instance-lock';
import type { PlacedInstance } from '../placement/place-services';
import type { Problem } from '../problem';
import { asItStands } from '../recovery/as-it-stands';
import type { MechanismName } from '../recovery/mechanisms';
import type { Recovery } from '../recovery/recovery';
import { resolveLifecycle, type Lifecycle } from '../recovery/resolve-lifecycle';
import { resolveRecovery } from '../recovery/resolve-recovery';
import {
  resolveActive,
  resolveRestores,
  strangersAmongApprovals,
  type RestoreFacts,
} from '../recovery/resolve-restores';
import type { Preset } from '../tables/presets';

/** Of an instance on either cloud: whether it serves, what recovers it, and what stands beside it. */
export interface Standing extends Pick<Lifecycle, 'protects'> {
  /** What was chosen, whoever serves. */
  readonly recovery: Recovery;
  /** Whether the recovery replica serves or has served. */
  readonly promoted: boolean;
  readonly facts: Pick<
    InstanceFacts,
    'lifecycle' | 'breakGlass' | 'recovery' | 'restores' | 'active'
  >;
}

export interface StandingFacts {
  readonly cloud: Cloud;
  readonly environment: string;
  readonly preset: Preset;
  readonly timeZone: string;
  readonly identifier: string;
  readonly before: StoodBefore | undefined;
  /** GiB. */
  readonly storage: number;
  /** Of AWS: where a snapshot may be, given whether anything of the instance is in the recovery region. */
  readonly placesOf?: (away: boolean) => NonNullable<RestoreFacts['places']>;
}

/** Mechanisms of which something is in the recovery region. */
const AWAY: readonly MechanismName[] = ['recovery-replica', 'replicated-backups', 'vault-copy'];

/** Whether an instance has one of some mechanisms. */
export function hasOne({ mechanisms }: Recovery, ...names: readonly MechanismName[]): boolean {
  return mechanisms.some(({ value }) => names.includes(value));
}

/** Whether anything of an instance is in the recovery region. */
export const isAway = (recovery: Recovery): boolean => hasOne(recovery, ...AWAY);

export function resolveStanding(
  placed: PlacedInstance,
  { cloud, environment, preset, timeZone, identifier, before, storage, placesOf }: StandingFacts,
  problems: Problem[],
): Standing {
  const { protects, ...lifecycle } = resolveLifecycle(
    placed,
    { environment, preset, timeZone, before: before?.state },
    problems,
  );
  const recovery = resolveRecovery(placed, { cloud, environment, preset, storage }, problems);
  const replica = hasOne(recovery, 'recovery-replica');
  const asked: RestoreFacts = {
    ...{ cloud, environment, identifier, timeZone, lifecycle: { protects } },
    served: [
      ...statedByAll(placed.services, environment, 'active').map(({ value }) => value),
      ...(before ? [before.active] : []),
    ],
    replica,
    replicatedBackups: hasOne(recovery, 'replicated-backups'),
    ...(placesOf ? { places: placesOf(isAway(recovery)) } : {}),
  };
  const restores = resolveRestores(placed, asked, problems);
  problems.push(
    ...tooLongRestores(placed, restores),
    ...strangersAmongApprovals(lifecycle.breakGlass, replica, restores),
  );
  const active = resolveActive(placed, { ...asked, before: before?.active }, restores, problems);
  return {
    recovery,
    protects,
    promoted: active.value === 'recovery' || before?.promoted === true,
    facts: {
      ...lifecycle,
      recovery: asItStands(recovery, { active, restores, lifecycle: lifecycle.lifecycle.value }),
      restores,
      active,
    },
  };
}
