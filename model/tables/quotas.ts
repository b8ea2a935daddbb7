import type { Cloud } from '../access/identity';
import type { AwsTarget } from '../deployment/aws-deployment';
import type { Deployment, Foundation, Instance } from '../deployment/deployment';
import type { GoogleFoundation, GoogleTarget } from '../deployment/google-deployment';
import { AWS_QUOTAS } from './aws-quotas';
import {
  awsAuditUsage,
  awsFoundationUsage,
  awsInstanceRecoveryUsage,
  awsInstanceUsage,
  awsRecoveryFoundationUsage,
} from './aws-usage';
import { GOOGLE_QUOTAS } from './google-quotas';
import { googleTrailUsage } from './google-trail-usage';
import {
  googleFoundationUsage,
  googleInstanceRecoveryUsage,
  googleInstanceUsage,
} from './google-usage';
import type { Quota, Usage } from './quota';

const QUOTAS: Readonly<Record<Cloud, Readonly<Record<string, Quota>>>> = {
  aws: AWS_QUOTAS,
  google: GOOGLE_QUOTAS,
};

/** What an estate takes of one quota in one account or project. */
export interface QuotaCount {
  readonly cloud: Cloud;
  /** Account id, or project. */
  readonly account: string;
  /** `all` where the quota is the whole account’s. */
  readonly region: string;
  readonly name: string;
  readonly what: string;
  readonly used: number;
  /** Null where there is none. */
  readonly quota: number | null;
}

/** An account or project, and a region of it. */
interface Home {
  readonly cloud: Cloud;
  readonly account: string;
  readonly region: string;
}

/** What one part of a stack takes, and where. */
type Part = readonly [home: Home, usage: Usage<string>];

/**
 * Counts what the stacks of a Deployment make, for each account and region, against the default quotas. It counts from the
 * Deployment alone, so that it answers before any synth; a test holds it to the synthesized resources.
 */
export function countResources({ foundations, instances }: Deployment): readonly QuotaCount[] {
  const counts = new Map<string, QuotaCount>();
  const add = ([{ cloud, account, region: home }, usage]: Part): void => {
    for (const [name, { what, scope, quota, smaller }] of Object.entries(QUOTAS[cloud])) {
      const region = scope === 'account' ? 'all' : home;
      const key = [cloud, account, region, name].join(' ');
      const before = counts.get(key)?.used ?? 0;
      const more = usage[name] ?? 0;
      const used = scope === 'source' ? Math.max(before, more) : before + more;
      const most = smaller?.[region] ?? quota;
      counts.set(key, { cloud, account, region, name, what, used, quota: most });
    }
  };
  for (const foundation of foundations) partsOfFoundation(foundation, instances).forEach(add);
  for (const instance of instances) {
    partsOfInstance(instance, foundations).forEach(add);
  }
  return [...counts.values()].sort(byAccount);
}

function partsOfFoundation(
  foundation: Foundation,
  instances: readonly Instance[],
): readonly Part[] {
  const home = homeOf(foundation);
  if (foundation.cloud === 'google') {
    return [
      ...partsIn(home, googleFoundationUsage(foundation, instances)),
      ...partsOfGoogleTrail(foundation),
    ];
  }
  const { recovery } = foundation;
  return [
    ...partsIn(home, awsFoundationUsage(foundation)),
    ...awsAuditUsage(foundation, instancesOf(foundation, instances)).map(([at, usage]): Part => [
      homeAt('aws', at),
      usage,
    ]),
    ...(recovery
      ? partsIn(homeAt('aws', recovery.target), awsRecoveryFoundationUsage(recovery, foundation))
      : []),
  ];
}

/** All of an environment on one cloud, wherever they are: they share its trail. */
const instancesOf = (
  { cloud, environment }: Foundation,
  instances: readonly Instance[],
): readonly Instance[] =>
  instances.filter((each) => each.cloud === cloud && each.environment === environment);

/** What keeps a trail is in its project, and what brings it there in each source’s. */
function partsOfGoogleTrail(foundation: GoogleFoundation): readonly Part[] {
  const { audit } = foundation;
  const stores = [audit.primary, ...(audit.recovery ? [audit.recovery] : [])];
  return stores.flatMap((store) =>
    googleTrailUsage(foundation, store).map(([project, usage]): Part => {
      return [homeAt('google', { ...store.target, project }), usage];
    }),
  );
}

function partsOfInstance(instance: Instance, foundations: readonly Foundation[]): readonly Part[] {
  const [own, there] = usageOf(instance, foundations);
  const { cloud, recoveryHome } = instance;
  return [
    ...partsIn(homeOf(instance), own),
    ...(recoveryHome ? partsIn(homeAt(cloud, recoveryHome.target), there) : []),
  ];
}

/** What an instance takes in its own region, and in the recovery region. */
function usageOf(
  instance: Instance,
  foundations: readonly Foundation[],
): readonly [own: readonly Usage<string>[], there: readonly Usage<string>[]] {
  const { environment } = instance;
  for (const each of foundations) {
    if (each.environment !== environment) continue;
    if (each.cloud === 'aws' && instance.cloud === 'aws') {
      return [awsInstanceUsage(instance, each), awsInstanceRecoveryUsage(instance, each)];
    }
    if (each.cloud === 'google' && instance.cloud === 'google') {
      return [googleInstanceUsage(instance, each), googleInstanceRecoveryUsage(instance, each)];
    }
  }
  throw new Error(`${instance.stack}: ${environment} has no foundation on ${instance.cloud}`);
}

const partsIn = (home: Home, usages: readonly Usage<string>[]): readonly Part[] =>
  usages.map((usage) => [home, usage]);

/** Where something is: an account or a project, and its region. */
export function homeOf({ cloud, target }: Instance | Foundation): Home {
  return homeAt(cloud, target);
}

function homeAt(cloud: Cloud, target: Pick<AwsTarget, 'account' | 'region'> | GoogleTarget): Home {
  const account = 'account' in target ? target.account : target.project;
  return { cloud, account, region: target.region };
}

/** Within an account, the order of the table. */
function byAccount(a: QuotaCount, b: QuotaCount): number {
  return a.account < b.account ? -1 : a.account > b.account ? 1 : 0;
}
