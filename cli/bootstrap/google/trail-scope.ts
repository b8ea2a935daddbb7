import type { AuditLock } from '../../../model/audit/audit-lock';
import { recoveryStoreName, storeName } from '../../../model/audit/store-name';
import type { Deployment } from '../../../model/deployment/deployment';
import type { GoogleFoundation } from '../../../model/deployment/google-deployment';
import { foundationsOn, instancesIn } from '../environment';
import { emailOf, nameOf, trailPlanNameOf, type Accounts } from './account-names';
import type { StateBucket } from './project-scope';
import { trailStateBuckets } from './state-buckets';

/** What the trail’s accounts are limited to in one project. */
export interface TrailScope {
  /** The service accounts that Terraform acts as here for the trail. */
  readonly accounts: Accounts;
  /** Where the store is elsewhere, their like in its project, which go on to these. */
  readonly home: Accounts | null;
  /** Present where the store is. */
  readonly store: StoreScope | null;
}

export interface StoreScope {
  /** What the store is called in each region: its log bucket and its key ring. */
  readonly named: readonly StoreName[];
  readonly lock: AuditLock;
  readonly stateBuckets: readonly StateBucket[];
  /** Whether nothing else of the environment is in its project. */
  readonly alone: boolean;
  /** Whoever keeps a store in this project, other environments’ accounts among them. */
  readonly keepers: readonly string[];
}

export interface StoreName {
  readonly region: string;
  readonly name: string;
}

export function trailScope(
  deployment: Deployment,
  foundation: GoogleFoundation,
  project: string,
): TrailScope {
  const { environment, prefix, target, recoveryRegion, audit } = foundation;
  const { project: store, deployServiceAccount } = audit.primary.target;
  const name = nameOf(deployServiceAccount);
  const accountsIn = (there: string): Accounts => ({
    deploy: emailOf(name, there),
    plan: emailOf(trailPlanNameOf(name), there),
  });
  if (project !== store)
    return { accounts: accountsIn(project), home: accountsIn(store), store: null };
  const others = instancesIn(deployment, 'google', environment).map((each) => each.target.project);
  return {
    accounts: accountsIn(project),
    home: null,
    store: {
      named: [
        { region: target.region, name: storeName(prefix) },
        { region: recoveryRegion, name: recoveryStoreName(prefix) },
      ],
      lock: audit.lock.value,
      stateBuckets: trailStateBuckets(deployment, foundation),
      alone: ![target.project, ...others].includes(project),
      keepers: foundationsOn(deployment, 'google')
        .map((each) => each.audit.primary.target)
        .filter((each) => each.project === project)
        .map((each) => each.deployServiceAccount)
        .sort(),
    },
  };
}
