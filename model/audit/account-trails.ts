import type { AwsAudit } from '../deployment/aws-deployment';

/** A trail of CloudTrail in one account, for the store of one region. */
export interface AccountTrail {
  readonly account: string;
  /** With which Terraform makes it there. */
  readonly deployRoleArn: string;
  readonly name: string;
  /** Whether it records what is done in the account. */
  readonly calls: boolean;
  /** Whether it records what is done with the objects of the store, which is in its account. */
  readonly store: boolean;
  /** Whether it is of every region, with what has none: the primary store’s, of calls. */
  readonly everyRegion: boolean;
}

/**
 * The trails of one store: of each account’s calls, unless the estate names what records them already, and of what is done with the store
 * itself. An account has five in a region, which AWS raises for nobody ("Quotas in AWS CloudTrail", CloudTrail user guide, read 2026-11): one
 * trail there does both, and where the store has an account to itself, one records it with all that is done there.
 */
export function accountTrails(
  { trail, sources, primary, recovery }: AwsAudit,
  region: 'primary' | 'recovery',
): readonly AccountTrail[] {
  const store = region === 'primary' ? primary : recovery;
  if (!store) return [];
  const calls = trail.value === 'made';
  const { name } = store;
  const { account: home, deployRoleArn } = store.target;
  const everyRegion = calls && region === 'primary';
  const made = calls
    ? sources.map((source) => ({
        ...source,
        ...{ name, calls, everyRegion, store: source.account === home },
      }))
    : [];
  return made.some(({ account }) => account === home)
    ? made
    : [
        ...made,
        {
          ...{ account: home, deployRoleArn, name: `${name}-store` },
          ...{ calls, everyRegion, store: true },
        },
      ];
}
