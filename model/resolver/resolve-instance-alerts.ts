import type { Cloud } from '../access/identity';
import type { Alerts } from '../alerts/alert';
import { resolveAlerts, type SharedNames } from '../alerts/resolve-alerts';
import type { Routes } from '../alerts/routes';
import { watchedDatabases } from '../alerts/watched-databases';
import { recoveryStoreName, storeName } from '../audit/store-name';
import type { TrailFacts } from '../audit/trail-facts';
import type { Access, InstanceFacts } from '../deployment/facts';
import type { PlacedInstance } from '../placement/place-services';
import type { Problem } from '../problem';
import { mayRehearseIn, rehearsedIn } from '../recovery/rehearsals';
import { servesIn, type ServingFacts } from '../recovery/serving';
import { TIERS, type TierName } from '../tables/tiers';

/** What an instance’s alerts follow from, as its resolver has it. */
export interface AlertedParts
  extends
    Pick<InstanceFacts, 'lifecycle' | 'recovery'>,
    Pick<ServingFacts, 'active' | 'restores' | 'recoveryHome'> {
  readonly cloud: Cloud;
  readonly environment: string;
  /** How the environment’s names begin. */
  readonly prefix: string;
  readonly identifier: string;
  /** How the names of what it shares begin, where it shares something. */
  readonly shared: SharedNames;
  readonly routes: Routes;
  readonly tier: TierName;
  readonly highAvailability: boolean;
  /** GiB. */
  readonly storage: number;
  readonly storageCeiling: number;
  /** Null where it is not chosen. */
  readonly iops: number | null;
  readonly readers: number;
  readonly maxConnections: number;
  readonly latencyBudget: number;
  readonly access: readonly Access[];
  readonly trail: TrailFacts;
}

const REGIONS = ['primary', 'recovery'] as const;

/** gp3 below 400 GiB ("Amazon RDS DB instance storage", RDS user guide, read 2026-08). */
const BASELINE_IOPS = 3000;

/** The alerts of one instance, with what its services state of them. */
export function resolveInstanceAlerts(
  placed: PlacedInstance,
  parts: AlertedParts,
  problems: Problem[],
): Alerts {
  const { recovery, active, restores, recoveryHome, identifier, readers } = parts;
  const { objectives, mechanisms } = recovery;
  const names = mechanisms.map(({ value }) => value);
  const region = servesIn({ active, restores });
  const replica =
    recoveryHome && names.includes('recovery-replica')
      ? { identifier: recoveryHome.identifier, serves: active.value === 'recovery' }
      : undefined;
  const databases = watchedDatabases({
    ...{ identifier, readers, restores },
    ...(replica ? { replica } : {}),
  });
  return resolveAlerts(
    placed,
    {
      environment: parts.environment,
      facts: {
        ...{ cloud: parts.cloud, engine: placed.engine, tier: TIERS[parts.tier] },
        highAvailability: parts.highAvailability,
        ...{ storage: parts.storage, storageCeiling: parts.storageCeiling },
        iops: parts.iops ?? BASELINE_IOPS,
        ...{ maxConnections: parts.maxConnections, latencyBudget: parts.latencyBudget },
        rpo: { mistake: objectives.mistake.value.rpo, region: objectives.region.value.rpo },
        readers: databases.filter(({ role }) => role === 'reader').length,
        mechanisms: names,
        drills: recovery.drills,
        trail: parts.trail,
        secrets: parts.access.some(({ via }) => via === 'secret'),
      },
      databases,
      shared: parts.shared,
      trails: {
        primary: storeName(parts.prefix),
        ...(recoveryHome ? { recovery: recoveryStoreName(parts.prefix) } : {}),
      },
      drills: REGIONS.filter(
        (each) => rehearsedIn({ recovery, active, restores }, each).length > 0,
      ).map((each) => ({
        region: each,
        // What rehearses on AWS names a drill after the instance wherever it runs; on Google Cloud it is a job of that region.
        identifier:
          parts.cloud === 'google' && each === 'recovery'
            ? (recoveryHome?.identifier ?? identifier)
            : identifier,
      })),
      rehearses: REGIONS.filter((each) => mayRehearseIn(each)({ recovery, restores })),
      serving: {
        region,
        identifier: restores.find(({ name }) => name === active.value)?.identifier ?? identifier,
        home: region === 'recovery' ? (recoveryHome?.identifier ?? identifier) : identifier,
      },
      lifecycle: parts.lifecycle.value,
      routes: parts.routes,
    },
    problems,
  );
}
