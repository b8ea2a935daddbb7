import type { Cloud } from '../access/identity';
import { hasOperator } from '../access/operators';
import type { Deployment, Instance } from '../deployment/deployment';
import { AWS_QUOTAS, awsFoundationUsage, awsInstanceUsage, usageOfNetwork } from './aws-quotas';
import { GOOGLE_FOUNDATION_USAGE, GOOGLE_QUOTAS, googleInstanceUsage } from './google-quotas';
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
  readonly quota: number;
}

/** An account or project, and a region of it. */
interface Home {
  readonly cloud: Cloud;
  readonly account: string;
  readonly region: string;
}

/**
 * Counts what the stacks of a Deployment make, for each account and region, against the default quotas. It counts from the
 * Deployment alone, so that it answers before any synth; a test holds it to the synthesized resources.
 */
export function countResources({ foundations, instances }: Deployment): readonly QuotaCount[] {
  const counts = new Map<string, QuotaCount>();
  const add = ({ cloud, account, region: home }: Home, usage: Usage<string>): void => {
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
  const google = new Map(
    foundations.flatMap((each) =>
      each.cloud === 'google' ? [[each.environment, each] as const] : [],
    ),
  );
  for (const foundation of foundations) {
    const usage =
      foundation.cloud === 'aws' ? awsFoundationUsage(foundation) : GOOGLE_FOUNDATION_USAGE;
    add(homeOf(foundation), usage);
  }
  for (const instance of instances) {
    const home = homeOf(instance);
    if (instance.cloud === 'google')
      add(home, googleInstanceUsage(instance, google.get(instance.environment)));
    else {
      add(home, awsInstanceUsage(instance));
      if (instance.ownNetwork)
        add(home, usageOfNetwork(instance.ownNetwork.value, hasOperator(instance)));
    }
  }
  return [...counts.values()].sort(byAccount);
}

/** Where something is: an account or a project, and its region. */
export function homeOf(placed: Instance | Deployment['foundations'][number]): Home {
  const { cloud, target } = placed;
  const account = placed.cloud === 'aws' ? placed.target.account : placed.target.project;
  return { cloud, account, region: target.region };
}

/** Within an account, the order of the table. */
function byAccount(a: QuotaCount, b: QuotaCount): number {
  return a.account < b.account ? -1 : a.account > b.account ? 1 : 0;
}
