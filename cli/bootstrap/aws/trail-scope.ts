import { recoveryStoreName, storeBucket } from '../../../model/audit/store-name';
import type { AwsFoundation, AwsStateStore } from '../../../model/deployment/aws-deployment';
import { fittedName } from '../../../model/values/fitted-name';
import type { AccountPlace, Roles, StateBucket, TrailNames } from './account-scope';
import { pathOf, planRoleOf } from './role-names';

/** What the policies of the trail’s roles in one account are limited to. */
export interface TrailScope extends AccountPlace, Roles {
  readonly trail: TrailNames;
  /** Whether it is kept in this account. */
  readonly keeps: boolean;
  /** The trails of CloudTrail that are made here. */
  readonly accountTrails: readonly string[];
  /** Whether what is kept is locked. */
  readonly locked: boolean;
  /** Empty where it is kept in another account. */
  readonly stateBuckets: readonly StateBucket[];
}

/** S3: "General purpose bucket naming rules" (read 2026-08). */
const LONGEST_BUCKET = 63;

/** The names of both regions’ stores, also where there is none yet: a recovery that comes to be needs no other bootstrap. */
export function trailNamesOf(organisation: string, foundation: AwsFoundation): TrailNames {
  const { environment, prefix, recoveryRegion, audit } = foundation;
  const { account, region, deployRoleArn } = audit.primary.target;
  const away = audit.recovery?.name ?? recoveryStoreName(prefix);
  const stateIn = (where: string, state: AwsStateStore | undefined): StateBucket =>
    state?.kind === 's3'
      ? { region: where, bucket: state.bucket, statedKey: state.kmsKey }
      : {
          region: where,
          bucket: fittedName(
            `${organisation}-kura-audit-state-${environment}`,
            `-${where}`,
            LONGEST_BUCKET,
          ),
        };
  return {
    account,
    stores: [audit.primary.name, away],
    buckets: [
      audit.primary.bucket,
      audit.recovery?.bucket ?? storeBucket(away, account, recoveryRegion),
    ],
    stacks: [audit.primary.stack, `${audit.primary.stack}-recovery`],
    stateBuckets: [
      stateIn(region, audit.primary.state),
      stateIn(recoveryRegion, audit.recovery?.state),
    ],
    roles: [deployRoleArn, planRoleOf(deployRoleArn)].map(pathOf),
  };
}

/**
 * The account that keeps the trail, and each that it records: there the role has the trail of CloudTrail alone, and is taken by its like
 * in the first. Where the estate names a trail that records the accounts already, none is made in them.
 */
export function trailScopesOf(
  foundation: AwsFoundation,
  organisation: string,
  trail: TrailNames,
): TrailScope[] {
  const { environment, recoveryRegion, audit } = foundation;
  const { account: home, region, deployRoleArn } = audit.primary.target;
  const recorded = audit.trail.value === 'made' ? audit.sources.map(({ account }) => account) : [];
  const others = recorded.filter((account) => account !== home);
  const rolesIn = (account: string) => {
    const there = deployRoleArn.replace(`::${home}:`, `::${account}:`);
    return { deployRoleArn: there, planRoleArn: planRoleOf(there) };
  };
  return [home, ...others].map((account) => ({
    ...{ account, organisation, environment, trail },
    regions: [region, recoveryRegion],
    ...rolesIn(account),
    onward: account === home ? others.map(rolesIn) : [],
    keeps: account === home,
    accountTrails:
      account === home ? trail.stores.flatMap((name) => [name, `${name}-store`]) : trail.stores,
    locked: audit.lock.value === 'governance',
    stateBuckets: account === home ? trail.stateBuckets : [],
  }));
}
