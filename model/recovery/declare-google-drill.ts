import type { GoogleInstance } from '../deployment/google-deployment';
import { ROLES } from '../language/roles';
import { declareState } from '../sql/declare';
import { groupRole } from '../sql/role-names';
import { DRILL_ENDING, type DrillCall, type GoogleDrillOrder } from './drill-order';
import { recoveryHomeOf, recoveryServes } from './recovered';
import type { Drill } from './recovery';
import { restoreMilliseconds } from './restore-time';
import { servingOf } from './serving';

/** What a drill needs to know beside its instance. */
export interface GoogleDrillFacts {
  /** `projects/PROJECT/global/networks/NAME`. */
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A drill and the copy’s deletion are over within this: Cloud Run ends a task after seven days ("Set task timeout for jobs", 2026-11). */
const LONGEST = 6 * 24 * 3_600_000;

type Shared = Omit<GoogleDrillOrder, 'mechanism' | 'stack' | 'region' | 'target' | 'copy'>;

/**
 * What the runner is to rehearse for one drill of an instance on Cloud SQL: a restore to a point in time where the instance is that
 * serves. The copy in the recovery region has a name of its own, so that a drill of the other mechanism never finds it taken: Cloud SQL
 * may keep a deleted name for a week.
 */
export function declareGoogleDrill(
  instance: GoogleInstance,
  drill: Drill,
  facts: GoogleDrillFacts,
): GoogleDrillOrder {
  const { identifier, engine, services, target, recoveryHome: home, decisions } = instance;
  const { mechanism, rpo, rto } = drill;
  const shared: Shared = {
    format: 1,
    cloud: 'google',
    ...{ engine, rpo, rto, instance: identifier, source: writerOf(instance) },
    project: target.project,
    admin: declareState(instance).admin,
    databases: services.map(({ database }) => database.value),
    roles: rolesOf(instance),
    labels: facts.labels,
    longest: Math.max(
      rto ?? 0,
      Math.min(LONGEST, 2 * restoreMilliseconds(decisions.storageCeiling.value)),
    ),
  };
  if (mechanism === 'point-in-time-recovery') {
    const {
      stack,
      target: place,
      identifier: name,
    } = recoveryServes(instance) ? recoveryHomeOf(instance) : instance;
    return {
      ...shared,
      ...{ mechanism, stack, region: place.region, target: `${name}${DRILL_ENDING}`, copy: null },
    };
  }
  if (mechanism !== 'recovery-replica' || !home) {
    throw new Error(`${instance.stack}: nobody rehearses ${mechanism} on Cloud SQL`);
  }
  return {
    ...shared,
    ...{ mechanism, stack: home.stack, region: home.target.region },
    target: `${home.identifier}${DRILL_ENDING}`,
    copy: {
      network: facts.network,
      kmsKey: recoveryKeyId(instance),
      databaseVersion: decisions.databaseVersion.value,
      edition: decisions.edition.value,
      machineType: decisions.machineType.value,
      flags: Object.fromEntries(
        Object.entries(instance.flags).map(([name, { value }]) => [name, value]),
      ),
    },
  };
}

/** Who is cloned or replicated: the instance that is written to, since neither is done of a replica. */
function writerOf(instance: GoogleInstance): string {
  const { region } = instance.target;
  return servingOf({ ...instance, region, readers: 0 }).identifier;
}

/** The file that the drill’s job is given: one line of JSON. */
export function drillText(drill: GoogleDrillOrder): string {
  return JSON.stringify({ drill, phase: 'start' } satisfies DrillCall);
}

/** The key of what an instance has in the recovery region, by the names that its ring and key have there. */
export function recoveryKeyId({ recoveryHome: home, target }: GoogleInstance): string {
  if (!home) throw new Error('An instance without a recovery home has no key there.');
  return `projects/${target.project}/locations/${home.target.region}/keyRings/${home.identifier}/cryptoKeys/database`;
}

/** What ends by itself may be gone. MySQL has no role but its logins. */
function rolesOf({ engine, services }: GoogleInstance): readonly string[] {
  const names = services.flatMap(({ database, access }) => {
    const lasting = access.filter(({ until }) => until === undefined);
    const used = ROLES.filter(
      (role) =>
        role === 'owner' || role === 'migrator' || lasting.some((each) => each.role === role),
    );
    return [
      ...(engine === 'postgres' ? used.map((role) => groupRole(database.value, role)) : []),
      ...lasting.map(({ login }) => login),
    ];
  });
  return [...new Set(names)].sort();
}
